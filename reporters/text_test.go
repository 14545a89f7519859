package reporters

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

func TestTextOnATerminal(t *testing.T) {
	o := testOptions()
	o.Color, o.Hyperlinks, o.Width, o.Base, o.All = true, true, 60, "/srv/my conf", true
	got := render(t, "text", testReport(t), o)
	golden(t, "terminal.txt", strings.ReplaceAll(got, "\x1b", "␛"))
	for _, line := range strings.Split(got, "\n") {
		if strings.Contains(line, "…") && strings.Contains(line, "-Xmx256m") {
			code := line[strings.Index(line, "m ")+2:]
			if n := len([]rune(code)) + len("  2 | "); n > o.Width {
				t.Errorf("a cut line has %d columns, the terminal %d", n, o.Width)
			}
		}
	}
}

func TestTextSummary(t *testing.T) {
	home := &loader.Home{Path: "a"}
	finding := func(s policies.Severity, shipped bool) policies.Finding {
		return policies.Finding{Rule: "a/b", Severity: s, Message: "Bad.", Home: "a", Default: shipped}
	}
	for name, tt := range map[string]struct {
		homes    []*loader.Home
		findings []policies.Finding
		want     string
	}{
		"one of a kind": {[]*loader.Home{home}, []policies.Finding{finding("error", false)}, "1 error in 1 home; 0 rules"},
		"two kinds":     {[]*loader.Home{home, home}, []policies.Finding{finding("warning", true), finding("warning", false), finding("note", true)}, "2 warnings and 1 note in 2 homes (2 never configured, in full with --all); 1 rule"},
		"nothing found": {[]*loader.Home{home, {Path: "b", Product: "wso2ei", Version: "6.1.1"}}, nil, "No findings in 2 homes: a, b (wso2ei 6.1.1)\n0 rules"},
		"not judged":    {[]*loader.Home{{Path: "a", NotJudged: "too new"}}, nil, "Nothing was judged: 1 home found, none that the rules judge"},
		"no home":       {nil, nil, "Nothing was judged: no product home found"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &policies.Report{Tree: &loader.Tree{Homes: tt.homes}, Findings: tt.findings}
			if name == "two kinds" {
				r.Rules = []*policies.Rule{{ID: "a/b"}}
			}
			got := render(t, "text", r, Options{})
			if !strings.HasSuffix(got, tt.want+"\n") {
				t.Errorf("got\n%s\nwant it to end in\n%s", got, tt.want)
			}
		})
	}
}

func TestTextNamesFewHomes(t *testing.T) {
	r := &policies.Report{Tree: &loader.Tree{}}
	for i := range 200 {
		home := fmt.Sprintf("node%d", i)
		r.Tree.Homes = append(r.Tree.Homes, &loader.Home{Path: home})
		for _, shipped := range []bool{false, true} {
			r.Findings = append(r.Findings, policies.Finding{
				Rule: "a/b", Severity: "error", Message: fmt.Sprintf("Shipped: %v.", shipped), Home: home, Default: shipped,
				Place: policies.Place{File: home + "/conf/x", Line: 1, Column: 1, EndLine: 1, EndColumn: 2},
			})
		}
	}
	for i := range 5 {
		r.Tree.Homes = append(r.Tree.Homes, &loader.Home{Path: fmt.Sprintf("new%d", i), NotJudged: "too new"})
	}
	want := `node0/conf/x:1:1: error: Shipped: false. [a/b]
  also in 199 other homes: node1, node2, node3, node4, node5, …

Never configured, as the product ships it (200 findings in 200 homes):
  a/b  error    200 places in 200 homes  a/b (node0/conf/x:1, …)

5 homes: not judged: too new (new0, new1, new2, new3, new4)
400 errors in 200 homes (200 never configured, in full with --all); 0 rules
`
	if diff := cmp.Diff(want, render(t, "text", r, Options{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestUnderline(t *testing.T) {
	for name, tt := range map[string]struct {
		line     string
		from, to int
		room     int
		want     []string
	}{
		"value":         {"key=value", 4, 9, 40, []string{"key=value", "    ^~~~~"}},
		"tabs":          {"\tk\tvalue", 3, 8, 40, []string{"    k   value", "        ^~~~~"}},
		"wide":          {"製品=値段", 3, 5, 40, []string{"製品=値段", "     ^~~~"}},
		"combining":     {"e\u0301=v", 3, 4, 40, []string{"e\u0301=v", "  ^"}},
		"empty":         {"key=", 4, 4, 40, []string{"key=", "    ^"}},
		"escape":        {"a\x1b[0m\u202e", 1, 2, 40, []string{"a�[0m�", " ^"}},
		"cut both ends": {"0123456789012345678901234567890123456789VALUE0123456789012345678901234567890123456789", 40, 45, 20, []string{"…456789VALUE0123456…", "       ^~~~~"}},
		"cut right":     {"VALUE0123456789012345678901234567890123456789", 0, 5, 20, []string{"VALUE0123456789012…", "^~~~~"}},
		"cut left":      {"0123456789012345678901234567890123456789VALUE", 40, 45, 20, []string{"…7890123456789VALUE", "              ^~~~~"}},
		"value too long": {
			"key=" + strings.Repeat("x", 100), 4, 104, 20,
			[]string{"…ey=xxxxxxxxxxxxxxx…", "    ^~~~~~~~~~~~~~~"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			code, indent, mark := cells(tt.line).underline(tt.from, tt.to, tt.room)
			got := []string{code, strings.Repeat(" ", indent) + mark}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestFileURL(t *testing.T) {
	for _, tt := range []struct{ base, name, want string }{
		{"/srv/my conf", "a/b.xml", "file:///srv/my%20conf/a/b.xml"},
		{"C:/conf", "b.xml", "file:///C:/conf/b.xml"},
		{"", "b.xml", ""},
	} {
		if got := fileURL(tt.base, tt.name); got != tt.want {
			t.Errorf("fileURL(%q, %q) = %q, want %q", tt.base, tt.name, got, tt.want)
		}
	}
}

func TestTextTellsOfFixes(t *testing.T) {
	at := policies.Place{File: "conf/x", Line: 1, Column: 1, EndLine: 1, EndColumn: 2}
	r := &policies.Report{Tree: &loader.Tree{Homes: []*loader.Home{{Path: "."}}}}
	for _, fix := range []*policies.Fix{nil, {}, {Unsafe: true}} {
		r.Findings = append(r.Findings, policies.Finding{Rule: "a/b", Severity: "error", Message: "It is wrong.", Home: ".", Place: at, Fix: fix})
	}
	if out := render(t, "text", r, Options{}); !strings.HasSuffix(out, "\n--fix can mend 1 of them, and --fix --diff shows how\n") {
		t.Errorf("the summary does not tell of one fix:\n%s", out)
	}
}
