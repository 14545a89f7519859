package loader

import (
	"testing"
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
