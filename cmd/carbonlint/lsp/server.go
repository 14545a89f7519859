package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// The codes of errors.
const (
	codeParseError     = -32700
	codeInvalidRequest = -32600
	codeUnknownMethod  = -32601
	codeInvalidParams  = -32602
	codeInternalError  = -32603
	codeNotInitialized = -32002
	codeCancelled      = -32800
)

// Options say how to serve.
type Options struct {
	Judge   Judge
	Version string
	// Log takes what goes wrong with the server itself.
	Log io.Writer
}

// server is one session with one client.
type server struct {
	Options
	ctx  context.Context
	conn *jsonrpc2.Conn

	mu     sync.Mutex
	state  state
	client *client
	// roots are the folders of the workspace, and folders those that are
	// judged, by their path: a root that lies in another one is judged with
	// it, and a file outside of all with the home that it is in.
	roots   []string
	folders map[string]*folder
	buffers buffers
	running map[jsonrpc2.ID]context.CancelFunc
	// published and given are the diagnostics that the client has, by folder
	// and file.
	published map[string]map[string]published
	given     map[string]map[string]string
	told      map[string]bool // failures that were told
	trace     string
	tokens    int // how often progress was shown
}

// state is where in its life a session is.
type state int

const (
	fresh state = iota
	initialized
	shutDown
)

// Serve speaks with the client over the two streams until it says exit or
// hangs up. It reports whether the session ended as the protocol has it.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{
		Options: o, ctx: ctx, folders: make(map[string]*folder), buffers: make(buffers),
		running: make(map[jsonrpc2.ID]context.CancelFunc), published: make(map[string]map[string]published),
		given: make(map[string]map[string]string), told: make(map[string]bool),
	}
	ready := make(chan struct{})
	handler := handlerFunc(func(_ context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) {
		<-ready
		s.handle(conn, r)
	})
	s.conn = jsonrpc2.NewConn(ctx, newStream(in, out), handler, jsonrpc2.SetLogger(log.New(o.Log, "carbonlint: ", 0)))
	close(ready)
	<-s.conn.DisconnectNotify()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state == shutDown
}

type handlerFunc func(context.Context, *jsonrpc2.Conn, *jsonrpc2.Request)

func (f handlerFunc) Handle(ctx context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) {
	f(ctx, conn, r)
}

// handle takes the messages in their order. What changes the state is done at
// once; a query is answered beside the messages after it, from the state as it
// was when it came.
func (s *server) handle(conn *jsonrpc2.Conn, r *jsonrpc2.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Notif {
		s.notified(conn, r)
		return
	}
	switch {
	case s.state == fresh && r.Method != "initialize":
		s.reply(r.ID, nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "the session is not initialized"})
	case s.state == shutDown, s.state == initialized && r.Method == "initialize":
		s.reply(r.ID, nil, &jsonrpc2.Error{Code: codeInvalidRequest, Message: "this is not the time for " + r.Method})
	case r.Method == "initialize":
		s.initialize(r)
	case r.Method == "shutdown":
		s.state = shutDown
		for _, f := range s.folders {
			f.close()
		}
		s.reply(r.ID, nil, nil)
	default:
		s.begin(r)
	}
}

