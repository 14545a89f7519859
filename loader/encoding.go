package loader

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The values of [Source.Encoding].
const (
	encodingUTF8    = "utf-8"
	encodingUTF16LE = "utf-16le"
	encodingUTF16BE = "utf-16be"
	encodingLatin1  = "iso-8859-1"
	encodingCP1252  = "windows-1252"
)

// codecs are the encodings that are not read as they stand.
var codecs = map[string]encoding.Encoding{
	encodingUTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	encodingUTF16BE: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	encodingLatin1:  charmap.ISO8859_1,
	encodingCP1252:  charmap.Windows1252,
}

// byteOrderMarks open a file and decide its encoding.
var byteOrderMarks = []struct{ bytes, encoding string }{
	{"\xef\xbb\xbf", encodingUTF8},
	{"\xff\xfe", encodingUTF16LE},
	{"\xfe\xff", encodingUTF16BE},
}

// declarable maps what an XML declaration may name to the encoding it is read
// in. US-ASCII and UTF-16 are names that the bytes must also bear out.
var declarable = map[string]string{
	"":             encodingUTF8,
	"utf-8":        encodingUTF8,
	"utf8":         encodingUTF8,
	"us-ascii":     encodingUTF8,
	"ascii":        encodingUTF8,
	"iso-8859-1":   encodingLatin1,
	"iso8859-1":    encodingLatin1,
	"iso_8859-1":   encodingLatin1,
	"latin1":       encodingLatin1,
	"latin-1":      encodingLatin1,
	"windows-1252": encodingCP1252,
	"cp1252":       encodingCP1252,
}

// decodeText turns the bytes of a file into text. A byte order mark decides
// first, then for XML its declaration; any other file is UTF-8 when it is
// valid UTF-8 and else ISO-8859-1, which is what the servers read properties
// in.
//
// A file that is refused has no source. A file whose bytes are not what they
// are declared to be has one, so that the problem has a line and a column.
func decodeText(name string, raw []byte) (*Source, *Problem) {
	if len(raw) > MaxFileSize {
		return nil, &Problem{Reason: fmt.Sprintf("is larger than %d MB", MaxFileSize>>20)}
	}
	enc, bom := sniff(raw)
	if enc != encodingUTF16LE && enc != encodingUTF16BE && bytes.IndexByte(raw, 0) >= 0 {
		return nil, &Problem{Reason: "is a binary file"}
	}
	body := raw[bom:]
	var problem *Problem
	switch {
	case enc != "":
	case isXML(name, body):
		enc, problem = declaredEncoding(body)
	case utf8.Valid(body):
		enc = encodingUTF8
	default:
		enc = encodingLatin1
	}
	text, fault := decodeBytes(body, enc)
	if problem == nil {
		problem = fault
	}
	if strings.IndexByte(text, 0) >= 0 {
		return nil, &Problem{Reason: "is a binary file"}
	}
	return &Source{Name: name, Text: text, Encoding: enc, BOM: bom > 0, lines: lineStarts(text)}, problem
}

// sniff tells the encoding that the first bytes of a file give away, and the
// length of its byte order mark. UTF-16 without a mark is known by the first
// characters of an XML declaration.
func sniff(raw []byte) (enc string, bom int) {
	for _, m := range byteOrderMarks {
		if len(raw) >= len(m.bytes) && string(raw[:len(m.bytes)]) == m.bytes {
			return m.encoding, len(m.bytes)
		}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("<\x00?\x00")):
		return encodingUTF16LE, 0
	case bytes.HasPrefix(raw, []byte("\x00<\x00?")):
		return encodingUTF16BE, 0
	}
	return "", 0
}

// isXML reports whether a file is XML by its name or its first characters.
func isXML(name string, body []byte) bool {
	base, _ := templateSuffix(name)
	return len(base) >= 4 && strings.EqualFold(base[len(base)-4:], ".xml") ||
		bytes.HasPrefix(body, []byte("<?xml"))
}

