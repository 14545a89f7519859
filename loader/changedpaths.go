package loader

import (
	"maps"
	"slices"
)

// kindState is what a document shows of the files of one kind.
type kindState struct {
	settings map[string][]entryState
	items    map[string][]itemState
	files    []fileState
}

// entryState is all that a document shows of an entry.
type entryState struct {
	file, path, value, namespace    string
	start, end                      Position
	unknown, conditional, sensitive bool
}

// itemState is all that a document shows of an item.
type itemState struct {
	file, prefix string
	start, end   Position
	entries      []entryState
}

// fileState is all that a document shows of a file in the list of its kind.
type fileState struct {
	file       string
	start, end Position
	text       string // of a launcher, whose hash is shown
	keys       map[string]bool
}

// compareKind compares the files of one kind with those that were.
func compareKind(before, after []*File) *KindChanges {
	old, now := stateOf(before), stateOf(after)
	return &KindChanges{
		Settings: changedPaths(old.settings, now.settings, func(a, b []entryState) bool { return slices.Equal(a, b) }),
		Items: changedPaths(old.items, now.items, func(a, b []itemState) bool {
			return slices.EqualFunc(a, b, func(a, b itemState) bool {
				return a.file == b.file && a.prefix == b.prefix && a.start == b.start && a.end == b.end && slices.Equal(a.entries, b.entries)
			})
		}),
		Files: !slices.EqualFunc(old.files, now.files, func(a, b fileState) bool {
			return a.file == b.file && a.start == b.start && a.end == b.end && a.text == b.text && maps.Equal(a.keys, b.keys)
		}),
	}
}

// changedPaths returns the paths at which two maps differ.
func changedPaths[T any](old, now map[string][]T, equal func(a, b []T) bool) map[string]bool {
	changed := make(map[string]bool)
	for path, list := range old {
		if !equal(list, now[path]) {
			changed[path] = true
		}
	}
	for path := range now {
		if _, ok := old[path]; !ok {
			changed[path] = true
		}
	}
	return changed
}

// stateOf reads what a document shows of some files, as [Home.Document] does.
func stateOf(files []*File) *kindState {
	k := &kindState{settings: make(map[string][]entryState), items: make(map[string][]itemState)}
	for _, f := range files {
		if f.broken {
			continue
		}
		root := fileState{file: f.Name, keys: make(map[string]bool)}
		root.start, root.end = f.positions(f.Root)
		if f.Kind == KindLauncher && f.Source != nil {
			root.text = f.Source.Text
		}
		entries := make([]entryState, len(f.Entries))
		for i := range f.Entries {
			e := &f.Entries[i]
			s := entryState{
				file: f.Name, path: e.Path, value: e.Value, namespace: e.Namespace,
				unknown: e.Unknown, conditional: e.Conditional, sensitive: e.Sensitive,
			}
			s.start, s.end = f.positions(e.at())
			entries[i] = s
			k.settings[e.Path] = append(k.settings[e.Path], s)
			root.keys[e.Path] = true
		}
		for i := range f.Items {
			it := &f.Items[i]
			s := itemState{file: f.Name, prefix: it.Prefix, entries: entries[it.First:it.End]}
			s.start, s.end = f.positions(it.Span)
			k.items[it.Path] = append(k.items[it.Path], s)
		}
		k.files = append(k.files, root)
	}
	return k
}

// positions returns where a span begins and ends.
func (f *File) positions(s Span) (start, end Position) {
	if f.Source == nil {
		return start, end
	}
	return f.Source.Position(s.Start), f.Source.Position(s.End)
}
