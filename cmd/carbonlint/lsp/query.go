package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/sourcegraph/jsonrpc2"
)

// query is a request while it is answered, with the state in which it came.
type query struct {
	*server
	ctx    context.Context
	opened []*folder
	open   buffers
}

// queries are what the client may ask, by method.
var queries = map[string]func(*query, json.RawMessage) (any, error){
	"textDocument/diagnostic":   ask((*query).pull),
	"workspace/diagnostic":      ask((*query).pullAll),
	"textDocument/hover":        ask((*query).hover),
	"textDocument/codeAction":   ask((*query).actions),
	"textDocument/completion":   ask((*query).complete),
	"textDocument/definition":   ask((*query).define),
	"textDocument/documentLink": ask((*query).links),
	"workspace/executeCommand":  ask((*query).execute),
}

// ask decodes the parameters of a query.
func ask[P any](answer func(*query, *P) (any, error)) func(*query, json.RawMessage) (any, error) {
	return func(q *query, params json.RawMessage) (any, error) {
		var p P
		if err := json.Unmarshal(params, &p); err != nil {
			return nil, &jsonrpc2.Error{Code: codeInvalidParams, Message: "the parameters have another shape"}
		}
		return answer(q, &p)
	}
}

// try answers a query; a fault of the program costs that query alone.
func (q *query) try(answer func(*query, json.RawMessage) (any, error), r *jsonrpc2.Request) (result any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			fmt.Fprintf(q.Log, "carbonlint: %s: %v\n%s", r.Method, cause, debug.Stack())
			result, err = nil, &jsonrpc2.Error{Code: codeInternalError, Message: "carbonlint failed; please report this"}
		}
	}()
	params := json.RawMessage("{}")
	if r.Params != nil {
		params = *r.Params
	}
	return answer(q, params)
}

// judgement waits for what is known of the folder of a document, and returns
// the document's path in it; nil when it is in none.
func (q *query) judgement(uri string) (*judgement, string, error) {
	full, ok := fileOf(uri)
	if !ok {
		return nil, "", nil
	}
	for _, f := range q.opened {
		if name, ok := below(f.base, full); ok {
			j, err := f.current(q.ctx)
			if err == errClosed {
				return nil, "", nil
			}
			return j, name, err
		}
	}
	return nil, "", nil
}
