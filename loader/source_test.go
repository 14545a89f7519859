package loader

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// Both ends of a span are where each is by itself, in one line, over several
// lines and outside of the text.
func TestSourcePositions(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "a", "ab\ncäd\r\n\n€f\rg", "end\n"} {
		src := NewSource("f", text)
		for start := -1; start <= len(text)+1; start++ {
			for end := -1; end <= len(text)+1; end++ {
				if inside(text, start) || inside(text, end) {
					continue
				}
				from, to := src.positions(Span{start, end})
				if from != src.Position(start) || to != src.Position(end) {
					t.Errorf("%q: positions of %d to %d are %v and %v, want %v and %v", text, start, end, from, to, src.Position(start), src.Position(end))
				}
			}
		}
	}
}

// inside reports whether an offset lies within a character.
func inside(text string, offset int) bool {
	return offset > 0 && offset < len(text) && !utf8.RuneStart(text[offset])
}

// In a long line a column is what counting its characters gives.
func TestSourceLongLine(t *testing.T) {
	t.Parallel()
	text := "first\n" + strings.Repeat("aä€\U0001f600\xff", 1500) + "\nlast"
	s := NewSource("f", text)
	for offset := range len(text) {
		if inside(text, offset) {
			continue
		}
		start := strings.LastIndexByte(text[:offset], '\n') + 1
		if got, want := s.Position(offset).Column, utf8.RuneCountInString(text[start:offset])+1; got != want {
			t.Fatalf("the column at %d is %d, want %d", offset, got, want)
		}
	}
}

// A file that is one long line costs no more than its length, to find the places
// of its values and what they are indented by.
func TestSourceManyColumns(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("<a>b</a>", 500_000)
	s := NewSource("f", text)
	done := make(chan Position)
	go func() {
		var last Position
		for offset := 3; offset < len(text); offset += 8 {
			last = s.Position(offset)
			s.indentOf(offset)
		}
		done <- last
	}()
	select {
	case last := <-done:
		if last.Column != len(text)-4 {
			t.Errorf("the last column is %d, want %d", last.Column, len(text)-4)
		}
	case <-time.After(time.Minute):
		t.Error("half a million columns take more than a minute")
	}
}
