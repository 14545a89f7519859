package config

import (
	"fmt"
	"path"

	"github.com/carbonlint/carbonlint/loader"
)

// Idle returns the globs that match no home and no file of the tree, one a
// line: most often the folder has moved. Of files above the tree nothing is
// said, since they speak of other folders too.
func (s *Site) Idle(t *loader.Tree) []Problem {
	var names []string
	for _, h := range t.Homes {
		names = append(names, path.Join(s.base, h.Path))
		for _, f := range h.Files {
			names = append(names, path.Join(s.base, f.Name))
		}
	}
	var idle []Problem
	for _, f := range s.finder.Files() {
		if _, ok := below(s.base, f.Dir); !ok {
			continue
		}
		for _, o := range f.Overrides {
			for _, g := range o.Paths {
				if !f.anyMatches(g.Value, names) {
					idle = append(idle, Problem{g.Place, fmt.Sprintf("nothing here matches %q", g.Value)})
				}
			}
		}
		for _, h := range f.Homes {
			if !f.anyMatches(h.Path.Value, names) {
				idle = append(idle, Problem{h.Path.Place, fmt.Sprintf("no home matches %q", h.Path.Value)})
			}
		}
	}
	return idle
}

func (f *File) anyMatches(glob string, names []string) bool {
	for _, full := range names {
		if rel, ok := below(f.Dir, full); ok && Matches(glob, rel) {
			return true
		}
	}
	return false
}
