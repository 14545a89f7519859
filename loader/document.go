package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Want says which parts of the documents the loaded rules look at, so that
// the rest need not be built. The nil Want wants everything.
type Want struct {
	// Settings and Items hold the paths by kind; a nil set of paths wants all
	// of the kind.
	Settings, Items map[string]map[string]bool
	// Files holds the kinds; nil wants all.
	Files map[string]bool
	// Sources is set when the list of all files is wanted, Secrets when the
	// secrets and their aliases are, Strays when the stray text is.
	Sources, Secrets, Strays bool
}

// wants reports whether a path of a kind is wanted.
func wants(m map[string]map[string]bool, kind, path string) bool {
	paths, ok := m[kind]
	return ok && (paths == nil || paths[path])
}

// Document builds the document of the home that rules see as input, of plain
// maps, slices, strings, ints and booleans. ARCHITECTURE.md describes it.
func (h *Home) Document(want *Want) map[string]any {
	b := builder{home: h, want: want}
	doc := map[string]any{
		"home":         h.describe(),
		"settings":     b.settings(),
		"items":        b.items(),
		"files":        b.files(),
		"certificates": b.certificates(),
		"keystores":    b.keystores(),
	}
	if h.Now != "" {
		doc["now"] = h.Now
	}
	if h.Libraries != nil {
		doc["libraries"] = strings2any(h.Libraries)
	}
	if want == nil || want.Sources {
		doc["sources"] = b.sources()
	}
	if want == nil || want.Strays {
		doc["strays"] = b.strays()
	}
	if want == nil || want.Secrets {
		doc["secrets"], doc["aliases"] = b.secrets()
	}
	return doc
}

// Shown replaces every sensitive value of a document by asterisks, in place:
// what dump prints unless it is asked for the secrets.
func Shown(doc any) {
	switch doc := doc.(type) {
	case map[string]any:
		if doc["sensitive"] == true {
			doc["value"] = mask
		}
		for _, v := range doc {
			Shown(v)
		}
	case []any:
		for _, v := range doc {
			Shown(v)
		}
	}
}

