package lsp

import (
	"fmt"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// sampling is the action that brings the sample of a rule's remediation into
// the file, for a person to fill in; nil when there is none, or none whose place
// is sure. Then the page of the rule has it to copy.
func (q *query) sampling(j *judgement, f *policies.Finding) *codeAction {
	r, file := j.rule(f.Rule), j.file(f.File)
	text, ok := sourceOf(j.open, file)
	if r == nil || r.Fix != "assist" || f.Fix != nil || !ok {
		return nil
	}
	at := loader.Edit{File: f.File, Path: f.Path, Span: f.Span(text.Source)}
	for _, block := range blocks(r.Remediation) {
		edits, err := file.Adopt(at, block.language, block.text)
		if err != nil {
			continue
		}
		editor := loader.NewEditor(j.Report.Tree)
		if editor.Apply(edits) != nil {
			continue
		}
		changes := editor.Changes()
		if len(changes) != 1 || changes[0].Before == nil || changes[0].After == nil {
			continue
		}
		reads := j.Reads
		if block.language != "xml" {
			reads = func(string, string) bool { return true } // keys have no other place
		}
		if pieces := samplePieces(changes[0], edits, reads); pieces != nil {
			action := codeAction{
				Title: "Insert the sample of " + f.Rule + ", to fill in", Kind: kindQuickFix,
				Diagnostics: []Diagnostic{j.diagnostic(f, q.client)},
			}
			q.client.fillIn(&action, j, text, changes[0], pieces)
			return &action
		}
	}
	return nil
}

// block is a piece of code in a text.
type block struct{ language, text string }

// blocks returns the code of a text in Markdown.
func blocks(text string) []block {
	var all []block
	for i, part := range strings.Split("\n"+text, "\n```") {
		if i%2 == 1 {
			language, code, _ := strings.Cut(part, "\n")
			all = append(all, block{strings.TrimSpace(language), code})
		}
	}
	return all
}

// samplePiece is what an adopted sample puts into a file in one place.
type samplePiece struct {
	loader.Replacement
	// values are the parts of the text that the sample shows as examples.
	values []loader.Span
}

// samplePieces returns what edits put into a file, nil when a part of it is
// nothing that any rule reads: then the sample belongs elsewhere.
func samplePieces(change loader.Change, edits []loader.Edit, reads func(kind, path string) bool) []samplePiece {
	replacements, ok := change.Composed(edits)
	if !ok {
		return nil
	}
	var pieces []samplePiece
	shift := 0
	for _, r := range replacements {
		p := samplePiece{Replacement: r}
		start := r.Start + shift
		shift += len(r.Text) - (r.End - r.Start)
		known := r.End > r.Start // it takes the place of what was judged
		for i := range change.After.Entries {
			e := &change.After.Entries[i]
			if e.Span.Start < start || e.Span.End > start+len(r.Text) || unset[e.Path[strings.LastIndexByte(e.Path, '/')+1:]] {
				continue
			}
			known = known || reads(change.Before.Part(r.Start).Kind, e.Path)
			if e.Span.End > e.Span.Start {
				p.values = append(p.values, loader.Span{Start: e.Span.Start - start, End: e.Span.End - start})
			}
		}
		if !known && !strings.HasPrefix(strings.TrimSpace(r.Text), "xmlns:") {
			return nil
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// fillIn makes an action insert the pieces of a sample: with places to fill in
// where the client can, and else with the first of them selected.
func (c *client) fillIn(action *codeAction, j *judgement, text document, change loader.Change, pieces []samplePiece) {
	uri, version := j.uri(change.Name), j.version(change.Name)
	d := documentEdit{Edits: []any{}}
	d.TextDocument.URI, d.TextDocument.Version = uri, version
	var plain []TextEdit
	var first *loader.Span
	number, shift := 0, 0
	for _, p := range pieces {
		if first == nil && len(p.values) > 0 {
			first = &loader.Span{Start: p.Start + shift + p.values[0].Start, End: p.Start + shift + p.values[0].End}
		}
		shift += len(p.Text) - (p.End - p.Start)
		edit := TextEdit{text.rangeOf(c.encoding, p.Span), p.Text}
		plain = append(plain, edit)
		// Editors indent the further lines of a snippet as its first one,
		// which these lines are already.
		if len(p.values) == 0 || edit.Range.Start.Character > 0 && strings.Contains(p.Text, "\n") {
			d.Edits = append(d.Edits, edit)
			continue
		}
		d.Edits = append(d.Edits, snippetEdit{edit.Range, snippet{"snippet", p.snippet(&number)}})
	}
	if c.snippets && number > 0 {
		action.Edit = &workspaceEdit{DocumentChanges: []any{d}}
		return
	}
	action.Edit = c.change(uri, version, plain)
	if first != nil {
		after := document{change.After.Source, text.marked}
		action.Command = c.cursor("Fill in the sample", uri, after.rangeOf(c.encoding, *first))
	}
}

// snippet writes a piece with its values as places to fill in, which are
// numbered on.
func (p *samplePiece) snippet(number *int) string {
	var b strings.Builder
	at := 0
	for _, v := range p.values {
		if v.Start < at {
			continue // a part of the value before
		}
		*number++
		fmt.Fprintf(&b, "%s${%d:%s}", snippetEscape.Replace(p.Text[at:v.Start]), *number, snippetEscape.Replace(p.Text[v.Start:v.End]))
		at = v.End
	}
	b.WriteString(snippetEscape.Replace(p.Text[at:]))
	return b.String()
}

// snippetEscape takes their meaning from the signs that snippets know.
var snippetEscape = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)
