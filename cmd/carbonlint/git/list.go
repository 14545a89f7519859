package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Modes of files in git.
const (
	modeLink      = "120000"
	modeSubmodule = "160000"
)

// Index returns the files of the index: what the next commit will hold.
func (r *Repo) Index() (*FS, error) {
	list, err := r.staged()
	if err != nil {
		return nil, err
	}
	t := newFS(r)
	intended := r.intended(list)
	for _, e := range list {
		if !intended[e.name] {
			t.add(e.name, &node{blob: e.blob, link: e.mode == modeLink})
		}
	}
	return t, nil
}

// Commit returns the files of a commit; "" has none.
func (r *Repo) Commit(commit string) (*FS, error) {
	t := newFS(r)
	if commit == "" {
		return t, nil
	}
	out, err := r.run("ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	for _, line := range split(out) {
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about) // mode type object
		if len(fields) != 3 {
			return nil, fmt.Errorf("git ls-tree prints %q", line)
		}
		if fields[0] != modeSubmodule {
			t.add(name, &node{blob: fields[2], link: fields[0] == modeLink})
		}
	}
	return t, nil
}

// WorkTree returns the files of the work tree that git does not ignore. What a
// sparse checkout left out is taken from the index.
func (r *Repo) WorkTree() (*FS, error) {
	list, err := r.staged()
	if err != nil {
		return nil, err
	}
	untracked, err := r.untracked()
	if err != nil {
		return nil, err
	}
	t := newFS(r)
	for _, e := range list {
		switch _, err := os.Lstat(r.path(e.name)); {
		case err == nil:
			t.add(e.name, &node{disk: true})
		case e.skipped:
			t.add(e.name, &node{blob: e.blob, link: e.mode == modeLink})
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR): // its folder may be a file now
			return nil, err
		}
	}
	for _, name := range untracked {
		t.add(name, &node{disk: true})
	}
	return t, nil
}

// path returns the path of a file of the work tree.
func (r *Repo) path(name string) string { return filepath.Join(r.Root, filepath.FromSlash(name)) }

// untracked lists the files that git neither knows nor ignores.
func (r *Repo) untracked() ([]string, error) {
	out, err := r.run("ls-files", "-o", "-z", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range split(out) {
		if !strings.HasSuffix(name, "/") { // a repository in the repository
			names = append(names, name)
		}
	}
	return names, nil
}

// entry is a line of the index.
type entry struct {
	mode, blob, name string
	skipped          bool // by a sparse checkout
}

// staged lists the index without submodules.
func (r *Repo) staged() ([]entry, error) {
	out, err := r.run("ls-files", "-s", "-t", "-z")
	if err != nil {
		return nil, err
	}
	var list []entry
	for _, line := range split(out) {
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about) // tag mode object stage
		if len(fields) != 4 {
			return nil, fmt.Errorf("git ls-files prints %q", line)
		}
		if fields[3] != "0" {
			return nil, fmt.Errorf("%s is not merged: resolve the conflict and add it", name)
		}
		if fields[1] != modeSubmodule {
			list = append(list, entry{mode: fields[1], blob: fields[2], name: name, skipped: fields[0] == "S" || fields[0] == "s"})
		}
	}
	return list, nil
}

// emptyBlobs are the objects without content, in both kinds of repositories.
var emptyBlobs = map[string]bool{
	"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391":                         true,
	"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813": true,
}

// intended returns the files that git add -N has announced: they stand empty
// in the index and will not be part of the commit.
func (r *Repo) intended(list []entry) map[string]bool {
	empty := false
	for _, e := range list {
		empty = empty || emptyBlobs[e.blob]
	}
	if !empty {
		return nil
	}
	out, err := r.run("diff-files", "-z", "--name-only", "--diff-filter=A", "--ita-invisible-in-index")
	if err != nil {
		return nil
	}
	names := make(map[string]bool)
	for _, name := range split(out) {
		names[name] = true
	}
	return names
}
