package config

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/carbonlint/carbonlint/policies"
)

// waivers returns the waivers of a file with their globs relative to a tree.
// Those that accept nothing in the tree are left out.
func (f *File) waivers(base string) []policies.Waiver {
	name := f.Name
	if rel, err := filepath.Rel(filepath.FromSlash(base), filepath.FromSlash(f.Path)); err == nil {
		name = filepath.ToSlash(rel)
	}
	var kept []policies.Waiver
	for _, w := range f.Waivers {
		var inPath, inHome bool
		w.Path, inPath = f.rebase(base, w.Path)
		w.Home, inHome = f.rebase(base, w.Home)
		if w.Place.File = name; inPath && inHome {
			kept = append(kept, w)
		}
	}
	return kept
}

// rebase makes a glob relative to a tree; ok is false where it matches nothing
// in it. As everywhere, a glob that names a folder holds for all in it.
func (f *File) rebase(base, glob string) (rebased string, ok bool) {
	if rel, below := below(base, f.Dir); below {
		switch {
		case rel == "." && glob == "":
			return "", true
		case glob == "":
			return escape(rel) + "/**", true
		case rel == ".":
			return inFolder(glob), true
		}
		return inFolder(escape(rel) + "/" + glob), true
	}
	rel, above := below(f.Dir, base)
	if !above || glob == "" {
		return "", above
	}
	var rests []string
	for _, alternative := range expand(glob) {
		rests = append(rests, descend(strings.Split(alternative, "/"), strings.Split(rel, "/"))...)
	}
	slices.Sort(rests)
	rests = slices.Compact(rests)
	switch len(rests) {
	case 0:
		return "", false
	case 1:
		return inFolder(rests[0]), true
	}
	return inFolder("{" + strings.Join(rests, ",") + "}"), true
}

// inFolder matches what a glob matches, and what lies in it.
func inFolder(glob string) string { return "{" + glob + "," + glob + "/**}" }

// escape takes their meaning from the signs of a path that globs know.
func escape(name string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `{`, `\{`, `}`, `\}`, `\`, `\\`).Replace(name)
}

// descend returns what is left of a glob in a folder, as alternatives: ** may
// end in the folder or go on.
func descend(glob, folder []string) []string {
	switch {
	case len(glob) == 0:
		return []string{"**"} // it names a folder above
	case len(folder) == 0:
		return []string{strings.Join(glob, "/")}
	case glob[0] == "**":
		return append(descend(glob, folder[1:]), descend(glob[1:], folder)...)
	case doublestar.MatchUnvalidated(glob[0], folder[0]):
		return descend(glob[1:], folder[1:])
	}
	return nil
}

// expand writes out the alternatives of a glob: a{b,c/d} is ab and ac/d.
func expand(glob string) []string {
	start := strings.IndexByte(glob, '{')
	if start < 0 {
		return []string{glob}
	}
	depth, from := 0, start+1
	var parts []string
	for i := start; i < len(glob); i++ {
		switch glob[i] {
		case '{':
			depth++
		case ',':
			if depth == 1 {
				parts = append(parts, glob[from:i])
				from = i + 1
			}
		case '}':
			if depth--; depth > 0 {
				continue
			}
			var all []string
			for _, part := range append(parts, glob[from:i]) {
				all = append(all, expand(glob[:start]+part+glob[i+1:])...)
			}
			return all
		}
	}
	return []string{glob}
}
