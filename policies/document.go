package policies

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// document is what rules see of a home, without the other homes and without
// what they do not want. Its parts are values of the engine, or Go maps that
// become such when a rule asks for them.
func (e *Engine) document(h *loader.Home, want *loader.Want) map[string]any {
	document := map[string]any{"parameters": e.Parameters(h)}
	for part, term := range loader.Build(h, want, &terms{names: make(map[string]*ast.Term)}) {
		document[part] = term.Value
	}
	return document
}

// terms makes the values of a document as the engine holds them, by the
// [loader.Maker] of these. It is not safe for concurrent use.
type terms struct {
	// names are those of records, which are shared by all of them.
	names map[string]*ast.Term
	// free are terms that are not yet used: they are allocated by the hundred.
	free  []ast.Term
	pairs [][2]*ast.Term
}

// noTerms is the empty list.
var noTerms = ast.NewTerm(ast.InternedEmptyArrayValue)

func (t *terms) term(value ast.Value) *ast.Term {
	if len(t.free) == 0 {
		t.free = make([]ast.Term, 256)
	}
	term := &t.free[0]
	t.free = t.free[1:]
	term.Value = value
	return term
}

func (t *terms) String(s string) *ast.Term {
	if s == "" {
		return ast.InternedEmptyString
	}
	return t.term(ast.String(s))
}

func (t *terms) Int(n int) *ast.Term { return ast.InternedTerm(n) }

func (t *terms) Bool(b bool) *ast.Term { return ast.InternedTerm(b) }

func (t *terms) List(values []*ast.Term) *ast.Term {
	if len(values) == 0 {
		return noTerms
	}
	return t.term(ast.NewArray(values...))
}

func (t *terms) Record(members []loader.Member[*ast.Term]) *ast.Term {
	t.pairs = t.pairs[:0]
	for _, m := range members {
		name := t.names[m.Name]
		if name == nil {
			name = ast.StringTerm(m.Name)
			t.names[m.Name] = name
		}
		t.pairs = append(t.pairs, [2]*ast.Term{name, m.Value})
	}
	return t.term(ast.NewObject(t.pairs...))
}

func (t *terms) Object(members []loader.Member[*ast.Term]) *ast.Term {
	t.pairs = t.pairs[:0]
	for _, m := range members {
		t.pairs = append(t.pairs, [2]*ast.Term{t.String(m.Name), m.Value})
	}
	return t.term(ast.NewObject(t.pairs...))
}
