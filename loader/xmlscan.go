package loader

import "strings"

// xmlKind is what a piece of XML text is.
type xmlKind uint8

const (
	xmlEOF       xmlKind = iota
	xmlBad               // not well-formed
	xmlStart             // <a b="c"> or <a/>
	xmlClose             // </a>
	xmlText              // text up to the next <
	xmlCDATA             // <![CDATA[…]]>
	xmlComment           // <!--…-->
	xmlInst              // <?…?>
	xmlDirective         // <!DOCTYPE …>
)

// xmlToken is one piece of XML text with its place.
type xmlToken struct {
	kind xmlKind
	// Span is the whole piece, brackets and all.
	Span
	// name is the name of a tag, with its prefix.
	name Span
	// closed is set for a tag that closes itself: <a/>.
	closed bool
}

// xmlAttribute is the place of an attribute's name and of the value inside
// its quotes.
type xmlAttribute struct{ name, value Span }

// xmlScanner cuts XML text into the same pieces as encoding/xml, which tells
// no offsets of attributes and values. It runs beside a real parser and so
// checks nothing that the parser checks; it allocates nothing and is about
// forty times as fast.
type xmlScanner struct {
	text string
	pos  int
	// attrs are the attributes of the last start tag. The next call of next
	// overwrites them.
	attrs []xmlAttribute
}

// next returns the next piece. After xmlEOF and xmlBad it returns the same
// again.
func (s *xmlScanner) next() xmlToken {
	start, rest := s.pos, s.text[s.pos:]
	switch {
	case rest == "":
		return xmlToken{kind: xmlEOF, Span: Span{start, start}}
	case rest[0] != '<':
		end := strings.IndexByte(rest, '<')
		if end < 0 {
			end = len(rest)
		}
		s.pos += end
		return xmlToken{kind: xmlText, Span: Span{start, s.pos}}
	case len(rest) == 1:
		return s.bad()
	}
	switch rest[1] {
	case '/':
		return s.closeTag()
	case '?':
		return s.until(xmlInst, s.nameEnd(start+2), "?>")
	case '!':
		switch {
		case strings.HasPrefix(rest, "<!--"):
			return s.until(xmlComment, start+len("<!--"), "-->")
		case strings.HasPrefix(rest, cdataOpen):
			return s.until(xmlCDATA, start+len(cdataOpen), cdataClose)
		}
		return s.directive()
	}
	return s.startTag()
}

// emptyComments returns text with the same pieces but nothing in its comments,
// which are most of what the products ship and of no interest to the parser.
// A comment that the parser would not accept is left for it to say so.
func emptyComments(text string) string {
	var b strings.Builder
	done := 0
	for scan := (xmlScanner{text: text}); ; {
		tok := scan.next()
		switch tok.kind {
		case xmlComment:
			body := Span{tok.Start + len("<!--"), tok.End - len("-->")}
			if s := text[body.Start:body.End]; !strings.Contains(s, "--") && !strings.HasSuffix(s, "-") {
				b.WriteString(text[done:body.Start])
				done = body.End
			}
		case xmlEOF, xmlBad:
			if done == 0 {
				return text
			}
			b.WriteString(text[done:])
			return b.String()
		}
	}
}

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

// bad returns the token for text that is not well-formed.
func (s *xmlScanner) bad() xmlToken {
	return xmlToken{kind: xmlBad, Span: Span{s.pos, s.pos}}
}

// until returns the piece that ends with the given terminator, which is
// looked for from a given offset on.
func (s *xmlScanner) until(kind xmlKind, from int, terminator string) xmlToken {
	n := strings.Index(s.text[from:], terminator)
	if n < 0 {
		return s.bad()
	}
	start := s.pos
	s.pos = from + n + len(terminator)
	return xmlToken{kind: kind, Span: Span{start, s.pos}}
}

func (s *xmlScanner) closeTag() xmlToken {
	name := Span{s.pos + 2, s.nameEnd(s.pos + 2)}
	end := s.skipSpace(name.End)
	if name.Start == name.End || s.at(end) != '>' {
		return s.bad()
	}
	start := s.pos
	s.pos = end + 1
	return xmlToken{kind: xmlClose, Span: Span{start, s.pos}, name: name}
}

func (s *xmlScanner) startTag() xmlToken {
	name := Span{s.pos + 1, s.nameEnd(s.pos + 1)}
	if name.Start == name.End {
		return s.bad()
	}
	s.attrs = s.attrs[:0]
	for i := name.End; ; {
		i = s.skipSpace(i)
		closed := s.at(i) == '/'
		if closed {
			i++
		}
		if s.at(i) == '>' {
			start := s.pos
			s.pos = i + 1
			return xmlToken{kind: xmlStart, Span: Span{start, s.pos}, name: name, closed: closed}
		}
		attr, ok := s.attribute(i)
		if !ok || closed {
			return s.bad()
		}
		s.attrs = append(s.attrs, attr)
		i = attr.value.End + 1
	}
}

// attribute reads the attribute that begins at i.
func (s *xmlScanner) attribute(i int) (xmlAttribute, bool) {
	name := Span{i, s.nameEnd(i)}
	equals := s.skipSpace(name.End)
	if name.Start == name.End || s.at(equals) != '=' {
		return xmlAttribute{}, false
	}
	open := s.skipSpace(equals + 1)
	quote := s.at(open)
	if quote != '"' && quote != '\'' {
		return xmlAttribute{}, false
	}
	n := strings.IndexByte(s.text[open+1:], quote)
	return xmlAttribute{name, Span{open + 1, open + 1 + n}}, n >= 0
}

// directive reads <!DOCTYPE …>. Angle brackets nest in it unless they are
// quoted, and comments in it do not count: the reading of encoding/xml.
func (s *xmlScanner) directive() xmlToken {
	start := s.pos
	if b := s.at(start + 2); b == '-' || b == '[' {
		return s.bad()
	}
	quote, depth := byte(0), 0
	for i := start + 3; i < len(s.text); i++ {
		b := s.text[i]
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '>' && depth == 0:
			s.pos = i + 1
			return xmlToken{kind: xmlDirective, Span: Span{start, s.pos}}
		case b == '>':
			depth--
		case b == '<' && strings.HasPrefix(s.text[i:], "<!--"):
			n := strings.Index(s.text[i+len("<!--"):], "-->")
			if n < 0 {
				return s.bad()
			}
			i += len("<!--") + n + len("-->") - 1
		case b == '<':
			depth++
		}
	}
	return s.bad()
}

// at returns the byte at i, 0 past the end.
func (s *xmlScanner) at(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}

func (s *xmlScanner) skipSpace(i int) int {
	for i < len(s.text) {
		switch s.text[i] {
		case ' ', '\t', '\r', '\n':
			i++
		default:
			return i
		}
	}
	return i
}

// nameEnd returns the end of the name that begins at i.
func (s *xmlScanner) nameEnd(i int) int {
	for i < len(s.text) && nameBytes[s.text[i]] {
		i++
	}
	return i
}

// nameBytes are the bytes that may stand in a name; which characters beyond
// ASCII may is left to the parser.
var nameBytes = func() (set [256]bool) {
	for b := range set {
		c := byte(b)
		set[b] = c >= 0x80 || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			strings.IndexByte("_:.-", c) >= 0
	}
	return set
}()

// localName returns a name without its namespace prefix. A colon at either
// end is part of the name, as encoding/xml has it.
func localName(name string) string {
	if i := strings.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}
