package loader

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

func (f *File) editProperties(e Edit, t target) ([]Replacement, error) {
	switch {
	case e.Op == EditAdd && t.entry != nil:
		return nil, errors.New("nothing can be put into a property")
	case e.Op == EditAdd:
		return f.addProperty(e.Name, escapeProperty(e.Value))
	case t.entry == nil:
		return nil, errors.New("a file of properties has no value")
	case e.Op == EditRemove:
		return []Replacement{{Span: f.propertyLines(t.entry.Key.Start)}}, nil
	}
	if r, ok := f.appendProperty(t.entry, e.Value); ok {
		return []Replacement{r}, nil
	}
	return []Replacement{f.setProperty(t.entry, escapeProperty(e.Value))}, nil
}

// plainEnd matches the end of a value that stands in the text as it is.
var plainEnd = regexp.MustCompile(`[^\\][A-Za-z0-9,]$`)

// appendProperty writes a value that goes on where the old one ends, such as a
// list with one more element: the lines that continue the old one stay.
func (f *File) appendProperty(e *Entry, value string) (Replacement, bool) {
	text := f.Source.Slice(e.Span)
	rest, ok := strings.CutPrefix(value, e.Value)
	if !ok || rest == "" || !plainEnd.MatchString(text) {
		return Replacement{}, false
	}
	last := e.Span.End - 1
	return Replacement{Span{last, e.Span.End}, escapeProperty(text[len(text)-1:] + rest)}, true
}

// setProperty writes a value that is escaped already.
func (f *File) setProperty(e *Entry, value string) Replacement {
	if e.Span.Start == e.Span.End && !strings.ContainsAny(f.Source.Text[e.Key.End:e.Span.Start], "=:") {
		return Replacement{Span{e.Key.End, e.Span.Start}, "=" + value}
	}
	return Replacement{e.Span, value}
}

// propertyLines are the lines of the property at an offset, with those that
// continue it.
func (f *File) propertyLines(at int) Span {
	text := newMaskedText(f.Source).masked
	start := f.Source.lineOf(at).Start
	for i := start; i < at; i++ {
		if !isBlank(text[i]) {
			return Span{at, endOfLine(text, at)} // begins on a continued line
		}
	}
	_, next := readLine(text, at)
	return Span{start, next}
}

// escapeProperty writes a value as java.util.Properties reads it, whatever the
// encoding.
func escapeProperty(value string) string {
	var b strings.Builder
	for i, r := range value {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == ' ' && i == 0:
			b.WriteString(`\ `)
		case strings.ContainsRune("\t\n\r\f", r):
			b.WriteString(`\` + string("tnrf"[strings.IndexRune("\t\n\r\f", r)]))
		case r > '~' || r < ' ':
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04X`, unit)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escapeKey writes a key.
func escapeKey(key string) string {
	escaped := escapeProperty(key)
	for _, c := range []string{" ", "=", ":", "#", "!"} {
		escaped = strings.ReplaceAll(strings.ReplaceAll(escaped, `\`+c, c), c, `\`+c)
	}
	return escaped
}

// addProperty puts a property after the last one that shares the beginning of
// its name, else at the end of the file.
func (f *File) addProperty(key, value string) ([]Replacement, error) {
	if slices.ContainsFunc(f.Entries, func(e Entry) bool { return e.Path == key }) {
		return nil, fmt.Errorf("%s is there already", key)
	}
	near, at, separator := f.neighbour(key), len(f.Source.Text), "="
	if near != nil {
		at = f.propertyLines(near.Key.Start).End
	} else if len(f.Entries) > 0 {
		near = &f.Entries[len(f.Entries)-1]
	}
	if near != nil {
		if between := f.Source.Text[near.Key.End:near.Span.Start]; strings.Trim(between, " ") == "=" {
			separator = between
		}
	}
	return []Replacement{f.newLine(at, escapeKey(key)+separator+value)}, nil
}

// neighbour returns the last property that shares the most of the key's name,
// and at least its first two parts.
func (f *File) neighbour(key string) *Entry {
	for cut := strings.LastIndexByte(key, '.'); cut > 0 && strings.Contains(key[:cut], "."); cut = strings.LastIndexByte(key[:cut], '.') {
		for i := len(f.Entries) - 1; i >= 0; i-- {
			if e := &f.Entries[i]; strings.HasPrefix(e.Path, key[:cut+1]) && !e.Unknown {
				return e
			}
		}
	}
	return nil
}

// newLine puts a line of its own at an offset, which begins a line or is the
// end of the text.
func (f *File) newLine(at int, line string) Replacement {
	eol, text := f.Source.eol(max(at-1, 0)), f.Source.Text
	if at > 0 && text[at-1] != '\n' && text[at-1] != '\r' {
		return Replacement{Span{at, at}, eol + line}
	}
	return Replacement{Span{at, at}, line + eol}
}

// editWrapper edits the options of the service wrapper, which stand in
// numbered properties, and its other properties.
func (f *File) editWrapper(e Edit, t target) ([]Replacement, error) {
	if e.Op == EditAdd {
		if t.entry != nil {
			return nil, errors.New("nothing can be put into a property")
		}
		if !strings.HasPrefix(e.Name, "-") {
			return f.addProperty(e.Name, escapeProperty(e.Value))
		}
		return f.addWrapperOption(optionText(e.Name, e.Value))
	}
	if t.entry == nil {
		return nil, errors.New("a launcher has no value")
	}
	if e.Op == EditSet {
		return []Replacement{f.setProperty(t.entry, escapeProperty(e.Value))}, nil
	}
	list, _, _ := scanProperties(newMaskedText(f.Source))
	i := slices.IndexFunc(list, func(p property) bool {
		return p.Key.Start <= t.entry.Key.Start && t.entry.Key.End <= p.line.end(len(p.line.text))
	})
	if i < 0 {
		return nil, errors.New("the line of the option cannot be found")
	}
	// The wrapper reads on after a number that is missing, as some are in the
	// shipped files.
	return []Replacement{{Span: f.propertyLines(list[i].Key.Start)}}, nil
}

// optionNumber returns the number of a numbered option, 0 for other keys.
func optionNumber(key string) int {
	m := wrapperOption.FindStringSubmatch(key)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // nine digits are a number
	return n
}

// addWrapperOption gives an option the number after the last one. The wrapper
// of the products reads on after a gap, and the shipped files have some.
func (f *File) addWrapperOption(option string) ([]Replacement, error) {
	list, _, _ := scanProperties(newMaskedText(f.Source))
	last, number := property{}, 0
	for _, p := range list {
		if n := optionNumber(p.Path); n > number {
			number, last = n, p
		}
	}
	if number == 0 {
		return nil, errors.New("there is no numbered option to put the new one after")
	}
	separator := f.Source.Text[last.Key.End:last.Span.Start]
	if strings.Trim(separator, " ") != "=" {
		separator = "="
	}
	line := "wrapper.java.additional." + strconv.Itoa(number+1) + separator + escapeProperty(option)
	return []Replacement{f.newLine(f.propertyLines(last.Key.Start).End, line)}, nil
}

// optionText is an option as the JVM gets it.
func optionText(name, value string) string {
	switch {
	case strings.HasPrefix(name, "-XX:") && (value == "+" || value == "-"):
		return "-XX:" + value + name[len("-XX:"):]
	case value == "":
		return name
	case strings.HasPrefix(name, "-Xm") || strings.HasPrefix(name, "-Xs"):
		return name + value
	}
	return name + "=" + value
}
