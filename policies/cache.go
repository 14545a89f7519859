package policies

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// cache is what a session has computed of the rules: documents by their path,
// and calls by function and arguments. OPA's own is a tree of maps, a level for
// each part of a path and each argument, of which most hold one thing: filling
// it costs as much as many a call that it saves. This one is a single table.
//
// It implements topdown.VirtualCache: a frame is on top while an expression is
// evaluated that replaces input or data (with), under which all may differ.
type cache struct {
	frames []map[int]*cached
	// slab is where the next values are put, many to one piece of memory.
	slab []cached
	// turn counts how often something was forgotten.
	turn int
}

// cached is a value of the cache, undefined where it has none. The next one has
// the same hash.
type cached struct {
	key       ast.Ref
	value     *ast.Term
	undefined bool
	// used is the last turn that asked for it.
	used int
	// path is that of the definitions, "" when it was not looked for.
	path  string
	next  *cached
	parts [6]*ast.Term // where key is, unless it is longer
}

func newCache() *cache {
	c := new(cache)
	c.Push()
	return c
}

// Push implements [topdown.VirtualCache].
func (c *cache) Push() { c.frames = append(c.frames, make(map[int]*cached)) }

// Pop implements [topdown.VirtualCache].
func (c *cache) Pop() { c.frames = c.frames[:len(c.frames)-1] }

// Get implements [topdown.VirtualCache].
func (c *cache) Get(ref ast.Ref) (value *ast.Term, undefined bool) {
	if found := c.find(ref, refHash(ref)); found != nil {
		return found.value, found.undefined
	}
	return nil, false
}

// Put implements [topdown.VirtualCache].
func (c *cache) Put(ref ast.Ref, value *ast.Term) {
	hash := refHash(ref)
	found := c.find(ref, hash)
	if found == nil {
		found = c.add(ref, hash)
	}
	if value != nil {
		found.value = value
	} else {
		found.undefined = true
	}
}

// Keys implements [topdown.VirtualCache]. The order is that of the keys.
func (c *cache) Keys() []ast.Ref {
	var keys []ast.Ref
	for _, found := range c.frames[len(c.frames)-1] {
		for ; found != nil; found = found.next {
			if found.value != nil {
				keys = append(keys, found.key)
			}
		}
	}
	slices.SortFunc(keys, ast.RefCompare)
	return keys
}

func (c *cache) find(ref ast.Ref, hash int) *cached {
	found := c.frames[len(c.frames)-1][hash]
	for found != nil && !found.key.Equal(ref) {
		found = found.next
	}
	if found != nil {
		found.used = c.turn
	}
	return found
}

// add puts a key into the table. The evaluator uses the memory of a reference
// again, so that its parts are copied.
func (c *cache) add(ref ast.Ref, hash int) *cached {
	if len(c.slab) == 0 {
		c.slab = make([]cached, 64)
	}
	added := &c.slab[0]
	c.slab = c.slab[1:]
	added.key = append(added.parts[:0], ref...)
	frame := c.frames[len(c.frames)-1]
	added.used = c.turn
	added.next = frame[hash]
	frame[hash] = added
	return added
}

// refHash is the hash of a reference. The path of a function or a document is
// told by its last parts: all begin alike.
func refHash(ref ast.Ref) int {
	hash := 0
	if path, ok := ref[0].Value.(ast.Ref); ok {
		hash = path[len(path)-1].Hash()
		ref = ref[1:]
	} else if len(ref) > 3 {
		ref = ref[len(ref)-3:]
	}
	for _, part := range ref {
		hash = 31*hash + part.Hash()
	}
	return hash
}
