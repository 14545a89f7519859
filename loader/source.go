package loader

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Span is a half-open byte range of a [Source]'s text.
type Span struct{ Start, End int }

// Position is a place in a text as people and editors count it: the first
// line and the first column are 1, and a column is one Unicode code point.
type Position struct{ Line, Column int }

// Source is the text of one file, decoded to UTF-8 whatever the bytes on disk
// were encoded in. All spans of the file's entries are byte ranges of Text.
type Source struct {
	// Name is the file's path relative to the tree, with slashes.
	Name string
	// Text is the content in UTF-8, without a byte order mark.
	Text string
	// Encoding is what the bytes on disk are: "utf-8", "utf-16le",
	// "utf-16be", "iso-8859-1" or "windows-1252".
	Encoding string
	// BOM tells whether the bytes on disk begin with a byte order mark.
	BOM bool

	lines []int // offset of the first byte of each line

	// marks are characters all over the text, each about markStep bytes after
	// the one before. Only long lines need them.
	marks    []runeMark
	marksSet sync.Once
}

// runeMark is the offset of a character and the number of those before it.
type runeMark struct{ offset, runes int }

// markStep is how far apart marks are.
const markStep = 1024

// NewSource wraps text that is already UTF-8.
func NewSource(name, text string) *Source {
	return &Source{Name: name, Text: text, Encoding: "utf-8", lines: lineStarts(text)}
}

// lineStarts returns the offset of each line of text. A line ends at LF, CRLF
// or a lone CR, as editors and GitHub count them.
func lineStarts(text string) []int {
	starts := make([]int, 1, 1+strings.Count(text, "\n"))
	if strings.IndexByte(text, '\r') < 0 {
		for i := 0; ; {
			next := strings.IndexByte(text[i:], '\n')
			if next < 0 {
				return starts
			}
			i += next + 1
			starts = append(starts, i)
		}
	}
	for i := 0; i < len(text); {
		next := strings.IndexAny(text[i:], "\r\n")
		if next < 0 {
			break
		}
		i += next + 1
		if text[i-1] == '\r' && i < len(text) && text[i] == '\n' {
			i++
		}
		starts = append(starts, i)
	}
	return starts
}

// Lines returns the number of lines; an empty text has one.
func (s *Source) Lines() int { return len(s.lines) }

// Position turns a byte offset of Text into a line and a column. An offset
// past the end is taken as the end.
func (s *Source) Position(offset int) Position {
	offset = min(max(offset, 0), len(s.Text))
	line := s.lineAt(offset)
	return Position{line + 1, s.runes(s.lines[line], offset) + 1}
}

// lineAt returns the line of an offset, counted from 0.
func (s *Source) lineAt(offset int) int { return max(sort.SearchInts(s.lines, offset+1)-1, 0) }

// runes counts the characters between two offsets. A file may be one line of
// megabytes, in which each value asks for its column.
func (s *Source) runes(start, end int) int {
	if end-start < 2*markStep {
		return utf8.RuneCountInString(s.Text[start:end])
	}
	s.marksSet.Do(s.mark)
	from, to := s.markBefore(start), s.markBefore(end)
	return to.runes + utf8.RuneCountInString(s.Text[to.offset:end]) - from.runes - utf8.RuneCountInString(s.Text[from.offset:start])
}

// mark sets the marks.
func (s *Source) mark() {
	s.marks = make([]runeMark, 1, len(s.Text)/markStep+2)
	for m := s.marks[0]; m.offset < len(s.Text); s.marks = append(s.marks, m) {
		end := min(m.offset+markStep, len(s.Text))
		for end < len(s.Text) && !utf8.RuneStart(s.Text[end]) {
			end++
		}
		m = runeMark{end, m.runes + utf8.RuneCountInString(s.Text[m.offset:end])}
	}
}

// markBefore returns the last mark that is not behind an offset.
func (s *Source) markBefore(offset int) runeMark {
	return s.marks[sort.Search(len(s.marks), func(i int) bool { return s.marks[i].offset > offset })-1]
}

// positions returns both ends of a span, which mostly lie in one line.
func (s *Source) positions(span Span) (start, end Position) {
	start = s.Position(span.Start)
	next := len(s.Text) + 1
	if start.Line < len(s.lines) {
		next = s.lines[start.Line]
	}
	if span.Start < 0 || span.End < span.Start || span.End >= next {
		return start, s.Position(span.End)
	}
	return start, Position{start.Line, start.Column + utf8.RuneCountInString(s.Text[span.Start:span.End])}
}

// Offset is the inverse of [Source.Position]. A position outside the text is
// moved to the nearest place in it.
func (s *Source) Offset(p Position) int {
	line := min(max(p.Line, 1), len(s.lines)) - 1
	span := s.LineSpan(line + 1)
	offset := span.Start
	for n := 1; n < p.Column && offset < span.End; n++ {
		_, size := utf8.DecodeRuneInString(s.Text[offset:])
		offset += size
	}
	return offset
}

// LineSpan returns the span of a line, counted from 1, without its line end.
// A line that does not exist has an empty span at the end of the text.
func (s *Source) LineSpan(line int) Span {
	if line < 1 || line > len(s.lines) {
		return Span{len(s.Text), len(s.Text)}
	}
	start, end := s.lines[line-1], len(s.Text)
	if line < len(s.lines) {
		end = s.lines[line]
	}
	for end > start && (s.Text[end-1] == '\n' || s.Text[end-1] == '\r') {
		end--
	}
	return Span{start, end}
}

// Slice returns the text of a span.
func (s *Source) Slice(span Span) string { return s.Text[span.Start:span.End] }
