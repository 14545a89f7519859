package git

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
)

// Changes is what differs between a commit and what came after it.
type Changes struct {
	// Files are the files that are new or have another content now.
	Files map[string]bool
	// Renamed has the former name of each file that was only renamed.
	Renamed map[string]string
	// Deleted are the files that are gone.
	Deleted []string
}

// Empty reports whether nothing changed.
func (c *Changes) Empty() bool { return len(c.Files)+len(c.Renamed)+len(c.Deleted) == 0 }

// Staged returns what the index changes of a commit; "" is the empty tree.
func (r *Repo) Staged(commit string, index *FS) (*Changes, error) {
	if commit == "" {
		return everything(index), nil
	}
	out, err := r.run("diff-index", "--cached", "--name-status", "-z", "-M", "--ita-invisible-in-index", "--ignore-submodules=all", commit, "--")
	if err != nil {
		return nil, err
	}
	return parseChanges(out)
}

// Since returns what the work tree changes of a commit, with the files that
// git does not know yet.
func (r *Repo) Since(commit string) (*Changes, error) {
	out, err := r.run("diff", "--no-ext-diff", "--no-textconv", "--no-relative", "--no-color",
		"--name-status", "-z", "-M", "--ignore-submodules=all", commit, "--")
	if err != nil {
		return nil, err
	}
	c, err := parseChanges(out)
	if err != nil {
		return nil, err
	}
	names, err := r.untracked()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		c.Files[name] = true
	}
	return c, r.moved(c, commit, names)
}

// moved finds, among the files that git does not know, those that were only
// moved by hand.
func (r *Repo) moved(c *Changes, commit string, names []string) error {
	if len(names) == 0 || len(c.Deleted) == 0 {
		return nil
	}
	base, err := r.Commit(commit)
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := loader.ReadDisk(r.path(name))
		if err != nil {
			continue
		}
		for i, old := range c.Deleted {
			before, err := base.ReadFile(old)
			if err != nil || !bytes.Equal(before, data) {
				continue
			}
			delete(c.Files, name)
			c.Renamed[name] = old
			c.Deleted = append(c.Deleted[:i], c.Deleted[i+1:]...)
			break
		}
	}
	return nil
}

// everything is the change that makes a tree out of nothing.
func everything(t *FS) *Changes {
	c := &Changes{Files: make(map[string]bool), Renamed: make(map[string]string)}
	var walk func(dir string, n *node)
	walk = func(dir string, n *node) {
		for base, child := range n.children {
			if child.children != nil {
				walk(dir+base+"/", child)
				continue
			}
			c.Files[dir+base] = true
		}
	}
	walk("", t.root)
	return c
}

// parseChanges reads what git diff --name-status -z prints.
func parseChanges(out string) (*Changes, error) {
	c := &Changes{Files: make(map[string]bool), Renamed: make(map[string]string)}
	fields := split(out)
	for len(fields) > 0 {
		status := fields[0]
		names := 1
		if strings.HasPrefix(status, "R") || strings.HasPrefix(status, "C") {
			names = 2
		}
		if status == "" || len(fields) < 1+names {
			return nil, fmt.Errorf("git diff prints %q", out)
		}
		first, last := fields[1], fields[names]
		fields = fields[1+names:]
		switch {
		case status == "R100":
			c.Renamed[last] = first
		case status[0] == 'D':
			c.Deleted = append(c.Deleted, first)
		case status[0] == 'U':
			return nil, fmt.Errorf("%s is not merged: resolve the conflict and add it", first)
		default:
			c.Files[last] = true
			if status[0] == 'R' {
				c.Deleted = append(c.Deleted, first)
			}
		}
	}
	return c, nil
}
