package loader

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay is a tree with changes on top of it: what the tree would be once
// they are written.
func Overlay(base fs.FS, changes []Change) fs.FS {
	o := overlay{base, make(map[string][]byte, len(changes))}
	for _, c := range changes {
		o.files[c.Name] = c.New
	}
	return o
}

// overlay holds the new content by name; nil stands for a file that is gone.
type overlay struct {
	base  fs.FS
	files map[string][]byte
}

func (o overlay) Open(name string) (fs.File, error) {
	data, ok := o.files[name]
	switch {
	case !ok:
		return o.base.Open(name)
	case data == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &overlayFile{overlayInfo{name: path.Base(name), size: int64(len(data))}, bytes.NewReader(data)}, nil
}

func (o overlay) ReadFile(name string) ([]byte, error) {
	data, ok := o.files[name]
	switch {
	case !ok:
		return fs.ReadFile(o.base, name)
	case data == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return slices.Clone(data), nil
}

// Stat is that of the tree where it has the file, so that links stay links to
// what they were.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	data, ok := o.files[name]
	switch {
	case !ok:
		info, err := fs.Stat(o.base, name)
		if errors.Is(err, fs.ErrNotExist) && o.made(name) {
			return overlayInfo{name: path.Base(name), dir: true}, nil
		}
		return info, err
	case data == nil:
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return overlayInfo{name: path.Base(name), size: int64(len(data))}, nil
}

func (o overlay) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.base, dir)
	if err != nil && (!errors.Is(err, fs.ErrNotExist) || !o.made(dir)) {
		return entries, err
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = true
	}
	for name, data := range o.files {
		below, ok := strings.CutPrefix(name, dir+"/")
		if dir == "." {
			below, ok = name, true
		}
		if !ok {
			continue
		}
		first, _, deep := strings.Cut(below, "/")
		switch {
		case data == nil && !deep:
			entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == first })
		case data != nil && !names[first]:
			names[first] = true
			entries = append(entries, fs.FileInfoToDirEntry(overlayInfo{name: first, size: int64(len(data)), dir: deep}))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// made reports whether new files make a folder.
func (o overlay) made(dir string) bool {
	for name, data := range o.files {
		if data != nil && strings.HasPrefix(name, dir+"/") {
			return true
		}
	}
	return false
}

// overlayFile is an open file of new content.
type overlayFile struct {
	overlayInfo
	io.Reader
}

func (f *overlayFile) Stat() (fs.FileInfo, error) { return f.overlayInfo, nil }
func (f *overlayFile) Close() error               { return nil }

type overlayInfo struct {
	name string
	size int64
	dir  bool
}

func (i overlayInfo) Name() string       { return i.name }
func (i overlayInfo) Size() int64        { return i.size }
func (i overlayInfo) ModTime() time.Time { return time.Time{} }
func (i overlayInfo) IsDir() bool        { return i.dir }
func (i overlayInfo) Sys() any           { return nil }

func (i overlayInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
