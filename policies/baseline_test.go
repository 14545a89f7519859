package policies

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
)

// sourcesReport is a report with a finding at each data source's URL and
// password.
func sourcesReport(t *testing.T, indent string, urls ...string) *Report {
	t.Helper()
	var b strings.Builder
	b.WriteString("<datasources-configuration>\n")
	for _, url := range urls {
		fmt.Fprintf(&b, "%[1]s<datasource>%[1]s<url>%s</url>\n%[1]s<password>Canary7Secret</password></datasource>\n", indent, url)
	}
	b.WriteString("</datasources-configuration>\n")
	const name = "repository/conf/datasources/master-datasources.xml"
	tree, err := loader.Load(fstest.MapFS{name: {Data: []byte(b.String())}})
	if err != nil {
		t.Fatal(err)
	}
	r := &Report{Tree: tree, Verdicts: []Verdict{{Rule: "datasource/url", Home: "."}, {Rule: "secrets/plain", Home: "."}}}
	f := tree.File(name)
	for _, e := range f.Entries {
		rule := "datasource/url"
		if strings.HasSuffix(e.Path, "password") {
			rule = "secrets/plain"
		} else if !strings.HasSuffix(e.Path, "url") {
			continue
		}
		start, end := f.Source.Position(e.Span.Start), f.Source.Position(e.Span.End)
		r.Findings = append(r.Findings, Finding{Rule: rule, Home: ".", Place: Place{
			File: name, Path: e.Path, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		}})
	}
	return r
}

var whole = Scope{Roots: []string{"."}}

// TestBaseline writes a baseline of many findings, moves all of them, mends
// one and adds one.
func TestBaseline(t *testing.T) {
	t.Parallel()
	var urls []string
	for i := range 300 {
		urls = append(urls, fmt.Sprintf("jdbc:h2:db%d", i))
	}
	data, err := sourcesReport(t, " ", urls...).NewBaseline(whole).Format()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "Canary7") || strings.Contains(string(data), "jdbc") {
		t.Error("the baseline holds a value")
	}
	b, err := ParseBaseline(data)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.Format(); err != nil || string(again) != string(data) {
		t.Errorf("read and written again the baseline differs: %v", err)
	}
	edited := append([]string{"jdbc:h2:new", "jdbc:h2:db299"}, urls[1:299]...)
	r := sourcesReport(t, "\n\n\t\t  ", edited...)
	r.Subtract(b, whole)
	if len(r.Findings) != 1 || r.Findings[0].Rule != "datasource/url" || r.Findings[0].Line != 6 {
		t.Errorf("findings are %+v, want the new one", r.Findings)
	}
	if r.Baseline.Known != 599 || len(r.Baseline.Stale) != 1 || r.Baseline.Stale[0].Rule != "datasource/url" || r.Baseline.Stale[0].Count != 1 {
		t.Errorf("the baseline says %d known, stale %+v", r.Baseline.Known, r.Baseline.Stale)
	}
	r = sourcesReport(t, "  ", edited...)
	if n := b.Shrunk(r, whole).Len(); n != 599 {
		t.Errorf("shrunk it has %d findings, want 599", n)
	}
	if n := b.Shrunk(r, whole).Grown(r, whole).Len(); n != 600 {
		t.Errorf("grown it has %d findings, want 600", n)
	}
}

// TestBaselineSecrets checks that no hash of a secret is written.
func TestBaselineSecrets(t *testing.T) {
	t.Parallel()
	b := sourcesReport(t, "", "jdbc:h2:a", "ldap://admin:sesame@host").NewBaseline(whole)
	var values []bool
	for _, e := range b.Entries() {
		values = append(values, e.Value != "")
	}
	if diff := cmp.Diff([]bool{false, true, false}, values); diff != "" {
		t.Errorf("which entries have a hash (-want +got):\n%s", diff)
	}
}

// TestBaselineScope checks what a run over a part of the repository, or with a
// part of the rules, calls stale.
func TestBaselineScope(t *testing.T) {
	t.Parallel()
	data := `{"schema": "carbonlint/baseline/v1", "findings": [
  {"rule": "datasource/url", "file": "nodes/a/repository/conf/old.xml", "path": "x", "count": 2},
  {"rule": "datasource/url", "file": "nodes/b/repository/conf/old.xml"},
  {"rule": "other/rule", "file": "nodes/a/repository/conf/old.xml"}
]}`
	b, err := ParseBaseline([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	scope := Scope{Prefix: "nodes/a", Roots: []string{"."}}
	r := sourcesReport(t, "")
	r.Subtract(b, scope)
	want := []BaselineEntry{{BaselineKey{Rule: "datasource/url", File: "repository/conf/old.xml", Path: "x"}, 2}}
	if diff := cmp.Diff(want, r.Baseline.Stale); diff != "" {
		t.Errorf("stale (-want +got):\n%s", diff)
	}
	if n := b.Shrunk(r, scope).Len(); n != 2 {
		t.Errorf("shrunk it has %d findings, want the 2 that the run did not judge", n)
	}
}

func TestParseBaselineBroken(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ data, want string }{
		{"", "it is empty"},
		{"{\n<<<<<<< HEAD\n", "line 2: a merge conflict is not resolved"},
		{`{"schema": "carbonlint/baseline/v2", "findings": []}`, `its schema is "carbonlint/baseline/v2", want "carbonlint/baseline/v1"`},
		{`{"schema": "carbonlint/report/v1", "version": ""}`, `unknown field "version"`},
		{`{"schema": "carbonlint/baseline/v1", "findings": [{"rule": "a/b"}]}`, "finding 1 has no rule, no file or a count below 1"},
		{`{"schema": "carbonlint/baseline/v1", "findings": []}{}`, "more follows after the end"},
		{`{"schema": "carbonlint/baseline/v1", "findings": {}}`, "line 1: findings cannot be object"},
	} {
		_, err := ParseBaseline([]byte(test.data))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", test.data, err, test.want)
		}
	}
}

// TestBaselineDamaged tells what is wrong with a file in words, and where.
func TestBaselineDamaged(t *testing.T) {
	t.Parallel()
	const good = "{\n  \"schema\": \"carbonlint/baseline/v1\",\n  \"findings\": [\n    {\"rule\":\"a/b\",\"file\":\"c\",\"path\":\"d\"}\n  ]\n}\n"
	if b, err := ParseBaseline([]byte("\xef\xbb\xbf" + good)); err != nil || b.Len() != 1 {
		t.Errorf("a baseline with a byte order mark is %v, %v", b, err)
	}
	for text, want := range map[string]string{
		"":                                   "it is empty",
		good[:50]:                            "line 3: it ends too early",
		"[]":                                 "line 1: want an object, not array",
		strings.Replace(good, `"c"`, "1", 1): "line 4: file cannot be number",
		strings.Replace(good, "  \"findings", "<<<<<<< HEAD\n  \"findings", 1): "line 3: a merge conflict is not resolved",
		strings.Replace(good, `"rule"`, `"rules"`, 1):                          `json: unknown field "rules"`,
		good + good: "more follows after the end",
	} {
		if _, err := ParseBaseline([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q is refused with %v, want %s", text, err, want)
		}
	}
}
