package loader

import (
	"slices"
	"strings"
)

// Maker makes the values of a document. Who needs them in a form of its own
// gets them from [Build] without a detour through Go's maps.
type Maker[V any] interface {
	String(s string) V
	Int(n int) V
	Bool(b bool) V
	// List may keep the slice.
	List(values []V) V
	// Record makes an object of names that documents have in common, Object
	// one of names that the tree decides. No two members have one name. The
	// slice is used again after the call.
	Record(members []Member[V]) V
	Object(members []Member[V]) V
}

// Member is a value of an object.
type Member[V any] struct {
	Name  string
	Value V
}

// plain makes maps, slices, strings, ints and booleans.
type plain struct{}

func (plain) String(s string) any        { return s }
func (plain) Int(n int) any              { return n }
func (plain) Bool(b bool) any            { return b }
func (plain) List(values []any) any      { return values }
func (plain) Record(m []Member[any]) any { return plain{}.Object(m) }

func (plain) Object(members []Member[any]) any {
	object := make(map[string]any, len(members))
	for _, m := range members {
		object[m.Name] = m.Value
	}
	return object
}

// builder makes the parts of one document. The members of the objects that are
// being made lie on a stack: begin, add, and then record, object or lists,
// which take them away again.
type builder[V any] struct {
	home  *Home
	want  *Want
	make  Maker[V]
	stack []Member[V]
	// kinds are the files that were read whole, by kind.
	kinds [][]*File
	// What many objects have: the word of entries, and the name of the file
	// at hand.
	origin, name V
	file         *File
	// seen are the keys of the file at hand.
	seen map[string]bool
}

func newBuilder[V any](h *Home, want *Want, maker Maker[V]) *builder[V] {
	return &builder[V]{home: h, want: want, make: maker, origin: maker.String("file"), seen: make(map[string]bool)}
}

func (b *builder[V]) begin() (from int) { return len(b.stack) }

func (b *builder[V]) add(name string, value V) { b.stack = append(b.stack, Member[V]{name, value}) }

func (b *builder[V]) addString(name, s string) { b.add(name, b.make.String(s)) }

func (b *builder[V]) addInt(name string, n int) { b.add(name, b.make.Int(n)) }

func (b *builder[V]) addBool(name string, is bool) { b.add(name, b.make.Bool(is)) }

func (b *builder[V]) record(from int) V {
	value := b.make.Record(b.stack[from:])
	b.stack = b.stack[:from]
	return value
}

func (b *builder[V]) object(from int) V {
	value := b.make.Object(b.stack[from:])
	b.stack = b.stack[:from]
	return value
}

// lists makes an object of lists: each name has the values that were added
// with it, in their order.
func (b *builder[V]) lists(from int) V {
	members := b.stack[from:]
	slices.SortStableFunc(members, func(x, y Member[V]) int { return strings.Compare(x.Name, y.Name) })
	values := make([]V, len(members))
	names := 0
	for i, end := 0, 0; i < len(members); i = end {
		for end = i; end < len(members) && members[end].Name == members[i].Name; end++ {
			values[end] = members[end].Value
		}
		members[names] = Member[V]{members[i].Name, b.make.List(values[i:end:end])}
		names++
	}
	b.stack = b.stack[:from+names]
	return b.object(from)
}

func (b *builder[V]) strings(list []string) V {
	values := make([]V, len(list))
	for i, s := range list {
		values[i] = b.make.String(s)
	}
	return b.make.List(values)
}

// fileName returns the name of a file, of which one value does for all entries.
func (b *builder[V]) fileName(f *File) V {
	if b.file != f {
		b.file, b.name = f, b.make.String(f.Name)
	}
	return b.name
}
