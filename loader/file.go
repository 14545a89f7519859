package loader

// Entry is one value of a file: the text of an element, an attribute, a
// property, a JVM option. Rules see it as an object with its position.
type Entry struct {
	// Path names the value inside its file, see the package documentation.
	Path string
	// Value is the decoded value: entities, escapes and quotes resolved, and
	// for XML text trimmed as the server trims it.
	Value string
	// Span is where the value stands in the file's text. It reads back as
	// Value once decoded, and is empty where a value is.
	Span Span
	// Key is where the entry's name stands: the property's key, the option
	// without its value, the opening < and name of an element, the name of an
	// attribute. An entry without a value is reported there.
	Key Span
	// Unknown is set when the value is not decided by the tree: it holds a
	// placeholder or template text in whole or in part.
	Unknown bool
	// Namespace tells, of an attribute that names a secret's alias, the URI
	// that its prefix is bound to: with a prefix that is not declared it is
	// the prefix and a colon, without one it is "".
	Namespace string
	// Conditional is set for a JVM option that a script gives only under a
	// condition which the tree does not decide.
	Conditional bool
	// Sensitive is set when the value's key or place makes it a secret. It
	// must not reach any output.
	Sensitive bool
}

// Item is one of the things that repeat in a file, such as a data source or a
// connector: an XML element that has attributes or element children, one start
// script, or one properties file.
type Item struct {
	// Path is the element's path without the [name] suffixes, so that all
	// things of one sort share it: axisconfig/transportReceiver.
	Path string
	// Prefix is what the paths of its entries begin with: the element's own
	// path with [name] suffixes; "" for a whole file.
	Prefix string
	// Span is the place to report something that is absent from the item: the
	// opening < and the name of an element.
	Span Span
	// First and End delimit the item's entries in [File.Entries].
	First, End int
}

// Problem says why a file could not be read or decoded.
type Problem struct {
	// Span is where in the text the reader gave up.
	Span Span
	// Reason is the cause in words, lower case, without the file's name.
	Reason string

	unread bool // the file could not be read at all
}

// Decoded is what a decoder makes of one file.
type Decoded struct {
	// Entries and Items stand in the order of the text.
	Entries []Entry
	Items   []Item
	// Root is the place to report something that is absent from the whole
	// file: the name of an XML root element, else the first line.
	Root Span
	// Comments are the spans of comments, which decide nothing but may hold
	// old secrets.
	Comments []Span
}

// decoder reads one format. It never panics; on a problem what it found
// before the problem is still returned.
type decoder func(src *Source) (Decoded, *Problem)
