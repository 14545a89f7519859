package loader

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/beevik/etree"
)

// xmlText returns the text of the file that the position scanner can cut: that
// of a template has its tags masked.
func (f *File) xmlText() string {
	text, tags := maskXML(f.Source)
	if _, template := templateSuffix(f.Name); template || len(tags) > 0 {
		return text
	}
	return f.Source.Text
}

// errPieces tells that text is not one piece in the file.
var errPieces = errors.New("the text stands in several pieces with comments or CDATA sections between them")

func (f *File) editXML(e Edit, t target) ([]Replacement, error) {
	switch {
	case e.Op == EditComment:
		return f.commentXML(t, e.Value)
	case e.Op == EditSet && t.entry == nil:
		return nil, errors.New("an element with elements in it has no value")
	case e.Op == EditSet && e.Name != "":
		return f.setNamespace(t.entry, e.Name, e.Value)
	case e.Op == EditSet:
		return f.setXML(t.entry, e.Value)
	case e.Op == EditRemove && t.entry != nil && isAttribute(t.entry.Path) && e.Name != RemoveElement:
		return []Replacement{{Span: f.attributeExtent(t.entry)}}, nil
	case e.Op == EditRemove && t.entry != nil && strings.HasSuffix(t.entry.Path, looseText):
		if strings.Contains(f.Source.Slice(t.entry.Span), "<") {
			return nil, errPieces
		}
		return []Replacement{{Span: f.Source.withBlanks(t.entry.Span)}}, nil
	case e.Op == EditRemove:
		start, err := f.start(t)
		if err != nil {
			return nil, err
		}
		el, err := f.element(start)
		if err != nil {
			return nil, err
		}
		return []Replacement{{Span: f.Source.wholeLines(el.extent())}}, nil
	}
	start, err := f.start(t)
	if err != nil {
		return nil, err
	}
	parent, err := f.element(start)
	if err != nil {
		return nil, err
	}
	return f.addXML(parent, e)
}

// start is where the tag of the target begins: that of the root for the whole
// file, and for an attribute that of its element.
func (f *File) start(t target) (int, error) {
	switch {
	case t.item != nil:
		return t.item.Span.Start, nil
	case t.entry == nil:
		return f.Root.Start, nil
	case !isAttribute(t.entry.Path):
		return t.entry.Key.Start, nil
	}
	for scan := (xmlScanner{text: f.xmlText()}); ; {
		tok := scan.next()
		switch {
		case tok.kind == xmlEOF || tok.kind == xmlBad:
			return 0, errLostAttribute
		case tok.kind == xmlStart && tok.contains(t.entry.Key):
			return tok.Start, nil
		}
	}
}

var errLostAttribute = errors.New("the element of the attribute cannot be found")

// isAttribute reports whether a path is that of an attribute.
func isAttribute(path string) bool {
	_, last := splitPath(path)
	return strings.HasPrefix(last, "@")
}

// attributeExtent is an attribute with the blanks before it.
func (f *File) attributeExtent(e *Entry) Span {
	return Span{beforeBlanks(f.Source.Text, e.Key.Start), e.Span.End + 1}
}

// beforeBlanks returns where the blanks of XML before an offset begin.
func beforeBlanks(text string, at int) int { return len(strings.TrimRight(text[:at], " \t\r\n")) }

// setXML writes the value of an attribute or an element.
func (f *File) setXML(e *Entry, value string) ([]Replacement, error) {
	text := f.Source.Text
	if isAttribute(e.Path) {
		return []Replacement{{e.Span, f.escape(value, text[e.Span.Start-1])}}, nil
	}
	if strings.HasSuffix(e.Path, looseText) {
		return nil, errors.New("text between elements is not edited")
	}
	el, err := f.element(e.Key.Start)
	if err != nil {
		return nil, err
	}
	if el.tag.closed {
		// <a b="c" /> becomes <a b="c">value</a>.
		end := beforeBlanks(text, el.tag.End-len("/>"))
		return []Replacement{{Span{end, el.tag.End}, ">" + f.escape(value, 0) + "</" + f.Source.Slice(el.tag.name) + ">"}}, nil
	}
	for _, piece := range el.pieces {
		if piece.kind != xmlText && piece.kind != xmlCDATA || !piece.contains(e.Span) {
			continue
		}
		inCDATA := piece.kind == xmlCDATA && piece.Start < e.Span.Start && e.Span.End < piece.End
		if !inCDATA {
			return []Replacement{{e.Span, f.escape(value, 0)}}, nil
		}
		if strings.Contains(value, cdataClose) {
			return nil, errors.New("the new value would end the CDATA section")
		}
		return []Replacement{{e.Span, value}}, nil
	}
	if e.Span.Start == e.Span.End {
		return []Replacement{{e.Span, f.escape(value, 0)}}, nil
	}
	return nil, errors.New("the value stands in several pieces with comments or CDATA sections between them")
}

