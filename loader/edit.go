package loader

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// EditOp is what an edit does to its target.
type EditOp string

// The operations. The first four change what a file holds, the others the
// file itself.
const (
	// EditSet gives an entry another value.
	EditSet EditOp = "set"
	// EditRemove takes an entry or an element out, with its line when it
	// stands there alone.
	EditRemove EditOp = "remove"
	// EditAdd puts an element, an attribute, a property or a JVM option into
	// an element or a file.
	EditAdd EditOp = "add"
	// EditComment puts text between elements into a comment, with the elements
	// that begin behind it on its line.
	EditComment EditOp = "comment"
	// EditCreate writes a file that is not there.
	EditCreate EditOp = "create"
	// EditDelete deletes a file, or a folder with all that is in it.
	EditDelete EditOp = "delete"
	// EditRename gives a file another name in its folder.
	EditRename EditOp = "rename"
)

// RemoveElement is the name that EditRemove takes for the element of an
// attribute to go, and not the attribute alone.
const RemoveElement = "element"

// Edit is one change to a file, said in the words of its document: which bytes
// it takes is decided here alone.
type Edit struct {
	Op EditOp
	// File is the file's path relative to the tree; of EditCreate, that of the
	// new one.
	File string
	// Path and Span are those of the entry or item, as it is reported. An
	// empty path means the whole file.
	Path string
	Span Span
	// Name is what EditAdd adds: the path of an element or an attribute below
	// the target, of which missing elements are made, a property's key, or a
	// JVM option. For EditRename it is the new base name. With EditSet it means
	// that Value is the namespace of an attribute and not its value: Name is
	// the prefix for it where the attribute has none.
	Name string
	// Value is the new value, decoded: it is escaped as its place needs it.
	// For EditCreate it is the text of the file, for EditComment the sign in
	// front of the text or behind it that does not get into the comment.
	Value string
	// Markup is XML that EditAdd puts into an element instead of a name and a
	// value. Its lines are indented as the file's are. In JSON it is an object
	// whose members go into another one, those of a list to the end of it.
	Markup string
}

// Replacement is a piece of a file's text and what takes its place.
type Replacement struct {
	Span
	Text string
}

// target is what an edit is about in a decoded file.
type target struct {
	entry *Entry // nil for an item and for the whole file
	item  *Item  // nil for an entry and for the whole file
}

// InFile reports whether the operation changes what a file holds and not the
// file.
func (op EditOp) InFile() bool {
	return op == EditSet || op == EditRemove || op == EditAdd || op == EditComment
}

// find returns the target of an edit.
func (f *File) find(e Edit) (target, error) {
	if e.Path == "" {
		return target{}, nil
	}
	for i := range f.Entries {
		if entry := &f.Entries[i]; entry.Path == e.Path && entry.at() == e.Span {
			return target{entry: entry}, nil
		}
	}
	// wrapper.conf has one list of options, the end of which moves with an edit.
	anywhere := f.format == formatWrapper
	for i := range f.Items {
		item := &f.Items[i]
		if (item.Prefix == e.Path || item.Prefix == "" && item.Path == e.Path) && (item.Span == e.Span || anywhere) {
			return target{item: item}, nil
		}
	}
	return target{}, fmt.Errorf("there is no %s at this place", e.Path)
}

// errNotEdited is said of an edit that no format knows how to make.
var errNotEdited = errors.New("a file of this sort is not edited")

// Check reports whether an edit has its target in the file, and whether that is
// a secret: what is said of the edit must not quote a value then.
func (f *File) Check(e Edit) (secret bool, err error) {
	t, err := f.find(e)
	return t.entry != nil && t.entry.Sensitive, err
}

// replacements returns what an edit does to the text of the file, in the order
// of the text.
func (f *File) replacements(e Edit) ([]Replacement, error) {
	changes, err := f.pieces(e)
	slices.SortStableFunc(changes, func(a, b Replacement) int { return a.Start - b.Start })
	return changes, err
}

