package watch

import (
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"github.com/carbonlint/carbonlint/loader"
)

// Tree is the file system of a folder, as [os.DirFS] is, that knows which
// folders were looked into: to be told of changes in these is enough, whatever
// the reader looks for. It does not list the files that editors have beside a
// file while it is open.
type Tree struct {
	root string
	fsys fs.FS

	mu   sync.Mutex
	dirs map[string]bool
}

// NewTree returns the tree below a folder.
func NewTree(root string) *Tree {
	return &Tree{root: root, fsys: loader.Disk(root), dirs: make(map[string]bool)}
}

// Open implements [fs.FS].
func (t *Tree) Open(name string) (fs.File, error) {
	t.look(path.Dir(name))
	return t.fsys.Open(name)
}

// Stat implements [fs.StatFS].
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	t.look(path.Dir(name))
	return fs.Stat(t.fsys, name)
}

// ReadDir implements [fs.ReadDirFS].
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	t.look(name)
	entries, err := fs.ReadDir(t.fsys, name)
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 {
			t.follow(path.Join(name, e.Name()))
		}
	}
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return Transient(e.Name()) }), err
}

// look notes a folder.
func (t *Tree) look(dir string) { t.note(filepath.Join(t.root, filepath.FromSlash(dir))) }

// follow notes the folder of what a link leads to.
func (t *Tree) follow(name string) {
	if target, err := filepath.EvalSymlinks(filepath.Join(t.root, filepath.FromSlash(name))); err == nil {
		t.note(filepath.Dir(target))
	}
}

func (t *Tree) note(dir string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dirs[dir] = true
}

// Seen returns the folders that were looked into since it was last called.
func (t *Tree) Seen() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	dirs := make([]string, 0, len(t.dirs))
	for dir := range t.dirs {
		dirs = append(dirs, dir)
	}
	clear(t.dirs)
	slices.Sort(dirs)
	return dirs
}

// transient matches what editors have beside a file while it is open or is
// being saved: swap files and the probe of vim, locks and auto-saves of emacs,
// the safe writes of IntelliJ, the temporary files of GNOME and KDE.
var transient = regexp.MustCompile(`^(?:\..+\.sw[a-px]|4913|\.#.*|#.*#|.*___jb_(?:tmp|old)___|\.goutputstream-\w+|.*\.kate-swp)$`)

// Transient reports whether a file is there only while another one is open or
// is being saved, by an editor or by carbonlint.
func Transient(name string) bool { return transient.MatchString(name) || loader.Temporary(name) }
