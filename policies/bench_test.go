package policies

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// BenchmarkStart measures what New does, and parsing and compiling for
// comparison.
func BenchmarkStart(b *testing.B) {
	for name, start := range map[string]func() (*Engine, error){
		"compiled": func() (*Engine, error) { return load(bundled, Options{}) },
		"parsed":   func() (*Engine, error) { return compile(context.Background(), bundled, Options{}) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := start(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRules evaluates all rules, then each rule alone, over the homes of
// a real product, and prints the ten slowest with what part of all they take.
// What rules share is counted for each, so the parts add up to more than the
// whole.
func BenchmarkRules(b *testing.B) {
	dir := filepath.Join("..", "..", "shared", "trees", "wso2ei-6.4.0")
	if _, err := os.Stat(dir); err != nil {
		b.Skip("SKIPPED: ../shared/trees/wso2ei-6.4.0 is not here")
	}
	tree, err := loader.Load(os.DirFS(dir))
	if err != nil {
		b.Fatal(err)
	}
	e, err := compile(context.Background(), os.DirFS("."), Options{})
	if err != nil {
		b.Fatal(err)
	}
	var documents []map[string]any
	for _, h := range tree.Homes {
		documents = append(documents, e.document(h))
	}
	// ask evaluates the rules over all homes.
	ask := func(rules ...*Rule) {
		for _, d := range documents {
			s := e.session(d)
			for _, r := range rules {
				if _, err := s.eval(context.Background(), r); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		ask(e.rules...)
	}
	all := fastest(func() { ask(e.rules...) })
	took := make(map[string]time.Duration, len(e.rules))
	var ids []string
	for _, r := range e.rules {
		ids = append(ids, r.ID)
		took[r.ID] = fastest(func() { ask(r) })
	}
	slices.SortFunc(ids, func(x, y string) int { return cmp.Compare(took[y], took[x]) })
	for _, id := range ids[:min(10, len(ids))] {
		b.Logf("%-32s %6.2f ms %5.1f %%", id, took[id].Seconds()*1000, 100*took[id].Seconds()/all.Seconds())
	}
}

// fastest is the least time of some runs, which the machine disturbed least.
func fastest(f func()) time.Duration {
	least := time.Duration(1 << 62)
	for range 7 {
		start := time.Now()
		f()
		least = min(least, time.Since(start))
	}
	return least
}