func (f *File) pieces(e Edit) ([]Replacement, error) {
	t, err := f.find(e)
	if err != nil {
		return nil, err
	}
	if !e.Op.InFile() {
		return nil, fmt.Errorf("there is no operation %q", e.Op)
	}
	if t == (target{}) && e.Op != EditAdd {
		return nil, errors.New("the whole file has no value")
	}
	if f.format != formatXML && f.format != formatManifest {
		switch {
		case e.Op == EditSet && e.Name != "":
			return nil, errors.New("only attributes of XML have a namespace")
		case e.Op == EditComment:
			return nil, errors.New("only text of XML gets into a comment")
		}
	}
	switch f.format {
	case formatManifest:
		return f.editPart(e)
	case formatXML:
		return f.editXML(e, t)
	case formatProperties:
		return f.editProperties(e, t)
	case formatWrapper:
		return f.editWrapper(e, t)
	case formatShell, formatBatch:
		return f.editScript(e, t)
	case formatJSON:
		return f.editJSON(e, t)
	}
	return nil, errNotEdited
}

// Replacements returns what edits to the file do to its text, in the order of
// the text, or an error when two of them are about the same place. An
// [Editor] is stricter: it looks at what became of the file.
func (f *File) Replacements(edits []Edit) ([]Replacement, error) {
	if f.Source == nil || f.Problem != nil {
		return nil, errors.New("the file is not read, so it is not edited")
	}
	var all []Replacement
	for _, e := range edits {
		changes, err := f.replacements(e)
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			if slices.ContainsFunc(all, func(o Replacement) bool { return o.overlaps(c.Span) || c.overlaps(o.Span) || o.Span == c.Span }) {
				return nil, ErrOverlap
			}
		}
		all = append(all, changes...)
	}
	slices.SortFunc(all, func(a, b Replacement) int { return a.Start - b.Start })
	return all, nil
}

// eol returns the line end that the file uses at an offset, or elsewhere when
// the line is its only one.
func (s *Source) eol(offset int) string {
	for _, at := range []int{s.Offset(Position{max(s.Position(offset).Line-1, 1), 1}), 0} {
		if end := endOfLine(s.Text, at); end < len(s.Text) {
			return lineEnd(s.Text[end:])
		}
	}
	return "\n"
}

// lineOf returns the line that an offset lies on, with its end.
func (s *Source) lineOf(offset int) Span {
	line, end := s.lineAt(offset), len(s.Text)
	if line+1 < len(s.lines) {
		end = s.lines[line+1]
	}
	return Span{s.lines[line], end}
}

// indentOf returns the blanks that the line of an offset begins with.
func (s *Source) indentOf(offset int) string {
	line := s.Slice(s.lineOf(offset))
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// wholeLines widens a span to its lines when nothing else stands on them, so
// that no empty line is left.
func (s *Source) wholeLines(span Span) Span {
	first, last := s.lineOf(span.Start), s.lineOf(max(span.End-1, span.Start))
	before, after := s.Text[first.Start:span.Start], s.Text[span.End:last.End]
	if strings.Trim(before, " \t") == "" && strings.Trim(after, " \t\r\n") == "" {
		return Span{first.Start, last.End}
	}
	return span
}

// withBlanks widens a span to its lines when nothing else stands on them, and
// else by the blanks that would be left at the end of a line or in front of
// what begins it.
func (s *Source) withBlanks(span Span) Span {
	if lines := s.wholeLines(span); lines != span {
		return lines
	}
	first, last := s.lineOf(span.Start), s.lineOf(max(span.End-1, span.Start))
	before, after := s.Text[first.Start:span.Start], s.Text[span.End:last.End]
	switch rest := strings.TrimLeft(after, " \t"); {
	case strings.Trim(rest, "\r\n") == "":
		return Span{first.Start + len(strings.TrimRight(before, " \t")), last.End - len(rest)}
	case strings.Trim(before, " \t") == "":
		return Span{span.Start, last.End - len(rest)}
	}
	return span
}

// splice makes replacements, which do not overlap and stand in the order of
// the text, in the bytes on disk.
func (s *Source) splice(raw []byte, changes []Replacement) ([]byte, error) {
	out := make([]byte, 0, len(raw)) // an empty file is still a file
	done := 0
	for _, c := range changes {
		text, err := s.encode(c.Text)
		if err != nil {
			return nil, err
		}
		out = append(append(out, raw[done:s.RawOffset(c.Start)]...), text...)
		done = s.RawOffset(c.End)
	}
	return append(out, raw[done:]...), nil
}

// encode turns text into the bytes of the file's encoding.
func (s *Source) encode(text string) ([]byte, error) {
	codec := codecs[s.Encoding]
	if codec == nil {
		return []byte(text), nil
	}
	raw, err := codec.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("the new text cannot be written in %s", s.Encoding)
	}
	return raw, nil
}
