package loader

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// editJSON writes values and puts members into objects. Nothing is taken out:
// no fix needs it.
func (f *File) editJSON(e Edit, t target) ([]Replacement, error) {
	switch {
	case e.Op == EditRemove:
		return nil, errors.New("nothing is taken out of JSON")
	case e.Op == EditSet && t.entry == nil:
		return nil, errors.New("an object has no value")
	case e.Op == EditSet:
		return []Replacement{f.setJSON(t.entry, e.Value)}, nil
	case t.entry != nil:
		return nil, errors.New("nothing can be put into a value")
	}
	at := f.Root.Start
	if t.item != nil {
		at = t.item.Span.Start
	}
	text := e.Markup
	if text == "" {
		text = "{" + quoteJSON(e.Name) + ": " + quoteJSON(e.Value) + "}"
	}
	return f.addJSON(at, text)
}

// setJSON writes a value, in quotes unless it was without them and can be.
func (f *File) setJSON(e *Entry, value string) Replacement {
	quoted := quoteJSON(value)
	inner := quoted[1 : len(quoted)-1]
	switch {
	case e.Span.Start > 0 && f.Source.Text[e.Span.Start-1] == '"':
		return Replacement{e.Span, inner}
	case jsonWord.MatchString(value):
		return Replacement{e.Span, value}
	}
	return Replacement{e.Span, quoted}
}

// quoteJSON writes a string of JSON, in ASCII so that each encoding has it.
func quoteJSON(value string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // a string and a builder do not fail
	var out strings.Builder
	for _, r := range strings.TrimSuffix(b.String(), "\n") {
		if r > '~' {
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&out, `\u%04x`, unit)
			}
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// jsonPart is a member of an object or an element of a list as it is written.
type jsonPart struct {
	Span
	key   string // "" in a list
	value Span
}

// addJSON puts the members of an object into another one. Where both have a
// list the new elements go to the end of the old one.
func (f *File) addJSON(at int, text string) ([]Replacement, error) {
	if !json.Valid([]byte(text)) || text[0] != '{' {
		return nil, errors.New("the new markup is no JSON object")
	}
	markup := NewSource(f.Name, text)
	fresh, err := jsonParts(markup, 0)
	if err != nil {
		return nil, err
	}
	old, err := jsonParts(f.Source, at)
	if err != nil {
		return nil, err
	}
	var changes []Replacement
	var members []string
	for _, m := range fresh {
		list := -1
		for _, o := range old {
			if o.key == m.key {
				list = o.value.Start // the last of two counts
			}
		}
		if list < 0 {
			members = append(members, text[m.Start:m.End])
			continue
		}
		if f.Source.Text[list] != '[' || text[m.value.Start] != '[' {
			return nil, fmt.Errorf("%s is there already", m.key)
		}
		elements, err := jsonParts(f.Source, list)
		if err != nil {
			return nil, err
		}
		more, err := jsonParts(markup, m.value.Start)
		if err != nil {
			return nil, err
		}
		texts := make([]string, 0, len(more))
		for _, p := range more {
			texts = append(texts, text[p.Start:p.End])
		}
		changes = append(changes, f.appendJSON(list, elements, texts)...)
	}
	return append(changes, f.appendJSON(at, old, members)...), nil
}

// appendJSON puts texts behind the parts of the object or list that begins at
// an offset, on lines of their own where the last part has one.
func (f *File) appendJSON(at int, parts []jsonPart, texts []string) []Replacement {
	if len(texts) == 0 {
		return nil
	}
	if len(parts) == 0 {
		return []Replacement{{Span{at + 1, at + 1}, strings.Join(texts, ", ")}}
	}
	last := parts[len(parts)-1]
	separator := ", "
	if indent := f.Source.indentOf(last.Start); f.Source.lineOf(last.Start).Start+len(indent) == last.Start {
		separator = "," + f.Source.eol(last.Start) + indent
	}
	return []Replacement{{Span{last.End, last.End}, separator + strings.Join(texts, separator)}}
}

// jsonParts returns what the object or list that begins at an offset holds.
func jsonParts(src *Source, at int) ([]jsonPart, error) {
	d := jsonDecoder{text: newMaskedText(src), pos: at}
	list := d.at() == '['
	var parts []jsonPart
	for d.pos++; ; {
		start := d.skip()
		if c := d.at(); c == '}' || c == ']' || c == 0 {
			return parts, nil
		}
		var key string
		ok := true
		if !list {
			key, _, ok = d.quoted()
			d.skip()
			d.pos++ // the colon
		}
		value := d.skip()
		if !ok || !d.value("", Span{}, 0) {
			return nil, errors.New("the object cannot be found in the text")
		}
		parts = append(parts, jsonPart{Span{start, d.pos}, key, Span{value, d.pos}})
	}
}
