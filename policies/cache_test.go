package policies

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// TestCache does the same at random to our cache and to that of OPA, which must
// answer alike. The keys are few, so that they come again, and a reference is
// changed after its use, as the evaluator does.
func TestCache(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ours, theirs := newCache(), topdown.NewVirtualCache()
	frames := 1
	for step := range 50_000 {
		ref := randomKey(random)
		switch n := random.IntN(20); {
		case n == 0:
			ours.Push()
			theirs.Push()
			frames++
		case n == 1 && frames > 1:
			ours.Pop()
			theirs.Pop()
			frames--
		case n < 8:
			var value *ast.Term
			if random.IntN(4) > 0 {
				value = ast.InternedTerm(step)
			}
			ours.Put(ref, value)
			theirs.Put(slices.Clone(ref), value)
		default:
			got, gotUndefined := ours.Get(ref)
			want, wantUndefined := theirs.Get(ref)
			// OPA's says undefined of what got a value after that, too; the
			// evaluator never does that to it.
			if gotUndefined != wantUndefined || !wantUndefined && got != want {
				t.Fatalf("step %d: Get(%v) = %v, %v, want %v, %v", step, ref, got, gotUndefined, want, wantUndefined)
			}
		}
		clear(ref)
	}
}

// TestCacheKeys asks for the keys that have a value, in their order.
func TestCacheKeys(t *testing.T) {
	c := newCache()
	for _, path := range []string{"data.b.q", "data.a.p", "data.b.p"} {
		c.Put(ast.MustParseRef(path), ast.InternedTerm(1))
	}
	c.Put(ast.MustParseRef("data.a.q"), nil)
	want := []ast.Ref{ast.MustParseRef("data.a.p"), ast.MustParseRef("data.b.p"), ast.MustParseRef("data.b.q")}
	if got := c.Keys(); !slices.EqualFunc(got, want, ast.RefEqual) {
		t.Errorf("Keys() = %v, want %v", got, want)
	}
}

// randomKey returns the path of a document, with up to five keys below it, or a
// function with up to seven arguments.
func randomKey(random *rand.Rand) ast.Ref {
	name := func() *ast.Term { return ast.StringTerm(string(rune('a' + random.IntN(3)))) }
	ref := ast.Ref{ast.DefaultRootDocument, name(), name()}
	most := 5
	if random.IntN(2) == 0 {
		ref, most = ast.Ref{ast.NewTerm(ref)}, 7
	}
	for range random.IntN(most + 1) {
		switch random.IntN(3) {
		case 0:
			ref = append(ref, ast.ObjectTerm(ast.Item(name(), name())))
		case 1:
			ref = append(ref, ast.InternedTerm(random.IntN(3)))
		default:
			ref = append(ref, name())
		}
	}
	return ref
}
