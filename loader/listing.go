package loader

import (
	"io/fs"
	"maps"
	"path"
	"slices"
)

// listing is what a load knows of the folders of its tree.
type listing struct {
	*names
	fsys fs.FS
	// certificates are those of the tree's key stores.
	certificates certificateCache
	// cache keeps what the files held at the load before, nil for none.
	cache *Cache
	// ignores are the .gitignore files of the tree, by folder.
	ignores map[string]*ignoreFile
	// asks remembers what was asked of files while homes are detected.
	asks *asks
}

// names are those below a tree that matter. A load that finds the same names as
// the one before has the same *names, with what was found out from them.
type names struct {
	// roots are the folders that were walked.
	roots []string
	// folders are all that were looked into.
	folders map[string]*folder
	// dirs has the base names of the files of each folder, sorted, and those
	// of its folders that are not entered and count by their name.
	dirs map[string][]string
	// sorted is these folders in order: each home goes through them.
	sorted     []string
	unreadable []*File
	// versioned is set when a part of the tree is under version control.
	versioned bool
	// found is what was found out, nil when nothing was.
	found *found
}

// folder is what one look into a folder gave.
type folder struct {
	entries []folderEntry // by name
	err     error
}

type folderEntry struct {
	name string
	dir  bool
}

// same reports whether two looks gave the same. One that failed may have seen
// anything.
func (f *folder) same(other *folder) bool {
	return f.err == nil && other.err == nil && slices.Equal(f.entries, other.entries)
}

// lister walks a tree.
type lister struct {
	*names
	fsys fs.FS
	// before is what the walk before found, nil when there was none.
	before map[string]*folder
	// fresh are the folders of before that need not be looked into again.
	fresh map[string]bool
}

// list walks the given folders once.
func list(fsys fs.FS, cache *Cache, folders []string) (*listing, error) {
	before, told := cache.listed(folders)
	l := &lister{fsys: fsys}
	if before != nil {
		l.before = before.folders
		if told != nil && l.look(told) {
			cache.list(before)
			return &listing{names: before, fsys: fsys, cache: cache}, nil
		}
	}
	l.names = &names{roots: folders, folders: make(map[string]*folder), dirs: make(map[string][]string)}
	for _, root := range folders {
		if err := l.root(root); err != nil {
			return nil, err
		}
	}
	l.sorted = slices.Sorted(maps.Keys(l.dirs))
	if before != nil && maps.Equal(before.folders, l.folders) {
		l.names = before
	}
	cache.list(l.names)
	return &listing{names: l.names, fsys: fsys, cache: cache}, nil
}

// look looks again into those folders of the walk before that changes touch. It
// reports whether all hold what they did.
func (l *lister) look(told *touched) (same bool) {
	same = true
	l.fresh = make(map[string]bool, len(l.before))
	again := make(map[string]*folder)
	for dir, f := range l.before {
		if told.folder(dir) || f.err != nil {
			if now := readFolder(l.fsys, dir); !f.same(now) {
				again[dir], same = now, false
			}
		}
		l.fresh[dir] = true
	}
	if !same {
		l.before = maps.Clone(l.before)
		maps.Copy(l.before, again)
	}
	return same
}

// read returns what a folder holds.
func (l *lister) read(dir string) *folder {
	f := l.before[dir]
	if !l.fresh[dir] {
		now := readFolder(l.fsys, dir)
		if f == nil || !f.same(now) {
			f = now
		}
	}
	l.folders[dir] = f
	return f
}

func readFolder(fsys fs.FS, dir string) *folder {
	entries, err := fs.ReadDir(fsys, dir)
	f := &folder{make([]folderEntry, 0, len(entries)), err}
	for _, e := range entries {
		if !Temporary(e.Name()) {
			f.entries = append(f.entries, folderEntry{e.Name(), e.IsDir()})
		}
	}
	return f
}

// root walks one of the folders that were asked for; that it cannot be read is
// an error.
func (l *lister) root(root string) error {
	info, err := fs.Stat(l.fsys, root)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		l.file(path.Dir(root), path.Base(root))
		return nil
	}
	return l.walk(root)
}

// walk goes through a folder. The error is that of looking into it.
func (l *lister) walk(dir string) error {
	l.dirs[dir] = nil
	f := l.read(dir)
	if f.err != nil {
		return f.err
	}
	for _, e := range f.entries {
		name := path.Join(dir, e.name)
		switch {
		case !e.dir:
			l.file(dir, e.name)
		case skipDir(name):
			l.pass(name)
		default:
			if err := l.walk(name); err != nil {
				l.unreadable = append(l.unreadable, &File{Name: name, Problem: &Problem{Reason: reason(err)}})
			}
		}
	}
	return nil
}

func (l *lister) file(dir, base string) {
	l.dirs[dir] = append(l.dirs[dir], base)
	l.versioned = l.versioned || base == ignoreName || base == ".git"
}

// pass keeps what counts of a folder that is not entered: that it is there, and
// what a server wrote into it.
func (l *lister) pass(dir string) {
	var names []string
	filled := false
	if path.Base(path.Dir(dir)) == "repository" {
		// A folder that cannot be read holds nothing that is known.
		names, filled = writtenFiles(path.Base(dir), l.read(dir).entries)
	}
	if len(names) > 0 {
		l.dirs[dir] = names
	}
	if filled || path.Base(dir) == "samples" {
		l.dirs[path.Dir(dir)] = append(l.dirs[path.Dir(dir)], path.Base(dir))
	}
	l.versioned = l.versioned || path.Base(dir) == ".git"
}

// touched are the names to which something has happened.
type touched struct{ names, parents map[string]bool }

func newTouched(list []string) *touched {
	t := &touched{make(map[string]bool, len(list)), make(map[string]bool, len(list))}
	for _, name := range list {
		t.names[name], t.parents[path.Dir(name)] = true, true
	}
	return t
}

// folder reports whether a folder may hold something else than it did: one of
// its files is touched, or it is itself, or a folder above it.
func (t *touched) folder(dir string) bool {
	if t.parents[dir] || t.names["."] {
		return true
	}
	for ; dir != "."; dir = path.Dir(dir) {
		if t.names[dir] {
			return true
		}
	}
	return false
}
