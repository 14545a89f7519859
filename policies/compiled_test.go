package policies

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

// TestCompiled checks that the folder compiled holds what the Rego files
// compile to and nothing else.
func TestCompiled(t *testing.T) {
	t.Parallel()
	want := compileFiles(t, os.DirFS("."))
	if *update {
		writeCompiled(t, want)
	}
	tree := os.DirFS(".")
	found, err := fs.Glob(tree, "compiled/*.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		if want[name] == nil {
			t.Errorf("%s belongs to no Rego file; make update removes it", name)
		}
	}
	for name, data := range want {
		if got, err := fs.ReadFile(tree, name); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s is not what its Rego file compiles to; make update writes it", name)
		}
	}
}

// TestCompiledFindings checks that findings do not depend on whether the Rego
// files are read or what they compile to.
func TestCompiledFindings(t *testing.T) {
	t.Parallel()
	compareEngines(t, os.DirFS("."))
}

// compileFiles returns the compiled files of a tree of Rego files.
func compileFiles(t testing.TB, fsys fs.FS) map[string][]byte {
	t.Helper()
	e, err := compile(context.Background(), fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rules := make(map[string]*Rule)
	for _, r := range e.rules {
		rules[r.ID] = r
	}
	names, err := sourceNames(fsys, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	uses := usesOf(e.compiler)
	for _, name := range names {
		id := ruleID(name)
		u := &unit{name: name, rule: rules[id], module: e.compiler.Modules[name], uses: uses(name)}
		u.indexed = indexedRules(e.compiler, u)
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := encodeUnit(u)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if files[compiledName(name)] != nil {
			t.Fatalf("%s is the compiled file of two Rego files", compiledName(name))
		}
		files[compiledName(name)] = append([]byte(compiledHeader(text)), data...)
	}
	return files
}

// usesOf returns the function that tells which files of lib and model a file
// refers to. What one says of the other homes is computed from what each of
// them tells.
func usesOf(c *ast.Compiler) func(name string) []string {
	refs, names := newReferences(c), make(map[*ast.Rule]string)
	for name, m := range c.Modules {
		for _, r := range m.Rules {
			names[r] = name
		}
	}
	return func(name string) []string {
		found := make(map[string]bool)
		for _, r := range c.Modules[name].Rules {
			named := slices.Clone(refs.direct(r).data)
			if asksSiblings(refs.direct(r).input) {
				named = append(named, toldRef)
			}
			for _, ref := range named {
				for _, definition := range refs.definitions(ref) {
					found[names[definition]] = true
				}
			}
		}
		delete(found, name)
		return slices.Sorted(maps.Keys(found))
	}
}

// indexedRules returns the rules of a unit in which the compiler found a
// comprehension to index.
func indexedRules(c *ast.Compiler, u *unit) []*ast.Rule {
	var found []*ast.Rule
	for _, r := range u.module.Rules {
		indexed := false
		ast.WalkTerms(r, func(t *ast.Term) bool {
			indexed = indexed || c.ComprehensionIndex(t) != nil
			return indexed
		})
		if indexed {
			found = append(found, r)
		}
	}
	return found
}

func writeCompiled(t *testing.T, files map[string][]byte) {
	t.Helper()
	old, err := filepath.Glob("compiled/*.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range old {
		if files[filepath.ToSlash(name)] == nil {
			if err := os.Remove(name); err != nil {
				t.Error(err)
			}
		}
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.FromSlash(name), data, 0o644); err != nil {
			t.Error(err)
		}
	}
}

// compareEngines compares what parsed and compiled rules say of all fixtures,
// and of real products where they are beside the checkout.
func compareEngines(t *testing.T, fsys fs.FS) {
	parsed, err := compile(context.Background(), fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := load(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parsed.rules, compiled.rules); diff != "" {
		t.Errorf("the documentation differs (-parsed +compiled):\n%s", diff)
	}
	if diff := cmp.Diff(parsed.want, compiled.want); diff != "" {
		t.Errorf("what the rules want differs (-parsed +compiled):\n%s", diff)
	}
	if p, c := comprehensionIndices(parsed.compiler), comprehensionIndices(compiled.compiler); p != c {
		t.Errorf("%d comprehensions are indexed when compiled, want %d", c, p)
	}
	for name, tree := range comparedTrees(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(everything(t, parsed, tree), everything(t, compiled, tree), cmpopts.IgnoreUnexported(Report{})); diff != "" {
				t.Errorf("the report differs (-parsed +compiled):\n%s", diff)
			}
		})
	}
}

// comprehensionIndices counts the comprehensions that OPA indexes.
func comprehensionIndices(c *ast.Compiler) int {
	n := 0
	for _, m := range c.Modules {
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if c.ComprehensionIndex(t) != nil {
				n++
			}
			return false
		})
	}
	return n
}

func comparedTrees(t *testing.T) map[string]fs.FS {
	t.Helper()
	trees := make(map[string]fs.FS)
	names, err := filepath.Glob("rules/*/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		trees[strings.TrimPrefix(filepath.ToSlash(name), "rules/")], _ = fixtureFS(t, txtar.Parse(data))
	}
	for _, name := range []string{"wso2ei-6.4.0", "wso2am-2.6.0"} {
		dir := filepath.Join("..", "..", "shared", "trees", name)
		if _, err := os.Stat(dir); err == nil {
			trees[name] = os.DirFS(dir)
		}
	}
	return trees
}

