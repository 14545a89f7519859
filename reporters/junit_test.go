package reporters

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/carbonlint/carbonlint/policies"
)

// junitDocument is a report as a consumer reads it.
type junitDocument struct {
	Attrs  []xml.Attr `xml:",any,attr"`
	Suites []struct {
		Attrs []xml.Attr `xml:",any,attr"`
		Cases []struct {
			Attrs   []xml.Attr `xml:",any,attr"`
			Failure []struct{} `xml:"failure"`
			Error   []struct{} `xml:"error"`
			Skipped []struct{} `xml:"skipped"`
		} `xml:"testcase"`
		Children []struct{ XMLName xml.Name } `xml:",any"`
	} `xml:"testsuite"`
}

func attrNames(attrs []xml.Attr) []string {
	return each(attrs, func(a xml.Attr) string { return a.Name.Local })
}

func attr(attrs []xml.Attr, name string) string {
	i := slices.IndexFunc(attrs, func(a xml.Attr) bool { return a.Name.Local == name })
	if i < 0 {
		return ""
	}
	return attrs[i].Value
}

// What junit-10.xsd of Jenkins and JUnit.xsd of windyroad ask together, as far
// as a Go test can check it.
func TestJUnitDialect(t *testing.T) {
	r := testReport(t)
	r.Findings = append(r.Findings, r.Findings[0], r.Findings[0])
	var doc junitDocument
	if err := xml.Unmarshal([]byte(render(t, "junit", r, testOptions())), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Attrs) > 0 {
		t.Errorf("testsuites has attributes %v", doc.Attrs)
	}
	names := map[string]bool{}
	for i, suite := range doc.Suites {
		want := []string{"name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "skipped", "time"}
		if got := attrNames(suite.Attrs); !slices.Equal(got, want) {
			t.Errorf("testsuite has attributes %v, want %v", got, want)
		}
		counts := map[string]int{"id": i, "tests": len(suite.Cases)}
		for _, c := range suite.Cases {
			if got := attrNames(c.Attrs); !slices.Equal(got, []string{"name", "classname", "time"}) {
				t.Errorf("testcase has attributes %v", got)
			}
			name := attr(c.Attrs, "name")
			if names[name] {
				t.Errorf("two cases are named %q", name)
			}
			names[name] = true
			counts["failures"] += len(c.Failure)
			counts["errors"] += len(c.Error)
			counts["skipped"] += len(c.Skipped)
		}
		for name, n := range counts {
			if got := attr(suite.Attrs, name); got != strconv.Itoa(n) {
				t.Errorf("suite %d says %s=%s, has %d", i, name, got, n)
			}
		}
		var children []string
		for _, c := range suite.Children {
			children = append(children, c.XMLName.Local)
		}
		if !slices.Equal(children, []string{"properties", "system-out", "system-err"}) {
			t.Errorf("suite %d has children %v", i, children)
		}
	}
}

// A rule that failed where its findings are suppressed must not vanish.
func TestJUnitFailWithoutFindings(t *testing.T) {
	got := render(t, "junit", &policies.Report{
		Verdicts: []policies.Verdict{{Rule: "a/bc", Home: ".", Outcome: policies.Fail}},
	}, Options{})
	if !strings.Contains(got, `name="RuleaBc [.]"`) || !strings.Contains(got, "not part of this report") {
		t.Errorf("the verdict is missing in\n%s", got)
	}
}

func TestJUnitText(t *testing.T) {
	nasty := "a\x00b\x1b[1m]]>\u0085\ufffe\u202e<&\"\n"
	got := render(t, "junit", &policies.Report{
		Findings: []policies.Finding{{Rule: "x/y\x01", Message: nasty, Place: policies.Place{File: nasty, Line: 1, Column: 1}, Home: nasty}},
		Verdicts: []policies.Verdict{{Rule: "x/y\x01", Home: nasty, Outcome: policies.Pass}},
		Failures: []policies.Failure{{Message: nasty, File: nasty}, {Message: nasty, File: nasty}},
	}, Options{Version: nasty})
	for dec := xml.NewDecoder(strings.NewReader(got)); ; {
		_, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%q", err, got)
		}
	}
	if strings.ContainsAny(got, "\x00\x01\x1b\u0085\ufffe") {
		t.Errorf("control characters in\n%q", got)
	}
}
