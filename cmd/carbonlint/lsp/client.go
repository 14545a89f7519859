package lsp

import (
	"encoding/json"
	"slices"

	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// client is what the client at the other end can do. It is never changed.
type client struct {
	encoding encoding
	// pushed is set when diagnostics are sent unasked, and refreshes when a
	// client that asks for them is told to ask again.
	pushed, refreshes bool
	// The parts of a diagnostic that it shows.
	relates bool
	tags    []int
	// relatesDocuments is set when an answer may speak of other files too.
	relatesDocuments bool
	// markdown is the format of a hover.
	markdown string
	// versionsEdits is set when an edit names versions, and operations are what
	// else it may do to files; snippets when it may have places to fill in.
	versionsEdits, snippets bool
	operations              []string
	// watches is set when it watches files for the server, and shows when it
	// opens a page.
	watches, shows bool
	// progresses is set when it shows that work goes on.
	progresses bool

	// bundled are the rules that have a page.
	bundled map[string]bool
}

// newClient reads what a client says of itself. Neovim writes an empty object
// as a list, so that what has the wrong shape counts as not said.
func newClient(p *initializeParams) *client {
	var c capabilities
	_ = json.Unmarshal(p.Capabilities, &c)
	text := &c.TextDocument
	n := &client{
		encoding:         agree(c.General.PositionEncodings),
		pushed:           text.PublishDiagnostics != nil && text.Diagnostic == nil,
		refreshes:        text.Diagnostic != nil && c.Workspace.Diagnostics.RefreshSupport,
		relates:          text.Diagnostic != nil,
		tags:             []int{tagUnnecessary, tagDeprecated},
		relatesDocuments: text.Diagnostic != nil && text.Diagnostic.RelatedDocumentSupport,
		markdown:         "markdown",
		versionsEdits:    c.Workspace.WorkspaceEdit.DocumentChanges,
		snippets:         c.Workspace.WorkspaceEdit.SnippetEditSupport && c.Workspace.WorkspaceEdit.DocumentChanges,
		operations:       c.Workspace.WorkspaceEdit.ResourceOperations,
		watches:          c.Workspace.DidChangeWatchedFiles.DynamicRegistration,
		shows:            c.Window.ShowDocument != nil && c.Window.ShowDocument.Support,
		progresses:       c.Window.WorkDoneProgress,
		bundled:          make(map[string]bool),
	}
	if text.PublishDiagnostics != nil {
		n.relates = n.relates || text.PublishDiagnostics.RelatedInformation
		if text.Diagnostic == nil {
			n.tags = nil
		}
		if tags := text.PublishDiagnostics.TagSupport; tags != nil {
			n.tags = tags.ValueSet
		}
	}
	if formats := text.Hover.ContentFormat; len(formats) > 0 && !slices.Contains(formats, "markdown") {
		n.markdown = "plaintext"
	}
	if rules, err := policies.Rules(); err == nil {
		for _, r := range rules {
			n.bundled[r.ID] = true
		}
	}
	return n
}

// page returns the address of a rule's page, "" for a rule of a site's own.
func (c *client) page(rule string) string {
	if !c.bundled[rule] {
		return ""
	}
	return reporters.RulePage(rule)
}

// serverCapabilities is what the server says of itself.
func (c *client) serverCapabilities() map[string]any {
	all := map[string]any{"filters": []any{map[string]any{"scheme": "file", "pattern": map[string]any{"glob": "**/*"}}}}
	return map[string]any{
		"positionEncoding":     c.encoding,
		"textDocumentSync":     map[string]any{"openClose": true, "change": 2, "save": map[string]any{"includeText": false}},
		"hoverProvider":        true,
		"definitionProvider":   true,
		"documentLinkProvider": map[string]any{},
		"codeActionProvider":   map[string]any{"codeActionKinds": []string{kindQuickFix, kindFixAll}},
		"completionProvider":   map[string]any{"triggerCharacters": []string{":", " ", ",", "/"}},
		"executeCommandProvider": map[string]any{
			"commands": []string{commandPage, commandPlace},
		},
		"diagnosticProvider": map[string]any{"identifier": source, "interFileDependencies": true, "workspaceDiagnostics": true},
		"workspace": map[string]any{
			"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true},
			"fileOperations":   map[string]any{"didCreate": all, "didRename": all, "didDelete": all},
		},
	}
}
