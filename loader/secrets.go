package loader

import "strings"

// secrets returns the secrets of all files and the aliases that stand for
// secrets. A secret is an entry with the kind of its file and, where its
// element has them, the entries alias and encrypted of its attributes. In a
// file that is a template each tells so.
func (b *builder) secrets() (secrets, aliases []any) {
	secrets, aliases = []any{}, []any{}
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
			m := entry(f, e)
			m["kind"], m["template"] = f.Kind, template
			if alias {
				aliases = append(aliases, m)
				continue
			}
			if len(open) > 0 {
				f.own(&f.Items[open[len(open)-1]], e, m)
			}
			secrets = append(secrets, m)
		}
	}
	return secrets, aliases
}

// own adds to a secret the attributes of its element: the element of its
// text, or the one that it is an attribute of.
func (f *File) own(it *Item, e *Entry, m map[string]any) {
	if e.Path != it.Prefix && !strings.HasPrefix(e.Path, it.Prefix+"/@") {
		return
	}
	for i := it.First; i < it.End; i++ {
		switch attr := &f.Entries[i]; strings.TrimPrefix(attr.Path, it.Prefix) {
		case "/@" + aliasKey:
			m["alias"] = entry(f, attr)
		case "/@encrypted":
			m["encrypted"] = entry(f, attr)
		}
	}
}
