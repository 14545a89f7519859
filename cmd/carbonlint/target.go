package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// target is what the arguments name: a directory, the folders below it to
// read, and how to call it.
type target struct {
	fsys    fs.FS
	roots   []string // slash paths below base
	base    string   // absolute path of the directory
	prefix  string   // path of base below the git root, "" when equal or none
	display string   // what was typed
	file    string   // the one file asked for, relative to base, "" for all
	// read reads files of configuration, nil to read them from disk.
	read func(name string) ([]byte, error)
}

// locate turns the arguments into a target. File names in reports are
// relative to the one directory given, or to the innermost directory that
// holds all of those given.
func locate(args []string) (*target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	t := &target{display: strings.Join(args, " ")}
	var paths []string
	for _, arg := range args {
		abs, err := filepath.Abs(arg)
		if err != nil {
			return nil, failure("%v", err)
		}
		info, err := os.Stat(abs)
		switch {
		case err != nil:
			return nil, usageError("%s: %v", arg, cause(err))
		case !info.IsDir() && len(args) > 1:
			return nil, usageError("%s is a file; give directories, or one file alone", arg)
		case !info.IsDir():
			t.file = abs
			abs = homeOf(abs)
		}
		paths = append(paths, abs)
	}
	t.base = common(paths)
	for _, p := range paths {
		t.roots = append(t.roots, slashRel(t.base, p))
	}
	if t.file != "" {
		t.file = slashRel(t.base, t.file)
	}
	t.fsys = loader.Disk(t.base)
	t.prefix = gitPrefix(t.base)
	return t, nil
}

func cause(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}

// homeOf returns the home that a single file belongs to: rules join files, so
// the whole home is read and its other findings are left out.
func homeOf(file string) string {
	slash := filepath.ToSlash(file)
	for _, conf := range []string{"/repository/", "/conf/", "/bin/"} {
		if i := strings.LastIndex(slash, conf); i >= 0 {
			return filepath.FromSlash(slash[:i])
		}
	}
	return filepath.Dir(file)
}

// partial reports whether not all of the directory is read.
func (t *target) partial() bool { return t.file != "" || !slices.Equal(t.roots, []string{"."}) }

// restrict leaves only what concerns the one file asked for.
func (t *target) restrict(r *policies.Report) {
	if t.file == "" {
		return
	}
	kept := r.Findings[:0]
	for _, f := range r.Findings {
		if f.File == t.file {
			kept = append(kept, f)
		}
	}
	r.Findings = kept
	r.Waived = slices.DeleteFunc(r.Waived, func(w policies.Waived) bool { return w.File != t.file })
}

// common returns the innermost directory that holds all paths.
func common(paths []string) string {
	base := paths[0]
	for _, p := range paths[1:] {
		for base != p && !strings.HasPrefix(p, strings.TrimSuffix(base, string(filepath.Separator))+string(filepath.Separator)) {
			base = filepath.Dir(base)
		}
	}
	return base
}

func slashRel(base, p string) string {
	rel, err := filepath.Rel(base, p)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// gitPrefix returns the path of a directory below the root of its git work
// tree, "" when it is the root or lies in none.
func gitPrefix(dir string) string {
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved
	}
	for root := dir; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, ".git")); err == nil {
			if rel := slashRel(root, dir); rel != "." {
				return rel
			}
			return ""
		}
		if root == filepath.Dir(root) {
			return ""
		}
	}
}
