package reporters

import (
	"errors"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// A fix of SARIF is replacements in files that are there. One that deletes or
// makes a file has no place in it.
type (
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted *sarifText  `json:"insertedContent,omitempty"`
	}
)

// fixes returns the fix of a finding, none where SARIF cannot say it or it is
// about a secret.
func (s *sarif) fixes(f policies.Finding) []sarifFix {
	if f.Fix == nil || s.Tree == nil || f.Fix.Secret || f.Fix.Unsafe {
		return nil
	}
	var names []string
	edits := make(map[string][]loader.Edit)
	for _, e := range f.Fix.Edits {
		if edits[e.File] == nil {
			names = append(names, e.File)
		}
		edits[e.File] = append(edits[e.File], e)
	}
	fix := sarifFix{Description: sarifText{Text: printable(f.Fix.Description)}}
	for _, name := range names {
		file := s.Tree.File(name)
		if file == nil {
			return nil
		}
		replacements, err := file.Replacements(edits[name])
		if errors.Is(err, loader.ErrOverlap) {
			replacements, err = s.oneByOne(name, edits[name])
		}
		if err != nil {
			return nil
		}
		change := sarifChange{Artifact: s.artifact(name)}
		for _, r := range replacements {
			change.Replacements = append(change.Replacements, newSARIFReplacement(file, r))
		}
		fix.Changes = append(fix.Changes, change)
	}
	return []sarifFix{fix}
}

// oneByOne returns what edits do to a file of which one goes where another one
// went before: two settings that are added at one place.
func (s *sarif) oneByOne(name string, edits []loader.Edit) ([]loader.Replacement, error) {
	editor := loader.NewEditor(s.Tree)
	if err := editor.Apply(edits); err != nil {
		return nil, err
	}
	var all []loader.Replacement
	for _, change := range editor.Changes() {
		if change.Name == name && change.Before != nil && change.After != nil {
			all = change.Replacements(edits)
		}
	}
	return all, nil
}

func newSARIFReplacement(f *loader.File, r loader.Replacement) sarifReplacement {
	start, end := f.Source.Position(r.Start), f.Source.Position(r.End)
	out := sarifReplacement{Deleted: sarifRegion{
		StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column,
	}}
	if r.Text != "" {
		out.Inserted = &sarifText{Text: r.Text}
	}
	return out
}
