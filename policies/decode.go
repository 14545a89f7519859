package policies

import (
	"encoding/json"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Compiled files begin with the names of the files of lib and model that they
// refer to, so that a few rules are read with no more than they need. The rest
// are tables: the strings, the places in the source, then the terms, each of which names its parts by their place in the table before it.
// A term that occurs more than once is written and read once; only terms with
// a comprehension in them are not shared, because OPA keeps an index for each
// by its address. Places are lines: OPA names no column in its errors. All numbers are unsigned varints, and 0 stands for nothing
// where something may be missing. The encoder is in encode_test.go, since
// the program itself only reads.

// Tags of terms.
const (
	tagNull = iota
	tagFalse
	tagTrue
	tagNumber
	tagString
	tagVar
	tagRef
	tagArray
	tagObject
	tagSet
	tagCall
	tagArrayComprehension
	tagSetComprehension
	tagObjectComprehension
)

// Flags of rules.
const (
	ruleDefault = 1 << iota
	ruleAssign
	ruleElse
)

// Flags of expressions. Without exprCall and exprEvery the expression is one
// term.
const (
	exprNegated = 1 << iota
	exprGenerated
	exprCall
	exprEvery
	exprWith
)

// counts are the sizes of what a file holds, so that each kind is allocated
// at once.
type counts struct {
	strings, places, terms, slots, exprs int
}

// each calls f for the counts in the order of the file.
func (c *counts) each(f func(*int)) {
	for _, n := range []*int{&c.strings, &c.places, &c.terms, &c.slots, &c.exprs} {
		f(n)
	}
}

// unit is one Rego file, parsed or compiled.
type unit struct {
	name   string
	module *ast.Module
	// uses are the files of lib and model that it refers to by itself; known
	// once the unit is compiled.
	uses []string
	// rule is the documentation, nil for a file of lib or model.
	rule *Rule
	// inputs are the references into the input, and indexed the rules in which
	// the compiler found a comprehension that profits from an index; both are
	// known once the unit is compiled.
	inputs  []ast.Ref
	indexed []*ast.Rule
}

// modules returns the modules of some units by name.
func modules(units []*unit) map[string]*ast.Module {
	all := make(map[string]*ast.Module, len(units))
	for _, u := range units {
		all[u.name] = u.module
	}
	return all
}

// decoder reads a compiled file. The file is part of the program and has been
// compared with its source, so that a fault in it is a fault of the program
// and may panic.
type decoder struct {
	data    string
	at      int
	uses    []string
	strings []string
	places  []ast.Location
	terms   []ast.Term
	// slots, exprs and bodies are not yet used parts of larger slices.
	slots  []*ast.Term
	exprs  []ast.Expr
	bodies []*ast.Expr
	// inputs and indexed are those of the unit.
	inputs  []ast.Ref
	indexed []*ast.Rule
}

// newDecoder returns a decoder of a compiled file without its header, of which
// it reads what other files it needs.
func newDecoder(data string) *decoder {
	d := &decoder{data: data}
	d.uses = make([]string, d.uint())
	for i := range d.uses {
		d.uses[i] = d.bytes()
	}
	return d
}

// tables reads the strings and makes room for the rest.
func (d *decoder) tables() {
	var n counts
	n.each(func(count *int) { *count = d.uint() })
	d.strings = make([]string, n.strings)
	d.places = make([]ast.Location, n.places)
	d.terms = make([]ast.Term, n.terms)
	d.slots = make([]*ast.Term, n.slots)
	d.exprs = make([]ast.Expr, n.exprs)
	d.bodies = make([]*ast.Expr, n.exprs)
	for i := range d.strings {
		d.strings[i] = d.bytes()
	}
}

// bytes decodes a text where it stands.
func (d *decoder) bytes() string {
	size := d.uint()
	d.at += size
	return d.data[d.at-size : d.at]
}

// unit decodes a whole file.
func (d *decoder) unit() *unit {
	d.tables()
	u := &unit{rule: d.documentation(), uses: d.uses}
	for i := range d.places {
		d.places[i] = ast.Location{File: d.text(), Row: d.uint()}
	}
	for i := range d.terms {
		d.terms[i].Value = d.value()
	}
	u.module = d.module()
	u.inputs, u.indexed = d.inputs, d.indexed
	return u
}

// documentation decodes the documentation of a rule, nil where there is none.
func (d *decoder) documentation() *Rule {
	if d.uint() == 0 {
		return nil
	}
	r := new(Rule)
	for _, field := range r.texts() {
		*field = d.text()
	}
	r.SecuritySeverity, _ = strconv.ParseFloat(d.text(), 64)
	r.Security = r.SecuritySeverity > 0
	if text := d.text(); text != "" {
		if err := json.Unmarshal([]byte(text), &r.Parameters); err != nil {
			panic("compiled rule: " + err.Error())
		}
	}
	for range d.uint() {
		r.Links = append(r.Links, Link{Title: d.text(), URL: d.text()})
	}
	return r
}

// texts returns the fields of a rule that are text.
func (r *Rule) texts() []*string {
	return []*string{
		&r.ID, &r.Title, &r.Description, &r.Remediation, (*string)(&r.Severity),
		&r.Kind, &r.Tier, &r.Fix, &r.Guideline, &r.Since,
	}
}

func (d *decoder) uint() int {
	n, shift := 0, 0
	for {
		b := d.data[d.at]
		d.at++
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
		shift += 7
	}
}

func (d *decoder) text() string { return d.strings[d.uint()] }

func (d *decoder) term() *ast.Term { return &d.terms[d.uint()] }

// optional decodes a term that may be missing.
func (d *decoder) optional() *ast.Term {
	if n := d.uint(); n > 0 {
		return &d.terms[n-1]
	}
	return nil
}

func (d *decoder) place() *ast.Location {
	if n := d.uint(); n > 0 {
		return &d.places[n-1]
	}
	return nil
}

func (d *decoder) list() []*ast.Term {
	n := d.uint()
	if n == 0 {
		return nil
	}
	list := d.slots[:n:n]
	d.slots = d.slots[n:]
	for i := range list {
		list[i] = d.term()
	}
	return list
}

func (d *decoder) value() ast.Value {
	switch tag := d.uint(); tag {
	case tagNull:
		return ast.NullValue
	case tagFalse, tagTrue:
		return ast.Boolean(tag == tagTrue)
	case tagNumber:
		return ast.Number(d.text())
	case tagString:
		return ast.String(d.text())
	case tagVar:
		return ast.Var(d.text())
	case tagRef:
		return d.ref()
	case tagArray:
		return ast.NewArray(d.list()...)
	case tagObject:
		return d.object()
	case tagSet:
		return ast.NewSet(d.list()...)
	case tagCall:
		return ast.Call(d.list())
	case tagArrayComprehension:
		return &ast.ArrayComprehension{Term: d.term(), Body: d.body()}
	case tagSetComprehension:
		return &ast.SetComprehension{Term: d.term(), Body: d.body()}
	case tagObjectComprehension:
		return d.objectComprehension()
	default:
		panic("compiled rule: unknown tag " + strconv.Itoa(tag))
	}
}

func (d *decoder) ref() ast.Ref {
	ref := ast.Ref(d.list())
	if ref[0].Equal(ast.InputRootDocument) {
		d.inputs = append(d.inputs, ref)
	}
	return ref
}

func (d *decoder) object() ast.Object {
	list := d.list()
	items := make([][2]*ast.Term, len(list)/2)
	for i := range items {
		items[i] = [2]*ast.Term{list[2*i], list[2*i+1]}
	}
	return ast.NewObject(items...)
}

// objectComprehension gives the key a place, which OPA names when the key
// occurs twice with different values.
func (d *decoder) objectComprehension() *ast.ObjectComprehension {
	key := &ast.Term{Value: d.term().Value, Location: d.place()}
	return &ast.ObjectComprehension{Key: key, Value: d.term(), Body: d.body()}
}

func (d *decoder) body() ast.Body {
	n := d.uint()
	body, exprs := d.bodies[:n:n], d.exprs[:n]
	d.bodies, d.exprs = d.bodies[n:], d.exprs[n:]
	for i := range body {
		body[i] = &exprs[i]
		body[i].Index = i
		d.expr(body[i])
	}
	return body
}

func (d *decoder) expr(x *ast.Expr) {
	flags := d.uint()
	x.Negated = flags&exprNegated != 0
	x.Generated = flags&exprGenerated != 0
	x.Location = d.place()
	switch {
	case flags&exprCall != 0:
		x.Terms = d.list()
	case flags&exprEvery != 0:
		x.Terms = &ast.Every{Key: d.optional(), Value: d.term(), Domain: d.term(), Body: d.body(), Location: x.Location}
	default:
		x.Terms = d.term()
	}
	if flags&exprWith == 0 {
		return
	}
	for range d.uint() {
		x.With = append(x.With, &ast.With{Target: d.term(), Value: d.term(), Location: x.Location})
	}
}

func (d *decoder) module() *ast.Module {
	m := &ast.Module{Package: &ast.Package{Path: d.list()}}
	m.Rules = make([]*ast.Rule, d.uint())
	for i := range m.Rules {
		indexed := d.uint() > 0
		m.Rules[i] = d.rule(m)
		if indexed {
			d.indexed = append(d.indexed, m.Rules[i])
		}
	}
	return m
}

func (d *decoder) rule(m *ast.Module) *ast.Rule {
	flags := d.uint()
	r := &ast.Rule{Module: m, Default: flags&ruleDefault != 0, Location: d.place()}
	r.Head = &ast.Head{
		Assign: flags&ruleAssign != 0, Location: d.place(),
		Name: ast.Var(d.text()), Reference: d.list(), Args: d.list(), Key: d.optional(), Value: d.optional(),
	}
	r.Body = d.body()
	if flags&ruleElse != 0 {
		r.Else = d.rule(m)
	}
	return r
}
