package reporters

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/carbonlint/carbonlint/policies"
)

// What Jenkins and reviewdog read: each file once, each finding in its file.
func TestCheckstyle(t *testing.T) {
	r := testReport(t)
	var doc checkstyleReport
	if err := xml.Unmarshal([]byte(render(t, "checkstyle", r, testOptions())), &doc); err != nil {
		t.Fatal(err)
	}
	var names []string
	errors := 0
	for _, f := range doc.Files {
		if slices.Contains(names, f.Name) {
			t.Errorf("%s stands there twice", f.Name)
		}
		names = append(names, f.Name)
		for _, e := range f.Errors {
			errors++
			if e.Line < 1 || e.Message == "" || !slices.Contains([]string{"error", "warning", "info"}, e.Severity) || !strings.HasPrefix(e.Source, "carbonlint.") {
				t.Errorf("%s: %+v", f.Name, e)
			}
		}
	}
	if want := len(r.Findings) + len(r.Failures); errors != want {
		t.Errorf("%d errors, want %d", errors, want)
	}
	if !slices.Contains(names, "deploy/prod/node 2/repository/conf/carbon.xml") {
		t.Errorf("no file is named from the root of the repository: %q", names)
	}
}

func TestCheckstyleText(t *testing.T) {
	nasty := "a\x00b\x1b[1m]]>\u0085\ufffe\u202e<&\"\n"
	got := render(t, "checkstyle", &policies.Report{
		Findings: []policies.Finding{{Rule: "x/y\x01", Message: nasty, Place: policies.Place{File: nasty, Line: 1, Column: 1}, Home: nasty}},
		Failures: []policies.Failure{{Message: nasty, File: nasty}, {Message: nasty}},
	}, Options{Version: nasty})
	var doc checkstyleReport
	if err := xml.Unmarshal([]byte(got), &doc); err != nil {
		t.Fatalf("%v in\n%q", err, got)
	}
	if strings.ContainsAny(got, "\x00\x01\x1b\u0085\ufffe") {
		t.Errorf("control characters in\n%q", got)
	}
}
