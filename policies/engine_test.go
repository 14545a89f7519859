package policies

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/carbonlint/carbonlint/loader"
)

// home is a tree with one home whose host name is set.
func home() fstest.MapFS {
	return fstest.MapFS{"repository/conf/carbon.xml": {Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
  <HostName>esb.acme.com</HostName><Security><KeyStore><Password>Canary7Secret</Password></KeyStore></Security>
</Server>`)}}
}

// overlay returns a tree of made-up rules. They are written below lib and
// model, which are the real ones.
func overlay(t *testing.T, rules map[string]string) fstest.MapFS {
	t.Helper()
	overlay := make(fstest.MapFS)
	for _, dir := range []string{"lib", "model"} {
		names, err := fs.Glob(os.DirFS("."), dir+"/*.rego")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			overlay[name] = &fstest.MapFile{Data: data}
		}
	}
	for id, body := range rules {
		name := id[strings.IndexByte(id, '/')+1:]
		text := header + "package carbonlint.rules." + strings.ReplaceAll(id, "/", ".") + "\n\n"
		if strings.Contains(body, "lib.") {
			text += "import data.carbonlint.lib\n\n"
		}
		overlay["rules/"+id+"/"+name+".rego"] = &fstest.MapFile{Data: []byte(text + body)}
	}
	return overlay
}

// judgeWith evaluates rules of a made-up tree over the home.
func judgeWith(t *testing.T, rules map[string]string, fsys fs.FS) *Report {
	t.Helper()
	e, err := compile(context.Background(), overlay(t, rules), Options{})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := loader.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Evaluate(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// header documents a made-up rule.
const header = `# METADATA
# title: A fault
# description: Why.
# custom:
#   remediation: What to do.
#   severity: warning
#   kind: static
#   tier: core
#   fix: none
#   guideline: hostname
#   since: 0.1.0
`

const hostName = `input.settings["carbon.xml"]["Server/HostName"][0]`

// good is a rule that finds one fault.
const good = `subjects contains ` + hostName + `

findings contains lib.finding(` + hostName + `, "It is wrong.")
`

// TestRuleFailures checks that a rule which goes wrong is named, and that the
// other rules still count.
func TestRuleFailures(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, body, want string }{
		{"builtin error", `subjects contains ` + hostName + `

findings contains lib.finding(` + hostName + `, "Never.") if to_number("x") == 1
`, "to_number"},
		{"conflict", `subjects contains ` + hostName + `

value := x if some x in ["a", "b"]

findings contains lib.finding(` + hostName + `, $"It is {value}.")
`, "conflict"},
		{"no evidence", `subjects := set()

findings contains lib.finding(` + hostName + `, "It is wrong.")
`, "evidence"},
		{"no sentence", `subjects contains ` + hostName + `

findings contains lib.finding(` + hostName + `, "no period")
`, "ends with a period"},
		{"unknown key", `subjects contains ` + hostName + `

findings contains lib.graded(` + hostName + `, "It is wrong.", {"severty": "note"})
`, "severty"},
		{"wrong severity", `subjects contains ` + hostName + `

findings contains lib.graded(` + hostName + `, "It is wrong.", {"severity": "fatal"})
`, "fatal"},
		{"a place outside the home", `subjects contains ` + hostName + `

findings contains {"message": "It is wrong.", "at": {"file": "/etc/passwd", "path": "", "line": 1, "column": 1, "end_line": 1, "end_column": 2}}
`, "not a file of the home"},
		{"a place past the end", `subjects contains ` + hostName + `

findings contains {"message": "It is wrong.", "at": object.union(lib.location(` + hostName + `), {"line": 99, "end_line": 99})}
`, "past the end"},
		{"not a finding", `subjects contains ` + hostName + `

findings contains "text"
`, "want an object"},
		{"unknown key of a subject", `subjects contains {"at": ` + hostName + `, "unkown": true}

findings := set()
`, "unkown"},
		{"a subject without a place", `subjects contains {"at": "here", "unknown": true}

findings := set()
`, "file is"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := judgeWith(t, map[string]string{"a/broken": test.body, "b/good": good}, home())
			if len(r.Failures) != 1 || r.Failures[0].Rule != "a/broken" || !strings.Contains(r.Failures[0].Message, test.want) {
				t.Errorf("failures are %v, want one of a/broken that says %q", r.Failures, test.want)
			}
			if len(r.Findings) != 1 || r.Findings[0].Rule != "b/good" {
				t.Errorf("the other rule does not count: %v", r.Findings)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	placeholder := home()
	placeholder["repository/conf/carbon.xml"] = &fstest.MapFile{Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><HostName>${host}</HostName></Server>`)}
	none := "\nfindings := set()\n"
	for _, test := range []struct {
		name, body string
		fsys       fs.FS
		want       Outcome
	}{
		{"fail", good, home(), Fail},
		{"fail outranks unknown", good, placeholder, Fail},
		{"pass", "subjects contains " + hostName + "\n" + none, home(), Pass},
		{"unknown", "subjects contains " + hostName + "\n" + none, placeholder, Unknown},
		{"the rule says unknown", `subjects contains {"at": ` + hostName + `, "unknown": true}` + none, home(), Unknown},
		{"the rule says known", `subjects contains {"at": ` + hostName + `, "unknown": false}` + none, placeholder, Pass},
		{"not applicable", "subjects := set()\n" + none, home(), NotApplicable},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := judgeWith(t, map[string]string{"a/rule": test.body}, test.fsys)
			if len(r.Verdicts) != 1 || r.Verdicts[0].Outcome != test.want {
				t.Errorf("verdicts are %v, want %s", r.Verdicts, test.want)
			}
		})
	}
}

