package loader

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestCache checks what is decoded again: what has changed, what somebody says
// has changed, and what is too young to be told from a later file of its size.
func TestCache(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	name := filepath.Join(root, "repository/conf/carbon.xml")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	const text = `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>one</Name></Server>`
	old := time.Now().Add(-time.Hour)
	write := func(text string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	c := NewCache()
	load := func() *File {
		t.Helper()
		tree, err := c.Load(os.DirFS(root), nil)
		if err != nil {
			t.Fatal(err)
		}
		return tree.File("repository/conf/carbon.xml")
	}
	changed := text[:len(text)-len("one</Name></Server>")] + "two</Name></Server>"
	value := func(f *File) string { return f.first("Server/Name") }

	write(text, old)
	first := load()
	if second := load(); second != first {
		t.Error("a file that has not changed is decoded again")
	}
	write(changed, old)
	if f := load(); f != first {
		t.Error("this file system tells the two apart, so that the test says nothing")
	}
	c.Changed("repository/conf/carbon.xml")
	if f := load(); value(f) != "two" {
		t.Errorf("a file that is said to have changed is taken for %q", value(f))
	}
	write(text, old)
	c.AllChanged()
	if f := load(); value(f) != "one" {
		t.Errorf("where all is said to have changed, a file is taken for %q", value(f))
	}
	young := time.Now()
	write(text, young)
	same := load()
	write(changed, young)
	if f := load(); value(f) != "two" {
		t.Errorf("a young file of the same size and time is taken for %q", value(f))
	}
	write(text+" ", old)
	if f := load(); f == same || value(f) != "one" {
		t.Errorf("after a change the value is %q", value(f))
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	load()
	if len(c.files) != 0 {
		t.Errorf("the cache keeps %d files that are gone", len(c.files))
	}
}
