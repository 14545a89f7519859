package policies

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// inputRefs returns the references into the input of compiled rules.
func inputRefs(c *ast.Compiler) []ast.Ref {
	var refs []ast.Ref
	for _, m := range c.Modules {
		ast.WalkRefs(m, func(ref ast.Ref) bool {
			if len(ref) > 0 && ref[0].Equal(ast.InputRootDocument) {
				refs = append(refs, ref)
			}
			return false
		})
	}
	return refs
}

// wanted tells from the references of the rules into the input which parts of
// a document they can reach, so that the loader builds no more. A reference
// that does not name its kind in a literal wants everything.
func wanted(refs []ast.Ref) *loader.Want {
	w := &loader.Want{
		Settings: make(map[string]map[string]bool),
		Items:    make(map[string]map[string]bool),
		Files:    make(map[string]bool),
	}
	for _, ref := range refs {
		if !wantRef(w, ref) {
			return nil
		}
	}
	return w
}

// wantRef adds what a reference into the input wants; false when that is
// everything.
func wantRef(w *loader.Want, ref ast.Ref) bool {
	section, ok := literal(ref, 1)
	if !ok {
		return false
	}
	kind, ok := literal(ref, 2)
	switch section {
	case "settings":
		return ok && wantPath(w.Settings, kind, ref)
	case "items":
		return ok && wantPath(w.Items, kind, ref)
	case "files":
		if ok {
			w.Files[kind] = true
		}
		return ok
	case "sources":
		w.Sources = true
	case "keystores":
		w.KeyStores = true
	case "certificates":
		w.Certificates = true
	case "strays":
		w.Strays = true
	case "secrets", "aliases":
		w.Secrets = true
	}
	return true
}

func wantPath(kinds map[string]map[string]bool, kind string, ref ast.Ref) bool {
	path, ok := literal(ref, 3)
	paths, seen := kinds[kind]
	switch {
	case !ok:
		kinds[kind] = nil
	case !seen:
		kinds[kind] = map[string]bool{path: true}
	case paths != nil:
		paths[path] = true
	}
	return true
}

func literal(ref ast.Ref, i int) (string, bool) {
	if i >= len(ref) {
		return "", false
	}
	s, ok := ref[i].Value.(ast.String)
	return string(s), ok
}