// TestTogether has more rules than one query asks for, of which one has no
// subjects: it fails alone.
func TestTogether(t *testing.T) {
	t.Parallel()
	rules := make(map[string]string)
	for i := range 2*rulesAQuery + 1 {
		rules[fmt.Sprintf("a/rule_%02d", i)] = strings.ReplaceAll(good, "It is wrong", fmt.Sprintf("It is wrong: %d", i))
	}
	rules["a/rule_10"] = "subjects := list if list := input.settings[\"carbon.xml\"][\"Server/Nothing\"]\n\nfindings := set()\n"
	r := judgeWith(t, rules, home())
	if len(r.Failures) != 1 || r.Failures[0].Rule != "a/rule_10" {
		t.Errorf("failures are %v, want one of a/rule_10", r.Failures)
	}
	if len(r.Findings) != 2*rulesAQuery {
		t.Errorf("%d findings, want %d", len(r.Findings), 2*rulesAQuery)
	}
	for _, f := range r.Findings {
		if !strings.HasSuffix(f.Rule, fmt.Sprintf("_%02s", strings.TrimSuffix(strings.TrimPrefix(f.Message, "It is wrong: "), "."))) {
			t.Errorf("%s says %q", f.Rule, f.Message)
		}
	}
}

// TestSubjects checks that a place is evidence once, however many subjects lie
// there.
func TestSubjects(t *testing.T) {
	t.Parallel()
	body := `subjects contains {"at": object.union(` + hostName + `, {"part": n}), "unknown": false} if some n in [1, 2]` + "\n\nfindings := set()\n"
	r := judgeWith(t, map[string]string{"a/rule": body}, home())
	if len(r.Verdicts) != 1 || len(r.Verdicts[0].Subjects) != 1 {
		t.Errorf("verdicts are %v, want one with one subject", r.Verdicts)
	}
}

// TestScrub checks that a message which quotes a secret is masked whatever the
// rule does.
func TestScrub(t *testing.T) {
	t.Parallel()
	r := judgeWith(t, map[string]string{"a/leak": `password := input.settings["carbon.xml"]["Server/Security/KeyStore/Password"][0]

subjects contains password

findings contains lib.finding(password, $"The password is {password.value}.")
`}, home())
	if len(r.Findings) != 1 || strings.Contains(r.Findings[0].Message, "Canary7Secret") {
		t.Errorf("findings are %v", r.Findings)
	}
}

// TestScrubUndecided checks that a secret with a placeholder in it is one.
func TestScrubUndecided(t *testing.T) {
	t.Parallel()
	fsys := home()
	fsys["repository/conf/carbon.xml"] = &fstest.MapFile{Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
  <HostName>https://${HOST}/?password=Canary7Secret</HostName>
</Server>`)}
	r := judgeWith(t, map[string]string{"a/leak": "name := " + hostName + "\n\nsubjects contains name\n\nfindings contains lib.finding(name, $\"The name is {name.value}.\")\n"}, fsys)
	if len(r.Findings) != 1 || r.Findings[0].Message != "The name is ********." {
		t.Errorf("findings are %v, failures %v", r.Findings, r.Failures)
	}
}

// TestScrubWords checks that a secret which is a word does not show by its
// absence from our own sentences.
func TestScrubWords(t *testing.T) {
	t.Parallel()
	fsys := home()
	fsys["repository/conf/carbon.xml"] = &fstest.MapFile{Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
  <HostName>store</HostName><Security><KeyStore><Password>store</Password></KeyStore></Security>
</Server>`)}
	r := judgeWith(t, map[string]string{"a/rule": "name := " + hostName + "\n\nsubjects contains name\n\nfindings contains lib.finding(name, $\"The store {lib.quote(name)} is wrong.\")\n"}, fsys)
	if len(r.Findings) != 1 || r.Findings[0].Message != "The store '********' is wrong." {
		t.Errorf("findings are %v", r.Findings)
	}
}

// TestOneLine checks that a value with line breaks does not break a message.
func TestOneLine(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"repository/conf/carbon.xml": {Data: []byte("<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"><HostName>a\n\tb</HostName></Server>")}}
	r := judgeWith(t, map[string]string{"a/rule": "name := " + hostName + "\n\nsubjects contains name\n\nfindings contains lib.finding(name, $\"It is {lib.quote(name)}.\")\n"}, fsys)
	if len(r.Findings) != 1 || r.Findings[0].Message != "It is 'a  b'." {
		t.Errorf("findings are %v, failures %v", r.Findings, r.Failures)
	}
}

func TestSelection(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		options Options
		want    string // a rule that runs
		not     string // a rule that does not
	}{
		{Options{}, "hostname/not_set", ""},
		{Options{Rules: []string{"hostname"}}, "hostname/not_set", "config/syntax_error"},
		{Options{Rules: []string{"hostname/not_set"}}, "hostname/not_set", "hostname/localhost_url"},
		{Options{Exclude: []string{"hostname"}}, "config/syntax_error", "hostname/not_set"},
		{Options{Tier: "core"}, "hostname/not_set", "config/syntax_error"},
	} {
		e, err := New(context.Background(), test.options)
		if err != nil {
			t.Fatal(err)
		}
		ids := make(map[string]bool)
		for _, r := range e.rules {
			ids[r.ID] = true
		}
		if !ids[test.want] || ids[test.not] {
			t.Errorf("%+v runs %v", test.options, ids)
		}
	}
	var unknown *UnknownRuleError
	if _, err := New(context.Background(), Options{Rules: []string{"hostname/not_sett"}}); !errors.As(err, &unknown) || unknown.Near != "hostname/not_set" {
		t.Errorf("the error is %v", err)
	}
}
