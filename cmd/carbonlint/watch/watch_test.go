package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func TestTransient(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		".carbon.xml.swp": true, ".carbon.xml.swx": true, "4913": true, ".#carbon.xml": true, "#carbon.xml#": true,
		"carbon.xml___jb_tmp___": true, "carbon.xml___jb_old___": true, ".goutputstream-X1Y2": true, ".carbonlint-123": true,
		"carbon.xml": false, "carbon.xml~": false, "carbon.xml.bak": false, "49130": false, ".carbonlint.yaml": false, ".carbonlint-x": false, "x.swp": false,
	} {
		if got := Transient(name); got != want {
			t.Errorf("Transient(%q) = %v, want %v", name, got, want)
		}
	}
}

// TestTree checks that all folders are noted in which something was looked for,
// found or not, and where links lead.
func TestTree(t *testing.T) {
	t.Parallel()
	root, other := t.TempDir(), t.TempDir()
	must(t, os.MkdirAll(filepath.Join(root, "a/b"), 0o755))
	must(t, os.WriteFile(filepath.Join(other, "target"), nil, 0o644))
	must(t, os.WriteFile(filepath.Join(root, "a/.x.swp"), nil, 0o644))
	must(t, os.Symlink(filepath.Join(other, "target"), filepath.Join(root, "a/link")))
	tree := NewTree(root)
	var names []string
	must(t, fs.WalkDir(tree, "a", func(name string, _ fs.DirEntry, err error) error {
		names = append(names, name)
		return err
	}))
	if want := []string{"a", "a/b", "a/link"}; !slices.Equal(names, want) {
		t.Errorf("the tree holds %v, want %v", names, want)
	}
	if _, err := fs.Stat(tree, "gone/store.jks"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	resolved, err := filepath.EvalSymlinks(other)
	must(t, err)
	want := []string{root, filepath.Join(root, "a"), filepath.Join(root, "a/b"), filepath.Join(root, "gone"), resolved}
	slices.Sort(want)
	if seen := tree.Seen(); !slices.Equal(seen, want) {
		t.Errorf("looked into %v, want %v", seen, want)
	}
	if seen := tree.Seen(); len(seen) != 0 {
		t.Errorf("looked into %v once more", seen)
	}
}

// TestBatch checks what makes a batch: events that count, until there are none
// for a while or the batch has grown for long enough.
func TestBatch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := New(Options{Settle: 20 * time.Millisecond, Cap: 100 * time.Millisecond})
	defer w.Close()
	if !w.Set(nil, map[string][]string{dir: {"known"}}) {
		t.Error("a new folder is none")
	}
	if w.Set(nil, map[string][]string{dir: {"known", "also"}}) {
		t.Error("a folder that is watched is a new one")
	}
	event := func(name string) { w.event(fsnotify.Event{Name: filepath.Join(dir, name), Op: fsnotify.Write}) }
	event("stranger")
	event(".known.swp")
	quiet, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if b, err := w.Next(quiet); err == nil {
		t.Errorf("names that do not count give the batch %v", b)
	}
	event("known")
	event("also")
	b, err := w.Next(context.Background())
	if want := []string{filepath.Join(dir, "also"), filepath.Join(dir, "known")}; err != nil || !slices.Equal(b.Paths, want) || b.Missed {
		t.Errorf("batch %v, want %v", b, want)
	}
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				event("known")
			}
		}
	}()
	if _, err := w.Next(context.Background()); err != nil {
		t.Error(err)
	}
	close(stop)
}

// TestOverflow checks that lost events make a batch of their own.
func TestOverflow(t *testing.T) {
	t.Parallel()
	w := New(Options{Settle: time.Millisecond})
	defer w.Close()
	w.notify.Errors <- fsnotify.ErrEventOverflow
	if b, err := w.Next(context.Background()); err != nil || !b.Missed {
		t.Errorf("after an overflow the batch is %v", b)
	}
}

// TestPolls checks that a watcher without watches looks from time to time.
func TestPolls(t *testing.T) {
	t.Parallel()
	w := New(Options{Poll: time.Millisecond})
	defer w.Close()
	no := errors.New("no space left on device")
	w.poll(no)
	if polls, reason := w.Polls(); !polls || !errors.Is(reason, no) {
		t.Error("the watcher does not poll")
	}
	if _, err := w.Next(context.Background()); err != nil {
		t.Error(err)
	}
	if w.Set([]string{t.TempDir()}, nil) {
		t.Error("a watcher that polls has to look once more")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
