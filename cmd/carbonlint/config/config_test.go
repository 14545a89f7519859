package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// rules are what the test files may name.
var rules = func() []*policies.Rule {
	one, nine := 1, 9
	return []*policies.Rule{
		{ID: "jvm/heap", Title: "Heap", Tier: "core", Parameters: []policies.Parameter{
			{Name: "least", Type: policies.TypeInteger, Default: 5, Minimum: &one, Maximum: &nine},
			{Name: "words", Type: policies.TypeStrings, Default: []string{"a"}},
		}},
		{ID: "jvm/debug", Title: "Debug", Tier: "core"},
		{ID: "tls/cipher", Title: "Cipher", Tier: "extended"},
	}
}()

// tree writes an archive into a folder of its own and returns the folder.
func tree(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.ToSlash(dir)
}

// TestProblems checks what is said of files that are wrong, and where.
func TestProblems(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"# nothing\n":                     "",
		"profile: core\n":                 "",
		"profile: core\r\nroot: true\r\n": "",
		"\ufeffprofile: core\n":           "",
		"a\x00b":                          "1:1: the YAML does not parse",
		"root: true\n":                    "",
		"profil: core\n":                  `1:1: unknown key "profil"; did you mean "profile"?`,
		"colour: red\n":                   `1:1: unknown key "colour"; there are root, profile, product, version, severity, parameters, overrides, homes, rules, waivers, locked`,
		"profile: outer\n":                `1:10: "outer" is not one of core, all`,
		"profile: [core]\n":               "1:10: want one of core, all",
		"- profile\n":                     "1:1: want a mapping of keys",
		"profile:\n":                      "1:9: want one of core, all",
		"root: true\nroot: true\n":        `2:1: key "root" stands in line 1 already`,
		"root: true\n---\nroot: true\n":   "2:1: a second document begins here; a configuration file is one document",
		"severity:\n  jvm/heap: of\n  jvm: off\n":                  `2:13: "of" is not one of error, warning, note, off, on`,
		"severity:\n  jvm/heap: warnin\n":                          `2:13: "warnin" is not one of error, warning, note, off, on; did you mean "warning"?`,
		"severity:\n  jvm/hepa: off\n":                             `2:3: there is no rule or category "jvm/hepa"; did you mean "jvm/heap"?`,
		"severity:\n  heap: off\n":                                 `2:3: there is no rule or category "heap"; did you mean "jvm/heap"?`,
		"severity:\n  \"jvm\\n\": off\n":                           "2:3: there is no rule or category \"jvm\\n\"; did you mean \"jvm\"?",
		"severity: &a {jvm: off}\n":                                "1:11: anchors and aliases are not read; write the value out",
		"parameters:\n  jvm/heap: {least: 9}\n":                    "",
		"parameters:\n  jvm/heap: {least: 10}\n":                   "2:21: least of jvm/heap: 10 is not from 1 to 9",
		"parameters:\n  jvm/heap: {least: ten}\n":                  "2:21: least of jvm/heap: want a whole number",
		"parameters:\n  jvm/heap: {least: 99999999999}\n":          "2:21: the number 99999999999 is too large",
		"parameters:\n  jvm/heap: {words: [x, y]}\n":               "",
		"parameters:\n  jvm/heap: {words: x}\n":                    "2:21: words of jvm/heap: want a list of texts",
		"parameters:\n  jvm/heap: {lest: 3}\n":                     `2:20: jvm/heap has no parameter "lest"; did you mean "least"?`,
		"parameters:\n  jvm/debug: {most: 3}\n":                    `2:21: jvm/debug has no parameter "most"; it has none`,
		"parameters:\n  jvm: {least: 3}\n":                         "2:16: jvm is a category; parameters belong to a rule",
		"parameters:\n  jvm/help: {least: 3}\n":                    `2:3: there is no rule or category "jvm/help"; did you mean "jvm/heap"?`,
		"overrides:\n- severity: {jvm: off}\n":                     "2:3: the override has no paths",
		"overrides:\n- paths: dev/**\n  root: true\n":              `3:3: unknown key "root"; there are paths, profile, product, version, severity, parameters`,
		"overrides:\n- paths: '{dev'\n":                            `2:10: the glob "{dev" is malformed`,
		"overrides:\n- paths: ../dev\n":                            `2:10: the glob "../dev" leads out of the folder of this file`,
		"overrides:\n- paths: [/dev]\n":                            `2:11: the glob "/dev" leads out of the folder of this file`,
		"overrides:\n- paths: 'a\\b'\n":                            `2:10: the glob "a\\b" has a backslash; folders are separated by /`,
		"homes:\n- cluster: a\n":                                   "2:3: the home has no path",
		"homes:\n- {path: a, hst: b}\n":                            `2:13: unknown key "hst"; did you mean "host"?`,
		"rules: {tls: off}\n":                                      "1:8: want a folder of rules of your own, or a list of them; severities stand under severity",
		"waivers:\n- {rules: jvm}\n":                               "2:3: the waiver gives no reason",
		"waivers:\n- {reason: old}\n":                              "2:3: the waiver names no rules",
		"waivers:\n- {rules: [x], reason: old}\n":                  `2:12: there is no rule or category "x"; carbonlint rules lists them`,
		"waivers:\n- {rules: jvm, reason: a, until: May}\n":        `2:34: "May" is not a date such as 2026-01-31`,
		"waivers:\n- {rules: jvm, reason: a, until: 2026-02-30}\n": `2:34: "2026-02-30" is not a date such as 2026-01-31`,
		"locked: [jvm, tlss]\n":                                    `1:15: there is no rule or category "tlss"; did you mean "tls"?`,
		"profile: 'core\n":                                         "1:15: the YAML does not parse",
		"severity:\n\ttls: off\n":                                  "2:1: the YAML does not parse",
	} {
		dir := tree(t, "-- "+Name+" --\n"+text)
		f := NewFinder(dir, dir)
		f.Cascade(dir)
		got := ""
		if err := f.Check(rules); err != nil {
			got = strings.ReplaceAll(err.Error(), Name+":", "")
		}
		if strings.HasSuffix(want, "does not parse") {
			got, _, _ = strings.Cut(got, ": found")
			got, _, _ = strings.Cut(got, "parse: ")
			got = strings.TrimSuffix(got, "parse") + "parse"
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestProblemsTogether checks that all problems of all files are told at once,
// in order.
func TestProblemsTogether(t *testing.T) {
	t.Parallel()
	dir := tree(t, "-- "+Name+" --\nprofil: all\nseverity: {jvm: of}\n-- a/"+Name+" --\nlocked: [tlss]\n-- a/b/.carbonlint.yml --\n")
	f := NewFinder(dir, dir)
	f.Cascade(dir + "/a/b")
	var e *Error
	if err := f.Check(rules); !errors.As(err, &e) || len(e.Problems) != 4 {
		t.Fatalf("want four problems, got %v", err)
	}
	want := Name + `:1:1: unknown key "profil"; did you mean "profile"?
` + Name + `:2:17: "of" is not one of error, warning, note, off, on
a/` + Name + `:1:10: there is no rule or category "tlss"; did you mean "tls"?
a/b/.carbonlint.yml: is not read; name it ` + Name
	if diff := cmp.Diff(want, e.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const cascade = `
-- .git/HEAD --
-- .carbonlint.yaml --
profile: core
severity:
  jvm: warning
  jvm/heap: error
parameters:
  jvm/heap: {least: 2, words: [x]}
overrides:
- paths: [environments/dev/**, "**/user-mgt.xml"]
  severity: {jvm: off, tls/cipher: on}
  parameters:
    jvm/heap: {least: 3}
- paths: environments/dev/b
  severity: {jvm/heap: note}
homes:
- {path: environments/*/b, cluster: gateway, host: h1, environment: e, product: Enterprise Integrator, version: 6.4.0}
-- environments/prod/.carbonlint.yaml --
profile: all
parameters:
  jvm/heap: {least: 7}
-- environments/apart/.carbonlint.yaml --
root: true
version: 9.9
`

// TestResolve checks what holds where.
func TestResolve(t *testing.T) {
	t.Parallel()
	dir := tree(t, cascade)
	for _, test := range []struct{ home, file, want string }{
		{"elsewhere", "", "heap error, debug warning, cipher off, least 2"},
		{"elsewhere", "elsewhere/conf/user-mgt.xml", "heap off, debug off, cipher , least 3"},
		{"environments/dev", "", "heap off, debug off, cipher , least 3"},
		{"environments/dev/a", "", "heap off, debug off, cipher , least 3"},
		{"environments/dev/b", "", "heap note, debug off, cipher , least 3, Enterprise Integrator 6.4.0 gateway h1 e"},
		{"environments/prod/a", "", "heap error, debug warning, cipher , least 7"},
		{"environments/prod/b", "", "heap error, debug warning, cipher , least 7, Enterprise Integrator 6.4.0 gateway h1 e"},
		{"environments/apart/b", "", "heap , debug , cipher , least 0,  9.9   "},
	} {
		f := NewFinder(dir+"/environments", dir)
		s := Open(dir, f, Flags{})
		h := &loader.Home{Path: test.home}
		var got []string
		for _, r := range rules {
			_, name, _ := strings.Cut(r.ID, "/")
			got = append(got, fmt.Sprintf("%s %s", name, s.Severity(r, h, test.file)))
		}
		e := s.At(test.home, test.file)
		least, _ := e.Parameters()["jvm/heap"]["least"].Value.(int)
		line := fmt.Sprintf("%s, least %d", strings.Join(got, ", "), least)
		if e.Version().Value != "" {
			line += fmt.Sprintf(", %s %s %s %s %s", e.Product().Value, e.Version().Value, e.Cluster.Value, e.Host.Value, e.Environment.Value)
		}
		if line != test.want {
			t.Errorf("%s %s:\n got %s\nwant %s", test.home, test.file, line, test.want)
		}
		if err := f.Check(rules); err != nil {
			t.Error(err)
		}
	}
}

// TestFlags checks that the command line wins over the files.
func TestFlags(t *testing.T) {
	t.Parallel()
	dir := tree(t, "-- "+Name+" --\nprofile: core\nseverity: {jvm/heap: off, jvm/debug: note}\n")
	for _, test := range []struct {
		flags Flags
		want  string
	}{
		{Flags{}, "off note off"},
		{Flags{Tier: "all"}, "off note "},
		{Flags{Rules: []string{"jvm"}}, " note off"},
		{Flags{Rules: []string{"jvm/heap", "tls/cipher"}}, " note "},
	} {
		s := Open(dir, NewFinder(dir, dir), test.flags)
		var got []string
		for _, r := range rules {
			got = append(got, string(s.Severity(r, &loader.Home{Path: "."}, "")))
		}
		if line := strings.Join(got, " "); line != test.want {
			t.Errorf("%+v: %q, want %q", test.flags, line, test.want)
		}
	}
}

// TestCeiling checks how far up files are looked for.
func TestCeiling(t *testing.T) {
	t.Parallel()
	dir := tree(t, "-- "+Name+" --\n-- a/"+Name+" --\n-- a/b/"+Name+" --\n-- a/b/c/"+Name+" --\n")
	for _, test := range []struct {
		git, base, working string
		want               int
	}{
		{"", "a/b", "a/b", 2},
		{"", "a/b", "a", 3},
		{"", "a/b", "elsewhere", 2},
		{"", "a/b", "a/b/c", 2},
		{"a", "a/b", "a/b", 3},
	} {
		if test.git != "" {
			if err := os.MkdirAll(filepath.Join(dir, test.git, ".git"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		f := NewFinder(dir+"/"+test.base, dir+"/"+test.working)
		if got := len(f.Cascade(dir + "/a/b/c")); got != test.want {
			t.Errorf("%+v: %d files hold, want %d", test, got, test.want)
		}
	}
}

// TestAlone checks that a named file holds by itself, for paths of the working
// folder.
func TestAlone(t *testing.T) {
	t.Parallel()
	dir := tree(t, "-- "+Name+" --\nseverity: {tls: off}\n-- ci/strict.yaml --\noverrides:\n- paths: nodes/a\n  severity: {jvm: error}\n")
	f := NewFinder(dir+"/nodes", dir)
	if err := f.Alone(filepath.Join(filepath.FromSlash(dir), "ci", "strict.yaml")); err != nil {
		t.Fatal(err)
	}
	s := Open(dir+"/nodes", f, Flags{})
	for home, want := range map[string]string{"a": "error error ", "b": "  "} {
		var got []string
		for _, r := range rules {
			got = append(got, string(s.Severity(r, &loader.Home{Path: home}, "")))
		}
		if line := strings.Join(got, " "); line != want {
			t.Errorf("%s: %q, want %q", home, line, want)
		}
	}
	if err := NewFinder(dir, dir).Alone(filepath.Join(filepath.FromSlash(dir), "gone.yaml")); err == nil || !strings.Contains(err.Error(), "gone.yaml: cannot be read: ") {
		t.Errorf("a file that is not there gives %v", err)
	}
}

// TestRebase checks the globs of waivers against trees in, at and above the
// folder of their file: what a glob accepts must not depend on what is linted.
func TestRebase(t *testing.T) {
	t.Parallel()
	files := []string{"a/x/conf/carbon.xml", "a/y/conf/carbon.xml", "a/y/conf/axis2.xml", "b/conf/carbon.xml", "b/[odd]/x.xml"}
	for _, glob := range []string{
		"", "a", "a/**", "a/*", "**/carbon.xml", "a/**/carbon.xml", "a/{x,y/conf}/**", "{a/x,b}", "*/conf", "b/\\[odd\\]/*", "a/x/conf/carbon.xml", "**", "nothing",
	} {
		for _, base := range []string{"/r", "/r/a", "/r/a/x", "/r/a/y/conf", "/r/b", "/"} {
			f := &File{Dir: "/r"}
			rebased, ok := f.rebase(base, glob)
			for _, file := range files {
				rel, inside := below(base, "/r/"+file)
				if !inside {
					continue
				}
				want := glob == "" || Matches(glob, file)
				if got := ok && (rebased == "" || Matches(rebased, rel)); got != want {
					t.Errorf("%q for %s in %s: %v, want %v (%q)", glob, file, base, got, want, rebased)
				}
			}
		}
	}
	// A file of its own below the tree speaks of its folder alone.
	f := &File{Dir: "/r/a"}
	for glob, want := range map[string]bool{"": false, "conf": false} {
		rebased, ok := f.rebase("/r", glob)
		if got := ok && Matches(rebased, "b/conf/carbon.xml"); got != want {
			t.Errorf("%q of /r/a matches in b: %v", glob, got)
		}
	}
}

// TestWaivers checks what becomes of the waivers of all files.
func TestWaivers(t *testing.T) {
	t.Parallel()
	dir := tree(t, `
-- .carbonlint.yaml --
locked: tls
waivers:
- rules: [jvm/heap, tls]
  path: nodes/a/**
  reason: It is small.
  until: 2026-03-31
- {rules: jvm, home: other, reason: No.}
-- nodes/a/.carbonlint.yaml --
waivers:
- {rules: jvm, reason: Here.}
`)
	f := NewFinder(dir+"/nodes", dir)
	s := Open(dir+"/nodes", f, Flags{})
	s.Homes(&loader.Tree{Homes: []*loader.Home{{Path: "a"}}})
	if err := f.Check(rules); err != nil {
		t.Fatal(err)
	}
	waivers, locked := s.Waivers()
	var got []string
	for _, w := range waivers {
		until := ""
		if !w.Until.IsZero() {
			until = w.Until.Format("2006-01-02")
		}
		got = append(got, fmt.Sprintf("%s:%d:%d: %s | %s | %s | %s | %s", w.Place.File, w.Place.Line, w.Place.Column, strings.Join(w.Rules, " "), w.Path, w.Home, w.Reason, until))
	}
	want := []string{
		"../.carbonlint.yaml:3:3: jvm/heap tls | {a/**,a/**/**} |  | It is small. | 2026-03-31",
		"a/.carbonlint.yaml:2:3: jvm | a/** | a/** | Here. | ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"tls"}, locked); diff != "" {
		t.Errorf("locked (-want +got):\n%s", diff)
	}
}

// TestPrefixes reads every beginning of a file: a file is read while it is
// being written. Problems lie in the file.
func TestPrefixes(t *testing.T) {
	t.Parallel()
	text := uncommented(Template(&loader.Tree{}))
	for i := range text {
		_, problems := read(Name, "/r", text[:i])
		for _, p := range problems {
			if lines := strings.Count(text[:i], "\n") + 1; p.Line < 1 || p.Line > lines || p.Column < 1 {
				t.Fatalf("%q: %s", text[:i], p)
			}
		}
	}
}
