package loader

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// isFolder reports whether a name of the tree is that of a folder.
func (ed *Editor) isFolder(name string) bool {
	info, err := fs.Stat(ed.tree.fsys, name)
	return err == nil && info.IsDir()
}

// deleteFolder deletes a folder with all that is in it. Each file is a change of
// its own, so that none goes that is not what was seen here.
func (ed *Editor) deleteFolder(name string) error {
	for other, f := range ed.files {
		if strings.HasPrefix(other, name+"/") && (f.deleted || len(f.history) > 0 || !f.exists) {
			return ErrOverlap
		}
	}
	return fs.WalkDir(ed.tree.fsys, name, func(inner string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return errors.New(reason(err))
		case entry.IsDir():
			ed.remember(inner)
			ed.files[inner] = &edited{exists: true, deleted: true, folder: true}
			return nil
		case !entry.Type().IsRegular():
			return errors.New("the folder holds what is no file: " + inner)
		}
		raw, err := fs.ReadFile(ed.tree.fsys, inner)
		if err != nil {
			return errors.New(reason(err))
		}
		ed.remember(inner)
		ed.files[inner] = &edited{original: append([]byte{}, raw...), exists: true, deleted: true}
		return nil
	})
}

// inDeleted reports whether a name lies in a folder that is deleted.
func (ed *Editor) inDeleted(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if f, ok := ed.files[dir]; ok && f.folder {
			return true
		}
	}
	return false
}
