package policies

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// TestDocument checks that rules see what dump prints: that a document built of
// the engine's values equals the one of Go's maps, whole and in the parts that
// the rules want.
func TestDocument(t *testing.T) {
	t.Parallel()
	e := workingTree(t, Options{})
	trees := comparedTrees(t)
	dir := filepath.Join("..", "..", "shared", "trees")
	if _, err := os.Stat(dir); err == nil {
		trees["trees"] = os.DirFS(dir)
	}
	for name, fsys := range trees {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareDocuments(t, e, fsys)
		})
	}
}

func compareDocuments(t *testing.T, e *Engine, fsys fs.FS) {
	tree, err := loader.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range tree.Homes {
		for _, want := range []*loader.Want{nil, e.want} {
			plain, built := h.Document(want), e.document(h, want)
			plain["parameters"] = e.Parameters(h)
			if got, want := slices.Sorted(maps.Keys(built)), slices.Sorted(maps.Keys(plain)); !slices.Equal(got, want) {
				t.Errorf("%s: built are the parts %q, dump has %q", h.Path, got, want)
			}
			for part := range plain {
				want, got := ast.MustInterfaceToValue(plain[part]), ast.MustInterfaceToValue(built[part])
				if got.Compare(want) != 0 || got.Hash() != want.Hash() {
					t.Errorf("%s: %s is built as\n%s\ndump has\n%s", h.Path, part, got, want)
				}
			}
		}
	}
}

// BenchmarkDocuments builds the documents of the homes of a real product and
// looks up all that the rules name of them, as rules do.
func BenchmarkDocuments(b *testing.B) {
	dir := filepath.Join("..", "..", "shared", "trees", "wso2ei-6.4.0")
	if _, err := os.Stat(dir); err != nil {
		b.Skip("SKIPPED: ../shared/trees/wso2ei-6.4.0 is not here")
	}
	tree, err := loader.Load(os.DirFS(dir))
	if err != nil {
		b.Fatal(err)
	}
	e, err := New(context.Background(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	refs := inputRefs(e.compiler)
	b.ReportAllocs()
	for b.Loop() {
		for _, h := range tree.Homes {
			input := ast.LazyObject(e.document(h, e.want))
			for _, ref := range refs {
				_, _ = input.Find(ref[1:].GroundPrefix()) // what is not there is nothing
			}
		}
	}
}
