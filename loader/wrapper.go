package loader

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	wrapperOption = regexp.MustCompile(`^wrapper\.java\.additional\.(\d{1,9})$`)
	// wrapperVariable is what a wrapper replaces in values: the second form is
	// that of the wrapper from which this one took its configuration.
	wrapperVariable = regexp.MustCompile(`\$\{[^}]*\}?|%[A-Za-z_]\w*%`)
)

// decodeWrapper reads the configuration of the service wrapper, a properties
// file that holds the JVM's options in numbered keys. The numbers give their
// order, wherever the keys stand. All other keys come before the options. What
// the list of options lacks is missed at its end, where it would be written.
func decodeWrapper(src *Source) (Decoded, *Problem) {
	text := newMaskedText(src)
	list, comments, problem := scanProperties(text)
	type numbered struct {
		number int
		key    Span
		entry  Entry
	}
	var entries []Entry
	var options []numbered
	root := src.LineSpan(1)
	for i, p := range list {
		if i == 0 {
			root = p.Key
		}
		m := wrapperOption.FindStringSubmatch(p.Path)
		w := p.word(text)
		if m == nil || !strings.HasPrefix(w.String(), "-") {
			entries = append(entries, p.Entry)
			continue
		}
		n, _ := strconv.Atoi(m[1]) // nine digits are a number
		options = append(options, numbered{n, p.Key, optionEntry(text, w)})
	}
	slices.SortStableFunc(options, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	for _, o := range options {
		entries = append(entries, o.entry)
		root = o.key
	}
	return launcherDocument(entries, root, comments), problem
}

// word returns the value of a property without its escapes, without the blanks
// that the wrapper trims, and without quotes around all of it.
func (p property) word(text *maskedText) word {
	w := p.line.unescape(text, p.value)
	for n := len(w.chars); n > 0 && isBlank(w.chars[n-1].b); n-- {
		w.chars = w.chars[:n-1]
	}
	if n := len(w.chars); n > 1 && w.chars[0].b == '"' && w.chars[n-1].b == '"' {
		w.chars = w.chars[1 : n-1]
	}
	for _, m := range wrapperVariable.FindAllStringIndex(w.String(), -1) {
		for i := m[0]; i < m[1]; i++ {
			w.chars[i].unknown = true
		}
	}
	return w
}

// unescape decodes the line from an index on, byte by byte: only so is known
// where a part of the value stands.
func (l logicalLine) unescape(text *maskedText, from int) word {
	var w word
	for i := from; i < len(l.text); i++ {
		if l.text[i] != '\\' || i+1 == len(l.text) {
			w.add(text, l.span(i, i+1), Span{}, false)
			continue
		}
		size, s := 1+runeSize(l.text[i+1:]), ""
		switch c := l.text[i+1]; c {
		case 'u':
			size = 6
			high, _ := hexUnit(l.text, i)
			if low, _ := hexUnit(l.text, i+6); utf16.DecodeRune(high, low) != utf8.RuneError {
				size = 12
			}
			_, s = unescapeLine("k="+l.text[i:i+size], 1)
		case 'f', 'n', 'r', 't':
			s = string("\f\n\r\t"[strings.IndexByte("fnrt", c)])
		default:
			s = l.text[i+1 : i+size]
		}
		w.addEscape(s, l.span(i, i+size), Span{})
		i += size - 1
	}
	return w
}
