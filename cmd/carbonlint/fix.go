package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// maxRounds is how often the tree is judged again: a fix may bring up another
// finding, and of two fixes at one place the second waits for the next round.
const maxRounds = 8

// fixer makes the fixes of a report, in memory, until none is left.
type fixer struct {
	base fs.FS
	// judge judges the tree that it is given.
	judge  func(fs.FS) (*policies.Report, error)
	unsafe bool
	only   string // the one file that may change, "" for all
	// refuse tells why a file cannot be written.
	refuse func(name string) error

	// skipped says of fixes that were tried in vain why; see keyOf.
	skipped map[string]string
}

// fixes is what a fixer did.
type fixes struct {
	made    []policies.Finding
	left    []leftFix
	changes []loader.Change
	// report is that of the tree with the changes.
	report *policies.Report
}

// leftFix is a fix that was not made.
type leftFix struct {
	policies.Finding
	reason string
}

// keyOf tells findings apart from one round to the next, in which lines have
// moved.
func keyOf(f policies.Finding) string {
	return strings.Join([]string{f.Home, f.Rule, f.File, f.Path, f.Message}, "\x00")
}

// run makes the fixes of a report. When one of them does not take, all is
// begun again without it.
func (x *fixer) run(report *policies.Report) (*fixes, error) {
	x.skipped = make(map[string]string)
	for {
		done, stuck, err := x.attempt(report)
		if err != nil || len(stuck) == 0 {
			return done, err
		}
		for _, f := range stuck {
			x.skipped[keyOf(f)] = "the finding would still be there"
		}
	}
}

// attempt makes fixes, round for round. stuck are those after which their
// finding was still there.
func (x *fixer) attempt(report *policies.Report) (done *fixes, stuck []policies.Finding, err error) {
	done = &fixes{report: report}
	for range maxRounds {
		made, changes := x.round(done.report)
		if len(made) == 0 {
			break
		}
		done.changes = merge(done.changes, changes)
		next, err := x.judge(loader.Overlay(x.base, done.changes))
		if err != nil {
			return nil, nil, err
		}
		if stuck := still(made, done.report, next); len(stuck) > 0 {
			return nil, stuck, nil
		}
		done.made = append(done.made, made...)
		done.report = next
	}
	for _, f := range done.report.Findings {
		switch reason := x.skipped[keyOf(f)]; {
		case reason != "":
			done.left = append(done.left, leftFix{f, reason})
		case f.Fix != nil && f.Fix.Unsafe && !x.unsafe:
			done.left = append(done.left, leftFix{f, "the fix is unsafe; --fix=unsafe makes it"})
		case f.Fix != nil:
			done.left = append(done.left, leftFix{f, loader.ErrOverlap.Error()})
		}
	}
	return done, nil, nil
}

// round makes the fixes of a report that do not get in each other's way.
func (x *fixer) round(report *policies.Report) (made []policies.Finding, changes []loader.Change) {
	editor := loader.NewEditor(report.Tree)
	var applied []loader.Edit
	for _, f := range report.Findings {
		if f.Fix == nil || f.Fix.Unsafe && !x.unsafe || x.skipped[keyOf(f)] != "" {
			continue
		}
		if !slices.ContainsFunc(f.Fix.Edits, func(e loader.Edit) bool { return !slices.Contains(applied, e) }) {
			made = append(made, f) // another finding has the same fix
			continue
		}
		err := x.allowed(f.Fix)
		if err == nil {
			err = editor.Apply(f.Fix.Edits)
		}
		switch {
		case err == nil:
			made = append(made, f)
			applied = append(applied, f.Fix.Edits...)
		case !errors.Is(err, loader.ErrOverlap):
			x.skipped[keyOf(f)] = strings.TrimPrefix(err.Error(), f.File+": ")
		}
	}
	return made, editor.Changes()
}

// allowed reports whether the files of a fix may change.
func (x *fixer) allowed(fix *policies.Fix) error {
	for _, e := range fix.Edits {
		if x.only != "" && e.File != x.only {
			return fmt.Errorf("%s: the fix changes another file", e.File)
		}
		if err := x.refuse(e.File); err != nil {
			return fmt.Errorf("%s: %w", e.File, err)
		}
	}
	return nil
}

// still returns the findings that are there after their fix as often as
// before.
func still(made []policies.Finding, before, after *policies.Report) []policies.Finding {
	count := make(map[string]int)
	for _, f := range after.Findings {
		count[keyOf(f)]++
	}
	for _, f := range before.Findings {
		count[keyOf(f)]--
	}
	for _, f := range made {
		count[keyOf(f)]++
	}
	return slices.DeleteFunc(slices.Clone(made), func(f policies.Finding) bool { return count[keyOf(f)] <= 0 })
}

