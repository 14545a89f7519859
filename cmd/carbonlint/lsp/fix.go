package lsp

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// fixing is the action that makes a finding's fix, nil when there is none or
// the client cannot make it.
func (q *query) fixing(j *judgement, f *policies.Finding) *codeAction {
	if f.Fix == nil {
		return nil
	}
	editor := loader.NewEditor(j.Report.Tree)
	if editor.Apply(f.Fix.Edits) != nil {
		return nil
	}
	edit := q.client.edit(j, editor.Changes(), f.Fix.Edits)
	if edit == nil {
		return nil
	}
	title := strings.TrimSuffix(f.Fix.Description, ".")
	if f.Fix.Unsafe {
		title += " (may change what works)"
	}
	return &codeAction{
		Title: title, Kind: kindQuickFix, Diagnostics: []Diagnostic{j.diagnostic(f, q.client)},
		IsPreferred: !f.Fix.Unsafe, Edit: edit,
	}
}

// fixAll is the action that makes all safe fixes of a file which change
// nothing else, nil when there is none. Of two fixes at one place the second
// waits for the next time.
func (q *query) fixAll(j *judgement, name string) *codeAction {
	editor := loader.NewEditor(j.Report.Tree)
	var applied []loader.Edit
	for i := range j.Report.Findings {
		fix := j.Report.Findings[i].Fix
		if fix == nil || fix.Unsafe || slices.ContainsFunc(fix.Edits, func(e loader.Edit) bool { return e.File != name || !e.Op.InFile() }) {
			continue
		}
		fresh := slices.DeleteFunc(slices.Clone(fix.Edits), func(e loader.Edit) bool { return slices.Contains(applied, e) })
		if len(fresh) > 0 && editor.Apply(fresh) == nil {
			applied = append(applied, fresh...)
		}
	}
	edit := q.client.edit(j, editor.Changes(), applied)
	if edit == nil {
		return nil
	}
	return &codeAction{Title: "Fix all that is safe to fix", Kind: kindFixAll, Edit: edit}
}

// edit returns changes as the client takes them, nil when there are none or it
// cannot make one of them. The changes are what the edits amount to.
func (c *client) edit(j *judgement, changes []loader.Change, made []loader.Edit) *workspaceEdit {
	if len(changes) == 0 {
		return nil
	}
	all := new(workspaceEdit)
	renamed := make(map[string]bool)
	for _, e := range made {
		if e.Op != loader.EditRename {
			continue
		}
		to := path.Join(path.Dir(e.File), e.Name)
		if !c.operates("rename") || !moves(changes, e.File, to) {
			return nil
		}
		renamed[e.File], renamed[to] = true, true
		all.DocumentChanges = append(all.DocumentChanges, fileOperation{Kind: "rename", OldURI: j.uri(e.File), NewURI: j.uri(to)})
	}
	var folders []string
	for _, change := range changes {
		if renamed[change.Name] || slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(change.Name, f+"/") }) {
			continue
		}
		uri := j.uri(change.Name)
		var edits []TextEdit
		switch {
		case change.New == nil:
			if !c.operates("delete") {
				return nil
			}
			operation := fileOperation{Kind: "delete", URI: uri}
			if change.Folder {
				operation.Options = &deleteOptions{Recursive: true}
				folders = append(folders, change.Name)
			}
			all.DocumentChanges = append(all.DocumentChanges, operation)
			continue
		case change.Old == nil:
			if !c.operates("create") {
				return nil
			}
			all.DocumentChanges = append(all.DocumentChanges, fileOperation{Kind: "create", URI: uri})
			edits = []TextEdit{{NewText: string(change.New)}}
		case change.Before == nil || change.After == nil || change.Before.Source == nil || change.After.Source == nil:
			return nil
		default:
			edits = c.difference(j, change, made)
		}
		one := c.change(uri, j.version(change.Name), edits)
		all.DocumentChanges = append(all.DocumentChanges, one.DocumentChanges...)
		if one.Changes != nil {
			if all.Changes == nil {
				all.Changes = make(map[string][]TextEdit)
			}
			all.Changes[uri] = edits
		}
	}
	return all
}

// moves reports whether changes give a file another name and nothing else.
func moves(changes []loader.Change, from, to string) bool {
	var old, new []byte
	for _, c := range changes {
		switch c.Name {
		case from:
			old = c.Old
		case to:
			new = c.New
		}
	}
	return old != nil && bytes.Equal(old, new)
}

// operates reports whether the client does a thing to files.
func (c *client) operates(kind string) bool {
	return c.versionsEdits && slices.Contains(c.operations, kind)
}

// difference returns what the edits made of a file.
func (c *client) difference(j *judgement, change loader.Change, made []loader.Edit) []TextEdit {
	text, _ := sourceOf(j.open, change.Before)
	edits := []TextEdit{}
	for _, p := range change.Replacements(made) {
		edits = append(edits, TextEdit{text.rangeOf(c.encoding, p.Span), p.Text})
	}
	return edits
}
