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
	if rest, ok := strings.CutPrefix(text, sign); ok {
		text = rest
	} else {
		text = strings.TrimSuffix(text, sign)
	}
	text = strings.TrimSpace(text)
	end, err := f.elementsBehind(span.End)
	if err != nil {
		return nil, err
	}
	if end == span.End && text == "" {
		return []Replacement{{Span: f.Source.withBlanks(span)}}, nil
	}
	text = strings.TrimSpace(text + " " + strings.TrimLeft(f.Source.Text[span.End:end], " \t"))
	if strings.Contains(text, "--") || strings.HasSuffix(text, "-") {
		return nil, errors.New("what would be put into a comment holds two hyphens, which end one")
	}
	return []Replacement{{Span{span.Start, end}, "<!-- " + text + " -->"}}, nil
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
