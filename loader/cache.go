package loader

import (
	"bytes"
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Cache keeps the names of a tree and what its files held from one load to the
// next, so that only what has changed is listed and decoded again. What it gives
// is what a load without it would give. The nil Cache keeps nothing. It belongs to one tree
// and is not for two loads at a time.
type Cache struct {
	mu    sync.Mutex
	files map[string]map[string]*cachedFile // by name and use
	turn  int
	// names are those that the last load found, nil when it failed; touched is
	// what has happened since then, nil when nobody told.
	names   *names
	touched *touched
}

// NewCache returns an empty cache.
func NewCache() *Cache { return &Cache{files: make(map[string]map[string]*cachedFile)} }

// cachedFile is what one use of a file gave.
type cachedFile struct {
	value any
	sum   [sha256.Size]byte
	// info is what the file system said of the file when it was read. trusted
	// is set when equal words of it mean equal bytes.
	info    fs.FileInfo
	trusted bool
	turn    int // the last load that asked for it
}

// settling is how old a file must be for its time to tell it from a later one:
// file systems count in steps of up to two seconds.
const settling = 2 * time.Second

// Changed says that files, by their names in the tree, have to be read again,
// whatever the file system says of them.
func (c *Cache) Changed(names ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		for _, cached := range c.files[name] {
			cached.trusted = false
		}
	}
}

// AllChanged says that all files have to be read again.
func (c *Cache) AllChanged() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, uses := range c.files {
		for _, cached := range uses {
			cached.trusted = false
		}
	}
}

// Told says that since the last load began nothing has happened in the folders
// which that looked into but to these names, so that only those folders are
// listed again that hold one of them. It counts for one load: unless somebody
// tells, a load lists all folders.
func (c *Cache) Told(names ...string) {
	c.Changed(names...)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.touched = newTouched(names)
}

// listed returns the names that the last load found when it walked the same
// folders, and what has happened since, nil for what is not known. Until the
// load has its own names there are none.
func (c *Cache) listed(roots []string) (*names, *touched) {
	if c == nil {
		return nil, nil
	}
	names, touched := c.names, c.touched
	c.names, c.touched = nil, nil
	if names == nil || !slices.Equal(names.roots, roots) {
		return nil, nil
	}
	return names, touched
}

// list keeps the names that a load found.
func (c *Cache) list(n *names) {
	if c != nil {
		c.names = n
	}
}

// Load is [Load] with what the cache holds, and with folders that are homes
// because somebody says so, even where nothing in them tells.
func (c *Cache) Load(fsys fs.FS, declared []string, folders ...string) (*Tree, error) {
	t, err := loadTree(fsys, c, declared, folders)
	if c != nil && err == nil {
		c.prune()
	}
	return t, err
}

// prune forgets what the last load did not ask for.
func (c *Cache) prune() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, uses := range c.files {
		for use, cached := range uses {
			if cached.turn != c.turn {
				delete(uses, use)
			}
		}
		if len(uses) == 0 {
			delete(c.files, name)
		}
	}
	c.turn++
}

// kept returns what make gives for a file, or what it gave before for the same
// bytes. The use names what the file is read for: all that the result depends
// on but the name and the bytes. make reads the file system that it is given.
func kept[T any](l *listing, name, use string, make func(fs.FS) T) T {
	if l.cache == nil {
		return make(l.fsys)
	}
	cached := l.cache.find(name, use)
	info, err := fs.Stat(l.fsys, name)
	if err == nil && cached != nil && cached.trusted && sameInfo(cached.info, info) {
		l.cache.keep(name, use, cached)
		return cached.value.(T)
	}
	now := time.Now()
	raw, problem := readFile(l.fsys, name)
	if err != nil || problem != nil {
		return make(l.fsys) // what is wrong is told anew each time
	}
	next := &cachedFile{sum: sha256.Sum256(raw), info: info, trusted: info.ModTime().Before(now.Add(-settling))}
	if cached != nil && cached.sum == next.sum {
		next.value = cached.value
	} else {
		next.value = make(readOnce{name, raw, info})
	}
	l.cache.keep(name, use, next)
	return next.value.(T)
}

func (c *Cache) find(name, use string) *cachedFile {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.files[name][use]
}

func (c *Cache) keep(name, use string, cached *cachedFile) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.files[name] == nil {
		c.files[name] = make(map[string]*cachedFile)
	}
	cached.turn = c.turn
	c.files[name][use] = cached
}

// sameInfo reports whether the file system says the same of a file twice.
func sameInfo(a, b fs.FileInfo) bool {
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && a.Mode() == b.Mode() && os.SameFile(a, b)
}

// decoded returns a file with what it holds.
func (l *listing) decoded(s selected) *File {
	return kept(l, s.name, "file\x00"+s.kind+"\x00"+string(rune(s.format)), func(fsys fs.FS) *File {
		f := &File{Name: s.name, Kind: s.kind}
		switch {
		case s.format != formatNone:
			f.load(fsys, s.format)
		case s.kind == KindIgnoredDatasources:
			f.loadDirectives(fsys)
		}
		return f
	})
}

// store returns what a key store holds that one of the passwords may open.
func (l *listing) store(name string, passwords []string) KeyStore {
	sum := sha256.Sum256([]byte(strings.Join(passwords, "\x00")))
	return kept(l, name, "store\x00"+string(sum[:]), func(fsys fs.FS) KeyStore {
		s := readStore(fsys, &l.certificates, name, passwords)
		s.cache = nil // it ends with the load
		return s
	})
}

// readOnce is a file system of one file that was read already, so that its hash
// is that of the bytes which are decoded.
type readOnce struct {
	name string
	raw  []byte
	info fs.FileInfo
}

func (r readOnce) Open(name string) (fs.File, error) {
	if name != r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openOnce{bytes.NewReader(r.raw), r}, nil
}

// openOnce is the open file.
type openOnce struct {
	io.Reader
	file readOnce
}

func (o *openOnce) Close() error { return nil }
func (o *openOnce) Stat() (fs.FileInfo, error) {
	return onceInfo{o.file.info, int64(len(o.file.raw))}, nil
}

// onceInfo has the size of the bytes that were read, which may be another than
// before they were.
type onceInfo struct {
	fs.FileInfo
	size int64
}

func (i onceInfo) Size() int64 { return i.size }
