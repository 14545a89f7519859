package git

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// repository makes an empty repository that no configuration of the machine
// has a say in, and returns its folder and a way to run git there.
func repository(t *testing.T) (dir string, git func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: git is not installed")
	}
	for name, value := range map[string]string{
		"HOME": t.TempDir(), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
		"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c",
	} {
		t.Setenv(name, value)
	}
	dir = t.TempDir()
	git = func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	git("init", "-q", "-b", "main")
	return dir, git
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *Repo {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// names lists the files of a tree with their contents.
func names(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			data = []byte("ERROR")
		}
		found[name] = string(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestTrees checks what the index, a commit and the work tree hold.
func TestTrees(t *testing.T) {
	dir, git := repository(t)
	write(t, dir, "a/one", "1")
	write(t, dir, "a/b/two \"ü\"", "2")
	write(t, dir, "gone", "3")
	write(t, dir, ".gitignore", "ignored\n")
	for name, to := range map[string]string{"link": "a/one", "a/up": "../link", "out": "/etc/hosts", "lost": "nowhere", "dir": "a"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skipf("SKIPPED: no symbolic links: %v", err)
		}
	}
	git("add", ".")
	git("commit", "-q", "-m", "one")
	write(t, dir, "a/one", "staged")
	git("add", "a/one")
	write(t, dir, "a/one", "in the work tree")
	write(t, dir, "announced", "")
	git("add", "-N", "announced")
	write(t, dir, "new", "4")
	write(t, dir, "ignored", "5")
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	r := open(t, filepath.Join(dir, "a"))
	common := func(one string, more map[string]string) map[string]string {
		m := map[string]string{
			".gitignore": "ignored\n", "a/one": one, "a/b/two \"ü\"": "2", "link": one, "a/up": one,
			"out": "ERROR", "lost": "ERROR", "dir": "ERROR", "gone": "3",
		}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	index, err := r.Index()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(common("staged", nil), names(t, index)); diff != "" {
		t.Errorf("index (-want +got):\n%s", diff)
	}
	commit, err := r.Commit(r.Head())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(common("1", nil), names(t, commit)); diff != "" {
		t.Errorf("commit (-want +got):\n%s", diff)
	}
	tree, err := r.WorkTree()
	if err != nil {
		t.Fatal(err)
	}
	got := names(t, tree)
	delete(got, "out") // whatever this machine has there
	want := common("in the work tree", map[string]string{"new": "4", "announced": ""})
	delete(want, "gone")
	delete(want, "out")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("work tree (-want +got):\n%s", diff)
	}
	changes, err := r.Staged(r.Head(), index)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&Changes{Files: map[string]bool{"a/one": true}, Renamed: map[string]string{}}, changes); diff != "" {
		t.Errorf("staged (-want +got):\n%s", diff)
	}
}

// TestFS holds the file system to the rules of package fs.
func TestFS(t *testing.T) {
	dir, git := repository(t)
	write(t, dir, "a/b/c", "1")
	write(t, dir, "d", "")
	write(t, dir, "large", strings.Repeat("x", maxKept+1))
	git("add", ".")
	r := open(t, dir)
	index, err := r.Index()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := fs.Stat(index, "large"); err != nil || info.Size() != maxKept+1 {
		t.Errorf("a large file is of %v bytes, %v", info, err)
	}
	if _, err := fs.ReadFile(index, "large"); err == nil {
		t.Error("a large file is read")
	}
	git("rm", "-q", "--cached", "large")
	if index, err = r.Index(); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(index, "a/b/c", "d"); err != nil {
		t.Error(err)
	}
}

// TestMissing checks what is said of an object that a partial clone lacks.
func TestMissing(t *testing.T) {
	dir, git := repository(t)
	write(t, dir, "a", "1")
	git("add", ".")
	git("commit", "-q", "-m", "one")
	r := open(t, dir)
	index, err := r.Index()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".git", "objects", "56")); err != nil { // 56a6051… is "1"
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(index, "a"); err == nil || !strings.Contains(err.Error(), "is not in this clone") {
		t.Errorf("error %v", err)
	}
}

// TestMoved checks that a file which was moved without git's help is known.
func TestMoved(t *testing.T) {
	dir, git := repository(t)
	write(t, dir, "a", "1")
	write(t, dir, "b", "2")
	git("add", ".")
	git("commit", "-q", "-m", "one")
	for from, to := range map[string]string{"a": "c", "b": "d"} {
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, "d", "changed")
	r := open(t, dir)
	base, err := r.Base("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	changes, err := r.Since(base)
	if err != nil {
		t.Fatal(err)
	}
	want := &Changes{Files: map[string]bool{"d": true}, Renamed: map[string]string{"c": "a"}, Deleted: []string{"b"}}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// TestFolderReplaced checks that files are gone whose folder is a file now.
func TestFolderReplaced(t *testing.T) {
	dir, git := repository(t)
	write(t, dir, "a/b", "1")
	git("add", ".")
	if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "a", "2")
	tree, err := open(t, dir).WorkTree()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a": "2"}, names(t, tree)); diff != "" {
		t.Errorf("work tree (-want +got):\n%s", diff)
	}
}

func TestOpen(t *testing.T) {
	dir, _ := repository(t)
	r := open(t, dir)
	if _, err := r.Base("HEAD"); err == nil || !strings.Contains(err.Error(), `there is no commit "HEAD"`) {
		t.Errorf("before the first commit: %v", err)
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", os.TempDir())
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is in no git work tree") {
		t.Errorf("outside of a repository: %v", err)
	}
	t.Setenv("PATH", "")
	if _, err := Open(dir); err == nil || err.Error() != "git is not installed, or not in PATH" {
		t.Errorf("without git: %v", err)
	}
}

func TestParseChanges(t *testing.T) {
	t.Parallel()
	got, err := parseChanges("M\x00a b\x00R100\x00old\x00new\x00R090\x00was\x00is\x00D\x00gone\x00A\x00ü\"\x00T\x00link\x00")
	if err != nil {
		t.Fatal(err)
	}
	want := &Changes{
		Files:   map[string]bool{"a b": true, "is": true, "ü\"": true, "link": true},
		Renamed: map[string]string{"new": "old"}, Deleted: []string{"was", "gone"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	for _, out := range []string{"M\x00", "R100\x00a\x00", "U\x00a\x00", "\x00a\x00"} {
		if _, err := parseChanges(out); err == nil {
			t.Errorf("%q is understood", out)
		}
	}
	var pathError *fs.PathError
	if _, err := newFS(nil).ReadFile("../x"); !errors.As(err, &pathError) {
		t.Errorf("error %v", err)
	}
}
