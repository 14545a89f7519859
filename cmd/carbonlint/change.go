package main

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/git"
	"github.com/carbonlint/carbonlint/policies"
)

// change is what --staged or --since compares: the tree of the target with the
// tree that it was made from.
type change struct {
	repo    *git.Repo
	changed *git.Changes
	base    *git.FS
	roots   []string // of the target, that the base has
	removed bool     // the base has homes and the target has none
}

// compareChange turns the target into the tree that --staged or --since judges,
// and returns what that is compared with; nil when neither was given. Names
// are then relative to the root of the repository.
func compareChange(f lintFlags, t *target) (*change, error) {
	switch {
	case f.staged && f.since != "":
		return nil, usageError("--staged and --since exclude each other")
	case !f.staged && f.since == "":
		return nil, nil
	case f.baseline.write != "":
		return nil, usageError("--write-baseline judges whole trees, without --staged and --since")
	}
	repo, err := git.Open(t.base)
	if err != nil {
		return nil, usageError("%v", err)
	}
	c := &change{repo: repo}
	if err := c.open(f, t); err != nil {
		repo.Close()
		return nil, err
	}
	return c, nil
}

// open reads both trees and what differs.
func (c *change) open(f lintFlags, t *target) error {
	head, base := (*git.FS)(nil), ""
	var err error
	if f.staged {
		base = c.repo.Head()
		if head, err = c.repo.Index(); err == nil {
			c.changed, err = c.repo.Staged(base, head)
		}
	} else {
		if base, err = c.repo.Base(f.since); err != nil {
			return usageError("--since %s: %v", f.since, err)
		}
		if head, err = c.repo.WorkTree(); err == nil {
			c.changed, err = c.repo.Since(base)
		}
	}
	if err == nil {
		c.base, err = c.repo.Commit(base)
	}
	if err != nil {
		return failure("%v", err)
	}
	return c.retarget(t, head)
}

// retarget makes the names of a target relative to the root of the repository.
func (c *change) retarget(t *target, head *git.FS) error {
	dir, err := filepath.EvalSymlinks(t.base)
	if err != nil {
		return failure("%v", err)
	}
	root, err := filepath.EvalSymlinks(c.repo.Root)
	if err != nil {
		return failure("%v", err)
	}
	below := slashRel(root, dir)
	if !filepath.IsLocal(filepath.FromSlash(below)) {
		return usageError("%s is not in the work tree %s", t.display, c.repo.Root)
	}
	var roots []string
	for _, r := range t.roots {
		name := path.Join(below, r)
		if head.Has(name) {
			roots = append(roots, name)
		}
		if c.base.Has(name) {
			c.roots = append(c.roots, name)
		}
	}
	if t.file != "" {
		t.file = path.Join(below, t.file)
	}
	t.fsys, t.roots, t.base, t.prefix = head, roots, c.repo.Root, ""
	return nil
}

// close ends what serves the trees.
func (c *change) close() {
	if c != nil {
		c.repo.Close()
	}
}

// emptied reports whether the change took away all there was to judge.
func (c *change) emptied() bool { return c != nil && c.removed }

// narrow leaves in a report what the change is about: findings in the files
// that it touches, and those that the base does not have.
func (c *change) narrow(r *policies.Report, j *judging) error {
	if c == nil {
		return nil
	}
	if c.changed.Empty() {
		r.Findings, r.Waived = nil, nil
		return nil
	}
	elsewhere := slices.ContainsFunc(r.Findings, func(f policies.Finding) bool { return !c.changed.Files[f.File] })
	if anyJudged(r.Tree) && !elsewhere {
		c.narrowWaived(r)
		return nil
	}
	base := target{fsys: c.base, roots: c.roots, display: "the base"}
	tree, err := j.configuration.load(&base, j.now, nil)
	if err != nil {
		return err
	}
	c.removed = !anyJudged(r.Tree) && anyJudged(tree)
	before, err := j.judge(tree)
	if err != nil {
		return err
	}
	r.Findings = newFindings(r.Findings, before.Findings, c.changed)
	c.narrowWaived(r)
	return nil
}

// narrowWaived leaves the waived findings of the files that were touched.
func (c *change) narrowWaived(r *policies.Report) {
	r.Waived = slices.DeleteFunc(r.Waived, func(w policies.Waived) bool { return !c.changed.Files[w.File] })
}

// newFindings returns the findings in changed files, and those of the others
// that are not among the findings of the base. A file that did not change
// holds the same at the same place, so that a finding is known by its place;
// one that says something else there now is still the same fault.
func newFindings(now, before []policies.Finding, c *git.Changes) []policies.Finding {
	type key struct {
		rule  string
		place policies.Place
	}
	known := make(map[key]int)
	for _, f := range before {
		known[key{f.Rule, f.Place}]++
	}
	var kept []policies.Finding
	for _, f := range now {
		k := key{f.Rule, f.Place}
		if old := c.Renamed[f.File]; old != "" {
			k.place.File = old
		}
		if !c.Files[f.File] && known[k] > 0 {
			known[k]--
			continue
		}
		kept = append(kept, f)
	}
	return kept
}
