package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	carbonFile  = "repository/conf/carbon.xml"
	axis2File   = "repository/conf/axis2/axis2.xml"
	hookFile    = "repository/conf/hazelcast.properties"
	sourcesFile = "repository/conf/datasources/master-datasources.xml"
)

// TestEditorSeesCrossFileFault edits one file, without saving it, and sees a
// finding come and go in another one; then the fix mends it.
func TestEditorSeesCrossFileFault(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	axis2, hook := filepath.Join(dir, axis2File), filepath.Join(dir, hookFile)
	e := start(t, allCapabilities, dir)
	d := e.found(hook, "cluster/shutdown_hook_on")
	if d.Severity != 2 || !strings.HasSuffix(d.CodeDescription.Href, "/docs/rules/cluster/shutdown_hook_on.md") || d.Range != (lspRange{lspPosition{0, 31}, lspPosition{0, 35}}) {
		t.Errorf("the diagnostic is %+v", d)
	}
	if len(d.RelatedInformation) != 1 || d.RelatedInformation[0].Location.URI != uri(axis2) || d.RelatedInformation[0].Message != "Clustering is on here." {
		t.Errorf("related are %+v", d.RelatedInformation)
	}

	text := read(axis2File)
	off := strings.Replace(text, `HazelcastClusteringAgent" enable="true"`, `HazelcastClusteringAgent" enable="false"`, 1)
	e.open(axis2, off)
	e.gone(hook, "cluster/shutdown_hook_on")
	e.change(axis2, 2, text)
	d = e.found(hook, "cluster/shutdown_hook_on")

	for _, a := range e.actions(hook, d.Range) {
		if !a.IsPreferred {
			continue
		}
		e.open(hook, apply(read(hookFile), a.Edit.DocumentChanges[0].Edits))
		e.gone(hook, "cluster/shutdown_hook_on")
		e.closeFile(hook) // without saving it
		e.found(hook, "cluster/shutdown_hook_on")
		return
	}
	t.Error("there is no action that fixes it")
}

// TestEditorEqualsLint compares what an editor shows with a report of lint.
func TestEditorEqualsLint(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	var out bytes.Buffer
	run([]string{"lint", "--now", "2026-01-01", "-o", "json", dir}, strings.NewReader(""), &out, &bytes.Buffer{})
	var report struct {
		Findings []struct {
			Rule, File, Message string
			Line, Column        int
		}
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil || len(report.Findings) < 30 {
		t.Fatalf("lint gives %d findings: %v", len(report.Findings), err)
	}
	want := make(map[string][]string)
	for _, f := range report.Findings {
		want[f.File] = append(want[f.File], f.Rule+" "+f.Message)
	}
	e := start(t, allCapabilities, dir)
	e.open(filepath.Join(dir, carbonFile), read(carbonFile))
	e.found(filepath.Join(dir, carbonFile), "hostname/not_set")
	e.until("all findings", func() bool {
		got := make(map[string][]string)
		for u, list := range e.diagnostics {
			for _, d := range list {
				got[strings.TrimPrefix(u, uri(dir)+"/")] = append(got[strings.TrimPrefix(u, uri(dir)+"/")], d.Code+" "+d.Message)
			}
		}
		return cmp.Equal(want, got)
	})
}

// TestEditorPulls serves a client that asks for diagnostics.
func TestEditorPulls(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	hook := filepath.Join(dir, hookFile)
	e := start(t, `{"textDocument":{"publishDiagnostics":{},"diagnostic":{"relatedDocumentSupport":true}},"workspace":{"diagnostics":{"refreshSupport":true}}}`, dir)
	type report struct {
		Kind, ResultID, URI string
		Items               []lspDiagnostic
		RelatedDocuments    map[string]json.RawMessage
	}
	pull := func(file, previous string) (r report) {
		e.call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "previousResultId": previous}, &r)
		return r
	}
	first := pull(hook, "")
	if first.Kind != "full" || len(first.Items) != 2 || first.Items[1].Code != "cluster/shutdown_hook_on" || len(first.RelatedDocuments) < 5 {
		t.Fatalf("the first pull gives %+v and %d other files", first.Items, len(first.RelatedDocuments))
	}
	if again := pull(hook, first.ResultID); again.Kind != "unchanged" || len(again.RelatedDocuments) != 0 {
		t.Errorf("the second pull gives %+v and %d other files", again.Items, len(again.RelatedDocuments))
	}
	e.open(filepath.Join(dir, axis2File), strings.ReplaceAll(read(axis2File), `enable="true"`, `enable="false"`))
	if after := pull(hook, first.ResultID); after.Kind != "full" || after.Items == nil || len(after.Items) != 0 {
		t.Errorf("after the edit the pull gives %+v", after.Items)
	}
	e.until("a refresh", func() bool { return strings.Contains(strings.Join(e.asked, " "), "workspace/diagnostic/refresh") })
	var all struct{ Items []report }
	e.call("workspace/diagnostic", map[string]any{"previousResultIds": []any{map[string]any{"uri": uri(hook), "value": first.ResultID}}}, &all)
	seen := make(map[string]report)
	for _, r := range all.Items {
		seen[r.URI] = r
	}
	if r := seen[uri(hook)]; r.Kind != "full" || len(r.Items) != 0 {
		t.Errorf("the workspace says %+v of a file that had findings", r)
	}
	if r := seen[uri(filepath.Join(dir, carbonFile))]; len(r.Items) < 5 {
		t.Errorf("the workspace says %+v of carbon.xml", r)
	}
	if len(e.diagnostics) > 0 {
		t.Error("diagnostics are pushed to a client that pulls them")
	}
}

