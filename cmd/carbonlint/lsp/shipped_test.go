package lsp

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carbonlint/carbonlint/loader"
)

var update = flag.Bool("update", false, "rewrite shipped.tsv")

// TestShipped derives the table of shipped values from real product homes.
func TestShipped(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../../../../shared/trees/wso2*")
	if err != nil || len(dirs) == 0 {
		if os.Getenv("CARBONLINT_TREES") == "required" {
			t.Fatal("CARBONLINT_TREES=required, but the product trees are missing")
		}
		t.Skip("NOT TESTED AGAINST REAL PRODUCT TREES")
	}
	values, homes := make(map[[2]string]string), make(map[[2]string]int)
	differ := make(map[[2]string]bool)
	for _, dir := range dirs {
		tree, err := loader.Load(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range tree.Homes {
			if h.NotJudged != "" {
				continue
			}
			for key, list := range valuesOf(h) {
				if homes[key]++; len(list) > 1 || homes[key] > 1 && values[key] != list[0] {
					differ[key] = true
				}
				values[key] = list[0]
			}
		}
	}
	var lines []string
	for key, value := range values {
		if !differ[key] && homes[key] > 1 {
			lines = append(lines, key[0]+"\t"+key[1]+"\t"+value)
		}
	}
	slices.Sort(lines)
	got := "# kind, path, value: what all products that have the setting ship. go test ./cmd/carbonlint/lsp -update rewrites it.\n" + strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile("shipped.tsv", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != shippedTable {
		t.Error("shipped.tsv is not current; go test ./cmd/carbonlint/lsp -update rewrites it")
	}
	if len(lines) < 100 {
		t.Errorf("there are only %d settings", len(lines))
	}
}

// valuesOf returns the values of a home's settings by kind and path.
func valuesOf(h *loader.Home) map[[2]string][]string {
	values := make(map[[2]string][]string)
	for _, f := range h.Files {
		if f.Problem != nil {
			continue
		}
		for i := range f.Entries {
			e := &f.Entries[i]
			if key, ok := shippable(f, e); ok {
				values[key] = append(values[key], e.Value)
			}
		}
	}
	return values
}
