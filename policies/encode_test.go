package policies

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// encoder writes what decoder reads. It refuses what no rule uses yet and
// what would not mean the same without the stages of the compiler that do not
// run at start.
type encoder struct {
	counts
	strings map[string]int
	places  map[place]int
	shared  map[string]int
	// tables are the parts of the file in their order.
	texts, rows, terms []byte
}

// place is a location as it is written.
type place struct {
	file string
	row  int
}

// encodeUnit returns a compiled file without its header.
func encodeUnit(u *unit) (data []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	e := &encoder{strings: make(map[string]int), places: make(map[place]int), shared: make(map[string]int)}
	documentation := e.documentation(u.rule)
	module := e.module(u.module, u.indexed)
	data = uvarint(data, len(u.uses))
	for _, name := range u.uses {
		data = append(uvarint(data, len(name)), name...)
	}
	e.counts.each(func(n *int) { data = uvarint(data, *n) })
	return slices.Concat(data, e.texts, documentation, e.rows, e.terms, module), nil
}

func uvarint(b []byte, values ...int) []byte {
	for _, n := range values {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

func (e *encoder) text(s string) int {
	i, ok := e.strings[s]
	if !ok {
		i = e.counts.strings
		e.counts.strings++
		e.strings[s] = i
		e.texts = append(uvarint(e.texts, len(s)), s...)
	}
	return i
}

// place numbers a location from 1; 0 is none.
func (e *encoder) place(l *ast.Location) int {
	if l == nil {
		return 0
	}
	p := place{l.File, l.Row}
	i, ok := e.places[p]
	if !ok {
		e.counts.places++
		i = e.counts.places
		e.places[p] = i
		e.rows = uvarint(e.rows, e.text(p.file), p.row)
	}
	return i
}

func (e *encoder) documentation(r *Rule) []byte {
	if r == nil {
		return uvarint(nil, 0)
	}
	b := uvarint(nil, 1)
	for _, field := range r.texts() {
		b = uvarint(b, e.text(*field))
	}
	b = uvarint(b, e.text(strconv.FormatFloat(r.SecuritySeverity, 'g', -1, 64)), e.text(encodeParameters(r)), len(r.Links))
	for _, l := range r.Links {
		b = uvarint(b, e.text(l.Title), e.text(l.URL))
	}
	return b
}

// encodeParameters returns the parameters of a rule as JSON, "" where it has
// none: few rules have one.
func encodeParameters(r *Rule) string {
	if len(r.Parameters) == 0 {
		return ""
	}
	data, err := json.Marshal(r.Parameters)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// term returns the number of a term, which it writes if it is new.
func (e *encoder) term(t *ast.Term) int {
	b, shareable := e.value(t.Value)
	if i, ok := e.shared[string(b)]; ok && shareable {
		return i
	}
	i := e.counts.terms
	e.counts.terms++
	e.shared[string(b)] = i
	e.terms = append(e.terms, b...)
	return i
}

func (e *encoder) optional(t *ast.Term) int {
	if t == nil {
		return 0
	}
	return e.term(t) + 1
}

func (e *encoder) list(b []byte, list []*ast.Term) []byte {
	b = uvarint(b, len(list))
	for _, t := range list {
		b = uvarint(b, e.term(t))
	}
	e.counts.slots += len(list)
	return b
}

// value returns the encoding of a value and whether equal ones are the same:
// a comprehension and what holds it are not.
func (e *encoder) value(v ast.Value) (b []byte, shareable bool) {
	switch v := v.(type) {
	case ast.Null:
		return uvarint(nil, tagNull), true
	case ast.Boolean:
		if v {
			return uvarint(nil, tagTrue), true
		}
		return uvarint(nil, tagFalse), true
	case ast.Number:
		return uvarint(nil, tagNumber, e.text(string(v))), true
	case ast.String:
		return uvarint(nil, tagString, e.text(string(v))), true
	case ast.Var:
		return uvarint(nil, tagVar, e.text(string(v))), true
	case ast.Ref:
		return e.list(uvarint(nil, tagRef), v), true
	case ast.Call:
		return e.list(uvarint(nil, tagCall), v), true
	case *ast.Array:
		return e.list(uvarint(nil, tagArray), slices.Collect(arrayTerms(v))), true
	case ast.Set:
		return e.list(uvarint(nil, tagSet), v.Slice()), true
	case ast.Object:
		var list []*ast.Term
		v.Foreach(func(key, value *ast.Term) { list = append(list, key, value) })
		return e.list(uvarint(nil, tagObject), list), true
	default:
		return e.comprehension(v), false
	}
}

func arrayTerms(a *ast.Array) func(func(*ast.Term) bool) {
	return func(yield func(*ast.Term) bool) { a.Until(func(t *ast.Term) bool { return !yield(t) }) }
}

func (e *encoder) comprehension(v ast.Value) []byte {
	switch v := v.(type) {
	case *ast.ArrayComprehension:
		return e.body(uvarint(nil, tagArrayComprehension, e.term(v.Term)), v.Body)
	case *ast.SetComprehension:
		return e.body(uvarint(nil, tagSetComprehension, e.term(v.Term)), v.Body)
	case *ast.ObjectComprehension:
		return e.body(uvarint(nil, tagObjectComprehension, e.term(v.Key), e.place(v.Key.Location), e.term(v.Value)), v.Body)
	}
	panic(fmt.Sprintf("a term of type %T has no encoding", v))
}

func (e *encoder) body(b []byte, body ast.Body) []byte {
	b = uvarint(b, len(body))
	e.counts.exprs += len(body)
	for i, x := range body {
		if x.Index != i {
			panic(fmt.Sprintf("%v: expression %d has index %d", x.Location, i, x.Index))
		}
		b = e.expr(b, x)
	}
	return b
}

func (e *encoder) expr(b []byte, x *ast.Expr) []byte {
	flags := bitIf(x.Negated, exprNegated) | bitIf(x.Generated, exprGenerated) | bitIf(len(x.With) > 0, exprWith)
	at := e.place(x.Location)
	switch terms := x.Terms.(type) {
	case *ast.Term:
		b = uvarint(b, flags, at, e.term(terms))
	case []*ast.Term:
		b = e.list(uvarint(b, flags|exprCall, at), terms)
	case *ast.Every:
		b = uvarint(b, flags|exprEvery, at, e.optional(terms.Key), e.term(terms.Value), e.term(terms.Domain))
		b = e.body(b, terms.Body)
	default:
		panic(fmt.Sprintf("%v: an expression of type %T has no encoding", x.Location, terms))
	}
	if len(x.With) == 0 {
		return b
	}
	b = uvarint(b, len(x.With))
	for _, w := range x.With {
		// To tell a function from a document, OPA needs types, which are not
		// computed at start.
		if ref, ok := w.Target.Value.(ast.Ref); !ok || !ref[0].Equal(ast.InputRootDocument) {
			panic(fmt.Sprintf("%v: with can replace parts of the input only", x.Location))
		}
		b = uvarint(b, e.term(w.Target), e.term(w.Value))
	}
	return b
}

func bitIf(set bool, bit int) int {
	if set {
		return bit
	}
	return 0
}

func (e *encoder) module(m *ast.Module, indexed []*ast.Rule) []byte {
	b := e.list(nil, m.Package.Path)
	b = uvarint(b, len(m.Rules))
	for _, r := range m.Rules {
		b = uvarint(b, bitIf(slices.Contains(indexed, r), 1))
		b = e.rule(b, renumbered(r))
	}
	return b
}

func (e *encoder) rule(b []byte, r *ast.Rule) []byte {
	flags := bitIf(r.Default, ruleDefault) | bitIf(r.Head.Assign, ruleAssign) | bitIf(r.Else != nil, ruleElse)
	b = uvarint(b, flags, e.place(r.Location), e.place(r.Head.Location), e.text(string(r.Head.Name)))
	b = e.list(b, r.Head.Reference)
	b = e.list(b, r.Head.Args)
	b = uvarint(b, e.optional(r.Head.Key), e.optional(r.Head.Value))
	b = e.body(b, r.Body)
	if r.Else != nil {
		b = e.rule(b, r.Else)
	}
	return b
}

// renumbered returns a copy of a rule with its generated variables numbered
// from 0. The compiler numbers them over all modules, so that without this
// every file would change with every rule. All of a rule's generated variables
// are renamed at once and in the order of their numbers, which is why none
// captures another.
func renumbered(r *ast.Rule) *ast.Rule {
	r = r.Copy()
	numbers := make(map[ast.Var]int)
	ast.WalkVars(r, func(v ast.Var) bool {
		if n, ok := generatedNumber(v); ok {
			numbers[v] = n
		}
		return false
	})
	order := slices.SortedFunc(maps.Keys(numbers), func(v, w ast.Var) int { return cmp.Compare(numbers[v], numbers[w]) })
	names := make(map[ast.Var]ast.Var, len(order))
	for i, v := range order {
		names[v] = ast.Var(fmt.Sprintf("%s%d__", ast.LocalVarPrefix, i))
	}
	_, err := ast.TransformVars(r, func(v ast.Var) (ast.Value, error) { return cmp.Or(names[v], v), nil })
	if err != nil {
		panic(err)
	}
	return r
}

// generatedNumber returns the number in __local12__.
func generatedNumber(v ast.Var) (int, bool) {
	digits, ok := strings.CutPrefix(string(v), ast.LocalVarPrefix)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSuffix(digits, "__"))
	return n, err == nil
}
