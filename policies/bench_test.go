package policies

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

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

// ruleShare is the part of an evaluation that one rule may take for itself.
const ruleShare = 0.02

// BenchmarkRules evaluates all rules over the homes of a real product, and
// prints the ten that take longest beyond the model, which other rules share
// and which is evaluated before each. One that takes more than its share fails
// the benchmark.
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
		documents = append(documents, e.document(h, e.want))
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range documents {
			if _, err := e.session(d).evalAll(context.Background(), e.rules); err != nil {
				b.Fatal(err)
			}
		}
	}
	// The least time of each rule in its turn: a whole run is never undisturbed.
	turns := make([]time.Duration, len(e.rules))
	for range 7 {
		for i, d := range askAll(b, e, documents) {
			if turns[i] == 0 || d < turns[i] {
				turns[i] = d
			}
		}
	}
	var all time.Duration
	for _, d := range turns {
		all += d
	}
	took := make(map[string]time.Duration, len(e.rules))
	var ids []string
	for _, r := range e.rules {
		ids = append(ids, r.ID)
		shared := sharedRefs(e, r)
		took[r.ID] = 1 << 62
		for range 7 {
			took[r.ID] = min(took[r.ID], askAlone(b, e, documents, r, shared))
		}
	}
	own := ""
	slices.SortFunc(ids, func(x, y string) int { return cmp.Compare(took[y], took[x]) })
	for i, id := range ids {
		part := took[id].Seconds() / all.Seconds()
		if i < 10 {
			own += fmt.Sprintf("%-32s %6.2f ms %5.1f %%\n", id, took[id].Seconds()*1000, 100*part)
		}
		if part > ruleShare {
			b.Errorf("%s takes %.1f %% of the evaluation for itself, want at most %.0f %%", id, 100*part, 100*ruleShare)
		}
	}
	b.Logf("all rules %.1f ms; for itself:\n%s", all.Seconds()*1000, own)
}

// askAll evaluates all rules over the documents and returns how long each took.
func askAll(b *testing.B, e *Engine, documents []map[string]any) []time.Duration {
	turns := make([]time.Duration, len(e.rules))
	for _, d := range documents {
		s := e.session(d)
		for i, r := range e.rules {
			start := time.Now()
			if _, err := s.eval(context.Background(), r); err != nil {
				b.Fatal(err)
			}
			turns[i] += time.Since(start)
		}
	}
	return turns
}

// askAlone returns how long one rule takes once what it shares is there.
func askAlone(b *testing.B, e *Engine, documents []map[string]any, r *Rule, shared []ast.Ref) (took time.Duration) {
	for _, d := range documents {
		s := e.session(d)
		for _, ref := range shared {
			if _, err := s.value(context.Background(), ref); err != nil {
				b.Fatal(err)
			}
		}
		start := time.Now()
		if _, err := s.eval(context.Background(), r); err != nil {
			b.Fatal(err)
		}
		took += time.Since(start)
	}
	return took
}

// sharedRefs returns what a rule depends on outside of its package: documents of
// the model, and parts of the input, which become values when first asked for.
func sharedRefs(e *Engine, r *Rule) []ast.Ref {
	own := ast.MustParseRef("data.carbonlint.rules." + strings.ReplaceAll(r.ID, "/", "."))
	seen := make(map[*ast.Rule]bool)
	var refs []ast.Ref
	var visit func(rule *ast.Rule)
	visit = func(rule *ast.Rule) {
		if seen[rule] {
			return
		}
		seen[rule] = true
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			if ref[0].Equal(ast.InputRootDocument) {
				refs = append(refs, ref.GroundPrefix())
			}
			return false
		})
		for next := range e.compiler.Graph.Dependencies(rule) {
			visit(next.(*ast.Rule))
		}
		ref := rule.Ref().GroundPrefix()
		if !ref.HasPrefix(own) && len(rule.Head.Args) == 0 && !slices.ContainsFunc(refs, func(x ast.Ref) bool { return x.Equal(ref) }) {
			refs = append(refs, ref)
		}
	}
	for _, name := range []string{findingsName, subjectsName} {
		for _, rule := range e.compiler.GetRulesExact(own.Append(ast.StringTerm(name))) {
			visit(rule)
		}
	}
	return refs
}