// TestEditorWithoutDiagnostics serves a client that knows neither way.
func TestEditorWithoutDiagnostics(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	e := start(t, `[]`, dir)
	text := read(carbonFile)
	if h := e.hover(filepath.Join(dir, carbonFile), position(t, text, "localhost")); !strings.Contains(h, "hostname/") {
		t.Errorf("hover says %q", h)
	}
	if len(e.diagnostics) > 0 {
		t.Error("diagnostics are pushed to a client that does not know them")
	}
}

// TestEditorSession checks the life of a session and what does not belong in
// it.
func TestEditorSession(t *testing.T) {
	t.Parallel()
	e := connect(t)
	if code := e.refused("textDocument/hover", map[string]any{}); code != -32002 {
		t.Errorf("before initialize the code is %d", code)
	}
	e.notify("textDocument/didOpen", map[string]any{})
	e.initialize(`{"general":{"positionEncodings":["utf-8"]}}`)
	if code := e.refused("initialize", map[string]any{}); code != -32600 {
		t.Errorf("the second initialize has the code %d", code)
	}
	if code := e.refused("textDocument/rename", map[string]any{}); code != -32601 {
		t.Errorf("an unknown method has the code %d", code)
	}
	if code := e.refused("$/unknown", nil); code != -32601 {
		t.Errorf("an unknown method of the protocol itself has the code %d", code)
	}
	if code := e.refused("textDocument/hover", []int{1}); code != -32602 {
		t.Errorf("wrong parameters have the code %d", code)
	}
	if code := e.refused("workspace/executeCommand", map[string]any{"command": "rm"}); code != -32602 {
		t.Errorf("an unknown command has the code %d", code)
	}
	for _, method := range []string{"textDocument/didChange", "textDocument/didOpen", "workspace/didChangeWorkspaceFolders", "$/cancelRequest", "unknown"} {
		e.notify(method, []string{"odd"})
		e.notify(method, map[string]any{"textDocument": map[string]any{"uri": "untitled:x"}})
	}
	for _, method := range []string{"hover", "definition", "documentLink", "completion", "codeAction", "diagnostic"} {
		for _, u := range []string{"untitled:Untitled-1", "git:/a/carbon.xml?%7B%22ref%22%3A%22~%22%7D", "file://server/share/carbon.xml", "file:///%zz", "", "x"} {
			e.call("textDocument/"+method, map[string]any{"textDocument": map[string]any{"uri": u}, "position": lspPosition{}.plain(), "range": lspRange{}.plain()}, nil)
		}
	}
	e.open("/no/such/home/notes.xml", "<a>")
	if h := e.hover("/no/such/home/notes.xml", lspPosition{}); h != "" {
		t.Errorf("outside of any home hover says %q", h)
	}
	e.call("shutdown", nil, nil)
	if code := e.refused("textDocument/hover", map[string]any{}); code != -32600 {
		t.Errorf("after shutdown the code is %d", code)
	}
	e.notify("exit", nil)
	if code := <-e.code; code != exitClean {
		t.Errorf("exit code %d: %s", code, e.log)
	}
}

