package lsp

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/carbonlint/carbonlint/policies"
)

// The kinds of actions.
const (
	kindQuickFix = "quickfix"
	kindFixAll   = "source.fixAll.carbonlint"
)

// The commands that actions run.
const (
	// commandPage opens the page of the rule that is its argument.
	commandPage = "carbonlint.openRulePage"
	// commandPlace moves the cursor: its arguments are a document and the
	// positions from and up to which it selects; the second one may be missing.
	commandPlace = "carbonlint.showPlace"
)

// wants reports whether the client asks for actions of a kind: it names kinds
// or what they begin with, or nothing for all that mend.
func wants(only []string, kind string) bool {
	if len(only) == 0 {
		return kind == kindQuickFix
	}
	return slices.ContainsFunc(only, func(o string) bool { return o == kind || strings.HasPrefix(kind, o+".") || o == "" })
}

// actions answers textDocument/codeAction.
func (q *query) actions(p *codeActionParams) (any, error) {
	found := []codeAction{}
	j, name, err := q.judgement(p.TextDocument.URI)
	if err != nil || j == nil || j.Report == nil {
		return found, err
	}
	if wants(p.Context.Only, kindQuickFix) {
		for i := range j.Report.Findings {
			f := &j.Report.Findings[i]
			if f.File == name && j.rangeOf(f.Place, q.client.encoding).overlaps(p.Range) {
				found = append(found, q.mending(j, f)...)
			}
		}
	}
	if wants(p.Context.Only, kindFixAll) {
		if all := q.fixAll(j, name); all != nil {
			found = append(found, *all)
		}
	}
	return found, nil
}

// mending returns what can be done about a finding.
func (q *query) mending(j *judgement, f *policies.Finding) []codeAction {
	diagnostics := []Diagnostic{j.diagnostic(f, q.client)}
	var found []codeAction
	if fix := q.fixing(j, f); fix != nil {
		found = append(found, *fix)
	}
	if sample := q.sampling(j, f); sample != nil {
		found = append(found, *sample)
	}
	if w := j.waiver(f); w != nil {
		edit, place := w.edit(j, f.File, q.client)
		found = append(found, codeAction{
			Title: "Waive " + f.Rule + " here", Kind: kindQuickFix, Diagnostics: diagnostics, Edit: edit,
			Command: q.client.cursor("Write the reason", j.uri(f.File), Range{place, place}),
		})
	}
	if q.client.page(f.Rule) != "" {
		title := "Open the page of " + f.Rule
		found = append(found, codeAction{
			Title: title, Kind: kindQuickFix, Diagnostics: diagnostics,
			Command: &command{Title: title, Command: commandPage, Arguments: []any{f.Rule}},
		})
	}
	return found
}

// cursor is the command that selects a range, nil for a client that cannot.
func (c *client) cursor(title, uri string, r Range) *command {
	if !c.shows {
		return nil
	}
	return &command{Title: title, Command: commandPlace, Arguments: []any{uri, r.Start, r.End}}
}

// change is an edit of one document, in the way that the client takes it.
func (c *client) change(uri string, version *int, edits []TextEdit) *workspaceEdit {
	if !c.versionsEdits {
		return &workspaceEdit{Changes: map[string][]TextEdit{uri: edits}}
	}
	d := documentEdit{Edits: []any{}}
	for _, e := range edits {
		d.Edits = append(d.Edits, e)
	}
	d.TextDocument.URI, d.TextDocument.Version = uri, version
	return &workspaceEdit{DocumentChanges: []any{d}}
}

// version is that of a file's buffer, nil when it is not open.
func (j *judgement) version(name string) *int {
	if b := j.open[name]; b != nil {
		return &b.version
	}
	return nil
}

// execute answers workspace/executeCommand.
func (q *query) execute(p *executeParams) (any, error) {
	wrong := &jsonrpc2.Error{Code: codeInvalidParams, Message: "the command has other arguments"}
	switch {
	case p.Command == commandPage:
		var rule string
		if len(p.Arguments) != 1 || json.Unmarshal(p.Arguments[0], &rule) != nil || q.client.page(rule) == "" {
			return nil, wrong
		}
		if !q.client.shows {
			q.notify("window/showMessage", messageParams{Type: typeInfo, Message: q.client.page(rule)})
			return nil, nil
		}
		go q.call("window/showDocument", showDocumentParams{URI: q.client.page(rule), External: true})
	case p.Command == commandPlace:
		var uri string
		var at Range
		if n := len(p.Arguments); n < 2 || n > 3 || json.Unmarshal(p.Arguments[0], &uri) != nil ||
			json.Unmarshal(p.Arguments[1], &at.Start) != nil || json.Unmarshal(p.Arguments[n-1], &at.End) != nil {
			return nil, wrong
		}
		if _, ok := fileOf(uri); !ok {
			return nil, wrong
		}
		go q.call("window/showDocument", showDocumentParams{URI: uri, TakeFocus: true, Selection: &at})
	default:
		return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: "there is no such command"}
	}
	return nil, nil
}
