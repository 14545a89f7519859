package loader

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

var (
	shellVariable = regexp.MustCompile(`^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:\[[@*]\])?(:?-.*)?\})$`)
	// shellPlain matches text that a shell takes as it stands.
	shellPlain = regexp.MustCompile("^[^$`\"'\\\\]*$")
)

// shellReference returns the variable that a word consists of, and the words
// that stand for it when it is not set, as in ${JAVA_OPTS:--Xmx1g}.
func shellReference(w word) (name string, rest []word) {
	if !w.opaque() {
		return "", nil
	}
	text := w.String()
	m := shellVariable.FindStringSubmatch(text)
	if m == nil {
		return "", nil
	}
	if instead := strings.TrimPrefix(strings.TrimPrefix(m[3], ":"), "-"); instead != "" && shellPlain.MatchString(instead) {
		plain := word{undecided: w.undecided}
		for _, c := range w.chars[len(text)-1-len(instead) : len(text)-1] {
			c.unknown = false
			plain.chars = append(plain.chars, c)
		}
		rest = plain.fields()
	}
	return m[1] + m[2], rest
}

// word reads a word of the script.
func (s *shellScript) word(n *syntax.Word) word {
	var w word
	for _, part := range n.Parts {
		s.part(&w, part, Span{})
	}
	return w
}

// part appends a part of a word that stands in the given quotes.
func (s *shellScript) part(w *word, part syntax.WordPart, quote Span) {
	span := nodeSpan(part)
	span.End = min(span.End, len(s.code))
	if span.Start >= span.End {
		return
	}
	switch n := part.(type) {
	case *syntax.Lit:
		s.literal(w, span, quote)
	case *syntax.SglQuoted:
		inner := Span{span.Start + 1, span.End - 1}
		if n.Dollar {
			inner.Start++
		}
		// The escapes of $'…' are left as they are written.
		w.add(s.text, inner, span, n.Dollar && strings.Contains(n.Value, `\`))
	case *syntax.DblQuoted:
		for _, p := range n.Parts {
			s.part(w, p, span)
		}
	default:
		w.add(s.text, span, quote, true)
	}
}

// literal appends text of the script without its backslashes. In double quotes
// only some characters can be escaped.
func (s *shellScript) literal(w *word, span, quote Span) {
	for i := span.Start; i < span.End; i++ {
		next := s.code[i+1:] // the parser may end a literal inside of an escape
		switch {
		case s.code[i] != '\\':
			end := span.End
			if n := strings.IndexByte(s.code[i:end], '\\'); n >= 0 {
				end = i + n
			}
			w.add(s.text, Span{i, end}, quote, false)
			i = end - 1
		case next == "":
			w.add(s.text, Span{i, i + 1}, quote, false)
		case next[0] == '\n', strings.HasPrefix(next, "\r\n"):
			i += len(lineEnd(next))
		case i+1 == span.End, quote.End > 0 && !strings.ContainsRune("$`\"\\", rune(next[0])):
			w.add(s.text, Span{i, i + 1}, quote, false)
		default:
			size := runeSize(next)
			w.addEscape(next[:size], Span{i, i + 1 + size}, quote)
			i += size
		}
	}
}
