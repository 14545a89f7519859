package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// patience is how long a test waits for the server: the machine may be busy.
const patience = 30 * time.Second

// editor is a client in the process of the test.
type editor struct {
	t    *testing.T
	conn *jsonrpc2.Conn
	code chan int // how the server ended
	// log is what the server wrote to standard error.
	log *lockedBuffer

	mu          sync.Mutex
	diagnostics map[string][]lspDiagnostic
	versions    map[string]int // of published documents
	asked       []string       // the methods that the server called
	params      []string       // and what with
	traffic     strings.Builder
	changed     chan struct{}
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// The types of the protocol as the tests read them.
type (
	lspPosition struct{ Line, Character int }
	lspRange    struct{ Start, End lspPosition }
	lspEdit     struct {
		Range   lspRange
		NewText string
		Snippet struct{ Kind, Value string }
	}
	lspDiagnostic struct {
		Range              lspRange
		Severity           int
		Code, Message      string
		Tags               []int
		CodeDescription    struct{ Href string }
		RelatedInformation []struct {
			Location struct {
				URI   string
				Range lspRange
			}
			Message string
		}
	}
	lspAction struct {
		Title, Kind string
		IsPreferred bool
		Edit        struct {
			Changes         map[string][]lspEdit
			DocumentChanges []struct {
				Kind, URI    string
				Options      struct{ Recursive bool }
				TextDocument struct {
					URI     string
					Version *int
				}
				Edits []lspEdit
			}
		}
		Command *struct {
			Command   string
			Arguments []json.RawMessage
		}
	}
)

// allCapabilities are those of a client that can everything but pull.
const allCapabilities = `{"textDocument":{"publishDiagnostics":{"relatedInformation":true,"codeDescriptionSupport":true,"tagSupport":{"valueSet":[1,2]}}},
	"workspace":{"workspaceFolders":true,"workspaceEdit":{"documentChanges":true,"resourceOperations":["create","rename","delete"]},"didChangeWatchedFiles":{"dynamicRegistration":true}},
	"window":{"showDocument":{"support":true}}}`

// connect starts a server without initializing it.
func connect(t *testing.T, args ...string) *editor {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	e := &editor{
		t: t, code: make(chan int, 1), log: new(lockedBuffer), diagnostics: make(map[string][]lspDiagnostic),
		versions: make(map[string]int), changed: make(chan struct{}),
	}
	go func() {
		e.code <- run(append([]string{"lsp", "--stdio", "--now", "2026-01-01"}, args...), toServer, fromServer, e.log)
		fromServer.Close()
	}()
	wire := &wire{toClient, fromClient, e}
	e.conn = jsonrpc2.NewConn(context.Background(), jsonrpc2.NewBufferedStream(wire, jsonrpc2.VSCodeObjectCodec{}), e)
	t.Cleanup(func() {
		e.conn.Close()
		fromClient.Close()
	})
	return e
}

// wire joins the two pipes and keeps what comes from the server.
type wire struct {
	io.Reader
	io.WriteCloser
	e *editor
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	w.e.mu.Lock()
	w.e.traffic.Write(p[:n])
	w.e.mu.Unlock()
	return n, err
}

// Handle takes what the server tells and asks.
func (e *editor) Handle(ctx context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) {
	e.mu.Lock()
	params := ""
	if r.Params != nil {
		params = string(*r.Params)
	}
	if r.Method == "textDocument/publishDiagnostics" {
		var p struct {
			URI         string
			Version     int
			Diagnostics []lspDiagnostic
		}
		if err := json.Unmarshal(*r.Params, &p); err != nil {
			e.t.Errorf("diagnostics: %v", err)
		}
		e.diagnostics[p.URI], e.versions[p.URI] = p.Diagnostics, p.Version
	} else {
		e.asked, e.params = append(e.asked, r.Method), append(e.params, params)
	}
	close(e.changed)
	e.changed = make(chan struct{})
	e.mu.Unlock()
	if !r.Notif {
		_ = conn.Reply(ctx, r.ID, nil)
	}
}

// start initializes a session over folders.
func start(t *testing.T, capabilities string, folders ...string) *editor {
	t.Helper()
	e := connect(t)
	e.initialize(capabilities, folders...)
	return e
}

func (e *editor) initialize(capabilities string, folders ...string) {
	e.t.Helper()
	list := []map[string]string{}
	for _, f := range folders {
		list = append(list, map[string]string{"uri": uri(f), "name": "x"})
	}
	e.call("initialize", map[string]any{"workspaceFolders": list, "capabilities": json.RawMessage(capabilities), "initializationOptions": []int{}}, nil)
	e.notify("initialized", map[string]any{})
}

// call asks the server and fails the test when that fails.
func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := e.conn.Call(ctx, method, params, result); err != nil {
		e.t.Fatalf("%s: %v\n%s", method, err, e.log)
	}
}