// declaredEncoding returns the encoding that the XML declaration names, UTF-8
// when there is none.
func declaredEncoding(body []byte) (string, *Problem) {
	at, name := xmlDeclaration(body)
	lower := strings.ToLower(name)
	enc, known := declarable[lower]
	switch {
	case strings.HasPrefix(lower, "utf-16"):
		// Two bytes a character would have shown in a byte order mark or in
		// the declaration itself.
		return encodingUTF8, problemf(Span{at, at + len(name)}, "declares encoding %q but is not encoded in it", name)
	case !known:
		return encodingLatin1, problemf(latin1Span(body, at, at+len(name)), "declares the unknown encoding %q", name)
	case strings.HasSuffix(lower, "ascii"):
		for i, b := range body {
			if b >= utf8.RuneSelf {
				return encodingLatin1, problemf(latin1Span(body, i, i+1), "declares encoding %q but holds byte 0x%02X", name, b)
			}
		}
	}
	return enc, nil
}

// latin1Span is the span of some bytes of body once body is decoded from
// ISO-8859-1 to UTF-8, where each byte beyond ASCII becomes two.
func latin1Span(body []byte, start, end int) Span {
	span := Span{start, end}
	for i, b := range body[:end] {
		if b >= utf8.RuneSelf {
			span.End++
			if i < start {
				span.Start++
			}
		}
	}
	return span
}

// xmlDeclaration finds the encoding named in the XML declaration. Files of
// the products open with a licence comment before it, which is skipped.
func xmlDeclaration(body []byte) (at int, name string) {
	for {
		at += len(body[at:]) - len(bytes.TrimLeft(body[at:], " \t\r\n"))
		if !bytes.HasPrefix(body[at:], []byte("<!--")) {
			break
		}
		end := bytes.Index(body[at:], []byte("-->"))
		if end < 0 {
			return 0, ""
		}
		at += end + len("-->")
	}
	end := bytes.Index(body[at:], []byte("?>"))
	if end < 0 || !bytes.HasPrefix(body[at:], []byte("<?xml")) {
		return 0, ""
	}
	declaration := string(body[at : at+end])
	key := strings.Index(declaration, "encoding")
	if key < 0 {
		return 0, ""
	}
	open := strings.IndexAny(declaration[key:], `"'`)
	if open < 0 {
		return 0, ""
	}
	open += key + 1
	length := strings.IndexByte(declaration[open:], declaration[open-1])
	if length < 0 {
		return 0, ""
	}
	return at + open, declaration[open : open+length]
}

// decodeBytes decodes body. Text that is UTF-8 or ASCII, which nearly all is,
// costs one copy.
func decodeBytes(body []byte, enc string) (string, *Problem) {
	codec := codecs[enc]
	switch {
	case codec == nil:
		return validText(body)
	case enc == encodingLatin1 || enc == encodingCP1252:
		if ascii(body) {
			return string(body), nil
		}
	case len(body)%2 != 0:
		text, _ := codec.NewDecoder().Bytes(body)
		return string(text), problemf(Span{len(text), len(text)}, "ends within a character of UTF-16")
	}
	text, err := codec.NewDecoder().Bytes(body)
	if err != nil {
		return "", &Problem{Reason: fmt.Sprintf("is not valid %s", enc)}
	}
	return string(text), nil
}

// ascii reports whether body is the same text in every encoding but UTF-16.
func ascii(body []byte) bool {
	for _, b := range body {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// validText reads UTF-8. Each byte that is no part of a character becomes a
// question mark, one byte for one byte, so that all offsets hold.
func validText(body []byte) (string, *Problem) {
	if utf8.Valid(body) {
		return string(body), nil
	}
	var problem *Problem
	text := []byte(string(body))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			if problem == nil {
				problem = problemf(Span{i, i + 1}, "holds byte 0x%02X, which is not valid UTF-8", text[i])
			}
			text[i] = '?'
		}
		i += size
	}
	return string(text), problem
}

// RawOffset maps an offset of Text to the offset of the same character in the
// bytes on disk, which is where a fix must be written.
func (s *Source) RawOffset(offset int) int {
	offset = min(max(offset, 0), len(s.Text))
	mark := 0
	switch s.Encoding {
	case encodingLatin1, encodingCP1252:
		return utf8.RuneCountInString(s.Text[:offset])
	case encodingUTF16LE, encodingUTF16BE:
		if s.BOM {
			mark = 2
		}
		units := 0
		for _, r := range s.Text[:offset] {
			if units++; r > 0xFFFF {
				units++
			}
		}
		return mark + 2*units
	}
	if s.BOM {
		mark = 3
	}
	return mark + offset
}
