package loader

import (
	"errors"
	"strings"
)

// commentXML turns text between elements into a comment, with the elements that
// begin behind it on its line: what somebody took for a comment becomes one.
// The sign that was to make it one goes, and where nothing else is left the
// text goes too.
func (f *File) commentXML(t target, sign string) ([]Replacement, error) {
	if t.entry == nil || !strings.HasSuffix(t.entry.Path, looseText) {
		return nil, errors.New("only text between elements is put into a comment")
	}
	span := t.entry.Span
	text := f.Source.Slice(span)
	if strings.Contains(text, "<") {
		return nil, errPieces
	}
	end, err := f.elementsBehind(span.End)
	if err != nil {
		return nil, err
	}
	// What is left of the text, and with the elements behind it.
	kept := Span{span.Start, span.End}
	if strings.HasPrefix(text, sign) {
		kept.Start += len(sign)
	} else if strings.HasSuffix(text, sign) {
		kept.End -= len(sign)
	}
	kept = f.Source.trimmed(kept)
	inner := f.Source.trimmed(Span{kept.Start, end})
	if inner.Start == inner.End {
		return []Replacement{{Span: f.Source.withBlanks(span)}}, nil
	}
	if strings.Contains(f.Source.Slice(inner), "--") {
		return nil, errors.New("what would be put into a comment holds two hyphens, which end one")
	}
	changes := []Replacement{{Span{span.Start, inner.Start}, "<!-- "}}
	if end == span.End {
		return append(changes, Replacement{Span{kept.End, end}, " -->"}), nil
	}
	if kept.Start < kept.End && kept.End < span.End {
		changes = append(changes, Replacement{Span: Span{kept.End, span.End}})
	}
	return append(changes, Replacement{Span{end, end}, " -->"}), nil
}

// trimmed returns a span without the blanks at its ends.
func (s *Source) trimmed(span Span) Span {
	text := s.Slice(span)
	start := span.End - len(strings.TrimLeft(text, " \t\r\n"))
	return Span{start, max(start, span.Start+len(strings.TrimRight(text, " \t\r\n")))}
}

// joined returns replacements as one, with what stands between them: who asks
// for what has changed gets the whole.
func (s *Source) joined(changes []Replacement) []Replacement {
	var text strings.Builder
	for i, c := range changes {
		if i > 0 {
			text.WriteString(s.Text[changes[i-1].End:c.Start])
		}
		text.WriteString(c.Text)
	}
	return []Replacement{{Span{changes[0].Start, changes[len(changes)-1].End}, text.String()}}
}

// elementsBehind returns where the last of the elements ends that begin behind
// an offset on its line.
func (f *File) elementsBehind(offset int) (int, error) {
	scan := xmlScanner{text: f.xmlText()}
	for end, line := offset, f.Source.lineOf(offset).End; ; {
		next := end + len(scan.text[end:]) - len(strings.TrimLeft(scan.text[end:], " \t"))
		scan.pos = next
		if next >= line || scan.next().kind != xmlStart {
			return end, nil
		}
		el, err := f.element(next)
		if err != nil {
			return 0, err
		}
		end = el.extent().End
	}
}
