package loader

import (
	"strings"

	"github.com/beevik/etree"
)

// maxXMLDepth is how deep elements may be nested. The files of the products
// stay below 20; the limit keeps hostile text from exhausting the stack.
const maxXMLDepth = 1000

// maxPathBytes is how much memory the paths of one file may take. A path
// repeats the names above it, so hostile text could take a thousand times its
// own size; the paths of real files take about twice.
const maxPathBytes = 64 << 20

// decodeXML decodes an XML file. What the file says comes from etree, where
// it says it from an own scanner that cuts the same text in lockstep, because
// etree keeps no positions.
//
// Text of a template is decoded with its tags masked. Whether text is a
// template is told by its name, or by tags in text that is otherwise not
// well-formed or stands between elements.
func decodeXML(src *Source) (Decoded, *Problem) {
	if _, ok := templateSuffix(src.Name); ok {
		text, tags := maskXML(src)
		out, problem := decodeMarkup(src, text, tags)
		return out, templateProblem(problem, tags)
	}
	plain, problem := decodeMarkup(src, src.Text, nil)
	if problem == nil && !looseTags(plain.Entries) {
		return plain, nil
	}
	text, tags := maskXML(src)
	if len(tags) == 0 {
		return plain, problem
	}
	masked, fault := decodeMarkup(src, text, tags)
	if fault == nil {
		return masked, nil
	}
	if problem == nil || *problem == *fault {
		return plain, problem
	}
	return masked, templateProblem(fault, tags)
}

// templateProblem words a problem of a template's text.
func templateProblem(p *Problem, tags templateTags) *Problem {
	if p == nil || len(tags) == 0 {
		return p
	}
	return problemf(p.Span, "is a template whose text is not well-formed: %s", p.Reason)
}

// looseTags reports whether template tags may stand between elements.
func looseTags(entries []Entry) bool {
	for i := range entries {
		if e := &entries[i]; strings.HasSuffix(e.Path, looseText) && strings.Contains(e.Value, "{%") {
			return true
		}
	}
	return false
}

// looseText ends the path of text that stands between elements.
const looseText = "/#text"

// xmlDecoder walks an etree tree and the scanner's pieces side by side.
type xmlDecoder struct {
	src *Source
	// scan.text is the text that was parsed: the source's, with template tags
	// masked byte for byte.
	scan xmlScanner
	tags templateTags
	out  Decoded
	// problem is the first thing wrong with a tree that etree accepts.
	problem *Problem
	// bound are the namespace declarations in force, the innermost last.
	bound []binding
	// parts are the pieces of text read since the last tag.
	parts []textPart
	// pathBytes is the memory that paths take.
	pathBytes int
}

// xmlPlace is where an element stands: its path without and with the [name]
// suffixes. The two share their bytes as long as they are equal.
type xmlPlace struct{ path, prefix string }

// decodeMarkup decodes text, which is the text of src or that with the tags
// masked. What stands before a problem is decoded all the same.
func decodeMarkup(src *Source, text string, tags templateTags) (Decoded, *Problem) {
	if doc, values, ok := parsePlain(text); ok {
		return walkXML(src, text, tags, doc, values)
	}
	doc, problem := parseXML(text)
	out, found := walkXML(src, text, tags, doc, strings.Count(text, "<")/4)
	if problem == nil {
		problem = found
	}
	return out, problem
}

// parseXML returns the tree of text up to the first problem.
func parseXML(text string) (*etree.Document, *Problem) {
	doc := etree.NewDocument()
	doc.ReadSettings = etree.ReadSettings{PreserveDuplicateAttrs: true, MaxDepth: maxXMLDepth}
	if err := doc.ReadFromString(emptyComments(text)); err != nil {
		return doc, xmlProblem(text, err)
	}
	return doc, nil
}

// walkXML emits what a tree holds, about so many values, with the positions of
// the scanner.
func walkXML(src *Source, text string, tags templateTags, doc *etree.Document, values int) (Decoded, *Problem) {
	d := &xmlDecoder{src: src, scan: xmlScanner{text: text}, tags: tags}
	d.out.Entries = make([]Entry, 0, values)
	d.out.Root = src.LineSpan(1)
	d.document(doc)
	return d.out, d.problem
}

// document walks the top level, where one element may stand and no text.
func (d *xmlDecoder) document(doc *etree.Document) {
	roots := 0
	var text *Span
	for _, child := range doc.Child {
		tok := d.scan.next()
		switch child := child.(type) {
		case *etree.Element:
			if roots++; roots > 1 {
				name := d.src.Slice(tok.name)
				d.fail(Span{tok.Start, tok.name.End}, "has a second root element <%s>", name)
				return
			}
			d.out.Root = Span{tok.Start, tok.name.End}
			if !d.element(child, tok, xmlPlace{}) {
				return
			}
		case *etree.CharData:
			if !d.addPart(tok, child.Data) {
				return
			}
			if value, span := d.takeText(tok.End); value != "" && text == nil && !d.tags.touch(span) {
				text = &span
			}
		default:
			if !d.skip(child, tok) {
				return
			}
		}
	}
	switch {
	case roots == 0:
		d.fail(Span{}, "has no root element")
	case text != nil:
		d.fail(*text, "has text outside the root element")
	}
}

