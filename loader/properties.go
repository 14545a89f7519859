package loader

import (
	"iter"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/magiconair/properties"
)

// propertyLine decodes one logical line. The library never sees a whole file:
// it joins no CRLF continuation, merges duplicate keys, knows no positions and
// gives a file up for one bad line.
var propertyLine = properties.Loader{Encoding: properties.UTF8, DisableExpansion: true}

// property is an entry and the line it was read from.
type property struct {
	Entry
	line  logicalLine
	value int // index of the value in the line's text
}

// decodeProperties reads what java.util.Properties reads, and keeps all
// duplicates in their order. The file is one item, for rules that look at keys
// which the user makes up.
func decodeProperties(src *Source) (Decoded, *Problem) {
	list, comments, problem := scanProperties(newMaskedText(src))
	d := Decoded{Root: src.LineSpan(1), Comments: comments}
	d.Entries = make([]Entry, 0, len(list))
	for i, p := range list {
		if i == 0 {
			d.Root = p.Key
		}
		d.Entries = append(d.Entries, p.Entry)
	}
	d.Items = []Item{{Path: "properties", Span: d.Root, End: len(d.Entries)}}
	return d, problem
}

// scanProperties returns the properties of a text and its comments. Java
// refuses a file with a malformed escape; here the line is left out and the
// first one is the problem.
func scanProperties(text *maskedText) (list []property, comments []Span, problem *Problem) {
	for line := range logicalLines(text.masked) {
		if line.comment {
			comments = append(comments, Span{line.offset(0), line.offset(len(line.text))})
			continue
		}
		if first, end := badEscape(line.text); end > 0 {
			if problem == nil {
				problem = &Problem{
					Span:   Span{line.offset(first), line.end(end)},
					Reason: `malformed escape: \u needs four hexadecimal digits`,
				}
			}
			continue
		}
		list = append(list, decodeProperty(text, line))
	}
	return list, comments, problem
}

// decodeProperty decodes a logical line that holds a key.
func decodeProperty(text *maskedText, line logicalLine) property {
	key, value := line.split()
	p := property{line: line, value: value}
	p.Key = line.span(0, key)
	p.Span = line.span(value, len(line.text))
	if key > 0 && strings.IndexByte(line.text, '\\') < 0 {
		p.Path, p.Value = line.text[:key], line.text[value:] // nothing to decode
	} else {
		p.Path, p.Value = unescapeLine(line.text, key)
	}
	if text.tags.touch(p.Key) {
		p.Path = text.src.Slice(p.Key)
	}
	text.tags.settle(text.src, &p.Entry, Span{p.Key.Start, p.Span.End})
	return p
}

