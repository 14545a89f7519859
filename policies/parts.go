package policies

import (
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// parts are what was built of a home's document, to be used again for as long
// as it stays the same.
type builtParts struct {
	settings, items, files map[string]keptPart // by kind
	// lists are the other parts, by name.
	lists map[string]any
}

// keptPart is what a document has of a kind: nil where the home has no such
// file. It holds some paths, or all where paths is nil.
type keptPart struct {
	paths map[string]bool
	value *ast.Term
}

func newBuiltParts() *builtParts {
	return &builtParts{make(map[string]keptPart), make(map[string]keptPart), make(map[string]keptPart), make(map[string]any)}
}

// forget leaves out what has changed.
func (p *builtParts) forget(c *loader.Changes) {
	if p == nil {
		return
	}
	for kind := range c.Kinds {
		delete(p.settings, kind)
		delete(p.items, kind)
		delete(p.files, kind)
	}
	for name := range c.Parts {
		delete(p.lists, name)
	}
}

// document is [Engine.document] that builds no more than is missing. The want
// is not that of everything.
func (p *builtParts) document(e *Engine, h *loader.Home, want *loader.Want) map[string]any {
	files := make(map[string]map[string]bool, len(want.Files))
	for kind := range want.Files {
		files[kind] = nil
	}
	build := wanted(nil)
	build.Settings, build.Items = missing(p.settings, want.Settings), missing(p.items, want.Items)
	newFiles := missing(p.files, files)
	for kind := range newFiles {
		build.Files[kind] = true
	}
	lists := map[string]bool{
		"keystores": want.KeyStores, "certificates": want.Certificates, "sources": want.Sources,
		"strays": want.Strays, "secrets": want.Secrets, "aliases": want.Secrets,
	}
	lacks := func(name string) bool { return lists[name] && p.lists[name] == nil }
	build.KeyStores, build.Certificates, build.Sources = lacks("keystores"), lacks("certificates"), lacks("sources")
	build.Strays, build.Secrets = lacks("strays"), lacks("secrets") || lacks("aliases")
	document := e.document(h, build)
	document["settings"] = p.object(p.settings, document["settings"], build.Settings, want.Settings)
	document["items"] = p.object(p.items, document["items"], build.Items, want.Items)
	document["files"] = p.object(p.files, document["files"], newFiles, files)
	for name, wanted := range lists {
		if value, built := document[name]; built {
			p.lists[name] = value
		} else if wanted {
			document[name] = p.lists[name]
		}
	}
	return document
}

// missing returns what has to be built for what is wanted. A kind that is built
// again has what it had, so that it is not built over and over.
func missing(kept map[string]keptPart, want map[string]map[string]bool) map[string]map[string]bool {
	build := make(map[string]map[string]bool)
	for kind, paths := range want {
		have, ok := kept[kind]
		switch {
		case !ok:
			build[kind] = paths
		case have.paths == nil:
		case paths == nil:
			build[kind] = nil
		case !holds(have.paths, paths):
			both := maps.Clone(have.paths)
			maps.Copy(both, paths)
			build[kind] = both
		}
	}
	return build
}

// holds reports whether a set has all of another one.
func holds(set, other map[string]bool) bool {
	for name := range other {
		if !set[name] {
			return false
		}
	}
	return true
}

// object keeps what was built, and returns it together with what was kept.
func (*builtParts) object(kept map[string]keptPart, built any, build, want map[string]map[string]bool) ast.Value {
	for kind, paths := range build {
		kept[kind] = keptPart{paths, built.(ast.Object).Get(ast.StringTerm(kind))}
	}
	members := make([][2]*ast.Term, 0, len(want))
	for kind := range want {
		if part := kept[kind]; part.value != nil {
			members = append(members, [2]*ast.Term{ast.StringTerm(kind), part.value})
		}
	}
	return ast.NewObject(members...)
}
