package policies

import (
	"bytes"
	"encoding/csv"
	"errors"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// TestRuleFolders checks that every rule folder is whole and that its names
// agree: folder, file and package.
func TestRuleFolders(t *testing.T) {
	t.Parallel()
	ids, err := ruleIDs(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		folder := filepath.Join("rules", filepath.FromSlash(id))
		if !validID.MatchString(id) {
			t.Errorf("%s: the id is not category/name in lower case", id)
		}
		module := parseRego(t, filepath.Join(folder, path.Base(id)+".rego"))
		patterns := []string{path.Base(id) + ".rego", "bad*.txtar", "good*.txtar"}
		if findsNothing(module) {
			patterns = []string{path.Base(id) + ".rego", "good*.txtar"}
		}
		if kindOf(t, id) == "manual" && !findsNothing(module) {
			t.Errorf("%s: its kind is manual and its findings are never null", id)
		}
		for _, pattern := range patterns {
			if found, _ := filepath.Glob(filepath.Join(folder, pattern)); len(found) == 0 {
				t.Errorf("%s: %s is missing; carbonlint new rule writes it", id, pattern)
			}
		}
		if got, want := module.Package.Path.String(), "data.carbonlint.rules."+strings.ReplaceAll(id, "/", "."); got != want {
			t.Errorf("%s: the package is %s, want %s", id, got, want)
		}
	}
}

// kindOf reads the kind of a rule from its METADATA.
func kindOf(t *testing.T, id string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("rules", filepath.FromSlash(id), path.Base(id)+".rego"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n#   kind: ")
	kind, _, _ := strings.Cut(rest, "\n")
	return kind
}

// findsNothing reports whether a rule is an inventory, whose findings are null.
func findsNothing(module *ast.Module) bool {
	for _, rule := range module.Rules {
		if rule.Head.Name == "findings" && rule.Head.Value != nil && rule.Head.Value.Equal(ast.NullTerm()) {
			return true
		}
	}
	return false
}

func parseRego(t *testing.T, name string) *ast.Module {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	module, err := ast.ParseModuleWithOpts(name, string(data), ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// regoFiles returns the names of all Rego files, tests too.
func regoFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, dir := range []string{"lib", "model", "opa", "rules"} {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(name) == ".rego" {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// TestRegoFormat checks that the Rego is formatted as opa fmt does it.
func TestRegoFormat(t *testing.T) {
	t.Parallel()
	for _, name := range regoFiles(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.SourceWithOpts(name, data, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Equal(data, formatted) {
			if *update {
				if err := os.WriteFile(name, formatted, 0o644); err != nil {
					t.Error(err)
				}
				continue
			}
			t.Errorf("%s is not formatted; go test ./policies -update formats it", name)
		}
	}
}

// TestRegoHeaders checks that every file of lib and model says at its top what
// its nouns are. METADATA would not do: stock OPA allows one a package.
func TestRegoHeaders(t *testing.T) {
	t.Parallel()
	for _, name := range regoFiles(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		shared := !strings.HasPrefix(filepath.ToSlash(name), "rules/") && !strings.HasSuffix(name, "_test.rego")
		if shared && (!bytes.HasPrefix(data, []byte("# ")) || bytes.HasPrefix(data, []byte("# METADATA"))) {
			t.Errorf("%s: begin with a comment that describes the nouns, not with METADATA", name)
		}
	}
}

// TestRegoNegation checks that no call under not takes an attribute that may be
// absent: OPA evaluates the argument outside the negation, so the whole
// expression is undefined, and the rule is silent, where it was meant to hold.
func TestRegoNegation(t *testing.T) {
	t.Parallel()
	for _, name := range regoFiles(t) {
		ast.WalkExprs(parseRego(t, name), func(e *ast.Expr) bool {
			if !e.Negated || !e.IsCall() {
				return false
			}
			for _, operand := range e.Operands() {
				if ref, ok := operand.Value.(ast.Ref); ok && mayBeAbsent(ref) {
					t.Errorf("%s: not %s: bind %s first, or write a helper that takes the whole object", e.Location, e.Operator(), ref)
				}
			}
			return false
		})
	}
}

// mayBeAbsent reports whether a reference reaches for more than the value of
// an entry that is at hand, or a constant of its package.
func mayBeAbsent(ref ast.Ref) bool {
	for i := 1; i < len(ref); i++ {
		field, ok := ref[i].Value.(ast.String)
		if !ok || field != "value" && field != "file" && field != "path" {
			return true
		}
	}
	return false
}

// sections are the parts of the input that are too large to be iterated: a
// rule names a kind in them, and a path where it wants one.
var sections = map[string]int{"settings": 4, "items": 4, "files": 3}

// TestRegoInput checks that no rule walks the input or iterates a whole map of
// it: a keyed look-up costs a fiftieth of a millisecond, a walk a hundred of
// them, and the loader builds only what is named.
func TestRegoInput(t *testing.T) {
	t.Parallel()
	for _, name := range regoFiles(t) {
		// The reports of a fleet have a list of documents as their input.
		if strings.HasSuffix(name, "_test.rego") || filepath.ToSlash(name) == "opa/fleet.rego" {
			continue
		}
		module := parseRego(t, name)
		ast.WalkTerms(module, func(term *ast.Term) bool {
			ref, ok := term.Value.(ast.Ref)
			if !ok {
				return false
			}
			if ref.String() == "walk" {
				t.Errorf("%s: walk over a document", term.Location)
			}
			if ref[0].Equal(ast.InputRootDocument) {
				checkInputRef(t, term.Location, ref)
			}
			return false
		})
	}
}

func checkInputRef(t *testing.T, at *ast.Location, ref ast.Ref) {
	t.Helper()
	section, ok := literal(ref, 1)
	if !ok {
		t.Errorf("%s: the input as a whole", at)
		return
	}
	for i := range sections[section] {
		if _, ok := literal(ref, i); i >= 2 && !ok {
			t.Errorf("%s: input.%s must name its kind and path in literals", at, section)
			return
		}
	}
}

// TestRuleList compares the rules with the one list of rule ids, when it is
// beside the checkout.
func TestRuleList(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("..", "..", "shared", "guidelines", "rules.tsv"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("SKIPPED: ../shared/guidelines/rules.tsv is not here, the rules are not compared with the list")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	listed := make(map[string][]string)
	for _, row := range rows[1:] {
		listed[row[0]] = row
	}
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules {
		if rule.Builtin() {
			continue
		}
		row := listed[rule.ID]
		if row == nil {
			t.Errorf("%s is not in the list", rule.ID)
			continue
		}
		got := []string{rule.ID, rule.Title, string(rule.Severity), rule.Kind, rule.Tier, rule.Fix, rule.Guideline}
		for i, value := range got {
			if value != row[i] {
				t.Errorf("%s: %s is %q, the list has %q", rule.ID, rows[0][i], value, row[i])
			}
		}
	}
}

// TestImports checks that imports run one way, loader ← policies ← reporters ←
// cmd, and that policies alone knows OPA.
func TestImports(t *testing.T) {
	t.Parallel()
	order := map[string]int{"loader": 1, "policies": 2, "reporters": 3, "cmd": 4}
	root := ".."
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		layer, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if strings.HasPrefix(imported, "github.com/open-policy-agent/") && layer != "policies" {
				t.Errorf("%s imports %s: only policies may", rel, imported)
			}
			if own, ok := strings.CutPrefix(imported, "github.com/carbonlint/carbonlint/"); ok {
				above, _, _ := strings.Cut(own, "/")
				if order[above] > order[layer] && order[layer] > 0 {
					t.Errorf("%s imports %s: imports run loader ← policies ← reporters ← cmd", rel, own)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
