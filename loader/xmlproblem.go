package loader

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// xmlProblem finds where and why text does not parse; err is what etree said,
// which tells no place. It reads the text again up to there.
func xmlProblem(text string, err error) *Problem {
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var open []xmlOpen
	for {
		start := int(dec.InputOffset())
		token, fault := dec.RawToken()
		span := Span{start, int(dec.InputOffset())}
		switch {
		case fault == io.EOF && len(open) == 0:
			return &Problem{Reason: strings.TrimPrefix(err.Error(), "etree: ")}
		case fault == io.EOF:
			last := open[len(open)-1]
			return problemf(last.Span, "element %s is not closed", last.shown())
		case fault != nil:
			return syntaxProblem(text, span, fault)
		}
		var problem *Problem
		if open, problem = nest(text, open, token, span); problem != nil {
			return problem
		}
	}
}

func problemf(span Span, format string, args ...any) *Problem {
	return &Problem{Span: span, Reason: fmt.Sprintf(format, args...)}
}

// xmlOpen is an element whose end tag has not come yet.
type xmlOpen struct {
	name string
	Span // of its start tag
	// inside is set within a secret, where a tag may be a piece of a password
	// that was not escaped; secret is set for an element that holds one.
	inside, secret bool
}

// shown is the element's tag as a reason may name it.
func (o xmlOpen) shown() string {
	if o.inside {
		return "in a secret value"
	}
	return "<" + o.name + ">"
}

// above names the line of the start tag, which is where the fault may lie, for
// a place in the text below it.
func (o xmlOpen) above(text string, place Span) string {
	if !strings.Contains(text[o.Start:place.Start], "\n") {
		return ""
	}
	return fmt.Sprintf(" of line %d", 1+strings.Count(text[:o.Start], "\n"))
}

// closer is an end tag as a reason may name it. Within a secret it may be a
// piece of a password too, unless it is that of an element around the secret.
func closer(open []xmlOpen, name string) string {
	if open[len(open)-1].secret && !slices.ContainsFunc(open, func(o xmlOpen) bool { return !o.inside && o.name == name }) {
		return "another tag"
	}
	return "</" + name + ">"
}

// holdsSecret reports whether a start tag is that of a secret, by its own name
// or by the name that it carries.
func holdsSecret(token xml.StartElement) bool {
	for _, a := range token.Attr {
		if nameKey("@"+a.Name.Local) && secretName(a.Value) {
			return true
		}
	}
	return secretName(token.Name.Local)
}

// nest follows the nesting of elements of a text.
func nest(text string, open []xmlOpen, token xml.Token, span Span) ([]xmlOpen, *Problem) {
	switch token := token.(type) {
	case xml.StartElement:
		if len(open) == maxXMLDepth {
			return nil, problemf(span, "is nested deeper than %d elements", maxXMLDepth)
		}
		inside := len(open) > 0 && open[len(open)-1].secret
		return append(open, xmlOpen{fullName(token.Name), span, inside, inside || holdsSecret(token)}), nil
	case xml.EndElement:
		name := fullName(token.Name)
		if len(open) == 0 {
			return nil, problemf(span, "</%s> closes no element", name)
		}
		if last := open[len(open)-1]; last.name != name {
			return nil, problemf(span, "element %s%s is closed by %s", last.shown(), last.above(text, span), closer(open, name))
		}
		return open[:len(open)-1], nil
	}
	return open, nil
}

