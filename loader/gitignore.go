package loader

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

const ignoreName = ".gitignore"

// ignoreFile is what a .gitignore says.
type ignoreFile struct{ patterns []ignorePattern }

// ignorePattern is one of its lines. An exception is not ignored.
type ignorePattern struct {
	pattern string
	except  bool
}

// readIgnores reads the .gitignore files of the tree. One that cannot be read
// says nothing.
func (l *listing) readIgnores() {
	l.ignores = make(map[string]*ignoreFile)
	for _, dir := range l.sorted {
		if !slices.Contains(l.dirs[dir], ignoreName) {
			continue
		}
		name := path.Join(dir, ignoreName)
		l.ignores[dir] = kept(l, name, "ignore", func(fsys fs.FS) *ignoreFile {
			f := new(ignoreFile)
			if raw, problem := readFile(fsys, name); problem == nil {
				f.read(string(raw))
			}
			return f
		})
	}
}

// read takes the plain patterns: a name, a path, their wildcards and exceptions.
func (f *ignoreFile) read(text string) {
	for line := range strings.Lines(text) {
		pattern, except := strings.CutPrefix(strings.TrimSpace(line), "!")
		if pattern != "" && pattern[0] != '#' {
			f.patterns = append(f.patterns, ignorePattern{pattern, except})
		}
	}
}

// gitIgnored reports whether a .gitignore of the tree names the file.
func gitIgnored(l *listing, name string) bool {
	if len(l.ignores) == 0 {
		return false
	}
	ignored := false
	for _, dir := range append([]string{"."}, parents(path.Dir(name))...) {
		f := l.ignores[dir]
		if f == nil {
			continue
		}
		for _, p := range f.patterns {
			if gitMatch(p.pattern, relative(name, dir)) {
				ignored = !p.except
			}
		}
	}
	return ignored
}

// parents returns the folders above and including dir, outermost first.
func parents(dir string) []string {
	if dir == "." {
		return nil
	}
	return append(parents(path.Dir(dir)), dir)
}

// gitMatch reports whether a pattern of .gitignore matches a path below it or
// one of the folders of that path.
func gitMatch(pattern, rel string) bool {
	pattern = strings.TrimSuffix(strings.TrimPrefix(pattern, "**/"), "/")
	anchored := strings.Contains(pattern, "/")
	pattern = strings.TrimPrefix(pattern, "/")
	for _, dir := range parents(rel) {
		subject := dir
		if !anchored {
			subject = path.Base(dir)
		}
		if ok, err := path.Match(pattern, subject); ok && err == nil {
			return true
		}
	}
	return false
}
