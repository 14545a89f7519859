package loader

import "strings"

// xmlContext is where in XML text a template tag stands, which decides what
// may take its place.
type xmlContext uint8

const (
	inText   xmlContext = iota // also in CDATA
	inTag                      // between the attributes
	inValue                    // of an attribute
	inHidden                   // comments and processing instructions
)

// maskXML replaces the template tags of XML text so that it can be parsed: an
// output tag in text and in an attribute becomes letters, any other tag
// blanks. Every byte keeps its offset.
func maskXML(src *Source) (string, templateTags) {
	finder := newTagFinder(src)
	if finder == nil {
		return src.Text, nil
	}
	w := xmlWalk{text: src.Text}
	for i := 0; i < len(src.Text); {
		tag, ok := finder.at(i, w.limit())
		if !ok {
			i = w.step(i)
			continue
		}
		finder.mask(tag, tag.kind == tagOutput && w.wants(tag.Span))
		i = tag.End
	}
	return finder.result()
}

// xmlWalk follows the context through XML text with tags in it, which no
// parser reads.
type xmlWalk struct {
	text    string
	context xmlContext
	quote   byte // that ends inValue
	end     int  // of a comment, instruction or CDATA section, 0 outside
}

// limit is where a tag that begins here must have ended. Prose in a comment
// may well hold the opening half of a tag.
func (w *xmlWalk) limit() int {
	if w.end > 0 {
		return w.end
	}
	return len(w.text)
}

// step passes the byte at i and returns where to go on.
func (w *xmlWalk) step(i int) int {
	if w.end > 0 {
		if i+1 >= w.end {
			w.context, w.end = inText, 0
		}
		return i + 1
	}
	b := w.text[i]
	switch {
	case w.context == inText && b == '<':
		return w.open(i)
	case w.context == inTag && (b == '"' || b == '\''):
		w.context, w.quote = inValue, b
	case w.context == inTag && b == '>':
		w.context = inText
	case w.context == inValue && b == w.quote:
		w.context = inTag
	}
	return i + 1
}

// open enters what the < at i opens.
func (w *xmlWalk) open(i int) int {
	for _, s := range []struct {
		open, close string
		context     xmlContext
	}{
		{"<!--", "-->", inHidden},
		{cdataOpen, cdataClose, inText},
		{"<?", "?>", inHidden},
	} {
		if !strings.HasPrefix(w.text[i:], s.open) {
			continue
		}
		from := i + len(s.open)
		n := strings.Index(w.text[from:], s.close)
		if n < 0 {
			return len(w.text)
		}
		w.context, w.end = s.context, from+n+len(s.close)
		return from
	}
	w.context = inTag
	return i + 1
}

// wants reports whether a tag that stands for text may become letters here.
// Between attributes it may when it is a name or a part of one.
func (w *xmlWalk) wants(tag Span) bool {
	switch w.context {
	case inText, inValue:
		return true
	case inHidden:
		return false
	}
	before := w.text[tag.Start-1]
	if before == '<' || before == '/' || nameBytes[before] {
		return true
	}
	after := strings.TrimLeft(w.text[tag.End:], " \t\r\n")
	return strings.HasPrefix(after, "=")
}
