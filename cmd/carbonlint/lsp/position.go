package lsp

import (
	"strings"
	"unicode/utf8"

	"github.com/carbonlint/carbonlint/loader"
)

// encoding is the unit in which a client counts the characters of a line.
type encoding string

// The encodings of positions.
const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
	utf32Units encoding = "utf-32"
)

// agree returns the first of a client's encodings that the server knows.
func agree(offered []string) encoding {
	for _, e := range offered {
		switch encoding(e) {
		case utf8Units, utf16Units, utf32Units:
			return encoding(e)
		}
	}
	return utf16Units
}

// units is how many units a character counts.
func (e encoding) units(r rune) int {
	switch {
	case e == utf8Units:
		return max(utf8.RuneLen(r), 1)
	case e == utf16Units && r > 0xFFFF:
		return 2
	}
	return 1
}

// length is how many units a text counts.
func (e encoding) length(text string) int {
	n := 0
	for _, r := range text {
		n += e.units(r)
	}
	return n
}

// mark is the byte order mark, which some editors leave in the text. The
// loader takes it off, so that a first line counts one character less there.
const mark = "\uFEFF"

// offset returns the byte offset of a position in a text; one outside is moved
// to the nearest place.
func (e encoding) offset(src *loader.Source, p Position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= src.Lines() {
		return len(src.Text)
	}
	span := src.LineSpan(p.Line + 1)
	at, n := span.Start, 0
	for at < span.End && n < p.Character {
		r, size := utf8.DecodeRuneInString(src.Text[at:])
		if n += e.units(r); n > p.Character {
			break // the middle of a character
		}
		at += size
	}
	return at
}

// position returns where a byte offset of a text is.
func (e encoding) position(src *loader.Source, offset int) Position {
	line := src.Position(offset).Line
	start := src.LineSpan(line).Start
	return Position{line - 1, e.length(src.Text[start:min(max(offset, start), len(src.Text))])}
}

// span returns the range of a span of a text.
func (e encoding) span(src *loader.Source, s loader.Span) Range {
	return Range{e.position(src, s.Start), e.position(src, s.End)}
}

// document is a text as the editor has it.
type document struct {
	*loader.Source
	// marked is set when the editor's text begins with a byte order mark.
	marked bool
}

func newDocument(name, text string) document {
	rest, marked := strings.CutPrefix(text, mark)
	return document{loader.NewSource(name, rest), marked}
}

// shift moves a position between the editor's text and ours.
func (d document) shift(p Position, e encoding, by int) Position {
	if d.marked && p.Line == 0 {
		p.Character = max(p.Character+by*e.units('\uFEFF'), 0)
	}
	return p
}

// rangeOf returns the range of a span as the editor counts.
func (d document) rangeOf(e encoding, s loader.Span) Range {
	r := e.span(d.Source, s)
	return Range{d.shift(r.Start, e, 1), d.shift(r.End, e, 1)}
}

// offsetOf returns the byte offset of an editor's position.
func (d document) offsetOf(e encoding, p Position) int {
	return e.offset(d.Source, d.shift(p, e, -1))
}
