package loader

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// treesDir returns the folder of real product trees, which is too large for
// the repository. Tests that need it are skipped without it, unless
// CARBONLINT_TREES=required, as in CI.
func treesDir(t testing.TB) string {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "trees")
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CARBONLINT_TREES") == "required" {
			t.Fatalf("CARBONLINT_TREES=required, but the product trees are missing: %v", err)
		}
		t.Skipf("NOT TESTED AGAINST REAL PRODUCT TREES: %v", err)
	}
	return dir
}

// treeFiles returns the paths below the trees, with slashes, of the files
// whose names the function selects.
func treeFiles(t testing.TB, dir string, selects func(name string) bool) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && selects(strings.ToLower(name)) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
