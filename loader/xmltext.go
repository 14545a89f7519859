package loader

import (
	"strconv"
	"strings"
)

// textPart is one piece of an element's text. Comments, processing
// instructions and CDATA sections cut text into several.
type textPart struct {
	// Span is where the characters stand: inside the brackets of a CDATA
	// section.
	Span
	data  string // decoded
	cdata bool
}

// addPart keeps a piece of text.
func (d *xmlDecoder) addPart(tok xmlToken, data string) bool {
	if tok.kind != xmlText && tok.kind != xmlCDATA {
		return d.lost(tok)
	}
	part := textPart{tok.Span, data, tok.kind == xmlCDATA}
	if part.cdata {
		part.Start += len(cdataOpen)
		part.End -= len(cdataClose)
	}
	d.parts = append(d.parts, part)
	return true
}

// takeText returns the text read since the last tag, trimmed, and its place:
// from the first to the last character that counts. Blank text has an empty
// place at the given offset.
func (d *xmlDecoder) takeText(blank int) (string, Span) {
	parts := d.parts
	d.parts = d.parts[:0]
	switch len(parts) {
	case 0:
		return "", Span{blank, blank}
	case 1:
		return d.trimPart(parts[0], blank)
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.data)
	}
	first, last := -1, -1
	var span Span
	for i, p := range parts {
		s, ok := significant(d.scan.text, p)
		if !ok {
			continue
		}
		if first < 0 {
			first, span.Start = i, s.Start
		}
		last, span.End = i, s.End
	}
	if first < 0 {
		return "", Span{blank, blank}
	}
	// A CDATA section that holds only a part of the text is within the span
	// with its brackets: without them it would not read back.
	if first != last && parts[first].cdata {
		span.Start = parts[first].Start - len(cdataOpen)
	}
	if first != last && parts[last].cdata {
		span.End = parts[last].End + len(cdataClose)
	}
	return trimBlanks(b.String()), span
}

// trimPart is takeText for text in one piece, as nearly all text is.
func (d *xmlDecoder) trimPart(p textPart, blank int) (string, Span) {
	value := trimBlanks(p.data)
	if value == "" {
		return "", Span{blank, blank}
	}
	span, _ := significant(d.scan.text, p)
	return value, span
}

// trimBlanks removes what Java's String.trim removes, which the servers call
// on text: characters up to U+0020. A no-break space is not among them and
// makes a number unreadable to the server, so it must stay.
func trimBlanks(s string) string {
	start, end := 0, len(s)
	for start < end && s[start] <= ' ' {
		start++
	}
	for end > start && s[end-1] <= ' ' {
		end--
	}
	return s[start:end]
}

// significant returns the place of a part without the blanks at its ends,
// which may be written as character references.
func significant(text string, p textPart) (Span, bool) {
	span := p.Span
	for span.Start < span.End && text[span.Start] <= ' ' {
		span.Start++
	}
	for span.End > span.Start && text[span.End-1] <= ' ' {
		span.End--
	}
	if p.cdata || span.Start == span.End || text[span.Start] != '&' && text[span.End-1] != ';' {
		return span, span.Start < span.End
	}
	at, end := span.Start, span.End
	span = Span{-1, -1}
	for at < end {
		next, blank := textUnit(text[:end], at)
		if !blank {
			if span.Start < 0 {
				span.Start = at
			}
			span.End = next
		}
		at = next
	}
	return span, span.Start >= 0
}

// textUnit returns the end of the byte or the reference at i, and whether it
// stands for a blank.
func textUnit(text string, i int) (next int, blank bool) {
	if text[i] != '&' {
		return i + 1, text[i] <= ' '
	}
	n := strings.IndexByte(text[i:], ';')
	if n < 0 {
		return i + 1, false
	}
	next = i + n + 1
	reference := text[i+1 : next-1]
	if !strings.HasPrefix(reference, "#") {
		return next, false
	}
	base, digits := 10, reference[1:]
	if strings.HasPrefix(digits, "x") {
		base, digits = 16, digits[1:]
	}
	code, err := strconv.ParseUint(digits, base, 32)
	return next, err == nil && code <= ' '
}