// merge adds the changes of a round to those of the rounds before.
func merge(all, round []loader.Change) []loader.Change {
	for _, c := range round {
		i := slices.IndexFunc(all, func(o loader.Change) bool { return o.Name == c.Name })
		if i < 0 {
			all = append(all, c)
			continue
		}
		all[i].New, all[i].After = c.New, c.After
	}
	slices.SortFunc(all, func(a, b loader.Change) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// parseFix reads --fix.
func parseFix(f lintFlags, outputs []output) error {
	switch f.fix {
	case "", "safe", "unsafe":
	default:
		return usageError("--fix is %q, want --fix or --fix=unsafe", f.fix)
	}
	switch {
	case f.fix != "" && f.staged:
		return usageError("--staged judges the index, and --fix changes the work tree")
	case f.fix != "" && f.baseline.write != "":
		return usageError("--fix and --write-baseline exclude each other: fix first")
	case !f.diff:
		return nil
	case f.fix == "":
		return usageError("--diff shows what --fix would change; give both")
	}
	for _, o := range outputs {
		if o.file == "" && o.format != "text" {
			return usageError("--diff writes to standard output; give -o %s a file", o.format)
		}
	}
	return nil
}

// again returns what judges another state of the tree, and leaves of the report
// what sift leaves.
func (j *judging) again(sift func(*policies.Report) error) func(*target) (*policies.Report, error) {
	return func(t *target) (*policies.Report, error) {
		tree, err := j.configuration.load(t, j.now, nil)
		if err != nil {
			return nil, err
		}
		report, err := j.judge(tree)
		if err != nil {
			return nil, err
		}
		return report, sift(report)
	}
}

// fix makes the fixes of a report and returns that of the tree after them. With
// --diff they are shown and not written.
func fix(s *streams, f lintFlags, t *target, report *policies.Report, judge func(*target) (*policies.Report, error)) (*policies.Report, error) {
	x := &fixer{base: t.fsys, unsafe: f.fix == "unsafe", only: t.file, refuse: func(name string) error { return writable(t.base, name) }}
	if f.diff {
		x.refuse = func(string) error { return nil }
	}
	x.judge = func(fsys fs.FS) (*policies.Report, error) {
		changed := *t
		changed.fsys = fsys
		return judge(&changed)
	}
	done, err := x.run(report)
	if err != nil {
		return nil, err
	}
	if f.diff {
		if err := writeDiff(s, done.changes); err != nil {
			return nil, err
		}
		done.tell(s, "would fix")
		return done.report, nil
	}
	if err := writeChanges(t.base, done.changes); err != nil {
		return nil, err
	}
	done.tell(s, "fixed")
	return done.report, nil
}

// writeChanges makes the changes on disk. When one fails it ends, and tells what
// is changed already.
func writeChanges(base string, changes []loader.Change) error {
	// What is deleted goes last: a renamed file must be there under one name. A
	// folder goes after what is in it.
	slices.SortStableFunc(changes, func(a, b loader.Change) int {
		if a.Folder && b.Folder {
			return strings.Compare(b.Name, a.Name)
		}
		return gone(a) - gone(b)
	})
	var written []string
	for _, c := range changes {
		if err := writeChange(base, c); err != nil {
			before := "no file was changed"
			if len(written) > 0 {
				before = "changed before it: " + strings.Join(written, ", ")
			}
			return failure("fix %s: %v; %s", c.Name, cause(err), before)
		}
		written = append(written, c.Name)
	}
	return nil
}

// gone is 1 for a change that deletes a file, 2 for a folder, else 0.
func gone(c loader.Change) int {
	switch {
	case c.Folder:
		return 2
	case c.New == nil:
		return 1
	}
	return 0
}

// tell says what was fixed and what was not, on standard error: standard
// output is the report's.
func (x *fixes) tell(s *streams, verb string) {
	for _, f := range x.made {
		fmt.Fprintf(s.err, "%s %s:%d: %s: %s\n", verb, f.File, f.Line, f.Rule, f.Fix.Description)
	}
	for _, f := range x.left {
		fmt.Fprintf(s.err, "not fixed %s:%d: %s: %s\n", f.File, f.Line, f.Rule, f.reason)
	}
	files := slices.DeleteFunc(slices.Clone(x.changes), func(c loader.Change) bool { return c.Folder })
	fmt.Fprintf(s.err, "carbonlint: %s %s in %s; %s left\n", verb,
		plural(len(x.made), "finding"), plural(len(files), "file"), plural(len(x.report.Findings), "finding"))
}
