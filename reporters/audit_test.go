package reporters

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// fleet is a report on three nodes of which the first two are alike.
func fleet() *policies.Report {
	r := &policies.Report{Tree: &loader.Tree{}, Rules: testRules}
	for i, home := range []string{"a", "b", "c"} {
		r.Tree.Homes = append(r.Tree.Homes, &loader.Home{Path: home, Now: "2026-01-02T00:00:00Z"})
		at := policies.Place{File: home + "/carbon.xml", Line: 3 + i/2, Column: 1, EndLine: 3 + i/2, EndColumn: 4}
		r.Findings = append(r.Findings, policies.Finding{Rule: "hostname/not_set", Severity: policies.SeverityWarning, Message: "No name.", Place: at, Home: home})
		r.Verdicts = append(r.Verdicts,
			policies.Verdict{Rule: "hostname/not_set", Home: home, Outcome: policies.Fail, Subjects: []policies.Place{at}},
			policies.Verdict{Rule: "jvm/heap_too_small", Home: home, Outcome: []policies.Outcome{policies.Pass, policies.NotApplicable, policies.Unknown}[i], Subjects: []policies.Place{at, at}},
		)
	}
	return r
}

func TestAudit(t *testing.T) {
	r := fleet()
	r.Findings = append(r.Findings, policies.Finding{Rule: "waiver/unused", Severity: policies.SeverityNote, Message: "Unused.", Home: "a", Place: policies.Place{File: "a/x.xml", Line: 1}})
	a := newAudit(newView(r, Options{Version: "1"}))
	titles := each(a.Sections, func(s *auditSection) string { return s.Title })
	if want := []string{"Hostname", "Tuning WSO2 products", "Beyond the guidelines"}; !slices.Equal(titles, want) {
		t.Fatalf("sections %q, want %q", titles, want)
	}
	name := a.Sections[0].Clauses[0]
	if len(name.Rows) != 2 || !slices.Equal(name.Rows[0].Homes, []string{"a", "b"}) || !slices.Equal(name.Rows[1].Homes, []string{"c"}) {
		t.Errorf("the rows are not those of a with b, and of c")
	}
	if got, want := name.Rows[0].Where(), "a and 1 other home with the same: b"; got != want {
		t.Errorf("the homes read %q, want %q", got, want)
	}
	heap := a.Sections[1].Clauses[0]
	if heap.Outcome != policies.Unknown || heap.Rows[0].Outcome != policies.Unknown || len(heap.Rows) != 3 {
		t.Errorf("the verdict is %s, its first row %s: the worst goes first", heap.Outcome, heap.Rows[0].Outcome)
	}
	if len(heap.Rows[1].Places) != 1 {
		t.Errorf("the same place is listed %d times", len(heap.Rows[1].Places))
	}
	if a.Counts[policies.Fail] != 2 || a.Counts[policies.Unknown] != 1 {
		t.Errorf("counts %v", a.Counts)
	}
	if want := "Made by carbonlint 1 with 7 rules; dates are judged as of 2026-01-02."; a.Provenance() != want {
		t.Errorf("provenance %q, want %q", a.Provenance(), want)
	}
}

// Every section that a rule names has a title of its own.
func TestSectionTitles(t *testing.T) {
	rules, err := policies.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if sectionOrder(r.Guideline) == len(sectionTitles) {
			t.Errorf("%s: the section %q has no title in sectionTitles", r.ID, r.Guideline)
		}
	}
}

// A verdict whose findings are waived or lie outside the change must say so.
func TestBasis(t *testing.T) {
	places := make([]policies.Place, 2)
	for _, c := range []struct {
		row  clauseRow
		want string
	}{
		{clauseRow{Outcome: policies.Fail, Findings: make([]policies.Finding, 1)}, ""},
		{clauseRow{Outcome: policies.Fail, Waived: make([]policies.Waived, 1)}, ""},
		{clauseRow{Outcome: policies.Fail, Places: places}, "Its findings are not part of this report."},
		{clauseRow{Outcome: policies.Manual, Places: places}, "To be checked by hand, with a look at 2 places."},
		{clauseRow{Outcome: policies.Unknown, Places: places[:1]}, "The tree does not decide it; looked at 1 place."},
		{clauseRow{Outcome: policies.Pass, Places: places}, "Looked at 2 places."},
		{clauseRow{Outcome: policies.NotApplicable}, "Nothing here that the rule judges."},
	} {
		if got := c.row.Basis(); got != c.want {
			t.Errorf("%s: %q, want %q", c.row.Outcome, got, c.want)
		}
	}
}

const hostile = `</td><script>alert(1)</script><img src=x onerror=y>{{.}}|` + "`" + `"'&` + "\n# x"