// TestEditorHangsUp ends the session without a shutdown.
func TestEditorHangsUp(t *testing.T) {
	t.Parallel()
	for name, input := range map[string]string{
		"no message":           "",
		"exit alone":           frame(`{"jsonrpc":"2.0","method":"exit"}`),
		"a length of letters":  "Content-Length: x\r\n\r\n{}",
		"a length too large":   "Content-Length: 99999999999\r\n\r\n{}",
		"a header without end": strings.Repeat("X: y\r\n", 9999),
	} {
		var out, diagnostics bytes.Buffer
		if code := run([]string{"lsp"}, strings.NewReader(input), &out, &diagnostics); code != 1 {
			t.Errorf("%s: exit code %d, want 1", name, code)
		}
	}
}

func frame(body string) string {
	var b strings.Builder
	b.WriteString("Content-Length: ")
	b.WriteString(jsonNumber(len(body)))
	b.WriteString("\r\n\r\n" + body)
	return b.String()
}

func jsonNumber(n int) string { data, _ := json.Marshal(n); return string(data) }

// TestEditorSurvivesMalformedMessages sends what is no message between those
// that are.
func TestEditorSurvivesMalformedMessages(t *testing.T) {
	t.Parallel()
	input := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":[]}}`) +
		frame(`{"jsonrpc":`) + frame(`[]`) + frame(`17`) + frame(`{}`) + frame(`{"id":9,"result":null}`) +
		"\r\n" + frame(`{"jsonrpc":"2.0","id":{"a":1},"method":"shutdown"}`) +
		"Content-Type: x\r\ncontent-length: 44\r\n\r\n" + `{"jsonrpc":"2.0","id":"s","method":"shutdown"}`[:44] +
		frame(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`) + frame(`{"jsonrpc":"2.0","method":"exit"}`)
	var out, diagnostics bytes.Buffer
	if code := run([]string{"lsp"}, strings.NewReader(input), &out, &diagnostics); code != exitClean {
		t.Errorf("exit code %d: %s", code, diagnostics.String())
	}
	if got := strings.Count(out.String(), `"code":-32700`); got != 2 {
		t.Errorf("%d messages are told to be no JSON, want 2: %s", got, out.String())
	}
	if !strings.Contains(out.String(), `"code":-32600`) {
		t.Errorf("no message is told to be no request: %s", out.String())
	}
}

// TestEditorFolders adds and removes folders, one of them in another.
func TestEditorFolders(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	other, _ := example(t)
	carbon, second := filepath.Join(dir, carbonFile), filepath.Join(other, carbonFile)
	e := start(t, allCapabilities, dir, filepath.Join(dir, "repository"))
	e.found(carbon, "hostname/not_set")
	move := func(added, removed []string) {
		list := func(names []string) []map[string]string {
			all := []map[string]string{}
			for _, n := range names {
				all = append(all, map[string]string{"uri": uri(n), "name": "x"})
			}
			return all
		}
		e.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": list(added), "removed": list(removed)}})
	}
	move([]string{other}, nil)
	e.found(second, "hostname/not_set")
	move(nil, []string{dir, filepath.Join(dir, "repository")})
	e.gone(carbon, "hostname/not_set")
	// A file that is open outside of all folders is judged with its home.
	e.open(carbon, read(carbonFile))
	e.found(carbon, "hostname/not_set")
	e.found(filepath.Join(dir, hookFile), "cluster/shutdown_hook_on")
	e.closeFile(carbon)
	e.gone(filepath.Join(dir, hookFile), "cluster/shutdown_hook_on")
}

// TestEditorDeletedFiles deletes files, open and not, and the home.
func TestEditorDeletedFiles(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	carbon, hook := filepath.Join(dir, carbonFile), filepath.Join(dir, hookFile)
	e := start(t, allCapabilities, dir)
	e.open(carbon, read(carbonFile))
	e.found(hook, "cluster/shutdown_hook_on")
	e.until("watched files", func() bool { return strings.Contains(strings.Join(e.asked, " "), "client/registerCapability") })
	deleted := func(file string) {
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
		e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uri(file), "type": 3}}})
	}
	deleted(carbon)
	deleted(hook)
	e.gone(hook, "cluster/shutdown_hook_on")
	e.found(carbon, "hostname/not_set") // its text is in the editor
	e.closeFile(carbon)
	e.gone(carbon, "hostname/not_set")
	deleted(dir)
	e.until("the end of all findings", func() bool { return e.listed() == "" })
}

// TestEditorMovesFiles tells of files as an editor does that does not watch them:
// of what the user did there.
func TestEditorMovesFiles(t *testing.T) {
	t.Parallel()
	dir, _ := example(t)
	hook, away := filepath.Join(dir, hookFile), filepath.Join(dir, "away.properties")
	e := start(t, allCapabilities, dir)
	e.found(hook, "cluster/shutdown_hook_on")
	rename := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		e.notify("workspace/didRenameFiles", map[string]any{"files": []any{map[string]any{"oldUri": uri(from), "newUri": uri(to)}}})
	}
	rename(hook, away)
	e.gone(hook, "cluster/shutdown_hook_on")
	rename(away, hook)
	e.found(hook, "cluster/shutdown_hook_on")
	text, err := os.ReadFile(hook)
	if err := errors.Join(err, os.Remove(hook)); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didDeleteFiles", map[string]any{"files": []any{map[string]any{"uri": uri(hook)}}})
	e.gone(hook, "cluster/shutdown_hook_on")
	if err := os.WriteFile(hook, text, 0o644); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didCreateFiles", map[string]any{"files": []any{map[string]any{"uri": uri(hook)}}})
	e.found(hook, "cluster/shutdown_hook_on")
}

// TestEditorConfiguration changes the configuration in the editor and on disk.
func TestEditorConfiguration(t *testing.T) {
	t.Parallel()
	dir, _ := example(t)
	carbon, configuration := filepath.Join(dir, carbonFile), filepath.Join(dir, ".carbonlint.yaml")
	e := start(t, allCapabilities, dir)
	e.found(carbon, "hostname/not_set")
	e.open(configuration, "severity:\n  hostname/not_set: off\n")
	e.gone(carbon, "hostname/not_set")
	e.change(configuration, 2, "severity:\n  hostname/not_set: note\n")
	if d := e.found(carbon, "hostname/not_set"); d.Severity != 3 {
		t.Errorf("the severity is %d", d.Severity)
	}
	e.change(configuration, 3, "severity:\n  hostname/not_sett: off\n")
	e.until("a problem of the configuration", func() bool {
		list := e.diagnostics[uri(configuration)]
		return len(list) == 1 && list[0].Range.Start == (lspPosition{1, 2}) && strings.Contains(list[0].Message, "hostname/not_sett")
	})
	// With a wrong configuration nothing is judged: what was found stays, but
	// for files that are edited.
	hook := filepath.Join(dir, hookFile)
	e.open(carbon, "<Server/>")
	e.gone(carbon, "hostname/not_set")
	e.found(hook, "cluster/shutdown_hook_on")
	e.closeFile(carbon)
	e.found(carbon, "hostname/not_set")
	e.closeFile(configuration)
	e.until("the configuration without the buffer", func() bool {
		d, ok := e.find(carbon, "hostname/not_set")
		return ok && d.Severity < 3
	})
	if err := os.WriteFile(configuration, []byte("severity: {hostname: off}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uri(configuration), "type": 1}}})
	e.gone(carbon, "hostname/not_set")
}

// TestEditorArguments tells in the editor of a rule that there is not.
func TestEditorArguments(t *testing.T) {
	t.Parallel()
	dir, _ := example(t)
	e := connect(t, "--rule", "hostname/not_sett")
	e.initialize(allCapabilities, dir)
	e.until("a message", func() bool { return strings.Contains(strings.Join(e.params, ""), `did you mean \"hostname/not_set\"`) })
	for args, want := range map[string]int{"--tier=some": exitUsage, "--now=today": exitUsage, "extra": exitUsage} {
		if code := run([]string{"lsp", args}, strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}); code != want {
			t.Errorf("%s: exit code %d, want %d", args, code, want)
		}
	}
	only := connect(t, "--rule", "jmx")
	only.initialize(allCapabilities, dir)
	only.found(filepath.Join(dir, carbonFile), "jmx/default_ports")
	only.gone(filepath.Join(dir, carbonFile), "hostname/not_set")
}

