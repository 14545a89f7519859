package policies

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// ownFS returns a folder of own rules, given what follows the head of each.
func ownFS(t *testing.T, rules map[string]string) fstest.MapFS {
	t.Helper()
	fsys := make(fstest.MapFS)
	for id, body := range rules {
		head, _, _ := strings.Cut(ruleTemplate, "package ")
		_, name, _ := strings.Cut(id, "/")
		text := head + "package carbonlint.rules." + strings.ReplaceAll(id, "/", ".") + "\n\nimport data.carbonlint.lib\n\n" + body
		fsys[id+"/"+name+".rego"] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// found is an own rule that finds each host name.
const found = `subjects contains entry if some entry in input.settings["carbon.xml"]["Server/HostName"]

findings contains lib.finding(entry, "It is.") if some entry in subjects
`

// judgeOwn returns the ids of the rules that found something and the failures.
func judgeOwn(t *testing.T, o *Own) (string, []Failure) {
	t.Helper()
	e, failures, err := o.Engine(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if e == nil {
		return "", failures
	}
	e.limit = 2 * time.Second
	tree, err := loader.Load(home())
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Evaluate(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule)
	}
	return strings.Join(ids, " "), append(failures, r.Failures...)
}

// TestOwnWrong checks that a wrong rule is named with its place, and that the
// good one beside it judges all the same.
func TestOwnWrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"does not parse":   {"findings contains", "own/acme/wrong/wrong.rego:25:17: unexpected eof token"},
		"does not compile": {found + "\nx := y\n", "own/acme/wrong/wrong.rego:29:6: var y is unsafe"},
		"no such function": {found + "\nx := lib.gone(1)\n", "own/acme/wrong/wrong.rego:29:6: undefined function data.carbonlint.lib.gone"},
		"no subjects":      {"findings := set() if lib.known({})\n", "own/acme/wrong/wrong.rego: there is no rule subjects"},
		"network":          {found + "\nx := http.send({})\n", "own/acme/wrong/wrong.rego:29:6: undefined function http.send"},
		"environment":      {found + "\nx := opa.runtime()\n", "own/acme/wrong/wrong.rego:29:6: undefined function opa.runtime"},
		"clock":            {found + "\nx := time.now_ns()\n", "own/acme/wrong/wrong.rego:29:6: undefined function time.now_ns"},
		"chance":           {found + "\nx := rand.intn(\"a\", 3)\n", "own/acme/wrong/wrong.rego:29:6: undefined function rand.intn"},
		"no sentence":      {strings.Replace(found, "It is.", "It is", 1), "finding: message is"},
		"endless":          {found + "\nsubjects contains {} if {\n\tsome i in numbers.range(1, 100000)\n\tsome j in numbers.range(1, 100000)\n\ti * j < 0\n}\n", "takes longer than 2s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, failures := judgeOwn(t, ReadOwn(ownFS(t, map[string]string{"acme/good": found, "acme/wrong": test.body}), "own"))
			if got != "acme/good" {
				t.Errorf("these rules found something: %q, want acme/good", got)
			}
			if len(failures) != 1 || failures[0].Rule != "acme/wrong" || !strings.Contains(failures[0].Message, test.want) {
				t.Errorf("the failures are %v, want one of acme/wrong with %q", failures, test.want)
			}
		})
	}
}

