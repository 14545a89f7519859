package policies

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

// TestModel reads the nouns of the model from small homes in testdata/model.
// The file named query holds a Rego expression a line; want has its value in
// each home.
func TestModel(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/model/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	e, err := open(context.Background(), os.DirFS("."), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			testModel(t, e, name)
		})
	}
}

func testModel(t *testing.T, e *Engine, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(data)
	fsys, want := fixtureFS(t, archive)
	tree, err := loader.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	fixtureDates(t, archive, tree)
	siblings, err := e.Siblings(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range archive.Files {
		if f.Name == "query" {
			for query := range strings.Lines(string(f.Data)) {
				answer(t, e, tree, siblings, strings.TrimSpace(query), &got)
			}
		}
	}
	if *update {
		rewrite(t, name, archive, got.String(), "")
		return
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("values differ (-want +got); go test ./policies -update rewrites them:\n%s", diff)
	}
}

// answer evaluates one expression over every home with stock OPA's plain
// input, so that what is read here is what opa eval would read.
func answer(t *testing.T, e *Engine, tree *loader.Tree, siblings map[*loader.Home]any, query string, b *strings.Builder) {
	t.Helper()
	for _, h := range tree.Homes {
		rs, err := rego.New(
			rego.Compiler(e.compiler), rego.Imports([]string{"data.carbonlint.model", "data.carbonlint.lib"}),
			rego.Query(query), rego.Input(plain(t, h, siblings[h])), rego.SetRegoVersion(ast.RegoV1),
		).Eval(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		value := "undefined"
		if len(rs) > 0 {
			encoded, err := json.Marshal(rs[0].Expressions[0].Value)
			if err != nil {
				t.Fatal(err)
			}
			value = string(encoded)
		}
		fmt.Fprintf(b, "%s: %s = %s\n", h.Path, query, value)
	}
}

// plain is the document of a home as dump prints it.
func plain(t *testing.T, h *loader.Home, siblings any) any {
	t.Helper()
	input := h.Document(nil)
	if siblings != nil {
		input["siblings"] = siblings
	}
	data, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	return document
}