func hostileReport() *policies.Report {
	at := policies.Place{File: hostile, Line: 1, Column: 2, EndLine: 1, EndColumn: 9}
	f := &loader.File{Name: hostile, Source: loader.NewSource(hostile, hostile)}
	return &policies.Report{
		Tree:     &loader.Tree{Homes: []*loader.Home{{Path: hostile, Product: hostile, Version: hostile, Layout: hostile, Files: []*loader.File{f}}, {Path: "n", NotJudged: hostile}}},
		Rules:    []*policies.Rule{{ID: "a/b", Title: hostile, Description: hostile, Remediation: hostile, Guideline: hostile, Severity: policies.SeverityError}},
		Findings: []policies.Finding{{Rule: "a/b", Severity: policies.SeverityError, Message: hostile, Place: at, Home: hostile, Related: []policies.Related{{Place: at, Message: hostile}}}},
		Verdicts: []policies.Verdict{{Rule: "a/b", Home: hostile, Outcome: policies.Fail, Subjects: []policies.Place{at}}, {Rule: "c/d", Home: hostile, Outcome: policies.Pass, Subjects: []policies.Place{at}}},
		Failures: []policies.Failure{{Rule: hostile, Home: hostile, File: hostile, Message: hostile}},
	}
}

// Nothing of a scanned tree becomes markup, and the page asks for nothing
// outside of itself.
func TestHTMLIsClosed(t *testing.T) {
	elements := regexp.MustCompile(`<([a-z0-9]+)`)
	loads := regexp.MustCompile(`(?i)\b(src|srcset|data|action|poster|background)\s*=|url\(|@import|<(script|img|link|iframe|object|embed|form|input|base|audio|video)\b|\son[a-z]+\s*=`)
	for name, r := range map[string]*policies.Report{"plain": testReport(t), "hostile": hostileReport()} {
		page := render(t, "html", r, testOptions())
		for _, m := range elements.FindAllStringSubmatch(page, -1) {
			if loads.MatchString("<" + m[1] + " ") {
				t.Errorf("%s: the page has an element %s", name, m[1])
			}
		}
		text := regexp.MustCompile(`>[^<]*<`).ReplaceAllString(page, "><")
		if got := loads.FindString(text); got != "" {
			t.Errorf("%s: the page has %q", name, got)
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: the template refuses a value", name)
		}
		checkNesting(t, name, page)
	}
}

// checkNesting reads the page as XML with the void elements closed: what is
// opened is closed, in order.
func checkNesting(t *testing.T, name, page string) {
	t.Helper()
	page = regexp.MustCompile(`<meta [^>]*`).ReplaceAllString(page, "$0/")
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!DOCTYPE html>\n")))
	d.Entity = xml.HTMLEntity
	for {
		_, err := d.Token()
		if err != nil {
			if err.Error() != "EOF" {
				t.Errorf("%s: %v", name, err)
			}
			return
		}
	}
}

// What a tree holds must not end a cell, a row or a table of Markdown.
func TestMarkdownIsClosed(t *testing.T) {
	got := render(t, "markdown", hostileReport(), testOptions())
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "# x") {
			t.Errorf("a message makes a heading: %q", line)
		}
		outside := regexp.MustCompile(`\\.`).ReplaceAllString(line, "")
		outside = regexp.MustCompile("``.+?``|`[^`]+`").ReplaceAllString(outside, "")
		if regexp.MustCompile(`<(script|img|/td)`).MatchString(outside) {
			t.Errorf("a message makes markup: %q", line)
		}
	}
	if header := "| verdict | fault that is looked for | evidence |"; strings.Count(got, header) != 2 {
		t.Errorf("want two tables in\n%s", got)
	}
}

// A waived finding is told with the reason and the end of its waiver.
func TestAuditTellsOfWaivers(t *testing.T) {
	at := policies.Place{File: "conf/carbon.xml", Line: 3, Column: 1, EndLine: 3, EndColumn: 4}
	r := &policies.Report{
		Tree:     &loader.Tree{},
		Verdicts: []policies.Verdict{{Rule: "hostname/not_set", Home: ".", Outcome: policies.Fail, Subjects: []policies.Place{at}}},
		Waived: []policies.Waived{{
			Finding: policies.Finding{Rule: "hostname/not_set", Severity: policies.SeverityError, Message: "No name.", Place: at, Home: "."},
			Reason:  "A node of the test lab", Until: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), By: at,
		}},
	}
	for _, format := range []string{"markdown", "html"} {
		got := render(t, format, r, Options{})
		for _, want := range []string{"waived", "No name.", "A node of the test lab", "2026-12-31", "conf/carbon.xml:3:1"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q", format, want)
			}
		}
		if strings.Contains(got, "not part of this report") {
			t.Errorf("%s says that the finding is not there", format)
		}
	}
	for _, format := range []string{"github", "gitlab", "checkstyle", "sarif"} {
		if got := render(t, format, r, Options{}); strings.Contains(got, "No name.") {
			t.Errorf("%s tells of a finding that is waived:\n%s", format, got)
		}
	}
}
