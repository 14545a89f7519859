package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
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
	// KeyStores and Certificates are set when these lists are wanted.
	KeyStores, Certificates bool
}

// settings returns the paths that are wanted of a kind, nil for all of them,
// and whether any is.
func (w *Want) settings(kind string) (paths map[string]bool, ok bool) {
	if w == nil {
		return nil, true
	}
	paths, ok = w.Settings[kind]
	return paths, ok
}

// items is what settings is, for items.
func (w *Want) items(kind string) (paths map[string]bool, ok bool) {
	if w == nil {
		return nil, true
	}
	paths, ok = w.Items[kind]
	return paths, ok
}

// Reads reports whether a setting of a kind is wanted: itself, or as a part of
// an item, of which a function tells whether its path there is looked at.
func (w *Want) Reads(kind, path string, part func(path string) bool) bool {
	if paths, ok := w.settings(kind); ok && (paths == nil || paths[path]) {
		return true
	}
	items, ok := w.items(kind)
	if !ok {
		return false
	}
	item, segments := "", pathSegments(path)
	for i, segment := range segments {
		name, _ := segmentOf(segment)
		if item += "/" + name; (items == nil || items[item[1:]]) && part(strings.Join(segments[i+1:], "/")) {
			return true
		}
	}
	return false
}

// Document builds the document of the home that rules see as input, of plain
// maps, slices, strings, ints and booleans. ARCHITECTURE.md describes it.
func (h *Home) Document(want *Want) map[string]any { return Build(h, want, plain{}) }

