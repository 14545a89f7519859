package loader

import (
	"strings"

	"github.com/beevik/etree"
)

// maxPlainDepth is the nesting up to which text is plain.
const maxPlainDepth = 64

// plainParser builds the tree of XML text that holds nothing unusual, straight
// from the scanner's pieces: four of five configuration files, at a quarter of
// the cost of encoding/xml, which is most of what loading a home costs.
//
// It does not replace the parser: whatever it is not sure of (a reference by
// number, a DOCTYPE, a name beyond ASCII, anything ill-formed) it leaves to
// the parser, which then also tells what is wrong. A fuzz target holds the two
// to the same values at the same places.
type plainParser struct {
	scan xmlScanner
	open []*etree.Element
	ends []string // the names of the open elements as they are written
	// values counts attributes and elements: about the entries to come.
	values int
	// elements and texts are not yet used parts of larger slices.
	elements []etree.Element
	texts    []etree.CharData
}

// slab is how many nodes are allocated at once.
const slab = 64

// comment and instruction stand for all of theirs: what they say decides
// nothing.
var (
	comment     = new(etree.Comment)
	instruction = new(etree.ProcInst)
)

// text returns a new node of text.
func (p *plainParser) text(value string) *etree.CharData {
	if len(p.texts) == 0 {
		p.texts = make([]etree.CharData, slab)
	}
	node := &p.texts[0]
	p.texts = p.texts[1:]
	node.Data = value
	return node
}

// element returns a new element.
func (p *plainParser) element(space, tag string) *etree.Element {
	if len(p.elements) == 0 {
		p.elements = make([]etree.Element, slab)
	}
	el := &p.elements[0]
	p.elements = p.elements[1:]
	el.Space, el.Tag = space, tag
	return el
}

// parsePlain returns the tree of plain text and about how many values it
// holds; ok is false when the text is not plain.
func parsePlain(text string) (doc *etree.Document, values int, ok bool) {
	if !plainCharacters(text) {
		return nil, 0, false
	}
	doc = etree.NewDocument()
	p := plainParser{scan: xmlScanner{text: text}, open: []*etree.Element{&doc.Element}}
	for {
		tok := p.scan.next()
		if tok.kind == xmlEOF {
			return doc, p.values, len(p.open) == 1
		}
		if !p.piece(tok) {
			return nil, 0, false
		}
	}
}

// plainCharacters reports whether text holds only characters that XML allows
// everywhere.
func plainCharacters(text string) bool {
	for i := range len(text) {
		if b := text[i]; b < ' ' && b != '\t' && b != '\n' && b != '\r' {
			return false
		}
	}
	return !strings.Contains(text, "\ufffe") && !strings.Contains(text, "\uffff")
}

// piece adds one piece to the tree.
func (p *plainParser) piece(tok xmlToken) bool {
	text := p.scan.text[tok.Start:tok.End]
	switch tok.kind {
	case xmlStart:
		return p.start(tok)
	case xmlClose:
		return p.end(p.scan.text[tok.name.Start:tok.name.End])
	case xmlText:
		value, ok := plainValue(text)
		if !ok || strings.Contains(text, "]]>") {
			return false
		}
		p.add(p.text(value))
	case xmlCDATA:
		p.add(p.text(lineFeeds(text[len(cdataOpen) : len(text)-len(cdataClose)])))
	case xmlComment:
		body := text[len("<!--") : len(text)-len("-->")]
		if strings.Contains(body, "--") || strings.HasSuffix(body, "-") {
			return false
		}
		p.add(comment)
	case xmlInst:
		if !plainDeclaration(text) {
			return false
		}
		p.add(instruction)
	default:
		return false
	}
	return true
}

func (p *plainParser) add(child etree.Token) {
	top := p.open[len(p.open)-1]
	top.Child = append(top.Child, child)
}

func (p *plainParser) start(tok xmlToken) bool {
	name := p.scan.text[tok.name.Start:tok.name.End]
	space, local, ok := plainName(name)
	if !ok || len(p.open) > maxPlainDepth {
		return false
	}
	p.values += 1 + len(p.scan.attrs)
	el := p.element(space, local)
	if n := len(p.scan.attrs); n > 0 {
		el.Attr = make([]etree.Attr, n)
	}
	for i, a := range p.scan.attrs {
		space, local, ok := plainName(p.scan.text[a.name.Start:a.name.End])
		raw := p.scan.text[a.value.Start:a.value.End]
		value, plain := plainValue(raw)
		if !ok || !plain || strings.IndexByte(raw, '<') >= 0 || p.scan.text[a.name.Start-1] > ' ' {
			return false
		}
		el.Attr[i] = etree.Attr{Space: space, Key: local, Value: value}
	}
	p.add(el)
	if !tok.closed {
		p.open = append(p.open, el)
		p.ends = append(p.ends, name)
	}
	return true
}

func (p *plainParser) end(name string) bool {
	n := len(p.ends)
	if n == 0 || p.ends[n-1] != name {
		return false
	}
	p.open, p.ends = p.open[:n], p.ends[:n-1]
	return true
}

// plainName splits an ASCII name at its one colon.
func plainName(name string) (space, local string, ok bool) {
	colon := -1
	for i := range len(name) {
		switch b := name[i]; {
		case b == ':':
			if colon >= 0 || i == 0 || i == len(name)-1 {
				return "", "", false
			}
			colon = i
		case b >= 0x80, (b == '-' || b == '.' || '0' <= b && b <= '9') && (i == 0 || i == colon+1):
			return "", "", false
		}
	}
	if colon < 0 {
		return "", name, true
	}
	return name[:colon], name[colon+1:], true
}

// plainReferences are the five references that XML itself defines.
var plainReferences = []struct{ name, value string }{
	{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&apos;", "'"},
}

// plainValue resolves the references of text or of an attribute's value.
func plainValue(text string) (string, bool) {
	text = lineFeeds(text)
	at := strings.IndexByte(text, '&')
	if at < 0 {
		return text, true
	}
	var b strings.Builder
	for ; at >= 0; at = strings.IndexByte(text, '&') {
		b.WriteString(text[:at])
		text = text[at:]
		resolved := false
		for _, r := range plainReferences {
			if strings.HasPrefix(text, r.name) {
				b.WriteString(r.value)
				text, resolved = text[len(r.name):], true
				break
			}
		}
		if !resolved {
			return "", false
		}
	}
	b.WriteString(text)
	return b.String(), true
}

// lineFeeds ends every line with a line feed, as XML requires.
func lineFeeds(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// plainDeclaration reports whether an instruction is an XML declaration of
// version 1.0 in its usual form. The encoding that it names has been dealt
// with.
func plainDeclaration(text string) bool {
	for _, begin := range []string{`<?xml version="1.0"`, `<?xml version='1.0'`} {
		rest, ok := strings.CutPrefix(text, begin)
		if ok && !strings.Contains(rest, "version") && (rest[0] == ' ' || rest[0] == '?') {
			return true
		}
	}
	return false
}
