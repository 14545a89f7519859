package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
)

// writable tells why a file of the tree must not be written, nil when it may.
func writable(base, name string) error {
	path, err := within(base, name)
	if err != nil {
		return err
	}
	if !mayWrite(existing(filepath.Dir(path))) {
		return errors.New("the folder may not be written to")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return cause(err)
	case info.IsDir():
		return removable(filepath.Join(base, filepath.FromSlash(name)))
	case !info.Mode().IsRegular():
		return errors.New("it is not a file")
	case info.Mode().Perm()&0o222 == 0:
		return errors.New("the file is read-only")
	}
	return nil
}

// removable tells why a folder with all that is in it must not go, nil when it
// may.
func removable(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return cause(err)
		case path == dir && !entry.IsDir():
			return errors.New("it is a link to a folder")
		case entry.IsDir() && !mayWrite(path):
			return errors.New("the folder may not be written to")
		}
		return nil
	})
}

// existing returns a folder, or the one above it that is there.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// within returns the path of a file of the tree, with all links followed, which
// must not lead out of the tree.
func within(base, name string) (string, error) {
	root, err := filepath.EvalSymlinks(base)
	if err != nil {
		return "", cause(err)
	}
	path := filepath.Join(base, filepath.FromSlash(name))
	resolved, err := filepath.EvalSymlinks(path)
	// Of a new file the innermost folder that is there counts.
	for rest := ""; errors.Is(err, fs.ErrNotExist) && path != base; {
		rest = filepath.Join(filepath.Base(path), rest)
		path = filepath.Dir(path)
		if resolved, err = filepath.EvalSymlinks(path); err == nil {
			resolved = filepath.Join(resolved, rest)
		}
	}
	if err != nil {
		return "", cause(err)
	}
	if rel, err := filepath.Rel(root, resolved); err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", errors.New("it is a link to outside of the tree")
	}
	return resolved, nil
}

// writeChange makes a change on disk, unless the file is not any more what was read.
// A file is replaced as a whole or not at all, whenever the program ends.
func writeChange(base string, c loader.Change) error {
	path, err := within(base, c.Name)
	if err != nil {
		return err
	}
	if c.Folder {
		return removeFolder(path)
	}
	now, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return cause(err)
	}
	if err == nil && c.New != nil && bytes.Equal(now, c.New) {
		return nil // the file has two names in the tree, and was changed under the other
	}
	if (err == nil) != (c.Old != nil) || !bytes.Equal(now, c.Old) {
		return errors.New("it has changed since it was read and is left as it is")
	}
	if c.New == nil {
		// A link goes, and not what it leads to.
		return os.Remove(filepath.Join(base, filepath.FromSlash(c.Name)))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return cause(err)
	}
	like := path
	if c.From != "" {
		if like, err = within(base, c.From); err != nil {
			return err
		}
	}
	return replace(path, like, c.New)
}

// removeFolder removes a folder whose files are gone. One in which there is
// something that was not in the tree stays.
func removeFolder(path string) error {
	err := os.Remove(path)
	if entries, readErr := os.ReadDir(path); readErr == nil && len(entries) > 0 {
		return nil
	}
	return err
}

// replace writes a file beside the old one and gives it that one's name, with
// the mode and the owner of the file that it is like.
func replace(path, like string, data []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), loader.TemporaryPattern)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			temp.Close()
			os.Remove(temp.Name())
		}
	}()
	mode := fs.FileMode(0o644)
	info, statErr := os.Stat(like)
	if statErr == nil {
		mode = info.Mode().Perm()
	}
	if _, err = temp.Write(data); err != nil {
		return err
	}
	if err = temp.Chmod(mode); err != nil {
		return err
	}
	if statErr == nil {
		keepOwner(temp, info)
	}
	if err = temp.Sync(); err != nil {
		return err
	}
	if err = temp.Close(); err != nil {
		return err
	}
	if err = os.Rename(temp.Name(), path); err != nil {
		return err
	}
	if folder, openErr := os.Open(filepath.Dir(path)); openErr == nil {
		_ = folder.Sync() // not all systems can; the file itself is on disk
		folder.Close()
	}
	return nil
}
