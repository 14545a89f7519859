package lsp

import (
	"context"
	"sync"

	"github.com/carbonlint/carbonlint/loader"
)

// nounCache keeps the nouns of the model that were asked for. The rules'
// evaluation does not keep them, and a hover needs one of them now and then.
type nounCache struct {
	mu    sync.Mutex
	known map[[2]string][]noun
}

// noun is one thing of the model: a port, a data source.
type noun map[string]any

// things returns the things of that name in a home, none when the model has
// no answer.
func (j *judgement) things(ctx context.Context, h *loader.Home, name string) []noun {
	j.nouns.mu.Lock()
	defer j.nouns.mu.Unlock()
	key := [2]string{h.Path, name}
	if list, ok := j.nouns.known[key]; ok {
		return list
	}
	value, err := j.Model(ctx, h, name)
	if err != nil {
		return nil
	}
	list := []noun{}
	things, _ := value.([]any)
	for _, thing := range things {
		if n, ok := thing.(map[string]any); ok {
			list = append(list, n)
		}
	}
	if j.nouns.known == nil {
		j.nouns.known = make(map[[2]string][]noun)
	}
	j.nouns.known[key] = list
	return list
}

// part returns a part of a noun that is an entry or a noun itself.
func (n noun) part(name string) noun {
	part, _ := n[name].(map[string]any)
	return part
}

// text returns a text of a noun, "" when it has none.
func (n noun) text(name string) string {
	text, _ := n[name].(string)
	return text
}

// number returns a number of a noun, 0 when it has none.
func (n noun) number(name string) int { return asInt(n[name]) }

// flag reports whether a switch of a noun is on.
func (n noun) flag(name string) bool { on, _ := n[name].(bool); return on }

func asInt(v any) int {
	switch v := v.(type) {
	case interface{ Int64() (int64, error) }: // json.Number
		i, _ := v.Int64()
		return int(i)
	case float64:
		return int(v)
	case int:
		return v
	}
	return 0
}

// at reports whether a noun stands at a place of a file.
func (n noun) at(f *loader.File, s loader.Span) bool {
	p := f.Source.Position(s.Start)
	return n.text("file") == f.Name && n.number("line") == p.Line && n.number("column") == p.Column
}
