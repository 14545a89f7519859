package loader

import "strings"

// secrets returns the secrets of all files and the aliases that stand for
// secrets. A secret is an entry with the kind of its file and, where its
// element has them, the entries alias, encrypted and key of its attributes. In a
// file that is a template each tells so.
func (b *builder[V]) secrets() (secrets, aliases []V) {
	secrets, aliases = []V{}, []V{}
	for _, f := range b.home.Files {
		_, template := templateSuffix(f.Name)
		next, open := 0, []int(nil) // the items that the entry lies in
		for i := range f.Entries {
			for len(open) > 0 && f.Items[open[len(open)-1]].End <= i {
				open = open[:len(open)-1]
			}
			for ; next < len(f.Items) && f.Items[next].First <= i; next++ {
				if f.Items[next].End > i {
					open = append(open, next)
				}
			}
			e := &f.Entries[i]
			alias := strings.HasSuffix(e.Path, "/@"+aliasKey)
			if !alias && !e.Sensitive {
				continue
			}
			from := b.begin()
			b.addEntry(f, e)
			b.addString("kind", f.Kind)
			b.addBool("template", template)
			if alias {
				aliases = append(aliases, b.record(from))
				continue
			}
			if len(open) > 0 {
				b.addOwn(f, &f.Items[open[len(open)-1]], e)
			}
			secrets = append(secrets, b.record(from))
		}
	}
	return secrets, aliases
}

// addOwn adds to a secret the attributes of its element: the element of its
// text, or the one that it is an attribute of.
func (b *builder[V]) addOwn(f *File, it *Item, e *Entry) {
	if e.Path != it.Prefix && !strings.HasPrefix(e.Path, it.Prefix+"/@") {
		return
	}
	var alias, encrypted, key *Entry
	for i := it.First; i < it.End; i++ {
		switch attr := &f.Entries[i]; strings.TrimPrefix(attr.Path, it.Prefix) {
		case "/@" + aliasKey:
			alias = attr
		case "/@encrypted":
			encrypted = attr
		case "/@key":
			key = attr
		}
	}
	if alias != nil {
		b.add("alias", b.entry(f, alias))
	}
	if encrypted != nil {
		b.add("encrypted", b.entry(f, encrypted))
	}
	if key != nil && key != e {
		b.add("key", b.entry(f, key))
	}
}