// TestEditorCancels cancels a request that waits for the folder to be judged.
func TestEditorCancels(t *testing.T) {
	t.Parallel()
	dir, _ := example(t)
	input := frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"rootUri":"`+uri(dir)+`","capabilities":{}}}`) +
		frame(`{"jsonrpc":"2.0","method":"initialized"}`) +
		frame(`{"jsonrpc":"2.0","id":"w","method":"workspace/diagnostic","params":{}}`) +
		frame(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"w"}}`) +
		frame(`{"jsonrpc":"2.0","id":2,"method":"workspace/diagnostic","params":{"previousResultIds":[]}}`)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	out := new(lockedBuffer)
	done := make(chan int, 1)
	go func() { done <- run([]string{"lsp"}, reader, out, &bytes.Buffer{}) }()
	if _, err := writer.WriteString(input); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool {
		return strings.Contains(out.String(), `"id":2,`) || strings.Contains(out.String(), `"id":2}`)
	})
	if !strings.Contains(out.String(), `"code":-32800`) {
		t.Errorf("the request was not cancelled: %.300s", out.String())
	}
	writer.Close()
	<-done
}

// waitFor waits until something holds.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
	}
}

// TestEditorBaseline leaves out what the baseline holds, wherever it is shown,
// and says when there is none.
func TestEditorBaseline(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	carbon, hook, baseline := filepath.Join(dir, carbonFile), filepath.Join(dir, hookFile), filepath.Join(dir, "known.json")
	e := connect(t, "--baseline", "known.json")
	e.initialize(allCapabilities, dir)
	d := e.found(carbon, "network/internal_ports_open")
	e.until("why nothing is left out", func() bool { return strings.Contains(strings.Join(e.params, ""), "there is no baseline "+baseline) })
	run([]string{"lint", "--now", "2026-01-01", "--rule", "network", "--write-baseline", baseline, dir}, strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{})
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uri(baseline), "type": 1}}})
	e.gone(carbon, "network/internal_ports_open")
	e.found(hook, "cluster/shutdown_hook_on")
	if h := e.hover(carbon, d.Range.Start); !strings.Contains(h, "known to the baseline") {
		t.Errorf("hover says %s", h)
	}
	for _, a := range e.actions(carbon, d.Range) {
		if strings.Contains(a.Title, "network/internal_ports_open") {
			t.Errorf("there is an action for a known finding: %s", a.Title)
		}
	}
	// Another value is a new finding.
	e.open(carbon, strings.Replace(read(carbonFile), ">9999<", ">9998<", 1))
	e.found(carbon, "network/internal_ports_open")
	e.open(baseline, "{")
	e.until("what is wrong with the baseline", func() bool { return strings.Contains(strings.Join(e.params, ""), baseline+" is no baseline") })
}

