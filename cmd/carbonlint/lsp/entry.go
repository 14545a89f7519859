package lsp

import (
	"path"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// spot is a place in a file of a home that the cursor is at.
type spot struct {
	*judgement
	home   *loader.Home
	file   *loader.File
	text   document
	offset int
}

// spot finds where a position is; ok is false outside of the files of homes.
func (j *judgement) spot(name string, p Position, e encoding) (s spot, ok bool) {
	s = spot{judgement: j, file: j.file(name)}
	if s.text, ok = sourceOf(j.open, s.file); !ok {
		return s, false
	}
	s.home, s.offset = j.home(s.file), s.text.offsetOf(e, p)
	s.file = s.file.Part(s.offset)
	return s, s.home != nil
}

// entry returns the entry whose value or name the spot is in, nil when it is
// in none. Of a file that does not parse nothing is known.
func (s *spot) entry() *loader.Entry {
	if s.file.Problem != nil {
		return nil
	}
	var found *loader.Entry
	for i := range s.file.Entries {
		e := &s.file.Entries[i]
		if holds(e.Span, s.offset) && (found == nil || !holds(found.Span, s.offset) || size(e.Span) < size(found.Span)) {
			found = e
		} else if found == nil && holds(e.Key, s.offset) {
			found = e
		}
	}
	return found
}

func holds(s loader.Span, offset int) bool { return s.Start <= offset && offset <= s.End }

func size(s loader.Span) int { return s.End - s.Start }

// at is where an entry is reported: its value, or its name where it has none.
func at(e *loader.Entry) loader.Span {
	if e.Span.Start == e.Span.End && e.Key.End > e.Key.Start {
		return e.Key
	}
	return e.Span
}

// is reports whether a place is that of an entry of a file.
func is(p policies.Place, f *loader.File, e *loader.Entry) bool {
	start := f.Source.Position(at(e).Start)
	return p.File == f.Name && p.Line == start.Line && p.Column == start.Column && p.Path == e.Path
}

// definition is where something that a value names is defined: an entry of a
// file, or a file as a whole.
type definition struct {
	file string
	span loader.Span
	// of says what it is.
	of string
}

// aliasFiles are the kinds of the files that define the aliases of secrets, the
// one that the server reads first.
var aliasFiles = []string{"cipher-text.properties", "cipher-tool.properties"}

// define returns where what an entry names is defined.
func (s *spot) define(q *query, e *loader.Entry) []definition {
	if e.Value == "" || e.Unknown && !strings.Contains(e.Value, "carbon.home") {
		return nil
	}
	if name, ok := strings.CutPrefix(e.Value, "secretAlias:"); ok || strings.HasSuffix(e.Path, "/@secretAlias") {
		return s.alias(name)
	}
	if e.Sensitive {
		return nil
	}
	if store := s.store(e.Value); store != "" {
		return []definition{{file: store, of: "the key store"}}
	}
	for _, n := range localNames {
		if n.kind == s.file.Kind && n.from == e.Path {
			return s.local(n.to, e.Value, n.of)
		}
	}
	for _, r := range s.things(q.ctx, s.home, "references") {
		if r.part("entry").at(s.file, at(e)) && r.part("entry").text("path") == e.Path {
			return s.source(q, r)
		}
	}
	return nil
}

// localNames are the settings that name something which the same file defines,
// where * is the name.
var localNames = []struct{ kind, from, to, of string }{
	{"registry.xml", "wso2registry/currentDBConfig", "wso2registry/dbConfig[*]/@name", "the database of the registry"},
	{"registry.xml", "wso2registry/remoteInstance/dbConfig", "wso2registry/dbConfig[*]/@name", "the database of the registry"},
	{"registry.xml", "wso2registry/mount/instanceId", "wso2registry/remoteInstance/id", "the remote instance"},
}

// local returns where the file defines what has a name.
func (s *spot) local(path, name, of string) []definition {
	path = strings.Replace(path, "*", name, 1)
	for i := range s.file.Entries {
		if e := &s.file.Entries[i]; e.Path == path && e.Value == name {
			return []definition{{s.file.Name, e.Span, of}}
		}
	}
	return nil
}

// alias returns where the alias of a secret is defined.
func (s *spot) alias(name string) []definition {
	for _, kind := range aliasFiles {
		for _, f := range s.home.Files {
			for i := range f.Entries {
				if e := &f.Entries[i]; f.Kind == kind && f.Source != nil && e.Path == name {
					return []definition{{f.Name, e.Key, "the alias"}}
				}
			}
		}
	}
	return nil
}

// store returns the key store of the home that a value names, "" when it names
// none.
func (s *spot) store(value string) string {
	for _, prefix := range []string{"${carbon.home}", "${CARBON_HOME}", "$CARBON_HOME", "%CARBON_HOME%"} {
		value = strings.TrimPrefix(value, prefix)
	}
	name := path.Join(s.home.Path, strings.ReplaceAll(value, `\`, "/"))
	for i := range s.home.KeyStores {
		if k := &s.home.KeyStores[i]; k.File == name && !k.Absent {
			return name
		}
	}
	return ""
}

// source returns where the data source of a reference is defined.
func (s *spot) source(q *query, reference noun) []definition {
	var found []definition
	for _, ds := range s.sources(q, reference) {
		name := ds.part(reference.text("by"))
		f := s.judgement.file(name.text("file"))
		if f == nil || f.Source == nil {
			continue
		}
		found = append(found, definition{f.Name, loader.Span{
			Start: f.Source.Offset(loader.Position{Line: name.number("line"), Column: name.number("column")}),
			End:   f.Source.Offset(loader.Position{Line: name.number("end_line"), Column: name.number("end_column")}),
		}, "the data source"})
	}
	return found
}

// sources returns the data sources that a reference means.
func (s *spot) sources(q *query, reference noun) []noun {
	var found []noun
	for _, ds := range s.things(q.ctx, s.home, "datasources") {
		if name := ds.part(reference.text("by")); name != nil && name.text("value") == reference.text("name") {
			found = append(found, ds)
		}
	}
	return found
}
