package config

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// Finder finds the configuration files that hold for a folder. It reads each
// file once.
type Finder struct {
	// working is the folder that names in messages are relative to.
	working string
	// ceiling is the topmost folder that is looked into.
	ceiling string
	// open reads a file that was found, and given one that somebody named: that
	// may be a pipe.
	open, given func(name string) ([]byte, error)
	// alone is the one file that holds, nil for those that are found.
	alone *File
	// files are those read, by folder; nil for a folder without one.
	files    map[string]*File
	problems []Problem
}

// NewFinder returns a finder for the folders in and below base. It looks up to
// the root of the git work tree of base. Outside of one it looks up to the
// working folder, or to base where that lies elsewhere: a file that somebody
// else put into a folder far above must not decide.
func NewFinder(base, working string) *Finder {
	base, working = filepath.ToSlash(base), filepath.ToSlash(working)
	f := &Finder{working: working, ceiling: base, open: loader.ReadDisk, given: os.ReadFile, files: make(map[string]*File)}
	if _, ok := below(working, base); ok {
		f.ceiling = working
	}
	for dir := base; ; dir = path.Dir(dir) {
		if _, err := os.Stat(filepath.FromSlash(path.Join(dir, ".git"))); err == nil {
			f.ceiling = dir
			break
		}
		if dir == path.Dir(dir) {
			break
		}
	}
	return f
}

// Through has the finder read files in another way than from disk: a text may
// not be saved yet.
func (f *Finder) Through(open func(name string) ([]byte, error)) *Finder {
	f.open, f.given = open, open
	return f
}

// Alone has one file hold, and no other. Its paths are relative to the working
// folder, since it may lie anywhere.
func (f *Finder) Alone(name string) error {
	data, err := f.given(name)
	if err != nil {
		return &Error{[]Problem{{Place{File: filepath.ToSlash(name)}, cause(err)}}}
	}
	f.alone, f.problems = read(filepath.ToSlash(name), f.working, string(data))
	f.alone.Path, f.alone.Sum = filepath.ToSlash(name), sha256.Sum256(data)
	if !filepath.IsAbs(name) {
		f.alone.Path = path.Join(f.working, f.alone.Path)
	}
	return nil
}

// cause is an error of the file system without the path.
func cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return "cannot be read: " + err.Error()
}

// Cascade returns the files that hold for a folder, the outermost first. What
// is wrong with them is told by [Finder.Check].
func (f *Finder) Cascade(dir string) []*File {
	if f.alone != nil {
		return []*File{f.alone}
	}
	var files []*File
	for dir = filepath.ToSlash(dir); ; dir = path.Dir(dir) {
		if file := f.file(dir); file != nil {
			files = append(files, file)
			if file.Root.Value != "" {
				break
			}
		}
		if dir == f.ceiling || dir == path.Dir(dir) {
			break
		}
	}
	slices.Reverse(files)
	return files
}

// file reads the configuration file in a folder, nil when there is none.
func (f *Finder) file(dir string) *File {
	if file, ok := f.files[dir]; ok {
		return file
	}
	f.files[dir] = nil
	full := path.Join(dir, Name)
	name := f.shown(full)
	data, err := f.open(filepath.FromSlash(full))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.misnamed(dir)
		return nil
	case err != nil:
		f.problems = append(f.problems, Problem{Place{File: name}, cause(err)})
		return nil
	}
	file, problems := read(name, dir, string(data))
	file.Path, file.Sum = full, sha256.Sum256(data)
	f.files[dir] = file
	f.problems = append(f.problems, problems...)
	return file
}

// misnamed reports a file that was meant to be one of configuration.
func (f *Finder) misnamed(dir string) {
	full := path.Join(dir, strings.TrimSuffix(Name, "yaml")+"yml")
	if _, err := os.Stat(filepath.FromSlash(full)); err == nil {
		f.problems = append(f.problems, Problem{Place{File: f.shown(full)}, "is not read; name it " + Name})
	}
}

// shown is a path as messages show it.
func (f *Finder) shown(full string) string {
	rel, err := filepath.Rel(filepath.FromSlash(f.working), filepath.FromSlash(full))
	if err != nil {
		return full
	}
	return filepath.ToSlash(rel)
}

// Files returns the files read so far, by name.
func (f *Finder) Files() []*File {
	if f.alone != nil {
		return []*File{f.alone}
	}
	var files []*File
	for _, file := range f.files {
		if file != nil {
			files = append(files, file)
		}
	}
	slices.SortFunc(files, func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	return files
}

// Looked returns the folders that were looked into for files, absolute and with
// slashes, and the names there that decide which files hold.
func (f *Finder) Looked() (dirs, names []string) {
	if f.alone != nil {
		return []string{path.Dir(f.alone.Path)}, []string{path.Base(f.alone.Path)}
	}
	for dir := range f.files {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	return dirs, []string{Name, strings.TrimSuffix(Name, "yaml") + "yml", ".git"}
}

// Folder is a folder of rules of a site's own.
type Folder struct {
	// Name is the name as messages show it, Path the absolute path.
	Name, Path string
}

// RuleFolders returns the folders of own rules that the files read so far name,
// each once.
func (f *Finder) RuleFolders() []Folder {
	var folders []Folder
	for _, file := range f.Files() {
		for _, full := range file.ruleFolders() {
			folder := Folder{f.shown(full), full}
			if !slices.Contains(folders, folder) {
				folders = append(folders, folder)
			}
		}
	}
	return folders
}

// ruleFolders returns the absolute paths of the file's folders of rules.
func (f *File) ruleFolders() []string {
	var folders []string
	for _, r := range f.Rules {
		full := filepath.ToSlash(r.Value)
		if !filepath.IsAbs(r.Value) {
			full = path.Join(f.Dir, full)
		}
		folders = append(folders, path.Clean(full))
	}
	return folders
}

// Quiet reports whether there is nothing to check: no file was read, nor could
// one not be.
func (f *Finder) Quiet() bool { return len(f.problems) == 0 && len(f.Files()) == 0 }

// Check returns an [Error] with all that is wrong with the files read so far,
// given all rules.
func (f *Finder) Check(rules []*policies.Rule) error {
	problems := slices.Clone(f.problems)
	for _, file := range f.Files() {
		problems = append(problems, file.check(rules)...)
	}
	if len(problems) == 0 {
		return nil
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return &Error{problems}
}

// below returns a path relative to a folder; ok is false where it is not in
// it. Both are absolute, with slashes.
func below(dir, full string) (rel string, ok bool) {
	switch {
	case dir == full:
		return ".", true
	case strings.HasPrefix(full, strings.TrimSuffix(dir, "/")+"/"):
		return strings.TrimPrefix(full, strings.TrimSuffix(dir, "/")+"/"), true
	}
	return "", false
}
