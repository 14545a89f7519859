package policies

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

var update = flag.Bool("update", false, "rewrite the want section of each fixture")

// TestRules runs every fixture through the real loader and the rule that it
// belongs to. The comment at the top of a fixture may hold directives, a line
// each:
//
//	complete                          add what makes the home a whole one
//	now DATE                          judge dates as of that day, else as of 2026-01-01
//	keystore FILE cn=NAME names=A,B   add an entry to a key store, see storeEntry
//	parameter NAME JSON               set a parameter of the rule
func TestRules(t *testing.T) {
	t.Parallel()
	ids, err := ruleIDs(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			testRule(t, id)
		})
	}
}

func testRule(t *testing.T, id string) {
	e, err := open(context.Background(), os.DirFS("."), Options{Rules: []string{id}})
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := filepath.Glob(filepath.Join("rules", filepath.FromSlash(id), "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range fixtures {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testFixture(t, e, name) })
	}
}

func testFixture(t *testing.T, e *Engine, name string) {
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
	e = e.For(fixtureSite(t, e.rules[0], archive))
	r, err := e.Evaluate(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Failures {
		t.Errorf("%s: %s", f.Rule, f.Message)
	}
	bad := strings.HasPrefix(filepath.Base(name), "bad")
	switch {
	case len(r.Verdicts) == 0:
		t.Errorf("the fixture holds no home")
	case bad && len(r.Findings) == 0:
		t.Errorf("a bad fixture must give a finding")
	case !bad && len(r.Findings) > 0:
		t.Errorf("a good fixture must give no finding, got %s", describe(r))
	}
	got := describe(r)
	mended, left := fixed(t, e, archive, fsys, r)
	checkLeft(t, e.rules[0], name, left)
	if *update {
		rewrite(t, name, archive, got, mended)
		return
	}
	if diff := cmp.Diff(section(archive, "fixed"), mended); diff != "" {
		t.Errorf("fixes differ (-want +got); go test ./policies -update rewrites them:\n%s", diff)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings differ (-want +got); go test ./policies -update rewrites them:\n%s", diff)
	}
}

func rewrite(t *testing.T, name string, archive *txtar.Archive, want, mended string) {
	kept := archive.Files[:0]
	for _, f := range archive.Files {
		if f.Name != "want" && f.Name != "fixed" {
			kept = append(kept, f)
		}
	}
	archive.Files = append(kept, txtar.File{Name: "want", Data: []byte(want)})
	if mended != "" {
		archive.Files = append(archive.Files, txtar.File{Name: "fixed", Data: []byte(mended)})
	}
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// section returns a part of the fixture that is no file of the tree.
func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// fixtureFS returns the tree of a fixture and its want section.
func fixtureFS(t *testing.T, archive *txtar.Archive) (fs.FS, string) {
	fsys := make(fstest.MapFS)
	for _, f := range completed(archive).Files {
		if f.Name == "want" || f.Name == "fixed" {
			continue
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for name, data := range fixtureStores(t, archive) {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys, section(archive, "want")
}
