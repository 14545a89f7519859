package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// TestFixKilled kills the program 200 times while it writes, 20 times outside
// of CI: each file is then the old or the new one, never a piece of either.
func TestFixKilled(t *testing.T) {
	t.Parallel()
	kills := 20
	if os.Getenv("CI") != "" {
		kills = 200
	}
	const homes = 16
	filler := strings.Repeat("    <!-- "+strings.Repeat("x", 90)+" -->\n", 200)
	text := "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\n" + filler + "    <EnableHTTPAdminConsole>%s</EnableHTTPAdminConsole>\n" + filler + "</Server>\n"
	before, after := fmt.Appendf(nil, text, "true"), fmt.Appendf(nil, text, "false")
	dir := t.TempDir()
	var names []string
	for i := range homes {
		folder := filepath.Join(dir, fmt.Sprintf("home%02d", i), "repository", "conf")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Join(folder, "carbon.xml"))
	}
	during := 0
	for range kills {
		for _, name := range names {
			if err := os.WriteFile(name, before, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		killDuringFix(t, dir, names[0], len(after))
		changed := 0
		for _, name := range names {
			data, err := os.ReadFile(name)
			switch {
			case err != nil:
				t.Fatal(err)
			case bytes.Equal(data, after):
				changed++
			case !bytes.Equal(data, before):
				t.Fatalf("%s has %d bytes and is neither the old nor the new file", name, len(data))
			}
		}
		if changed > 0 && changed < homes {
			during++
		}
	}
	if during == 0 {
		t.Errorf("none of %d kills came while files were written", kills)
	}
}

// killDuringFix starts the program and kills it some moments after the first
// file has its new size.
func killDuringFix(t *testing.T, dir, first string, size int) {
	t.Helper()
	cmd := exec.Command("carbonlint", "lint", "--rule", "console/over_http", "--fix", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is killed
		close(ended)
	}()
	for start := time.Now(); time.Since(start) < 10*time.Second; time.Sleep(50 * time.Microsecond) {
		if info, err := os.Stat(first); err == nil && info.Size() == int64(size) {
			break
		}
	}
	time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
	_ = cmd.Process.Kill() // it may have ended by itself
	<-ended
}

// TestFixTrees makes the safe fixes of each real tree. A second run has nothing
// to do, every file still parses, and all comments are there. That no other
// value changes is what the editor checks for each fix.
func TestFixTrees(t *testing.T) {
	t.Parallel()
	for _, tree := range trees(t) {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(tree)); err != nil {
				t.Fatal(err)
			}
			makeWritable(t, dir)
			first := fixTree(t, dir)
			after := contents(t, dir)
			if second := fixTree(t, dir); !strings.Contains(second, "fixed 0 findings in 0 files") {
				t.Errorf("a second run fixed more:\n%s\nafter:\n%s", second, first)
			}
			for name, data := range contents(t, dir) {
				if !bytes.Equal(after[name], data) {
					t.Errorf("%s: a second run changed the file", name)
				}
			}
			compareTrees(t, tree, dir)
		})
	}
}

// fixTree makes the fixes of a tree and returns what was said of them.
func fixTree(t *testing.T, dir string) string {
	t.Helper()
	var out, diagnostics bytes.Buffer
	code := run([]string{"lint", "--fix", "--fail-on", "never", "--now", ledgerDate, dir}, strings.NewReader(""), &out, &diagnostics)
	if code != exitClean && code != exitNothing {
		t.Errorf("exit code %d\n%s", code, diagnostics.String())
	}
	if code == exitNothing {
		t.Skip("nothing in the tree is judged")
	}
	return diagnostics.String()
}

// compareTrees checks the files that fixes have changed.
func compareTrees(t *testing.T, before, after string) {
	t.Helper()
	old, err := loader.Load(os.DirFS(before))
	if err != nil {
		t.Fatal(err)
	}
	now, err := loader.Load(os.DirFS(after))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range old.Homes {
		for _, f := range h.Files {
			f = f.Whole()
			g := now.File(f.Name)
			switch {
			case g == nil || f.Source == nil || f.Source.Text == g.Source.Text:
			case g.Problem != nil:
				t.Errorf("%s: %s", f.Name, g.Problem.Reason)
			case len(f.Comments) != len(g.Comments):
				t.Errorf("%s: had %d comments, now has %d", f.Name, len(f.Comments), len(g.Comments))
			}
		}
	}
}

// contents returns the files of a tree.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// makeWritable makes a copy of the trees, which are read-only, one that may be
// changed.
func makeWritable(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		return os.Chmod(name, 0o755)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWriteChanges has a file change while fixes are made: the message says what
// was written and what was not.
func TestWriteChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a.xml", "b.xml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fresh := loader.Change{Name: "a.xml", Old: []byte("old"), New: []byte("new")}
	stale := loader.Change{Name: "b.xml", Old: []byte("older"), New: []byte("new")}
	for _, test := range []struct {
		changes []loader.Change
		want    string
	}{
		{[]loader.Change{stale, fresh}, "fix b.xml: it has changed since it was read and is left as it is; no file was changed"},
		{[]loader.Change{fresh, stale}, "fix b.xml: it has changed since it was read and is left as it is; changed before it: a.xml"},
	} {
		if err := writeChanges(dir, test.changes); err == nil || err.Error() != test.want {
			t.Errorf("the error is %v, want %s", err, test.want)
		}
	}
}

// TestRemoveFolder deletes a folder in which somebody has made a file meanwhile:
// that one stays, and so does its folder.
func TestRemoveFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inner := filepath.Join(dir, "samples", "conf", "b")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "conf/b/c", "conf/new"} {
		if err := os.WriteFile(filepath.Join(dir, "samples", filepath.FromSlash(name)), []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeChanges(dir, []loader.Change{
		{Name: "samples", Folder: true},
		{Name: "samples/a", Old: []byte("old")},
		{Name: "samples/conf", Folder: true},
		{Name: "samples/conf/b", Folder: true},
		{Name: "samples/conf/b/c", Old: []byte("old")},
	}); err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(contents(t, dir))), []string{filepath.Join(dir, "samples", "conf", "new")}; !slices.Equal(got, want) {
		t.Errorf("left are %q, want %q", got, want)
	}
	if _, err := os.Stat(inner); err == nil {
		t.Error("an empty folder is left")
	}
}

// TestWritableFolder refuses to fix what lies in a folder in which no file can be
// made, since a file is replaced by another one.
func TestWritableFolder(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("everything may be written to")
	}
	dir := t.TempDir()
	folder := filepath.Join(dir, "conf")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "a.xml"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writable(dir, "conf/a.xml"); err != nil {
		t.Errorf("the file is refused: %v", err)
	}
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	for _, name := range []string{"conf/a.xml", "conf/new.xml", "conf/new/new.xml"} {
		if err := writable(dir, name); err == nil || err.Error() != "the folder may not be written to" {
			t.Errorf("%s is refused with %v", name, err)
		}
	}
}
