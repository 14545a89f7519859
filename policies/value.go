package policies

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The values of a rule are read as the engine holds them: to turn them into Go
// maps first would copy whole data sources, which rules name as evidence.

// Keys of what rules give.
var (
	keyAt        = ast.StringTerm("at")
	keyMessage   = ast.StringTerm("message")
	keySeverity  = ast.StringTerm("severity")
	keyDefault   = ast.StringTerm("default")
	keyRelated   = ast.StringTerm("related")
	keyFile      = ast.StringTerm("file")
	keyPath      = ast.StringTerm("path")
	keyLine      = ast.StringTerm("line")
	keyColumn    = ast.StringTerm("column")
	keyEndLine   = ast.StringTerm("end_line")
	keyEndColumn = ast.StringTerm("end_column")
	keyUnknown   = ast.StringTerm("unknown")
)

// The keys of each object that rules give.
var (
	findingKeys = []*ast.Term{keyAt, keyMessage, keySeverity, keyDefault, keyRelated, keyFix}
	subjectKeys = []*ast.Term{keyAt, keyUnknown}
	relatedKeys = []*ast.Term{keyAt, keyMessage}
	placeKeys   = []*ast.Term{keyFile, keyPath, keyLine, keyColumn, keyEndLine, keyEndColumn, keyUnknown}
)

// positionKeys are the numbers of a place, in their order in [Place].
var positionKeys = [...]*ast.Term{keyLine, keyColumn, keyEndLine, keyEndColumn}

// fields checks that a value is an object without other keys than these.
func fields(value ast.Value, allowed []*ast.Term) (ast.Object, error) {
	object, ok := value.(ast.Object)
	if !ok {
		return nil, fmt.Errorf("is %s, want an object", show(value))
	}
	known := 0
	for _, key := range allowed {
		if object.Get(key) != nil {
			known++
		}
	}
	if known == object.Len() {
		return object, nil
	}
	for _, key := range object.Keys() {
		if !slices.ContainsFunc(allowed, key.Equal) {
			return nil, fmt.Errorf("has unknown key %s", key)
		}
	}
	return object, nil
}

// get returns what an object has under a key, nil when that is nothing.
func get(object ast.Object, key *ast.Term) ast.Value {
	if term := object.Get(key); term != nil {
		return term.Value
	}
	return nil
}

// elements returns what a set or a list holds.
func elements(value ast.Value) (terms []*ast.Term, ok bool) {
	switch v := value.(type) {
	case ast.Set:
		return v.Slice(), true
	case *ast.Array:
		terms = make([]*ast.Term, v.Len())
		for i := range terms {
			terms[i] = v.Elem(i)
		}
		return terms, true
	}
	return nil, false
}

// show names a value for an error: a scalar by what it is, so that secrets are
// found in it, and anything else by its type.
func show(value ast.Value) string {
	switch v := value.(type) {
	case nil:
		return "missing"
	case ast.String:
		return string(v)
	case ast.Null, ast.Boolean, ast.Number:
		return v.String()
	default:
		return ast.ValueName(v)
	}
}