// everything is a report without the tree that it is of.
func everything(t *testing.T, e *Engine, fsys fs.FS) *Report {
	t.Helper()
	tree, err := loader.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Evaluate(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	r.Tree, r.Rules = nil, nil
	return r
}

// TestCompiledAgain checks that a decoded file encodes to the same bytes: that
// nothing is lost between the two.
func TestCompiledAgain(t *testing.T) {
	t.Parallel()
	for name, data := range compileFiles(t, os.DirFS(".")) {
		body := string(data[len(compiledHeader(nil)):])
		again, err := encodeUnit(newDecoder(body).unit())
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if string(again) != body {
			t.Errorf("%s: decoded and encoded again it has other bytes", name)
		}
	}
}

// compiledTree adds their compiled files to a tree of made-up rules.
func compiledTree(t *testing.T, rules map[string]string) fstest.MapFS {
	t.Helper()
	tree := overlay(t, rules)
	for name, data := range compileFiles(t, tree) {
		tree[name] = &fstest.MapFile{Data: data}
	}
	return tree
}

// TestCompiledFailures checks that rules fail with the same words and places
// when they come from compiled files.
func TestCompiledFailures(t *testing.T) {
	t.Parallel()
	finding := "\n\nfindings contains lib.finding(" + hostName + ", $\"It is {value}.\")\n\nsubjects contains " + hostName + "\n\n"
	tree := compiledTree(t, map[string]string{
		"a/builtin": finding + "value := to_number(\"x\")\n",
		"b/rule":    finding + "value := x if some x in [\"a\", \"b\"]\n",
		"c/func":    finding + "value := f(1)\n\nf(_) := x if some x in [\"a\", \"b\"]\n",
		"d/object":  finding + "value := {\"k\": x | some x in [\"a\", \"b\"]}\n",
		"e/good":    finding + "value := 1\n",
	})
	parsed, err := compile(context.Background(), tree, Options{})
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := load(tree, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, got := everything(t, parsed, home()), everything(t, compiled, home())
	if len(want.Failures) != 4 || len(want.Findings) != 1 {
		t.Fatalf("the rules do not fail as they should: %v", want.Failures)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Report{})); diff != "" {
		t.Errorf("the report differs (-parsed +compiled):\n%s", diff)
	}
}

// TestCompiledStale checks that a compiled file is not used when it does not
// fit its Rego file.
func TestCompiledStale(t *testing.T) {
	t.Parallel()
	const source, file = "rules/a/rule/rule.rego", "compiled/a.rule.bin"
	for name, change := range map[string]func(fstest.MapFS){
		"edited":  func(tree fstest.MapFS) { tree[source].Data = append(tree[source].Data, '\n') },
		"missing": func(tree fstest.MapFS) { delete(tree, file) },
		"version": func(tree fstest.MapFS) { tree[file].Data[len("carbonlint ")]++ },
		"cut":     func(tree fstest.MapFS) { tree[file].Data = tree[file].Data[:9] },
	} {
		tree := compiledTree(t, map[string]string{"a/rule": good})
		if _, err := load(tree, Options{}); err != nil {
			t.Fatal(err)
		}
		change(tree)
		var stale *staleError
		if _, err := load(tree, Options{}); !errors.As(err, &stale) || stale.source != source {
			t.Errorf("%s: the error is %v, want that the file is stale", name, err)
		}
	}
}

// TestCompiledAlone checks that the compiled file of a rule does not depend on
// which other rules there are, so that a new one changes no other file.
func TestCompiledAlone(t *testing.T) {
	t.Parallel()
	all := compileFiles(t, os.DirFS("."))
	some := make(fstest.MapFS)
	for _, dir := range []string{"lib", "model", "rules/config", "rules/tls"} {
		names, err := filepath.Glob(filepath.FromSlash(dir) + "/*")
		if dir[:3] == "rul" {
			names, err = filepath.Glob(filepath.FromSlash(dir) + "/*/*")
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			some[filepath.ToSlash(name)] = &fstest.MapFile{Data: data}
		}
	}
	for name, data := range compileFiles(t, some) {
		if !bytes.Equal(data, all[name]) {
			t.Errorf("%s has other bytes when other rules are missing", name)
		}
	}
}

// TestCompiledSelected checks that a rule says the same of its fixtures when it
// is read with what it uses alone.
func TestCompiledSelected(t *testing.T) {
	t.Parallel()
	all, err := load(bundled, Options{})
	if err != nil {
		t.Fatal(err)
	}
	trees := comparedTrees(t)
	for _, r := range all.rules {
		alone, err := load(bundled, Options{Rules: []string{r.ID}})
		if err != nil {
			t.Fatal(err)
		}
		if len(alone.rules) != 1 || len(alone.compiler.Modules) >= len(all.compiler.Modules)/2 {
			t.Errorf("%s: %d rules of %d files are read", r.ID, len(alone.rules), len(alone.compiler.Modules))
		}
		for name, tree := range trees {
			if !strings.HasPrefix(name, r.ID+"/bad") {
				continue
			}
			want, got := everything(t, all, tree), everything(t, alone, tree)
			want.Findings = slices.DeleteFunc(want.Findings, func(f Finding) bool { return f.Rule != r.ID })
			want.Verdicts = slices.DeleteFunc(want.Verdicts, func(v Verdict) bool { return v.Rule != r.ID })
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Report{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: alone it says another thing (-all +alone):\n%s", name, diff)
			}
		}
	}
}