func fullName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// syntaxFaults gives the messages of encoding/xml in words of ours, and how
// far back of the decoder's offset the fault begins: the decoder has read
// past it. A negative number means the beginning of the piece.
var syntaxFaults = []struct {
	message, reason string
	back            int
}{
	{"attribute name without = in element", "attribute has no value", 1},
	{"unquoted or missing attribute value in element", "attribute value is not quoted", 1},
	{"unescaped < inside quoted string", "attribute value holds an unescaped <", 1},
	{"expected attribute name in element", "attribute name expected", 0},
	{"expected /> in element", "/ in a tag is not followed by >", 1},
	{"expected element name after </", "</ is not followed by a name", -1},
	{"expected element name after <", "< is not followed by a name", -1},
	{"invalid characters between </", "end tag holds more than a name", 1},
	{`invalid sequence "--" not allowed in comments`, `comment holds "--"`, 3},
	{"unescaped ]]> not in CDATA section", "text holds ]]> outside a CDATA section", 3},
	{"expected target name after <?", "<? is not followed by a name", -1},
	{"invalid sequence <!- not part of <!--", "<!- opens no comment", -1},
	{"invalid <![ sequence", "<![ opens no CDATA section", -1},
	{"invalid XML name", "a name holds a character that XML does not allow", -1},
	{"unsupported version", "XML version is not 1.0", -1},
}

// unclosed gives the pieces that may reach the end of the file.
var unclosed = []struct{ opener, reason string }{
	{"<!--", "comment is not closed"},
	{cdataOpen, "CDATA section is not closed"},
	{"<?", "processing instruction is not closed"},
	{"<!", "declaration is not closed"},
	{"<", "tag is not closed"},
}

// syntaxProblem words an error of encoding/xml about the piece of text that
// begins at read.Start and was read up to read.End.
func syntaxProblem(text string, read Span, err error) *Problem {
	message := strings.TrimPrefix(err.Error(), "xml: ")
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		message = syntax.Msg
	}
	for _, f := range syntaxFaults {
		if strings.HasPrefix(message, f.message) {
			at := read.Start
			if f.back >= 0 {
				at = max(read.End-f.back, read.Start)
			}
			return &Problem{Span: characterAt(text, at), Reason: f.reason}
		}
	}
	switch {
	case strings.HasPrefix(message, "unexpected EOF"):
		return eofProblem(text, read)
	case strings.HasPrefix(message, "invalid character entity"):
		at := read.Start + max(strings.LastIndexByte(text[read.Start:read.End], '&'), 0)
		// What follows the & is not named: it may be the rest of a password.
		entity, _, semicolon := strings.Cut(strings.TrimPrefix(message, "invalid character entity "), " (no semicolon)")
		if semicolon {
			return problemf(characterAt(text, at), "& begins no entity")
		}
		return problemf(Span{at, at + len(entity)}, "an & begins an entity that is not known")
	case strings.HasPrefix(message, "illegal character code"):
		return &Problem{Span: illegalCharacter(text, read), Reason: message}
	}
	return &Problem{Span: characterAt(text, read.End), Reason: message}
}

// eofProblem says what reaches the end of the file: the piece itself, or a
// quoted value in it that swallowed the rest.
func eofProblem(text string, read Span) *Problem {
	for _, u := range unclosed {
		if strings.HasPrefix(text[read.Start:], u.opener) {
			return &Problem{Span: Span{read.Start, read.Start + len(u.opener)}, Reason: u.reason}
		}
	}
	return problemf(Span{len(text), len(text)}, "ends within an entity")
}

// characterAt is the span of the character at a byte offset.
func characterAt(text string, at int) Span {
	at = min(at, len(text))
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return Span{at, at + size}
}

// illegalCharacter finds the first character of a piece that XML does not
// allow. It may be written as a reference.
func illegalCharacter(text string, read Span) Span {
	for i := read.Start; i < read.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return Span{i, i + size}
		}
		if r == '&' {
			near := text[i:min(i+len("&#x10FFFF;"), read.End)]
			if end := i + strings.IndexByte(near, ';') + 1; end > i && illegalReference(text[i:end]) {
				return Span{i, end}
			}
		}
		i += size
	}
	return characterAt(text, read.Start)
}

// illegalReference reports whether a reference such as &#1; stands for a
// character that XML does not allow.
func illegalReference(reference string) bool {
	dec := xml.NewDecoder(strings.NewReader(reference))
	_, err := dec.RawToken()
	return err != nil
}