// unescapeLine decodes a logical line whose key ends at the given index.
func unescapeLine(line string, end int) (key, value string) {
	text := joinSurrogates(line)
	switch {
	case end == 0:
		// Java takes the key for empty, the library wants one.
		text = "k" + text
	case strings.HasPrefix(text, "#"), strings.HasPrefix(text, "!"), strings.HasPrefix(text, "\ufeff"):
		// Only at the start of a file or line are these special, and this
		// line started with a continuation.
		text = `\` + text
	}
	p, err := propertyLine.LoadBytes([]byte(text))
	if err != nil || p.Len() == 0 {
		return line[:end], "" // what the library refuses was sorted out before
	}
	key = p.Keys()[0]
	value, _ = p.Get(key)
	if end == 0 {
		key = ""
	}
	return key, value
}

// badEscape returns the range of the first \u that four hexadecimal digits do
// not follow, 0, 0 when there is none.
func badEscape(line string) (first, end int) {
	for i := strings.IndexByte(line, '\\'); i >= 0 && i+1 < len(line); i++ {
		if line[i] != '\\' {
			continue
		}
		if i++; line[i] != 'u' {
			continue
		}
		if _, ok := hexUnit(line, i-1); !ok {
			end := i + 1
			for n := 0; n < 4 && end < len(line); n++ {
				_, size := utf8.DecodeRuneInString(line[end:])
				end += size
			}
			return i - 1, end
		}
	}
	return 0, 0
}

// hexUnit returns the UTF-16 unit that the escape at an index stands for.
func hexUnit(line string, i int) (unit rune, ok bool) {
	if len(line) < i+6 || line[i] != '\\' || line[i+1] != 'u' {
		return 0, false
	}
	for _, c := range []byte(line[i+2 : i+6]) {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 || c < '0' {
			return 0, false
		}
		unit = unit<<4 | rune(digit)
	}
	return unit, true
}

// joinSurrogates replaces each escaped surrogate pair by its character: the
// library decodes the halves on their own and loses both.
func joinSurrogates(line string) string {
	if !strings.Contains(line, `\u`) {
		return line
	}
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		high, _ := hexUnit(line, i)
		low, _ := hexUnit(line, i+6)
		switch r := utf16.DecodeRune(high, low); {
		case r != utf8.RuneError:
			b.WriteRune(r)
			i += 11
		case line[i] == '\\' && i+1 < len(line):
			b.WriteString(line[i : i+2])
			i++
		default:
			b.WriteByte(line[i])
		}
	}
	return b.String()
}

// logicalLine is a line as a reader sees it that joins continued lines.
type logicalLine struct {
	text    string
	comment bool

	start   int   // offset of text, when it stands in one piece
	offsets []int // offset of each byte of text, when it does not
}

// offset returns where a byte of the line stands in the source.
func (l logicalLine) offset(i int) int {
	switch {
	case l.offsets == nil:
		return l.start + i
	case i < len(l.offsets):
		return l.offsets[i]
	case i == 0:
		return l.start
	}
	return l.offsets[len(l.offsets)-1] + 1
}

// end returns where the text before an index ends in the source, which is not
// where the next byte stands if that is on another line.
func (l logicalLine) end(i int) int {
	if i == 0 {
		return l.offset(0)
	}
	return l.offset(i-1) + 1
}

// span returns where a part of the line stands in the source.
func (l logicalLine) span(first, end int) Span {
	if first == end {
		return Span{l.end(first), l.end(first)}
	}
	return Span{l.offset(first), l.end(end)}
}

// split returns where the key ends and where the value begins.
func (l logicalLine) split() (key, value int) {
	for key < len(l.text) && !strings.ContainsRune("=: \t\f", rune(l.text[key])) {
		if l.text[key] == '\\' && key+1 < len(l.text) {
			key++
		}
		key++
	}
	separator := false
	for value = key; value < len(l.text); value++ {
		switch c := l.text[value]; {
		case isBlank(c):
		case !separator && (c == '=' || c == ':'):
			separator = true
		default:
			return key, value
		}
	}
	return key, value
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\f' }

// logicalLines splits a properties file as java.util.Properties does. Empty
// lines are left out.
func logicalLines(text string) iter.Seq[logicalLine] {
	return func(yield func(logicalLine) bool) {
		for i := 0; i < len(text); {
			if isBlank(text[i]) || text[i] == '\n' || text[i] == '\r' {
				i++
				continue
			}
			var line logicalLine
			line, i = readLine(text, i)
			if line.text != "" && !yield(line) {
				return
			}
		}
	}
}

// readLine reads the logical line that begins at an offset and returns where
// to go on.
func readLine(text string, start int) (line logicalLine, next int) {
	line.start, line.comment = start, text[start] == '#' || text[start] == '!'
	var pieces []Span
	for at := start; ; {
		end := endOfLine(text, at)
		next = end + len(lineEnd(text[end:]))
		if line.comment || !continued(text[at:end]) {
			pieces = append(pieces, Span{at, end})
			break
		}
		pieces = append(pieces, Span{at, end - 1})
		for at = next; at < len(text) && isBlank(text[at]); at++ {
		}
		if at >= len(text) {
			break
		}
	}
	if len(pieces) == 1 {
		line.text = text[pieces[0].Start:pieces[0].End]
		return line, next
	}
	line.join(text, pieces)
	return line, next
}

// join makes the line of pieces that stand apart.
func (l *logicalLine) join(text string, pieces []Span) {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(text[p.Start:p.End])
		for i := p.Start; i < p.End; i++ {
			l.offsets = append(l.offsets, i)
		}
	}
	l.text = b.String()
}

// endOfLine returns where the line ends that an offset lies on.
func endOfLine(text string, at int) int {
	if i := strings.IndexAny(text[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(text)
}

// lineEnd returns the line end that a text begins with.
func lineEnd(text string) string {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return text[:2]
	case text == "":
		return ""
	}
	return text[:1]
}

// continued reports whether a line ends in a backslash that is not escaped.
func continued(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}
