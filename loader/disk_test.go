package loader

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// TestDisk holds the file system of a folder to what the others do.
func TestDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a", "b", "c.xml"), []byte("<c/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(Disk(dir), "a/b/c.xml"); err != nil {
		t.Error(err)
	}
}

// TestDiskIrregular opens what is no file, in each way.
func TestDiskIrregular(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such files")
	}
	dir := t.TempDir()
	if err := os.Symlink(os.DevNull, filepath.Join(dir, "device")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	fsys := Disk(dir)
	for name, want := range map[string]string{
		"device": "it is a device and no file",
		"absent": fs.ErrNotExist.Error(),
	} {
		_, opened := fsys.Open(name)
		_, read := fs.ReadFile(fsys, name)
		_, direct := ReadDisk(filepath.Join(dir, name))
		for i, err := range []error{opened, read, direct} {
			if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "no such file or directory", fs.ErrNotExist.Error()), want) {
				t.Errorf("%q, way %d: the error is %v, want %q", name, i, err, want)
			}
		}
	}
	if text, err := ReadDisk(filepath.Join(dir, "file")); err != nil || string(text) != "x" {
		t.Errorf("a file reads as %q, %v", text, err)
	}
}

// TestOddName loads a tree with a folder whose name no tree can hold: it is told
// so, and the rest is loaded.
func TestOddName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, home := range []string{"a", "n\xff"} {
		conf := filepath.Join(dir, home, "repository", "conf")
		if err := os.MkdirAll(conf, 0o755); err != nil {
			t.Skipf("the system has no such names: %v", err)
		}
		if err := os.WriteFile(filepath.Join(conf, "carbon.xml"), []byte(carbonXML), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := Load(Disk(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Homes) != 1 || len(tree.Unreadable) != 1 || tree.Unreadable[0].Problem.Reason != "cannot be read: its name is not UTF-8" {
		t.Errorf("the tree has %d homes, and cannot be read in %d places: %+v", len(tree.Homes), len(tree.Unreadable), tree.Unreadable)
	}
}