// Build builds the parts of a home's document, as [Home.Document] does, of the
// values that a maker makes.
func Build[V any](h *Home, want *Want, maker Maker[V]) map[string]V {
	b := newBuilder(h, want, maker)
	b.kinds = h.sound()
	doc := map[string]V{
		"home":     b.describe(),
		"settings": b.settings(),
		"items":    b.items(),
		"files":    b.files(),
	}
	if h.Now != "" {
		doc["now"] = maker.String(h.Now)
	}
	if h.Libraries != nil {
		doc["libraries"] = b.strings(h.Libraries)
	}
	if want == nil || want.KeyStores {
		doc["keystores"] = maker.List(b.keystores())
	}
	if want == nil || want.Certificates {
		doc["certificates"] = maker.List(b.certificates())
	}
	if want == nil || want.Sources {
		doc["sources"] = maker.List(b.sources())
	}
	if want == nil || want.Strays {
		doc["strays"] = maker.List(b.strays())
	}
	if want == nil || want.Secrets {
		secrets, aliases := b.secrets()
		doc["secrets"], doc["aliases"] = maker.List(secrets), maker.List(aliases)
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

func (b *builder[V]) describe() V {
	h := b.home
	from := b.begin()
	for _, f := range h.Files {
		if f.broken && !slices.ContainsFunc(b.stack[from:], func(m Member[V]) bool { return m.Name == f.Kind }) {
			b.addBool(f.Kind, true)
		}
	}
	some := len(b.stack) > from
	broken := b.object(from)
	b.addString("path", h.Path)
	b.addString("layout", h.Layout)
	b.addString("product", h.Product)
	b.addString("version", h.Version)
	b.addString("kernel", h.Kernel)
	b.addBool("complete", h.Complete)
	b.addBool("versioned", h.Versioned)
	if some {
		b.add("broken", broken)
	}
	return b.record(from)
}

// addPlace adds the position of a span as rules see it. The names of places
// and entries are added in their order, in which objects are compared.
func (b *builder[V]) addPlace(f *File, path string, span Span) {
	start := Position{1, 1}
	end := start
	if f.Source != nil {
		start, end = f.Source.positions(span)
	}
	b.addInt("column", start.Column)
	b.addInt("end_column", end.Column)
	b.addInt("end_line", end.Line)
	b.add("file", b.fileName(f))
	b.addInt("line", start.Line)
	b.addString("path", path)
}

// at is where an entry is reported: its value, or its key where it has none.
func (e *Entry) at() Span {
	if e.Span.Start == e.Span.End && e.Key.End > e.Key.Start {
		return e.Key
	}
	return e.Span
}

// addEntry adds what rules see of an entry.
func (b *builder[V]) addEntry(f *File, e *Entry) {
	b.addPlace(f, e.Path, e.at())
	b.add("origin", b.origin)
	b.addString("value", e.Value)
	if e.Unknown {
		b.addBool("unknown", true)
	}
	if e.Conditional {
		b.addBool("conditional", true)
	}
	// What stands loose may be half a comment and hold anything.
	if e.Sensitive || strings.HasSuffix(e.Path, looseText) {
		b.addBool("sensitive", true)
	}
	if e.Namespace != "" {
		b.addString("namespace", e.Namespace)
	}
}

func (b *builder[V]) entry(f *File, e *Entry) V {
	from := b.begin()
	b.addEntry(f, e)
	return b.record(from)
}

// sound returns the files of a home that were read whole, those of each kind
// together.
func (h *Home) sound() [][]*File {
	var kinds [][]*File
	at := make(map[string]int)
	for _, f := range h.Files {
		if f.broken {
			continue
		}
		i, ok := at[f.Kind]
		if !ok {
			i = len(kinds)
			at[f.Kind], kinds = i, append(kinds, nil)
		}
		kinds[i] = append(kinds[i], f)
	}
	return kinds
}

// parts returns an object of objects of lists: kind → path → what add adds of
// each file of the kind. A set of wanted paths that is nil is all paths.
func (b *builder[V]) parts(wanted func(kind string) (paths map[string]bool, ok bool), add func(f *File, paths map[string]bool)) V {
	all := b.begin()
	for _, files := range b.kinds {
		paths, ok := wanted(files[0].Kind)
		if !ok {
			continue
		}
		from := b.begin()
		for _, f := range files {
			add(f, paths)
		}
		b.add(files[0].Kind, b.lists(from))
	}
	return b.object(all)
}

// settings returns kind → path → entries.
func (b *builder[V]) settings() V {
	return b.parts(b.want.settings, func(f *File, paths map[string]bool) {
		for i := range f.Entries {
			if e := &f.Entries[i]; paths == nil || paths[e.Path] {
				b.add(e.Path, b.entry(f, e))
			}
		}
	})
}

// items returns kind → path → things, each with its own settings by the path
// relative to the thing.
func (b *builder[V]) items() V {
	return b.parts(b.want.items, func(f *File, paths map[string]bool) {
		for i := range f.Items {
			if it := &f.Items[i]; paths == nil || paths[it.Path] {
				b.add(it.Path, b.item(f, it))
			}
		}
	})
}

func (b *builder[V]) item(f *File, it *Item) V {
	from := b.begin()
	for i := it.First; i < it.End; i++ {
		e := &f.Entries[i]
		rel := e.Path[len(it.Prefix):]
		switch {
		case rel == "":
			rel = "."
		case it.Prefix != "":
			rel = rel[1:]
		}
		b.add(rel, b.entry(f, e))
	}
	settings := b.lists(from)
	path := it.Prefix
	if path == "" {
		path = it.Path
	}
	b.addPlace(f, path, it.Span)
	b.add("settings", settings)
	return b.record(from)
}

// files returns kind → files, each with its keys.
func (b *builder[V]) files() V {
	all := b.begin()
	for _, files := range b.kinds {
		kind := files[0].Kind
		if b.want != nil && !b.want.Files[kind] {
			continue
		}
		list := make([]V, len(files))
		for i, f := range files {
			from := b.begin()
			keys := b.keys(f)
			b.addFile(f, f.Root)
			b.add("keys", keys)
			if kind == KindLauncher && f.Source != nil {
				b.addString("sha256", digest(f.Source.Text))
			}
			list[i] = b.record(from)
		}
		b.add(kind, b.make.List(list))
	}
	return b.object(all)
}

// keys returns the paths of a file's entries.
func (b *builder[V]) keys(f *File) V {
	from := b.begin()
	clear(b.seen)
	for i := range f.Entries {
		if path := f.Entries[i].Path; !b.seen[path] {
			b.seen[path] = true
			b.addBool(path, true)
		}
	}
	return b.object(from)
}

// digest is the SHA-256 of a text with the line ends of Unix, so that a script
// is the same one wherever git checked it out.
func digest(text string) string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
	return hex.EncodeToString(sum[:])
}

func (b *builder[V]) addFile(f *File, at Span) {
	b.addPlace(f, "", at)
	b.addString("kind", f.Kind)
}

// sources returns all files that were decoded, each with its problem if it
// has one. A malformed file stands at the place of its problem.
func (b *builder[V]) sources() []V {
	list := make([]V, 0, len(b.home.Files))
	for _, f := range b.home.Files {
		if f.Source == nil && f.Problem == nil {
			continue // the name alone counts
		}
		from := b.begin()
		if f.Problem != nil && !f.Problem.unread {
			b.addFile(f, f.Problem.Span)
			b.addString("problem", f.Problem.Reason)
		} else {
			b.addFile(f, f.Root)
		}
		list = append(list, b.record(from))
	}
	return list
}

// keystores returns the files that hold keys or certificates, with a place.
func (b *builder[V]) keystores() []V {
	list := make([]V, len(b.home.KeyStores))
	for i := range b.home.KeyStores {
		s := &b.home.KeyStores[i]
		from := b.begin()
		b.addPlace(&File{Name: s.File}, "", Span{})
		b.addString("type", s.Type)
		b.addBool("opened", s.Opened)
		b.addBool("absent", s.Absent)
		b.addBool("private", s.Private)
		b.addBool("clear", s.Clear)
		b.addString("password", s.Password)
		b.addString("reason", s.Reason)
		b.add("aliases", b.strings(s.Aliases))
		list[i] = b.record(from)
	}
	return list
}

func (b *builder[V]) certificates() []V {
	list := make([]V, 0, 4*len(b.home.KeyStores))
	for i := range b.home.KeyStores {
		s := &b.home.KeyStores[i]
		file := b.make.String(s.File)
		for j := range s.Certificates {
			list = append(list, b.certificate(&s.Certificates[j], file))
		}
	}
	return list
}

func (b *builder[V]) certificate(c *Certificate, file V) V {
	from := b.begin()
	b.addString("algorithm", c.Algorithm)
	b.addString("alias", c.Alias)
	b.addInt("bits", c.Bits)
	b.addInt("chain", c.Chain)
	b.addString("common_name", c.CommonName)
	b.add("file", file)
	b.addString("issuer", c.Issuer)
	b.add("names", b.strings(c.Names))
	b.addString("not_after", c.NotAfter)
	b.addString("not_before", c.NotBefore)
	b.addBool("private", c.Private)
	b.addBool("self_signed", c.SelfSigned)
	b.addString("sha256", c.SHA256)
	b.addString("signature", c.Signature)
	b.addString("type", c.Type)
	return b.record(from)
}
