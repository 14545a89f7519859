package git

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// FS is a tree of files, each of which stands in the repository or on disk. It
// is safe for concurrent use.
type FS struct {
	repo *Repo
	root *node
}

// node is a file or a folder.
type node struct {
	name     string
	children map[string]*node // of a folder, else nil
	blob     string           // the object that holds the content
	link     bool             // the content is where a symbolic link leads to
	disk     bool             // the file of the work tree holds the content
}

func newFS(r *Repo) *FS {
	return &FS{repo: r, root: &node{name: ".", children: make(map[string]*node)}}
}

// add adds a file with the folders above it.
func (t *FS) add(name string, n *node) {
	dir := t.root
	parts := strings.Split(name, "/")
	for _, part := range parts[:len(parts)-1] {
		next := dir.children[part]
		if next == nil || next.children == nil {
			next = &node{name: part, children: make(map[string]*node)}
			dir.children[part] = next
		}
		dir = next
	}
	n.name = parts[len(parts)-1]
	dir.children[n.name] = n
}

// Has reports whether there is a file or folder of that name.
func (t *FS) Has(name string) bool {
	_, err := t.find("stat", name)
	return err == nil
}

// find returns the node of a name, without following a link at its end.
func (t *FS) find(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n := t.root
	if name == "." {
		return n, nil
	}
	for _, part := range strings.Split(name, "/") {
		if n = n.children[part]; n == nil {
			return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
	}
	return n, nil
}

// maxLinks is how many symbolic links are followed from one to the next.
const maxLinks = 16

// follow returns the node of a name once its links are followed.
func (t *FS) follow(op, name string) (*node, error) {
	at := name
	for range maxLinks {
		n, err := t.find(op, at)
		if err != nil || !n.link {
			if err == nil && at != name && n.children != nil {
				break // a link to a folder, below which nothing is looked for
			}
			return n, err
		}
		to, err := t.repo.blobs.read(n.blob)
		if err != nil {
			return nil, &fs.PathError{Op: op, Path: name, Err: err}
		}
		at = path.Join(path.Dir(at), string(to))
		if path.IsAbs(string(to)) || !fs.ValidPath(at) {
			break // it leads out of the repository
		}
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// ReadFile returns the content of a file.
func (t *FS) ReadFile(name string) ([]byte, error) {
	n, err := t.follow("open", name)
	switch {
	case err != nil:
		return nil, err
	case n.children != nil:
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("is a directory")}
	case n.disk:
		return loader.ReadDisk(t.repo.path(name))
	}
	data, err := t.repo.blobs.read(n.blob)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return bytes.Clone(data), nil // the caller may write to it
}

// Stat tells the size of a file, for which it is read: who asks will read it.
func (t *FS) Stat(name string) (fs.FileInfo, error) {
	n, err := t.follow("stat", name)
	switch {
	case err != nil:
		return nil, err
	case n.disk:
		return os.Stat(t.repo.path(name))
	case n.children != nil:
		return info{n, 0}, nil
	}
	size, err := t.repo.blobs.size(n.blob)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info{n, size}, nil
}

// ReadDir lists a folder by name.
func (t *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := t.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if n.children == nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fmt.Errorf("not a directory")}
	}
	list := make([]fs.DirEntry, 0, len(n.children))
	for base, child := range n.children {
		list = append(list, dirEntry{t, path.Join(name, base), child})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, nil
}

// Open opens a file or folder.
func (t *FS) Open(name string) (fs.File, error) {
	n, err := t.follow("open", name)
	if err != nil {
		return nil, err
	}
	if n.children != nil {
		list, err := t.ReadDir(name)
		return &openDir{info{n, 0}, list}, err
	}
	data, err := t.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &openFile{info{n, int64(len(data))}, bytes.NewReader(data)}, nil
}

// info describes a node.
type info struct {
	*node
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.children != nil }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// dirEntry is a node in the list of its folder.
type dirEntry struct {
	fs   *FS
	path string
	*node
}

func (e dirEntry) Name() string               { return e.name }
func (e dirEntry) IsDir() bool                { return e.children != nil }
func (e dirEntry) Info() (fs.FileInfo, error) { return e.fs.Stat(e.path) }

func (e dirEntry) Type() fs.FileMode {
	switch {
	case e.IsDir():
		return fs.ModeDir
	case e.link:
		return fs.ModeSymlink
	}
	return 0
}

// openFile is an open file.
type openFile struct {
	info
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// Size is that of the reader and of the description alike.
func (f *openFile) Size() int64 { return f.info.size }

// openDir is an open folder, of which left has not been read yet.
type openDir struct {
	info
	left []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fmt.Errorf("is a directory")}
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		list := d.left
		d.left = nil
		return list, nil
	}
	if len(d.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.left))
	list := d.left[:n]
	d.left = d.left[n:]
	return list, nil
}
