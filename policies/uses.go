package policies

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// uses knows which definitions look at which parts of a document, by themselves
// or through others. A definition is known by its path: the definitions of one
// path make one value.
type uses struct {
	// direct is what the definitions of a path themselves look at, and users
	// are the paths of those that refer to them.
	direct map[string]*need
	users  map[string][]string
	paths  map[string]bool
}

func newUses(r *references) *uses {
	u := &uses{make(map[string]*need), make(map[string][]string), make(map[string]bool)}
	paths := make(map[*ast.Rule]string)
	for path, rules := range r.exact {
		u.paths[path] = true
		for _, rule := range rules {
			paths[rule] = path
		}
	}
	for path, rules := range r.exact {
		var inputs []ast.Ref
		used := make(map[string]bool)
		for _, rule := range rules {
			d := r.direct(rule)
			inputs = append(inputs, d.input...)
			for _, ref := range d.data {
				for _, definition := range r.definitions(ref) {
					used[paths[definition]] = true
				}
			}
		}
		if len(inputs) > 0 {
			u.direct[path] = needOf(inputs)
		}
		for name := range used {
			u.users[name] = append(u.users[name], path)
		}
	}
	return u
}

// touched returns the paths of the definitions to which changes of a document
// can matter.
func (u *uses) touched(c *loader.Changes) map[string]bool {
	found := make(map[string]bool)
	var add func(path string)
	add = func(path string) {
		if !found[path] {
			found[path] = true
			for _, user := range u.users[path] {
				add(user)
			}
		}
	}
	for path, n := range u.direct {
		if n.touched(c) {
			add(path)
		}
	}
	return found
}

// path returns the path of the definitions that give the value of a key, ""
// where it is not that of one path alone.
func (u *uses) path(key ast.Ref) string {
	if path, ok := key[0].Value.(ast.Ref); ok {
		key = path // a function, which its arguments follow
	}
	found := ""
	for i := 1; i < len(key); i++ {
		if _, ok := key[i].Value.(ast.String); !ok {
			break
		}
		if name := key[:i+1].String(); u.paths[name] {
			if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}

// idleTurns is how often something is forgotten until what nobody asked for in
// the meantime is, too: calls with arguments that do not come again.
const idleTurns = 16

// forget leaves out what changes of the document can matter to, when the
// session is over.
func (c *cache) forget(u *uses, changes *loader.Changes) {
	if c == nil || changes.None() {
		return
	}
	touched := u.touched(changes)
	c.turn++
	kept := &cache{turn: c.turn}
	kept.Push()
	for hash, found := range c.frames[0] {
		for ; found != nil; found = found.next {
			if found.path == "" {
				found.path = u.path(found.key)
			}
			if found.path == "" || touched[found.path] || found.used < c.turn-idleTurns {
				continue
			}
			same := kept.add(found.key, hash)
			same.value, same.undefined, same.used, same.path = found.value, found.undefined, found.used, found.path
		}
	}
	*c = *kept
}
