package policies

import (
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// need is what a rule can look at: the parts of a document that it, and all
// that it refers to in lib and model, name.
type need struct {
	// want are the settings, items and files; nil is the whole document.
	want *loader.Want
	// parts are the other parts by name. Of siblings there are also the scopes
	// and the indices, as siblings/cluster/nodes.
	parts map[string]bool
}

// touched reports whether changes of a document can matter to the rule.
func (n *need) touched(c *loader.Changes) bool {
	if n.want == nil {
		return !c.None()
	}
	for kind, changed := range c.Kinds {
		if meets(n.want.Settings, kind, changed.Settings) || meets(n.want.Items, kind, changed.Items) || n.want.Files[kind] && changed.Files {
			return true
		}
	}
	for part := range c.Parts {
		if n.parts[part] {
			return true
		}
	}
	return false
}

// meets reports whether one of the paths of a kind is wanted.
func meets(wanted map[string]map[string]bool, kind string, changed map[string]bool) bool {
	paths, ok := wanted[kind]
	if !ok || paths == nil {
		return ok && len(changed) > 0
	}
	for path := range changed {
		if paths[path] {
			return true
		}
	}
	return false
}

// references finds out what rules refer to.
type references struct {
	// exact are the definitions by their paths, and below those by each path
	// that theirs begins with.
	exact, below map[string][]*ast.Rule
	seen         map[*ast.Rule]*direct
}

// direct is what one definition names.
type direct struct{ data, input []ast.Ref }

func newReferences(c *ast.Compiler) *references {
	r := &references{make(map[string][]*ast.Rule), make(map[string][]*ast.Rule), make(map[*ast.Rule]*direct)}
	for _, m := range c.Modules {
		for _, rule := range m.Rules {
			path := m.Package.Path.Extend(rule.Head.Ref().GroundPrefix())
			r.exact[path.String()] = append(r.exact[path.String()], rule)
			for i := 1; i <= len(path); i++ {
				prefix := path[:i].String()
				r.below[prefix] = append(r.below[prefix], rule)
			}
		}
	}
	return r
}

// direct returns what a definition names.
func (r *references) direct(rule *ast.Rule) *direct {
	if d := r.seen[rule]; d != nil {
		return d
	}
	d := new(direct)
	r.seen[rule] = d
	ast.WalkRefs(rule, func(ref ast.Ref) bool {
		switch {
		case len(ref) == 0:
		case ref[0].Equal(ast.InputRootDocument):
			d.input = append(d.input, ref)
		case ref[0].Equal(ast.DefaultRootDocument):
			d.data = append(d.data, ref.GroundPrefix())
		}
		return false
	})
	return d
}

// definitions returns the definitions that a reference into data can reach.
func (r *references) definitions(ref ast.Ref) []*ast.Rule {
	found := r.below[ref.String()]
	for i := 1; i < len(ref); i++ {
		found = append(found[:len(found):len(found)], r.exact[ref[:i].String()]...)
	}
	return found
}

// need returns what the documents of some references can look at.
func (r *references) need(roots ...ast.Ref) *need {
	var inputs []ast.Ref
	done, named := make(map[*ast.Rule]bool), make(map[string]bool)
	var follow func(ast.Ref)
	follow = func(ref ast.Ref) {
		if name := ref.String(); named[name] {
			return
		} else {
			named[name] = true
		}
		for _, rule := range r.definitions(ref) {
			if done[rule] {
				continue
			}
			done[rule] = true
			d := r.direct(rule)
			inputs = append(inputs, d.input...)
			for _, next := range d.data {
				follow(next)
			}
		}
	}
	for _, root := range roots {
		follow(root)
	}
	return needOf(inputs)
}

// needOf returns what references into the input can look at.
func needOf(inputs []ast.Ref) *need {
	n := &need{want: wanted(inputs), parts: make(map[string]bool)}
	for _, ref := range inputs {
		if part, ok := literal(ref, 1); ok {
			n.parts[partName(part, ref)] = true
		}
	}
	return n
}

// partName is the part of the document that a reference names.
func partName(part string, ref ast.Ref) string {
	if part != siblingsPart {
		return part
	}
	scope, ok := literal(ref, 2)
	if !ok {
		return part
	}
	index, ok := literal(ref, 3)
	if !ok {
		return part + "/" + scope
	}
	return part + "/" + scope + "/" + index
}

// siblingsPart is what a document has of the other homes.
const siblingsPart = "siblings"

// add makes a want hold what another one wants.
func add(to, from *loader.Want) {
	addPaths(to.Settings, from.Settings)
	addPaths(to.Items, from.Items)
	maps.Copy(to.Files, from.Files)
	to.Sources = to.Sources || from.Sources
	to.Secrets = to.Secrets || from.Secrets
	to.Strays = to.Strays || from.Strays
	to.KeyStores = to.KeyStores || from.KeyStores
	to.Certificates = to.Certificates || from.Certificates
}

func addPaths(to, from map[string]map[string]bool) {
	for kind, paths := range from {
		have, ok := to[kind]
		switch {
		case paths == nil || ok && have == nil:
			to[kind] = nil
		case !ok:
			to[kind] = maps.Clone(paths)
		default:
			maps.Copy(have, paths)
		}
	}
}