// fail records a problem; the first one counts.
func (d *xmlDecoder) fail(span Span, format string, args ...any) bool {
	if d.problem == nil {
		d.problem = problemf(span, format, args...)
	}
	return false
}

// lost records that the scanner and etree do not see the same piece, so that
// no position could be trusted from here on.
func (d *xmlDecoder) lost(tok xmlToken) bool {
	return d.fail(tok.Span, "is cut differently by the parser and the position scanner")
}

// skip passes a piece that decides nothing and keeps the comments.
func (d *xmlDecoder) skip(child etree.Token, tok xmlToken) bool {
	switch child.(type) {
	case *etree.Comment:
		d.out.Comments = append(d.out.Comments, tok.Span)
		return tok.kind == xmlComment || d.lost(tok)
	case *etree.ProcInst:
		return tok.kind == xmlInst || d.lost(tok)
	default:
		return tok.kind == xmlDirective || d.lost(tok)
	}
}

// element emits an element: its attributes, then its text or what its
// children hold. It reports false when the two readings part.
func (d *xmlDecoder) element(el *etree.Element, tok xmlToken, parent xmlPlace) bool {
	if tok.kind != xmlStart || !sameName(d.scan.text[tok.name.Start:tok.name.End], el.Space, el.Tag) {
		return d.lost(tok)
	}
	place := d.place(el, tok, parent)
	if d.pathBytes += len(place.path) + len(place.prefix)*(1+len(el.Attr)); d.pathBytes > maxPathBytes {
		return d.fail(tok.Span, "has more long names nested than a configuration file can mean")
	}
	first, item := len(d.out.Entries), -1
	elements := hasElements(el)
	if elements || hasAttributes(el) {
		item = len(d.out.Items)
		d.out.Items = append(d.out.Items, Item{
			Path: place.path, Prefix: place.prefix, Span: Span{tok.Start, tok.name.End}, First: first, End: first,
		})
	}
	outside := len(d.bound)
	d.bind(el)
	ok := d.attributes(el, tok, place) && d.content(el, tok, place, elements)
	d.bound = d.bound[:outside]
	if item >= 0 {
		d.out.Items[item].End = len(d.out.Entries)
	}
	return ok
}

// hasElements reports whether el has element children.
func hasElements(el *etree.Element) bool {
	for _, child := range el.Child {
		if _, ok := child.(*etree.Element); ok {
			return true
		}
	}
	return false
}

// hasAttributes reports whether el has attributes other than namespace
// declarations.
func hasAttributes(el *etree.Element) bool {
	for i := range el.Attr {
		if !isNamespace(&el.Attr[i]) {
			return true
		}
	}
	return false
}

func isNamespace(a *etree.Attr) bool {
	return a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns"
}

// sameName reports whether a name as it is written is that of etree.
func sameName(written, space, local string) bool {
	if space == "" {
		return written == local
	}
	return len(written) == len(space)+1+len(local) && strings.HasPrefix(written, space) && strings.HasSuffix(written, local)
}

// place names an element. The root keeps its bare name, since there is one.
// A template's tags in a name stand in the path as they are written.
func (d *xmlDecoder) place(el *etree.Element, tok xmlToken, parent xmlPlace) xmlPlace {
	local := localName(d.src.Slice(tok.name))
	if parent.path == "" {
		return xmlPlace{local, local}
	}
	path := parent.path + "/" + local
	name := d.nameOf(el)
	switch {
	case name != "":
		return xmlPlace{path, parent.prefix + "/" + local + "[" + name + "]"}
	case len(parent.prefix) != len(parent.path):
		return xmlPlace{path, parent.prefix + "/" + local}
	}
	return xmlPlace{path, path}
}

// nameOf returns what tells an element from others of its sort: its name, or
// else its id.
func (d *xmlDecoder) nameOf(el *etree.Element) string {
	id := ""
	for i := range el.Attr {
		a := &el.Attr[i]
		if a.Space != "" || a.Key != "name" && a.Key != "id" || i >= len(d.scan.attrs) {
			continue
		}
		value := a.Value
		if span := d.scan.attrs[i].value; d.tags.touch(span) {
			value = d.src.Slice(span)
		}
		if a.Key == "name" && value != "" {
			return value
		}
		if a.Key == "id" {
			id = value
		}
	}
	return id
}