// escape writes a value as XML text, or as an attribute in the given quotes.
// Characters that the file's encoding may not have become references.
func (f *File) escape(value string, quote byte) string {
	var b strings.Builder
	for _, r := range value {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>' && strings.HasSuffix(b.String(), "]]"):
			b.WriteString("&gt;")
		case quote == '"' && r == '"':
			b.WriteString("&quot;")
		case quote == '\'' && r == '\'':
			b.WriteString("&apos;")
		case r < ' ' && quote != 0, r == '\r', r > '~' && f.Source.Encoding != encodingUTF8:
			fmt.Fprintf(&b, "&#x%X;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// xmlElement is an element as it is written.
type xmlElement struct {
	tag   xmlToken
	attrs []xmlAttribute
	// pieces are what stands between the tags and in no other element, and
	// children the elements there.
	pieces   []xmlToken
	children []xmlChild
	close    Span // the end tag; empty after a tag that closes itself
}

// xmlChild is an element in another one.
type xmlChild struct {
	Span
	name string // local
	id   string // value of its name attribute as it is written
}

func (el *xmlElement) extent() Span { return Span{el.tag.Start, el.close.End} }

// element reads the element whose tag begins at an offset.
func (f *File) element(start int) (*xmlElement, error) {
	scan := xmlScanner{text: f.xmlText(), pos: start}
	el := &xmlElement{tag: scan.next()}
	el.attrs = append(el.attrs, scan.attrs...)
	if el.tag.kind != xmlStart {
		return nil, errors.New("the element cannot be found in the text")
	}
	el.close = Span{el.tag.End, el.tag.End}
	if el.tag.closed {
		return el, nil
	}
	for depth := 1; ; {
		tok := scan.next()
		switch {
		case tok.kind == xmlEOF || tok.kind == xmlBad:
			return nil, errors.New("the element is not closed")
		case tok.kind == xmlStart && depth == 1:
			el.children = append(el.children, f.child(tok, scan.attrs))
		case tok.kind != xmlStart && tok.kind != xmlClose && depth == 1:
			el.pieces = append(el.pieces, tok)
		}
		switch {
		case tok.kind == xmlStart && !tok.closed:
			depth++
		case tok.kind == xmlClose:
			if depth--; depth == 0 {
				el.close = tok.Span
				return el, nil
			}
			if depth == 1 {
				el.children[len(el.children)-1].End = tok.End
			}
		}
	}
}

func (f *File) child(tok xmlToken, attrs []xmlAttribute) xmlChild {
	c := xmlChild{Span: tok.Span, name: localName(f.Source.Slice(tok.name))}
	for _, a := range attrs {
		if f.Source.Slice(a.name) == "name" {
			c.id = f.Source.Slice(a.value)
		}
	}
	return c
}

// addXML puts an attribute or an element into a parent.
func (f *File) addXML(parent *xmlElement, e Edit) ([]Replacement, error) {
	if e.Markup != "" {
		return f.insertChild(parent, e.Markup)
	}
	segments := pathSegments(e.Name)
	for _, segment := range segments {
		if name, _ := segmentOf(strings.TrimPrefix(segment, "@")); !xmlName.MatchString(name) {
			return nil, fmt.Errorf("%q is no name", name)
		}
	}
	for i, segment := range segments {
		name, attribute := strings.CutPrefix(segment, "@")
		if attribute {
			return f.addAttribute(parent, name, e.Value)
		}
		child, ok := parent.childOf(segment)
		if !ok {
			markup, err := f.markup(segments[i:], e.Value)
			if err != nil {
				return nil, err
			}
			return f.insertChild(parent, markup)
		}
		var err error
		if parent, err = f.element(child.Start); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%s is there already", e.Name)
}

// xmlName matches the names that an edit may give.
var xmlName = regexp.MustCompile(`^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$`)

// segmentOf splits parameter[name] into its parts.
func segmentOf(segment string) (name, id string) {
	name, id, _ = strings.Cut(segment, "[")
	return name, strings.TrimSuffix(id, "]")
}

func (el *xmlElement) childOf(segment string) (xmlChild, bool) {
	name, id := segmentOf(segment)
	for _, c := range el.children {
		if c.name == name && (id == "" || c.id == id) {
			return c, true
		}
	}
	return xmlChild{}, false
}

// markup writes the elements of a path, each in the one before it.
func (f *File) markup(segments []string, value string) (string, error) {
	name, id := segmentOf(segments[0])
	open, inner := "<"+name, ""
	if id != "" {
		open += ` name="` + f.escape(id, '"') + `"`
	}
	switch {
	case len(segments) == 1:
		inner = f.escape(value, 0)
	case strings.HasPrefix(segments[1], "@") && len(segments) == 2:
		return open + " " + segments[1][1:] + `="` + f.escape(value, '"') + `"/>`, nil
	case strings.HasPrefix(segments[1], "@"):
		return "", errors.New("an attribute holds no elements")
	default:
		child, err := f.markup(segments[1:], value)
		if err != nil {
			return "", err
		}
		inner = "\n    " + strings.ReplaceAll(child, "\n", "\n    ") + "\n"
	}
	if inner == "" {
		return open + "/>", nil
	}
	return open + ">" + inner + "</" + name + ">", nil
}

// addAttribute puts an attribute after the last one, on a line of its own
// where that one has a line of its own.
func (f *File) addAttribute(el *xmlElement, name, value string) ([]Replacement, error) {
	at, before := el.tag.name.End, " "
	for _, a := range el.attrs {
		if f.Source.Slice(a.name) == name {
			return nil, fmt.Errorf("the attribute %s is there already", name)
		}
		start := beforeBlanks(f.Source.Text, a.name.Start)
		at, before = a.value.End+1, f.Source.Text[start:a.name.Start]
	}
	return []Replacement{{Span{at, at}, before + name + `="` + f.escape(value, '"') + `"`}}, nil
}

// insertChild puts markup at the end of an element, laid out as its neighbours
// are.
func (f *File) insertChild(parent *xmlElement, markup string) ([]Replacement, error) {
	if err := wellFormed(markup); err != nil {
		return nil, err
	}
	src := f.Source
	name := src.Slice(parent.tag.name)
	if strings.Contains(name, ":") {
		return nil, errors.New("the element has a prefix, and what it should hold may need one too")
	}
	unit := f.indentUnit()
	outer := src.indentOf(parent.tag.Start)
	inner := outer + unit
	for _, c := range parent.children {
		if indent := src.indentOf(c.Start); src.lineOf(c.Start).Start+len(indent) == c.Start {
			inner = indent
			break
		}
	}
	eol := src.eol(parent.tag.Start)
	body := strings.ReplaceAll(reindent(markup, inner, unit), "\n", eol)
	switch {
	case parent.tag.closed:
		end := beforeBlanks(src.Text, parent.tag.End-len("/>"))
		return []Replacement{{Span{end, parent.tag.End}, ">" + eol + body + eol + outer + "</" + name + ">"}}, nil
	case strings.Trim(src.Text[src.lineOf(parent.close.Start).Start:parent.close.Start], " \t") == "":
		at := src.lineOf(parent.close.Start).Start
		return []Replacement{{Span{at, at}, body + eol}}, nil
	case strings.TrimSpace(src.Text[parent.tag.End:parent.close.Start]) == "":
		return []Replacement{{Span{parent.tag.End, parent.close.Start}, eol + body + eol + outer}}, nil
	}
	at := parent.close.Start
	return []Replacement{{Span{at, at}, strings.TrimLeft(body, " \t")}}, nil
}

// indentUnit is by how much the children of the root are indented, four
// blanks where they do not tell.
func (f *File) indentUnit() string {
	root, err := f.element(f.Root.Start)
	if err != nil {
		return "    "
	}
	for _, c := range root.children {
		indent := f.Source.indentOf(c.Start)
		if outer := f.Source.indentOf(root.tag.Start); len(indent) > len(outer) && strings.HasPrefix(indent, outer) {
			return indent[len(outer):]
		}
	}
	return "    "
}

// reindent gives the lines of markup, which is indented by four blanks a
// level, the indentation of a file.
func reindent(markup, indent, unit string) string {
	lines := strings.Split(strings.Trim(markup, "\n"), "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		level := (len(line) - len(text)) / 4
		lines[i] = indent + strings.Repeat(unit, level) + text
	}
	return strings.Join(lines, "\n")
}

// wellFormed checks markup before it gets into a file.
func wellFormed(markup string) error {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(markup); err != nil {
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return fmt.Errorf("the new markup is not well-formed: %s", syntax.Msg)
		}
		return fmt.Errorf("the new markup is not well-formed: %w", err)
	}
	if len(doc.ChildElements()) == 0 {
		return errors.New("the new markup holds no element")
	}
	return nil
}
