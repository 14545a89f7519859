package reporters

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

func sarifOf(t *testing.T, r *policies.Report, o Options) sarifRun {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", r, o)), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

// GitHub refuses a file for one bad result, so each is checked.
func TestSARIFForGitHub(t *testing.T) {
	r := testReport(t)
	r.Findings = append(r.Findings, policies.Finding{Rule: "user/own", Severity: "odd", Message: "Own.", Place: policies.Place{File: "node1/a b#ü?.jks"}})
	run := sarifOf(t, r, testOptions())
	if len(run.Results) != len(r.Findings) {
		t.Errorf("%d results for %d findings", len(run.Results), len(r.Findings))
	}
	uri := regexp.MustCompile(`^[A-Za-z0-9._~%/@$&+=-]+$`)
	for i, result := range run.Results {
		if run.Tool.Driver.Rules[result.RuleIndex].ID != result.RuleID {
			t.Errorf("result %d: ruleIndex %d is not %s", i, result.RuleIndex, result.RuleID)
		}
		at := result.Locations[0].Physical
		if !uri.MatchString(at.Artifact.URI) || strings.Contains(at.Artifact.URI, "..") || !strings.HasPrefix(at.Artifact.URI, "deploy/prod/") {
			t.Errorf("result %d: URI %s", i, at.Artifact.URI)
		}
		if at.Region == nil || at.Region.StartLine < 1 {
			t.Errorf("result %d has no region", i)
		}
		if !strings.Contains("error warning note", result.Level) || !strings.HasSuffix(result.Message.Text, ".") {
			t.Errorf("result %d: level %q, text %q", i, result.Level, result.Message.Text)
		}
	}
}

func TestSARIFRules(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range sarifOf(t, testReport(t), testOptions()).Tool.Driver.Rules {
		if seen[rule.ID] {
			t.Errorf("%s is listed twice", rule.ID)
		}
		seen[rule.ID] = true
		if !regexp.MustCompile(`^([A-Z][a-z0-9]+)+$`).MatchString(rule.Name) {
			t.Errorf("%s: name %s", rule.ID, rule.Name)
		}
		for what, text := range map[string]string{"short": rule.Short.Text, "full": rule.Full.Text} {
			if !strings.HasSuffix(text, ".") || utf8.RuneCountInString(text) > mostText {
				t.Errorf("%s: %s description %q", rule.ID, what, text)
			}
		}
		if rule.Help.Text == "" || rule.Help.Markdown == "" {
			t.Errorf("%s has no help", rule.ID)
		}
		security := rule.Properties.Tags[0] == "security"
		if security != (rule.Properties.SecuritySeverity != "") || security == (rule.Properties.Problem != "") {
			t.Errorf("%s: properties %+v", rule.ID, rule.Properties)
		}
	}
	if len(seen) != len(testRules) {
		t.Errorf("%d rules, want all %d that ran", len(seen), len(testRules))
	}
}

func TestSARIFRelatedPlacesAreLinked(t *testing.T) {
	place := policies.Place{File: "a[1].xml", Line: 1, Column: 1, EndLine: 1, EndColumn: 2}
	f := policies.Finding{Rule: "a/b", Message: "The value '[x](http://evil)' is bad.", Place: place}
	for i := range mostLinks + 2 {
		p := place
		p.Line = i + 1
		f.Related = append(f.Related, policies.Related{Place: p, Message: "Here"})
	}
	result := sarifOf(t, &policies.Report{Findings: []policies.Finding{f}}, Options{}).Results[0]
	if want := `The value '\[x\](http://evil)' is bad. See [a1.xml:1:1](1), `; !strings.HasPrefix(result.Message.Text, want) {
		t.Errorf("message %q, want it to begin with %q", result.Message.Text, want)
	}
	if len(result.Related) != mostLinks+2 || result.Related[1].ID != 2 || strings.Contains(result.Message.Text, "(11)") {
		t.Errorf("related places: %+v", result.Related)
	}
}

func TestRegionIn(t *testing.T) {
	src := loader.NewSource("a", "ab\n製品=\n\nlast")
	for name, tt := range map[string]struct{ at, want [4]int }{
		"value":              {[4]int{2, 1, 2, 3}, [4]int{2, 1, 2, 3}},
		"several lines":      {[4]int{1, 2, 2, 2}, [4]int{1, 2, 2, 2}},
		"empty":              {[4]int{1, 2, 1, 2}, [4]int{1, 2, 1, 3}},
		"empty at line end":  {[4]int{2, 4, 2, 4}, [4]int{2, 0, 0, 0}},
		"empty line":         {[4]int{3, 1, 3, 1}, [4]int{3, 0, 0, 0}},
		"end before start":   {[4]int{1, 2, 1, 1}, [4]int{1, 2, 1, 3}},
		"column past line":   {[4]int{1, 1, 1, 99}, [4]int{1, 1, 1, 3}},
		"line past file":     {[4]int{9, 1, 9, 9}, [4]int{4, 1, 4, 5}},
		"nothing but a file": {[4]int{}, [4]int{1, 1, 1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			r := regionIn(src, policies.Place{Line: tt.at[0], Column: tt.at[1], EndLine: tt.at[2], EndColumn: tt.at[3]})
			if got := [4]int{r.StartLine, r.StartColumn, r.EndLine, r.EndColumn}; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// SARIF asks that the context be larger than the region.
func TestContextOf(t *testing.T) {
	for name, tt := range map[string]struct {
		text   string
		region sarifRegion
		want   *sarifRegion
	}{
		"middle":               {"a\nb\nc\nd\n", sarifRegion{StartLine: 2, StartColumn: 1, EndLine: 3, EndColumn: 2}, &sarifRegion{StartLine: 1, EndLine: 4}},
		"part of only line":    {"abc", sarifRegion{StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 3}, &sarifRegion{StartLine: 1, EndLine: 1}},
		"all of only line":     {"abc", sarifRegion{StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 4}, nil},
		"only line, no column": {"", sarifRegion{StartLine: 1}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := &loader.File{Source: loader.NewSource("a", tt.text)}
			got := contextOf(f, &tt.region)
			if got != nil {
				got.Snippet = nil
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWorst(t *testing.T) {
	var findings []policies.Finding
	for i, s := range []policies.Severity{"note", "error", "warning", "note", "warning", "error"} {
		findings = append(findings, policies.Finding{Rule: fmt.Sprint(i), Severity: s})
	}
	for n, want := range []string{"", "1", "15", "125", "1245", "01245", "012345", "012345"} {
		kept, cut := worst(findings, n)
		got := ""
		for _, f := range kept {
			got += f.Rule
		}
		if got != want || cut != max(len(findings)-n, 0) {
			t.Errorf("worst %d: %q and %d cut, want %q", n, got, cut, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, s := range []string{strings.Repeat("ä", 2000), strings.Repeat("Wörter ", 300), strings.Repeat("A sentence. ", 200), "short."} {
		got := shorten(s, mostText)
		if n := utf8.RuneCountInString(got); n > mostText || !strings.HasSuffix(got, ".") || !utf8.ValidString(got) {
			t.Errorf("%d characters, ending in %q", n, got[len(got)-10:])
		}
	}
}

func TestRuleTags(t *testing.T) {
	got := ruleTags(&policies.Rule{ID: "security/open", Security: true, Guideline: "security"})
	if diff := cmp.Diff([]string{"security"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSemanticVersion(t *testing.T) {
	for in, want := range map[string]string{"0.1.0": "0.1.0", "v1.2.3-rc.1+5": "1.2.3-rc.1+5", "": "0.0.0-dev", "(devel)": "0.0.0-dev"} {
		if got := semanticVersion(in); got != want {
			t.Errorf("semanticVersion(%q) = %q, want %q", in, got, want)
		}
	}
}