// attributes emits the attributes of an element.
func (d *xmlDecoder) attributes(el *etree.Element, tok xmlToken, place xmlPlace) bool {
	if len(el.Attr) != len(d.scan.attrs) {
		return d.lost(tok)
	}
	if i := d.duplicate(); i >= 0 {
		name := d.scan.attrs[i].name
		return d.fail(name, "attribute %q is given twice", d.src.Slice(name))
	}
	for i, a := range d.scan.attrs {
		attr := &el.Attr[i]
		if !sameName(d.scan.text[a.name.Start:a.name.End], attr.Space, attr.Key) {
			return d.lost(tok)
		}
		if isNamespace(attr) || d.tags.touch(a.name) {
			continue // what a template calls the attribute is not known
		}
		value := attributeValue(attr.Value, d.scan.text[a.value.Start:a.value.End])
		e := Entry{Path: place.prefix + "/@" + attr.Key, Value: value, Span: a.value, Key: a.name}
		if attr.Key == aliasKey {
			e.Namespace = d.namespace(attr.Space)
		}
		d.emit(e, a.value)
	}
	return true
}

// aliasKey is the attribute that names the alias of a secret.
const aliasKey = "secretAlias"

// binding is a namespace declaration that is in force.
type binding struct{ prefix, uri string }

// bind takes the declarations of an element into force.
func (d *xmlDecoder) bind(el *etree.Element) {
	for i := range el.Attr {
		if a := &el.Attr[i]; a.Space == "xmlns" {
			d.bound = append(d.bound, binding{a.Key, a.Value})
		}
	}
}

// namespace returns the URI that a prefix is bound to, or the prefix with a
// colon where nothing declares it.
func (d *xmlDecoder) namespace(prefix string) string {
	if prefix == "" {
		return ""
	}
	for i := len(d.bound) - 1; i >= 0; i-- {
		if d.bound[i].prefix == prefix {
			return d.bound[i].uri
		}
	}
	return prefix + ":"
}

// duplicate returns the index of an attribute of the last start tag whose
// name an earlier one has, else -1. In a template the two may be alternatives.
func (d *xmlDecoder) duplicate() int {
	attrs := d.scan.attrs
	switch {
	case d.tags != nil:
		return -1
	case len(attrs) > 32:
		return d.duplicateOfMany()
	}
	for i := 1; i < len(attrs); i++ {
		for j := range attrs[:i] {
			if d.src.Slice(attrs[i].name) == d.src.Slice(attrs[j].name) {
				return i
			}
		}
	}
	return -1
}

// duplicateOfMany is [xmlDecoder.duplicate] in linear time.
func (d *xmlDecoder) duplicateOfMany() int {
	seen := make(map[string]bool, len(d.scan.attrs))
	for i, a := range d.scan.attrs {
		name := d.src.Slice(a.name)
		if seen[name] {
			return i
		}
		seen[name] = true
	}
	return -1
}

// attributeValue makes the line breaks and tabs of an attribute blanks, as
// every XML parser but Go's does. A character reference to one stays, which
// cannot be told from the value alone: such a value is left as it is.
func attributeValue(value, raw string) string {
	for i := 0; i < len(value); i++ {
		if value[i] < ' ' {
			if strings.Contains(raw, "&#") {
				return value
			}
			return strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(value)
		}
	}
	return value
}

// content emits what stands between the tags of an element.
func (d *xmlDecoder) content(el *etree.Element, tok xmlToken, place xmlPlace, elements bool) bool {
	name := Span{tok.Start, tok.name.End}
	if tok.closed {
		d.text(place.prefix, name, tok.End-len("/>"), false)
		return true
	}
	from := tok.End
	for _, child := range el.Child {
		tok := d.scan.next()
		ok := true
		switch child := child.(type) {
		case *etree.Element:
			d.text(place.prefix, Span{}, from, true)
			ok = d.element(child, tok, place)
			from = d.scan.pos
		case *etree.CharData:
			ok = d.addPart(tok, child.Data)
		default:
			ok = d.skip(child, tok)
		}
		if !ok {
			return false
		}
	}
	end := d.scan.next()
	if end.kind != xmlClose {
		return d.lost(end)
	}
	d.text(place.prefix, name, from, elements)
	return true
}

// text emits the text read since the last tag, which ended at from: the value
// of an element without element children, also an empty one, or text that is
// loose between elements. key is the start of the element's tag.
func (d *xmlDecoder) text(path string, key Span, from int, loose bool) {
	extent := Span{from, from}
	if n := len(d.parts); n > 0 {
		extent.End = d.parts[n-1].End
	}
	value, span := d.takeText(from)
	if loose {
		if value == "" {
			return
		}
		path += looseText
		key = span
	}
	d.emit(Entry{Path: path, Value: value, Span: span, Key: key}, extent)
}

// emit adds an entry, whose value stands somewhere in extent.
func (d *xmlDecoder) emit(e Entry, extent Span) {
	if d.tags != nil {
		d.tags.settle(d.src, &e, extent)
	}
	d.out.Entries = append(d.out.Entries, e)
}