// TestOwnNames checks the names that a rule may have.
func TestOwnNames(t *testing.T) {
	t.Parallel()
	fsys := ownFS(t, map[string]string{"tls/hsts_off": found, "Acme/rule": found, "acme/rule": found, "waiver/rule": found})
	fsys["acme/empty/readme.md"] = &fstest.MapFile{}
	fsys["acme/moved/moved.rego"] = fsys["acme/rule/rule.rego"]
	fsys["acme/README.md"] = &fstest.MapFile{}
	o := ReadOwn(fsys, "own")
	if len(o.Rules) != 1 || o.Rules[0].ID != "acme/rule" {
		t.Errorf("the rules are %v, want acme/rule", o.Rules)
	}
	var got []string
	for _, f := range o.Failures {
		got = append(got, f.Message)
	}
	want := `own: "Acme/rule" is not category/name in lower case letters, digits and underscores
own/acme/empty/empty.rego: file does not exist
own/acme/moved/moved.rego: the package is carbonlint.rules.acme.rule, want carbonlint.rules.acme.moved
own/tls/hsts_off/hsts_off.rego: a bundled rule has the name tls/hsts_off already
own/waiver/rule/rule.rego: the category waiver is that of carbonlint's own checks`
	if strings.Join(got, "\n") != want {
		t.Errorf("the failures are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if named := o.Named(); len(named) != 6 {
		t.Errorf("%d rules have a name, want 6", len(named))
	}
	seen := map[string]bool{"acme/rule": true}
	if rest := o.Without(seen, "other"); len(rest.Rules) != 0 || !strings.Contains(rest.Failures[len(rest.Failures)-1].Message, "another folder has a rule acme/rule already") {
		t.Errorf("a rule of another folder counts twice: %v", rest)
	}
	if o := ReadOwn(fstest.MapFS{}, "own"); len(o.Failures) != 1 {
		t.Errorf("an empty folder gives %v", o.Failures)
	}
}

// TestOwnTrials checks what is said of fixtures that are wrong.
func TestOwnTrials(t *testing.T) {
	t.Parallel()
	const carbon = "-- repository/conf/carbon.xml --\n<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"><HostName>a</HostName></Server>\n"
	fsys := ownFS(t, map[string]string{"acme/rule": found, "acme/bare": found})
	const want = "-- want --\nrepository/conf/carbon.xml:1:70-1:71: warning: It is.\n.: fail\n"
	for name, text := range map[string]string{
		"bad": "It is.\n" + carbon + want, "bad_other": carbon + "-- want --\n.: fail\n", "good": "Is it?\n" + carbon + want,
		"bad_now": "now soon\n" + carbon + want, "bad_store": "keystore a.jks\n" + carbon + want, "bad_parameter": "parameter x 1\n" + carbon + want,
		"bad_empty": "Nothing.\n", "good_other": "-- repository/conf/carbon.xml --\n<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"/>\n-- want --\n.: not_applicable\n",
	} {
		fsys["acme/rule/"+name+".txtar"] = &fstest.MapFile{Data: []byte(text)}
	}
	trials, failures, err := ReadOwn(fsys, "own").Test(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, trial := range trials {
		got = append(got, strings.TrimPrefix(trial.Name, "acme/rule/")+": "+trial.Problem)
	}
	for _, f := range failures {
		got = append(got, f.Message)
	}
	all := `bad.txtar: 
bad_empty.txtar: the fixture holds no home
bad_now.txtar: now is "soon", want a date such as 2026-01-31
bad_other.txtar: the findings differ from want
bad_parameter.txtar: acme/rule has no parameter "x"
bad_store.txtar: a fixture of an own rule cannot have a line keystore
good.txtar: a good fixture must give no finding
good_other.txtar: 
acme/bare/bad.txtar is missing
acme/bare/good.txtar is missing`
	if strings.Join(got, "\n") != all {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), all)
	}
}

// TestOwnExample runs the fixtures of the rule in the documentation.
func TestOwnExample(t *testing.T) {
	t.Parallel()
	fsys := os.DirFS(filepath.Join("..", "docs", "own-rules"))
	trials, failures, err := ReadOwn(fsys, "own-rules").Test(context.Background(), fsys)
	if err != nil || len(failures) > 0 || len(trials) != 2 {
		t.Fatalf("%d fixtures, %v, %v", len(trials), failures, err)
	}
	for _, trial := range trials {
		if trial.Problem != "" {
			t.Errorf("docs/own-rules/%s: %s: %s", trial.Name, trial.Problem, trial.Got)
		}
	}
}