// begin answers a query in a goroutine of its own, unless it is cancelled.
func (s *server) begin(r *jsonrpc2.Request) {
	answer := queries[r.Method]
	if answer == nil {
		s.reply(r.ID, nil, &jsonrpc2.Error{Code: codeUnknownMethod, Message: "there is no method " + r.Method})
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.running[r.ID] = cancel
	q := &query{server: s, ctx: ctx, opened: s.inOrder(), open: maps.Clone(s.buffers)}
	go func() {
		result, err := q.try(answer, r)
		s.mu.Lock()
		delete(s.running, r.ID)
		s.mu.Unlock()
		if ctx.Err() != nil {
			err = &jsonrpc2.Error{Code: codeCancelled, Message: "the request was cancelled"}
		}
		cancel()
		s.reply(r.ID, result, err)
	}()
}

// reply answers a request. An answer that finds nobody is lost.
func (s *server) reply(id jsonrpc2.ID, result any, err error) {
	response := &jsonrpc2.Response{ID: id}
	if err == nil {
		err = response.SetResult(result)
	}
	if err != nil {
		fault, ok := err.(*jsonrpc2.Error)
		if !ok {
			fault = &jsonrpc2.Error{Code: codeInternalError, Message: err.Error()}
		}
		response.Result, response.Error = nil, fault
	}
	_ = s.conn.SendResponse(s.ctx, response)
}

// notify sends a notification, which finds nobody when the client is gone.
func (s *server) notify(method string, params any) { _ = s.conn.Notify(s.ctx, method, params) }

// call sends a request and waits for the answer, of which nothing is needed.
func (s *server) call(method string, params any) { _ = s.conn.Call(s.ctx, method, params, nil) }

// initialize begins the session.
func (s *server) initialize(r *jsonrpc2.Request) {
	var p initializeParams
	if r.Params != nil {
		_ = json.Unmarshal(*r.Params, &p) // what has the wrong shape was not said
	}
	s.client, s.state, s.trace = newClient(&p), initialized, p.Trace
	for _, f := range p.WorkspaceFolders {
		s.addRoot(f.URI)
	}
	if len(p.WorkspaceFolders) == 0 {
		switch {
		case p.RootURI != "":
			s.addRoot(p.RootURI)
		case p.RootPath != "":
			s.addRoot(uriOf(filepath.ToSlash(p.RootPath)))
		}
	}
	s.reply(r.ID, map[string]any{
		"capabilities": s.client.serverCapabilities(),
		"serverInfo":   map[string]any{"name": source, "version": s.Version},
	}, nil)
}

func (s *server) addRoot(uri string) {
	if name, ok := fileOf(uri); ok && !slices.Contains(s.roots, name) {
		s.roots = append(s.roots, name)
	}
}

// notified takes a notification. Before the session has begun and after it has
// ended nothing but its end counts.
func (s *server) notified(conn *jsonrpc2.Conn, r *jsonrpc2.Request) {
	if r.Method == "exit" {
		go conn.Close()
		return
	}
	take := notifications[r.Method]
	if s.state != initialized || take == nil {
		return
	}
	params := json.RawMessage("{}")
	if r.Params != nil {
		params = *r.Params
	}
	if err := take(s, params); err != nil {
		s.log(fmt.Sprintf("%s is not understood: its parameters have another shape", r.Method))
	}
}

// log tells the client's log of a fault.
func (s *server) log(message string) {
	s.notify("window/logMessage", messageParams{Type: typeWarning, Message: message})
}

// judged takes the news of a folder to the client.
func (s *server) judged(f *folder, j *judgement) {
	s.publish(f, j)
	for _, notice := range j.Notices {
		s.tell(typeWarning, "carbonlint: "+notice)
	}
	if j.Report == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, failure := range j.Report.Failures {
		text := failure.Message
		if failure.Rule != "" {
			text = failure.Rule + ": " + text
		}
		if failure.File == "" && !s.told[text] {
			s.told[text] = true
			s.log(text)
		}
	}
	if s.trace == "messages" || s.trace == "verbose" {
		s.notify("$/logTrace", map[string]any{
			"message": fmt.Sprintf("judged %s: %d homes, %d findings", j.base, len(j.Report.Tree.Homes), len(j.Report.Findings)),
		})
	}
}

// failed tells why a folder could not be judged, once.
func (s *server) failed(err error) {
	message := "carbonlint: " + err.Error()
	var fault *crash
	if errors.As(err, &fault) {
		fmt.Fprintf(s.Log, "%s\n", message)
		message = "carbonlint failed; its standard error says why, please report it"
	}
	s.tell(typeError, message)
}

// tell shows the user a message, once.
func (s *server) tell(kind int, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.told[message] {
		s.told[message] = true
		s.notify("window/showMessage", messageParams{Type: kind, Message: message})
	}
}