// TestEditorProgress shows that a folder is judged for the first time, to a
// client that can show it.
func TestEditorProgress(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	e := start(t, strings.Replace(allCapabilities, `"window":{`, `"window":{"workDoneProgress":true,`, 1), dir)
	e.until("the end", func() bool { return strings.Contains(strings.Join(e.params, ""), `"kind":"end"`) })
	e.open(filepath.Join(dir, carbonFile), read(carbonFile))
	e.found(filepath.Join(dir, carbonFile), "hostname/not_set")
	e.mu.Lock()
	defer e.mu.Unlock()
	var steps []string
	for i, method := range e.asked {
		if strings.Contains(strings.ToLower(method), "progress") {
			steps = append(steps, method+" "+e.params[i])
		}
	}
	want := []string{
		`window/workDoneProgress/create {"token":"carbonlint-1"}`,
		`$/progress {"token":"carbonlint-1","value":{"kind":"begin","message":"judging ` + filepath.Base(dir) + `","title":"carbonlint"}}`,
		`$/progress {"token":"carbonlint-1","value":{"kind":"end","message":"homes: 1, findings: `,
	}
	if len(steps) != 3 || steps[0] != want[0] || steps[1] != want[1] || !strings.HasPrefix(steps[2], want[2]) {
		t.Errorf("the progress is %s", strings.Join(steps, "\n"))
	}
}

// TestEditorOpensLate sends what it knows of a file again when that is opened,
// whatever number the client gives the first version.
func TestEditorOpensLate(t *testing.T) {
	t.Parallel()
	dir, read := example(t)
	carbon := filepath.Join(dir, carbonFile)
	e := start(t, allCapabilities, dir)
	e.found(carbon, "hostname/not_set")
	e.mu.Lock()
	delete(e.diagnostics, uri(carbon))
	e.mu.Unlock()
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri(carbon), "languageId": "xml", "version": 0, "text": read(carbonFile)}})
	e.found(carbon, "hostname/not_set")
}
