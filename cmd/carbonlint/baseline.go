package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/policies"
)

// baselineFlags is what was typed about baselines.
type baselineFlags struct {
	read, write string
	grow        bool
}

func (f *baselineFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.write, "write-baseline", "", "write the findings to the baseline `FILE`; one that is there loses what was mended")
	flags.BoolVar(&f.grow, "allow-growth", false, "let --write-baseline add findings to a baseline that is there")
}

// check refuses what cannot be done together.
func (f *baselineFlags) check(t *target) error {
	switch {
	case f.grow && f.write == "":
		return usageError("--allow-growth goes with --write-baseline")
	case f.write != "" && t.file != "":
		return usageError("--write-baseline takes directories: a baseline of one file would drop the rest of its home")
	}
	return nil
}

// apply leaves the findings of the baseline out of a report, and writes it
// where that was asked for.
func (f *baselineFlags) apply(s *streams, t *target, r *policies.Report) error {
	if f.read == "" && f.write == "" {
		return nil
	}
	scope := policies.Scope{Prefix: t.prefix, Roots: t.roots}
	old, err := f.old()
	if err != nil {
		return err
	}
	if f.write == "" {
		r.Subtract(old, scope)
		return nil
	}
	if len(r.Failures) > 0 || !anyJudged(r.Tree) {
		fmt.Fprintf(s.err, "carbonlint: %s is not written, since not all was judged\n", f.write)
		return nil
	}
	written := f.updated(old, r, scope)
	if err := writeBaseline(f.write, written); err != nil {
		return err
	}
	r.Subtract(written, scope)
	fmt.Fprintf(s.err, "carbonlint: %s holds %s%s\n", f.write, plural(written.Len(), "finding"), f.change(old, len(r.Findings)))
	return nil
}

// old reads the baseline there is, nil when a first one is written.
func (f *baselineFlags) old() (*policies.Baseline, error) {
	name := f.read
	if name == "" {
		name = f.write
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) && f.read == "" {
		return nil, nil
	}
	return readBaseline(name, os.ReadFile)
}

// readBaseline reads a baseline that has to be there.
func readBaseline(name string, read func(name string) ([]byte, error)) (*policies.Baseline, error) {
	data, err := read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usageError("there is no baseline %s; --write-baseline %[1]s writes it", name)
	case err != nil:
		return nil, usageError("read baseline %s: %v", name, cause(err))
	}
	b, err := policies.ParseBaseline(data)
	if err != nil {
		return nil, usageError("%s is no baseline: %v", name, err)
	}
	return b, nil
}

// updated returns the baseline to write: a first one holds all findings, a
// later one only shrinks unless growth is allowed.
func (f *baselineFlags) updated(old *policies.Baseline, r *policies.Report, scope policies.Scope) *policies.Baseline {
	if old == nil {
		return r.NewBaseline(scope)
	}
	b := old.Shrunk(r, scope)
	if f.grow {
		b = b.Grown(r, scope)
	}
	return b
}

// change tells how a baseline differs from the one before, given how many
// findings are left out of it.
func (f *baselineFlags) change(old *policies.Baseline, left int) string {
	if old == nil {
		return ""
	}
	text := fmt.Sprintf(", %d before", old.Len())
	if left > 0 {
		text += fmt.Sprintf("; %s not in it, which --allow-growth adds", plural(left, "finding"))
	}
	return text
}

// writeBaseline replaces the file at once, so that an interrupted run leaves
// the old one.
func writeBaseline(name string, b *policies.Baseline) error {
	data, err := b.Format()
	if err != nil {
		return failure("write baseline %s: %v", name, err)
	}
	err = replaceFile(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return failure("write baseline %s: %v", name, cause(err))
	}
	return nil
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
