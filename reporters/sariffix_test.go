package reporters

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// The fix of a finding is replacements in the text; one that is unsafe or about
// a secret is left out.
func TestSARIFFixes(t *testing.T) {
	t.Parallel()
	const name = "repository/conf/carbon.xml"
	text := "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\n    <Ä>1</Ä><EnableHTTPAdminConsole>true</EnableHTTPAdminConsole>\n    <Offset>0</Offset>\n</Server>\n"
	const other = "repository/conf/passthru-http.properties"
	tree, err := loader.Load(fstest.MapFS{name: {Data: []byte(text)}, other: {Data: []byte("http.socket.timeout=60000\n")}})
	if err != nil {
		t.Fatal(err)
	}
	f := tree.File(name)
	at := place(t, f, "true", "Server/EnableHTTPAdminConsole")
	span := loader.Span{Start: f.Source.Offset(loader.Position{Line: at.Line, Column: at.Column})}
	span.End = span.Start + len("true")
	edit := loader.Edit{Op: loader.EditSet, File: name, Path: at.Path, Span: span, Value: "false"}
	removal := loader.Edit{Op: loader.EditRemove, File: name, Path: "Server/Offset"}
	for _, e := range f.Entries {
		if e.Path == removal.Path {
			removal.Span = e.Span
		}
	}
	finding := policies.Finding{Rule: "console/over_http", Severity: policies.SeverityError, Message: "The console is open.", Place: at, Home: "."}
	r := &policies.Report{Tree: tree}
	for _, fix := range []*policies.Fix{
		{Description: "Set it.", Edits: []loader.Edit{removal, edit}},
		{Description: "Set it.", Edits: []loader.Edit{edit}, Unsafe: true},
		{Description: "Set it.", Edits: []loader.Edit{edit}, Secret: true},
		{Description: "Delete it.", Edits: []loader.Edit{{Op: loader.EditDelete, File: name}}},
		nil,
		{Description: "Add both.", Edits: []loader.Edit{
			{Op: loader.EditAdd, File: other, Name: "http.server.preserve", Value: "false"},
			{Op: loader.EditAdd, File: other, Name: "http.origin-server", Value: "server"},
		}},
	} {
		finding.Fix = fix
		r.Findings = append(r.Findings, finding)
	}
	results := sarifOf(t, r, testOptions()).Results
	want := []sarifFix{{
		Description: sarifText{Text: "Set it."},
		Changes: []sarifChange{{
			Artifact: (&view{Options: testOptions()}).artifact(name),
			Replacements: []sarifReplacement{
				{Deleted: sarifRegion{StartLine: 2, StartColumn: 37, EndLine: 2, EndColumn: 41}, Inserted: &sarifText{Text: "false"}},
				{Deleted: sarifRegion{StartLine: 3, StartColumn: 1, EndLine: 4, EndColumn: 1}},
			},
		}},
	}}
	if diff := cmp.Diff(want, results[0].Fixes); diff != "" {
		t.Errorf("fixes differ (-want +got):\n%s", diff)
	}
	// What two edits add at one place stands there in the order of --fix.
	last := results[len(results)-1].Fixes
	if len(last) != 1 || len(last[0].Changes) != 1 || len(last[0].Changes[0].Replacements) != 1 ||
		last[0].Changes[0].Replacements[0].Inserted.Text != "http.server.preserve=false\nhttp.origin-server=server\n" {
		t.Errorf("two additions at one place make the fix %+v", last)
	}
	for _, result := range results[1 : len(results)-1] {
		if result.Fixes != nil {
			t.Errorf("a fix that should be left out: %+v", result.Fixes)
		}
	}
}
