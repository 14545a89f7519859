package lsp

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// unmended are the rules of which a sample is not the whole remedy in some
// fixture, and why.
var unmended = map[string]string{
	"cluster/deployment_sync_unsafe": "a switch that is absent is reported at the URL that it belongs to",
	"config/sample_mail_settings":    "other settings of the sender are those of the sample too",
	"tls/mutual_tls_incomplete":      "a trust store that is absent is reported at the switch that needs it",
	"users/password_hash_weak":       "a directory has another property for it",
}

// TestSamples inserts the samples of rules into their own bad fixtures: it must
// be seen that the place was right, since the finding is gone or says something
// else, of the sample's values.
func TestSamples(t *testing.T) {
	t.Parallel()
	engine, err := policies.New(context.Background(), policies.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := policies.Rules()
	if err != nil {
		t.Fatal(err)
	}
	reads := engine.Reader()
	judge := func(rule string, files fstest.MapFS) *judgement {
		tree, err := loader.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		report, err := engine.For(alone{rule: rule}).Evaluate(context.Background(), tree)
		if err != nil {
			t.Fatal(err)
		}
		return &judgement{Result: &Result{Report: report, Rules: rules, Reads: reads}}
	}
	offering := 0
	for _, r := range rules {
		names, err := filepath.Glob("../../../policies/rules/" + r.ID + "/bad*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		offered := false
		for _, name := range names {
			if r.Fix != "assist" {
				break
			}
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{}
			for _, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			before := judge(r.ID, files)
			for i := range before.Report.Findings {
				f := &before.Report.Findings[i]
				if f.Rule != r.ID {
					continue
				}
				text, ok := sampled(t, before, f)
				if !ok {
					continue
				}
				offered = true
				old := files[f.File]
				files[f.File] = &fstest.MapFile{Data: []byte(text)}
				after := judge(r.ID, files)
				files[f.File] = old
				// Of what homes have in common no one value is right.
				if r.Kind != "fleet" && unmended[r.ID] == "" && saying(after, f) >= saying(before, f) {
					t.Errorf("%s: after the sample is inserted %s:%d still says: %s\n%s", filepath.Base(name), f.File, f.Line, f.Message, text)
				}
			}
		}
		if offered {
			offering++
		}
	}
	if offering < 60 {
		t.Errorf("%d rules offer a sample, want at least 60", offering)
	}
}

// alone is a site on which one rule is on.
type alone struct {
	policies.NoSite
	rule string
}

func (a alone) Severity(r *policies.Rule, _ *loader.Home, _ string) policies.Severity {
	if r.ID != a.rule {
		return policies.SeverityOff
	}
	return ""
}

// saying counts the findings that say the same of the same setting.
func saying(j *judgement, f *policies.Finding) int {
	n := 0
	for i := range j.Report.Findings {
		if o := &j.Report.Findings[i]; o.Rule == f.Rule && o.File == f.File && o.Path == f.Path && o.Message == f.Message {
			n++
		}
	}
	return n
}

var filledIn = regexp.MustCompile(`\$\{\d+:((?:[^\\}]|\\.)*)\}`)

// sampled is the text of a file with a sample in it, as clients of both kinds
// get it.
func sampled(t *testing.T, j *judgement, f *policies.Finding) (text string, ok bool) {
	t.Helper()
	src := j.file(f.File)
	var texts []string
	for _, snippets := range []bool{false, true} {
		q := &query{server: &server{client: &client{encoding: utf16Units, versionsEdits: true, shows: true, snippets: snippets, bundled: map[string]bool{}}}}
		action := q.sampling(j, f)
		if action == nil {
			return "", false
		}
		text := src.Source.Text
		edits := action.Edit.DocumentChanges[0].(documentEdit).Edits
		for i := len(edits) - 1; i >= 0; i-- {
			var r Range
			new := ""
			switch e := edits[i].(type) {
			case TextEdit:
				r, new = e.Range, e.NewText
			case snippetEdit:
				r, new = e.Range, filledIn.ReplaceAllString(e.Snippet.Value, "$1")
				new = strings.NewReplacer(`\\`, `\`, `\$`, `$`, `\}`, `}`).Replace(new)
			}
			start, end := utf16Units.offset(src.Source, r.Start), utf16Units.offset(src.Source, r.End)
			text = text[:start] + new + text[end:]
		}
		texts = append(texts, text)
	}
	if texts[0] != texts[1] {
		t.Errorf("%s: %s: as a snippet the sample is\n%s\nand as text\n%s", f.Rule, f.File, texts[1], texts[0])
	}
	return texts[0], true
}

// TestSnippet writes places to fill in, and escapes what is none.
func TestSnippet(t *testing.T) {
	t.Parallel()
	const text = "<a>${x}\\1</a>\n<b/>"
	p := samplePiece{loader.Replacement{Text: text}, []loader.Span{{Start: 3, End: 9}}}
	number := 4
	if got, want := p.snippet(&number), "<a>${5:\\${x\\}\\\\1}</a>\n<b/>"; got != want || number != 5 {
		t.Errorf("the snippet is %s, want %s", got, want)
	}
}
