package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sampleOf returns the action that inserts the sample of a rule.
func sampleOf(list []lspAction, rule string) (lspAction, bool) {
	i := slices.IndexFunc(list, func(a lspAction) bool { return a.Title == "Insert the sample of "+rule+", to fill in" })
	if i < 0 {
		return lspAction{}, false
	}
	return list[i], true
}

// TestEditorSnippet inserts a sample with places to fill in, for a client that
// has them in edits.
func TestEditorSnippet(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	carbon := filepath.Join(dir, carbonFile)
	e := start(t, strings.Replace(allCapabilities, `"documentChanges":true,`, `"documentChanges":true,"snippetEditSupport":true,`, 1), dir)
	e.open(carbon, read(carbonFile))
	d := e.found(carbon, "hostname/not_set")
	a, ok := sampleOf(e.actions(carbon, d.Range), "hostname/not_set")
	if !ok || a.IsPreferred || a.Kind != "quickfix" || a.Command != nil {
		t.Fatalf("the action is %+v", a)
	}
	change := a.Edit.DocumentChanges[0]
	if len(change.Edits) != 1 || change.TextDocument.Version == nil || *change.TextDocument.Version != 1 {
		t.Fatalf("the edit is %+v", change)
	}
	// The file has another MgtHostName, which stays.
	edit := change.Edits[0]
	if edit.Snippet.Kind != "snippet" || edit.Snippet.Value != "    <HostName>${1:esb.example.com}</HostName>\n" || edit.NewText != "" {
		t.Errorf("the snippet is %+v", edit)
	}
	at := position(t, read(carbonFile), "</Server>")
	if edit.Range != (lspRange{at, at}) {
		t.Errorf("it goes to %v, want %v", edit.Range, at)
	}
}

// TestEditorSample inserts a sample as text and selects what is to be filled
// in, for a client without snippets.
func TestEditorSample(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	carbon, jmx := filepath.Join(dir, carbonFile), filepath.Join(dir, "repository/conf/etc/jmx.xml")
	e := start(t, allCapabilities, dir)
	e.open(carbon, read(carbonFile))
	d := e.found(carbon, "hostname/not_set")
	a, ok := sampleOf(e.actions(carbon, d.Range), "hostname/not_set")
	if !ok || a.Command == nil {
		t.Fatalf("the action is %+v", a)
	}
	text := apply(read(carbonFile), a.Edit.DocumentChanges[0].Edits)
	var from, to lspPosition
	if len(a.Command.Arguments) != 3 || json.Unmarshal(a.Command.Arguments[1], &from) != nil || json.Unmarshal(a.Command.Arguments[2], &to) != nil {
		t.Fatalf("the command is %+v", a.Command)
	}
	if got := text[offsetOf(text, from):offsetOf(text, to)]; got != "esb.example.com" {
		t.Errorf("the selection is %q", got)
	}
	e.change(carbon, 2, text)
	e.gone(carbon, "hostname/not_set")
	e.call("workspace/executeCommand", map[string]any{"command": a.Command.Command, "arguments": a.Command.Arguments}, nil)
	e.until("the selection", func() bool {
		return slices.ContainsFunc(e.params, func(p string) bool { return strings.Contains(p, `"selection":{"end":{"character":29,`) })
	})

	// A value that stands there becomes that of the sample.
	e.open(jmx, read("repository/conf/etc/jmx.xml"))
	d = e.found(jmx, "jmx/hostname_wrong")
	if a, ok = sampleOf(e.actions(jmx, d.Range), "jmx/hostname_wrong"); !ok {
		t.Fatal("jmx/hostname_wrong has no sample for jmx.xml")
	}
	if edits := a.Edit.DocumentChanges[0].Edits; len(edits) != 1 || edits[0].NewText != "10.0.0.11" || edits[0].Range != d.Range {
		t.Errorf("the edit is %+v", edits)
	}

	// A secret stays, and a sample of properties is nothing for XML.
	for _, rule := range []string{"secrets/plain_text", "secrets/weak_cipher_transformation"} {
		d = e.found(carbon, rule)
		if a, ok := sampleOf(e.actions(carbon, d.Range), rule); ok {
			t.Errorf("%s: there is %+v", rule, a)
		}
	}
}