// refused asks the server and returns the code of the error.
func (e *editor) refused(method string, params any) int64 {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := e.conn.Call(ctx, method, params, nil)
	fault, ok := err.(*jsonrpc2.Error)
	if !ok {
		e.t.Fatalf("%s: %v, want an error of the protocol", method, err)
	}
	return fault.Code
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.conn.Notify(context.Background(), method, params); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

// open opens a document with a text.
func (e *editor) open(file, text string) {
	e.t.Helper()
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri(file), "languageId": "x", "version": 1, "text": text}})
}

// change gives a document another text.
func (e *editor) change(file string, version int, text string) {
	e.t.Helper()
	e.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri(file), "version": version}, "contentChanges": []any{map[string]any{"text": text}},
	})
}

func (e *editor) closeFile(file string) {
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri(file)}})
}

// until waits until the state of the client is as it should be.
func (e *editor) until(what string, ok func() bool) {
	e.t.Helper()
	deadline := time.After(patience)
	for {
		e.mu.Lock()
		done, changed := ok(), e.changed
		e.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			e.mu.Lock()
			defer e.mu.Unlock()
			e.t.Fatalf("waited in vain for %s; there are\n%s%s", what, e.listed(), e.log)
		}
	}
}

// listed shows the diagnostics there are.
func (e *editor) listed() string {
	var lines []string
	for u, list := range e.diagnostics {
		for _, d := range list {
			lines = append(lines, fmt.Sprintf("%s:%d:%d: %s\n", u[strings.LastIndex(u, "/")+1:], d.Range.Start.Line, d.Range.Start.Character, d.Code))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// find returns the diagnostic of a rule in a file. The lock is held.
func (e *editor) find(file, rule string) (lspDiagnostic, bool) {
	i := slices.IndexFunc(e.diagnostics[uri(file)], func(d lspDiagnostic) bool { return d.Code == rule })
	if i < 0 {
		return lspDiagnostic{}, false
	}
	return e.diagnostics[uri(file)][i], true
}

// found waits for a finding and returns it.
func (e *editor) found(file, rule string) (d lspDiagnostic) {
	e.t.Helper()
	e.until(rule+" in "+filepath.Base(file), func() (ok bool) { d, ok = e.find(file, rule); return ok })
	return d
}

// gone waits until there is no such finding.
func (e *editor) gone(file, rule string) {
	e.t.Helper()
	e.until("the end of "+rule, func() bool { _, ok := e.find(file, rule); return !ok })
}

// actions returns what can be done at a place.
func (e *editor) actions(file string, at lspRange, only ...string) []lspAction {
	e.t.Helper()
	var list []lspAction
	contexts := map[string]any{"diagnostics": []int{}}
	if len(only) > 0 {
		contexts["only"] = only
	}
	e.call("textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "range": at.plain(), "context": contexts}, &list)
	return list
}

func (p lspPosition) plain() map[string]any {
	return map[string]any{"line": p.Line, "character": p.Character}
}

func (r lspRange) plain() map[string]any {
	return map[string]any{"start": r.Start.plain(), "end": r.End.plain()}
}

func (e *editor) hover(file string, at lspPosition) string {
	e.t.Helper()
	var h *struct{ Contents struct{ Kind, Value string } }
	e.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uri(file)}, "position": at.plain()}, &h)
	if h == nil {
		return ""
	}
	return h.Contents.Value
}

// uri is the document of a file.
func uri(file string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
}

// apply makes edits of a text whose lines are plain ASCII.
func apply(text string, edits []lspEdit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b lspEdit) int { return offsetOf(text, b.Range.Start) - offsetOf(text, a.Range.Start) })
	for _, x := range edits {
		text = text[:offsetOf(text, x.Range.Start)] + x.NewText + text[offsetOf(text, x.Range.End):]
	}
	return text
}

func offsetOf(text string, p lspPosition) int {
	at := 0
	for range p.Line {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return at + p.Character
}

// position is where a text stands in another one.
func position(t *testing.T, text, what string) lspPosition {
	t.Helper()
	i := strings.Index(text, what)
	if i < 0 {
		t.Fatalf("there is no %s", what)
	}
	return lspPosition{strings.Count(text[:i], "\n"), i - strings.LastIndexByte(text[:i], '\n') - 1}
}

// example copies the example home and returns its folder and a function that
// reads a file of it.
func example(t *testing.T) (dir string, read func(name string) string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/esb")); err != nil {
		t.Fatal(err)
	}
	return dir, func(name string) string {
		data, err := fs.ReadFile(os.DirFS(dir), name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
}