func strings2any(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

func (h *Home) describe() map[string]any {
	m := map[string]any{
		"path": h.Path, "layout": h.Layout, "product": h.Product, "version": h.Version,
		"kernel": h.Kernel, "complete": h.Complete, "versioned": h.Versioned,
	}
	broken := make(map[string]any)
	for _, f := range h.Files {
		if f.broken {
			broken[f.Kind] = true
		}
	}
	if len(broken) > 0 {
		m["broken"] = broken
	}
	return m
}

// builder makes the parts of one document.
type builder struct {
	home *Home
	want *Want
}

// place is the position of a span as rules see it.
func place(f *File, path string, span Span) map[string]any {
	start := Position{1, 1}
	end := start
	if f.Source != nil {
		start, end = f.Source.Position(span.Start), f.Source.Position(span.End)
	}
	return map[string]any{
		"file": f.Name, "path": path,
		"line": start.Line, "column": start.Column, "end_line": end.Line, "end_column": end.Column,
	}
}

// at is where an entry is reported: its value, or its key where it has none.
func (e *Entry) at() Span {
	if e.Span.Start == e.Span.End && e.Key.End > e.Key.Start {
		return e.Key
	}
	return e.Span
}

func entry(f *File, e *Entry) map[string]any {
	m := place(f, e.Path, e.at())
	m["value"] = e.Value
	m["origin"] = "file"
	if e.Unknown {
		m["unknown"] = true
	}
	if e.Conditional {
		m["conditional"] = true
	}
	// What stands loose may be half a comment and hold anything.
	if e.Sensitive || strings.HasSuffix(e.Path, looseText) {
		m["sensitive"] = true
	}
	if e.Namespace != "" {
		m["namespace"] = e.Namespace
	}
	return m
}

// settings returns kind → path → entries.
func (b *builder) settings() map[string]any {
	kinds := make(map[string]any)
	for _, f := range b.home.Files {
		if f.broken {
			continue
		}
		if b.want != nil {
			if _, ok := b.want.Settings[f.Kind]; !ok {
				continue
			}
		}
		paths, _ := kinds[f.Kind].(map[string]any)
		if paths == nil {
			paths = make(map[string]any)
			kinds[f.Kind] = paths
		}
		for i := range f.Entries {
			e := &f.Entries[i]
			if b.want == nil || wants(b.want.Settings, f.Kind, e.Path) {
				list, _ := paths[e.Path].([]any)
				paths[e.Path] = append(list, entry(f, e))
			}
		}
	}
	return kinds
}

// items returns kind → path → things, each with its own settings by the path
// relative to the thing.
func (b *builder) items() map[string]any {
	kinds := make(map[string]any)
	for _, f := range b.home.Files {
		if f.broken {
			continue
		}
		if b.want != nil {
			if _, ok := b.want.Items[f.Kind]; !ok {
				continue
			}
		}
		paths, _ := kinds[f.Kind].(map[string]any)
		if paths == nil {
			paths = make(map[string]any)
			kinds[f.Kind] = paths
		}
		for i := range f.Items {
			it := &f.Items[i]
			if b.want == nil || wants(b.want.Items, f.Kind, it.Path) {
				list, _ := paths[it.Path].([]any)
				paths[it.Path] = append(list, item(f, it))
			}
		}
	}
	return kinds
}

func item(f *File, it *Item) map[string]any {
	settings := make(map[string]any)
	for i := it.First; i < it.End; i++ {
		e := &f.Entries[i]
		rel := e.Path[len(it.Prefix):]
		switch {
		case rel == "":
			rel = "."
		case it.Prefix != "":
			rel = rel[1:]
		}
		list, _ := settings[rel].([]any)
		settings[rel] = append(list, entry(f, e))
	}
	path := it.Prefix
	if path == "" {
		path = it.Path
	}
	m := place(f, path, it.Span)
	m["settings"] = settings
	return m
}

// files returns kind → files, each with its keys.
func (b *builder) files() map[string]any {
	kinds := make(map[string]any)
	for _, f := range b.home.Files {
		if f.broken || b.want != nil && !b.want.Files[f.Kind] {
			continue
		}
		m := b.file(f)
		if f.Kind == KindLauncher && f.Source != nil {
			m["sha256"] = digest(f.Source.Text)
		}
		keys := make(map[string]any, len(f.Entries))
		for i := range f.Entries {
			keys[f.Entries[i].Path] = true
		}
		m["keys"] = keys
		list, _ := kinds[f.Kind].([]any)
		kinds[f.Kind] = append(list, m)
	}
	return kinds
}

// digest is the SHA-256 of a text with the line ends of Unix, so that a script
// is the same one wherever git checked it out.
func digest(text string) string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
	return hex.EncodeToString(sum[:])
}

func (b *builder) file(f *File) map[string]any {
	m := place(f, "", f.Root)
	m["kind"] = f.Kind
	return m
}

// sources returns all files that were decoded, each with its problem if it
// has one. A malformed file stands at the place of its problem.
func (b *builder) sources() []any {
	list := make([]any, 0, len(b.home.Files))
	for _, f := range b.home.Files {
		if f.Source == nil && f.Problem == nil {
			continue // the name alone counts
		}
		m := b.file(f)
		if f.Problem != nil && !f.Problem.unread {
			m = place(f, "", f.Problem.Span)
			m["kind"] = f.Kind
			m["problem"] = f.Problem.Reason
		}
		list = append(list, m)
	}
	return list
}

// keystores returns the files that hold keys or certificates, with a place.
func (b *builder) keystores() []any {
	list := make([]any, 0, len(b.home.KeyStores))
	for i := range b.home.KeyStores {
		s := &b.home.KeyStores[i]
		m := place(&File{Name: s.File}, "", Span{})
		m["type"], m["opened"], m["absent"] = s.Type, s.Opened, s.Absent
		m["private"], m["clear"] = s.Private, s.Clear
		m["password"], m["reason"] = s.Password, s.Reason
		m["aliases"] = strings2any(s.Aliases)
		list = append(list, m)
	}
	return list
}

func (b *builder) certificates() []any {
	list := make([]any, 0, 4*len(b.home.KeyStores))
	for i := range b.home.KeyStores {
		for _, c := range b.home.KeyStores[i].Certificates {
			list = append(list, map[string]any{
				"file": c.File, "type": c.Type, "alias": c.Alias, "private": c.Private, "chain": c.Chain,
				"common_name": c.CommonName, "names": strings2any(c.Names),
				"issuer": c.Issuer, "self_signed": c.SelfSigned,
				"algorithm": c.Algorithm, "bits": c.Bits, "signature": c.Signature,
				"not_before": c.NotBefore, "not_after": c.NotAfter, "sha256": c.SHA256,
			})
		}
	}
	return list
}
