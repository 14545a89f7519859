package loader

import (
	"reflect"
	"slices"
)

// Changes says in which parts the document of a home differs from the one that
// it had before.
type Changes struct {
	// Kinds are those of which a file has changed, come or gone.
	Kinds map[string]*KindChanges
	// Files are the names of these files.
	Files map[string]bool
	// Parts are the other parts of the document by name.
	Parts map[string]bool
}

// KindChanges says what differs of the files of one kind: the paths of settings
// and items, and whether the list of files does.
type KindChanges struct {
	Settings, Items map[string]bool
	Files           bool
}

// None reports whether the documents are equal.
func (c *Changes) None() bool { return len(c.Kinds) == 0 && len(c.Parts) == 0 }

// Since compares a home with what it was. Both have to be loaded with one
// [Cache], in which a file that has not changed is the same one. What cannot be
// told for certain counts as changed.
func (h *Home) Since(old *Home) *Changes {
	c := &Changes{Kinds: make(map[string]*KindChanges), Files: make(map[string]bool), Parts: make(map[string]bool)}
	before, after := old.byKind(), h.byKind()
	for _, kinds := range []map[string][]*File{before, after} {
		for kind := range kinds {
			if c.Kinds[kind] == nil && !slices.EqualFunc(before[kind], after[kind], sameFile) {
				c.Kinds[kind] = compareKind(before[kind], after[kind])
				c.name(before[kind], after[kind])
				c.name(after[kind], before[kind])
			}
		}
	}
	differ := func(part string, a, b any) {
		if !reflect.DeepEqual(a, b) {
			c.Parts[part] = true
		}
	}
	differ("home", newBuilder(old, nil, plain{}).describe(), newBuilder(h, nil, plain{}).describe())
	differ("libraries", old.Libraries, h.Libraries)
	differ("now", old.Now, h.Now)
	if !reflect.DeepEqual(old.KeyStores, h.KeyStores) {
		c.Parts["keystores"], c.Parts["certificates"] = true, true
	}
	if len(c.Kinds) > 0 {
		c.lists(old.changed(c.Kinds), h.changed(c.Kinds))
	}
	return c
}

// lists compares the parts that are lists over all files, given builders of
// those that may have changed.
func (c *Changes) lists(old, now *builder[any]) {
	if !reflect.DeepEqual(old.sources(), now.sources()) {
		c.Parts["sources"] = true
	}
	if !reflect.DeepEqual(old.strays(), now.strays()) {
		c.Parts["strays"] = true
	}
	oldSecrets, oldAliases := old.secrets()
	secrets, aliases := now.secrets()
	if !reflect.DeepEqual(oldSecrets, secrets) {
		c.Parts["secrets"] = true
	}
	if !reflect.DeepEqual(oldAliases, aliases) {
		c.Parts["aliases"] = true
	}
}

// name adds the names of the files that are not among others.
func (c *Changes) name(files, others []*File) {
	for _, f := range files {
		if !slices.ContainsFunc(others, func(other *File) bool { return sameFile(f, other) }) {
			c.Files[f.Name] = true
		}
	}
}

// changed returns a builder of the files of some kinds alone.
func (h *Home) changed(kinds map[string]*KindChanges) *builder[any] {
	part := *h
	part.Files = slices.DeleteFunc(slices.Clone(h.Files), func(f *File) bool { return kinds[f.Kind] == nil })
	return newBuilder(&part, nil, plain{})
}

// byKind returns the files of a home by their kind.
func (h *Home) byKind() map[string][]*File {
	kinds := make(map[string][]*File)
	for _, f := range h.Files {
		kinds[f.Kind] = append(kinds[f.Kind], f)
	}
	return kinds
}

// sameFile reports whether two files are one that has not changed. Of some
// files the name alone counts.
func sameFile(a, b *File) bool {
	return a == b || a.Name == b.Name && a.Kind == b.Kind && a.nameOnly() && b.nameOnly()
}

func (f *File) nameOnly() bool {
	return f.Source == nil && f.Problem == nil && len(f.Directives) == 0
}
