package loader

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// KindJaggery is the deployment descriptor of a Jaggery application.
const KindJaggery = "jaggery.conf"

// jaggeryApp matches the path of the descriptor of a deployed application.
var jaggeryApp = regexp.MustCompile(`(?:^|/)repository/deployment/server/(?:jaggeryapps|webapps)/[^/]+/jaggery\.conf(?:\.\w+)?$`)

// maxJSONDepth is how deep objects and lists may be nested. The descriptors of
// the products stay below 6.
const maxJSONDepth = 100

// jsonDecoder reads JSON as the json-simple library of the servers does, which
// takes commas for blanks and keeps the backslash of an escape that it does not
// know. encoding/json refuses such text, and tells no places.
type jsonDecoder struct {
	text *maskedText
	pos  int
	out  Decoded
	// pathBytes is how much memory the paths take, see maxPathBytes.
	pathBytes int
	problem   *Problem
}

// decodeJSON decodes a file that holds one object. Lists are transparent: the
// objects of a list are items of one path, and its plain values are entries of
// one path. A key that is given twice is kept twice.
func decodeJSON(src *Source) (Decoded, *Problem) {
	d := jsonDecoder{text: newMaskedText(src), out: Decoded{Root: src.LineSpan(1)}}
	d.skip()
	if d.at() != '{' {
		d.fail("is no JSON object")
		return d.out, d.problem
	}
	d.out.Root = Span{d.pos, d.pos + 1}
	if d.object("", 0) && d.skip() < len(d.text.masked) {
		d.fail("has text after its end")
	}
	return d.out, d.problem
}

// fail records the problem, at the character that is next.
func (d *jsonDecoder) fail(reason string) bool {
	end := d.pos
	if end < len(d.text.masked) {
		_, size := utf8.DecodeRuneInString(d.text.masked[end:])
		end += size
	}
	d.problem = &Problem{Span: Span{d.pos, end}, Reason: reason}
	return false
}

// skip passes blanks and commas and returns the offset of what follows.
func (d *jsonDecoder) skip() int {
	for d.pos < len(d.text.masked) && strings.IndexByte(" \t\r\n,", d.text.masked[d.pos]) >= 0 {
		d.pos++
	}
	return d.pos
}

// at returns the byte that is next, 0 at the end.
func (d *jsonDecoder) at() byte {
	if d.pos < len(d.text.masked) {
		return d.text.masked[d.pos]
	}
	return 0
}

// object decodes an object from its bracket on. All but the outermost are items.
func (d *jsonDecoder) object(path string, depth int) bool {
	item := Item{Path: path, Prefix: path, Span: Span{d.pos, d.pos + 1}, First: len(d.out.Entries)}
	n := len(d.out.Items)
	if path != "" {
		d.out.Items = append(d.out.Items, item)
	}
	ok := d.members(path, depth)
	if path != "" {
		d.out.Items[n].End = len(d.out.Entries)
	}
	return ok
}

func (d *jsonDecoder) members(path string, depth int) bool {
	for d.pos++; ; {
		switch d.skip(); d.at() {
		case '}':
			d.pos++
			return true
		case '"':
		case 0:
			return d.fail("ends before its last bracket")
		default:
			return d.fail("holds something else than a key in quotes")
		}
		key, span, ok := d.quoted()
		if !ok {
			return false
		}
		if d.skip(); d.at() != ':' {
			return d.fail("lacks the colon after a key")
		}
		d.pos++
		inner := join(path, key)
		if d.pathBytes += len(inner); d.pathBytes > maxPathBytes {
			return d.fail("has more long names nested than a configuration file can mean")
		}
		if !d.value(inner, span, depth+1) {
			return false
		}
	}
}

// join adds a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "/" + key
}

// value decodes what a key, or a list, holds.
func (d *jsonDecoder) value(path string, key Span, depth int) bool {
	if depth > maxJSONDepth {
		return d.fail("is nested deeper than a configuration file can mean")
	}
	switch d.skip(); d.at() {
	case '{':
		return d.object(path, depth)
	case '[':
		return d.list(path, key, depth)
	case '"':
		value, span, ok := d.quoted()
		if ok {
			d.emit(Entry{Path: path, Value: value, Span: span, Key: key})
		}
		return ok
	case 0:
		return d.fail("ends before its last bracket")
	}
	return d.word(path, key)
}

func (d *jsonDecoder) list(path string, key Span, depth int) bool {
	for d.pos++; ; {
		if d.skip(); d.at() == ']' {
			d.pos++
			return true
		}
		if d.pathBytes += len(path); d.pathBytes > maxPathBytes {
			return d.fail("has more long names nested than a configuration file can mean")
		}
		if !d.value(path, key, depth+1) {
			return false
		}
	}
}

// jsonWord matches the values that stand without quotes.
var jsonWord = regexp.MustCompile(`^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$`)

// word decodes a value without quotes, which a template's tag may stand for.
func (d *jsonDecoder) word(path string, key Span) bool {
	end := d.pos
	for end < len(d.text.masked) && strings.IndexByte(" \t\r\n,:\"{}[]", d.text.masked[end]) < 0 {
		end++
	}
	span := Span{d.pos, end}
	if value := d.text.masked[d.pos:end]; jsonWord.MatchString(value) || end > d.pos && d.text.tags.touch(span) {
		d.pos = end
		d.emit(Entry{Path: path, Value: value, Span: span, Key: key})
		return true
	}
	return d.fail("holds something else than a value")
}

// emit adds an entry.
func (d *jsonDecoder) emit(e Entry) {
	d.text.tags.settle(d.text.src, &e, Span{min(e.Key.Start, e.Span.Start), e.Span.End})
	d.out.Entries = append(d.out.Entries, e)
}

// quoted decodes a string and returns its place inside the quotes.
func (d *jsonDecoder) quoted() (string, Span, bool) {
	start := d.pos + 1
	for i := start; i < len(d.text.masked); i++ {
		switch d.text.masked[i] {
		case '\\':
			i++
		case '"':
			d.pos = i + 1
			return unescapeJSON(d.text.masked[start:i]), Span{start, i}, true
		}
	}
	return "", Span{}, d.fail("ends within quotes")
}

// jsonEscapes are the characters that a letter after a backslash stands for.
var jsonEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescapeJSON decodes what stands between quotes.
func unescapeJSON(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		if c, ok := jsonEscapes[text[i]]; ok {
			b.WriteByte(c)
			continue
		}
		unit, ok := hexUnit(text, i-1)
		if !ok {
			b.WriteString(text[i-1 : i+1])
			continue
		}
		i += 4
		r := rune(unit)
		if low, ok := hexUnit(text, i+1); ok && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, rune(low)); pair != utf8.RuneError {
				r, i = pair, i+6
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// classifyJSON marks the values of a pair whose name is that of a secret,
// whichever of the two stands first.
func (f *File) classifyJSON() {
	for i := range f.Items {
		it := &f.Items[i]
		secret := false
		for _, e := range f.Entries[it.First:it.End] {
			secret = secret || e.Path == it.Prefix+"/name" && secretName(e.Value)
		}
		for j := it.First; secret && j < it.End; j++ {
			if e := &f.Entries[j]; e.Path == it.Prefix+"/value" && !ordinary(e.Value) {
				e.Sensitive = true
			}
		}
	}
}
