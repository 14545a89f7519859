package lsp

import (
	"bytes"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/carbonlint/carbonlint/loader"
)

// buffer is a document that is open in the editor. It is never changed: an
// edit makes a new one.
type buffer struct {
	uri     string
	version int
	document
}

// buffers are the open documents by their absolute path, with slashes.
type buffers map[string]*buffer

// edited returns a buffer after the changes of the editor.
func (b *buffer) edited(version int, changes []contentChange, e encoding) *buffer {
	d := b.document
	for _, c := range changes {
		if c.Range == nil {
			d = newDocument(b.Name, c.Text)
			continue
		}
		start, end := d.offsetOf(e, c.Range.Start), d.offsetOf(e, c.Range.End)
		text := d.Text[:start] + c.Text + d.Text[max(start, end):]
		if d.marked {
			text = mark + text
		}
		d = newDocument(b.Name, text)
	}
	return &buffer{b.uri, version, d}
}

// declared finds the encoding that an XML declaration names.
var declared = regexp.MustCompile(`^<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']`)

// bytes returns the content of the file that the buffer stands for, such that
// the loader reads the buffer's text from it. The editor has decoded the file
// and encodes it again when it saves it: where the bytes are not known to be
// UTF-8, a byte order mark says that these are.
func (b *buffer) bytes(disk fs.FS, name string) []byte {
	plain := []byte(b.Text)
	wide := false
	if f, err := disk.Open(name); err == nil {
		head := make([]byte, 2)
		n, _ := io.ReadFull(f, head)
		f.Close()
		head = head[:n]
		wide = bytes.ContainsRune(head, 0) || bytes.Equal(head, []byte{0xFF, 0xFE}) || bytes.Equal(head, []byte{0xFE, 0xFF})
	}
	ascii := !strings.ContainsFunc(b.Text, func(r rune) bool { return r >= utf8.RuneSelf })
	m := declared.FindStringSubmatch(b.Text)
	if !wide && (ascii || m == nil || strings.EqualFold(m[1], "utf-8")) {
		return plain
	}
	return append([]byte(mark), plain...)
}

// in returns the buffers of the files in a folder by their paths in it.
func (b buffers) in(dir string) map[string]*buffer {
	found := make(map[string]*buffer)
	for name, buf := range b {
		if rel, ok := below(dir, name); ok {
			found[rel] = buf
		}
	}
	return found
}

// over returns a tree in which open buffers, by their paths in it, stand for
// their files, saved or not.
func over(disk fs.FS, open map[string]*buffer) fs.FS {
	var changes []loader.Change
	for name, b := range open {
		changes = append(changes, loader.Change{Name: name, New: b.bytes(disk, name)})
	}
	return loader.Overlay(disk, changes)
}

// sourceOf returns the text of a file of a tree as the editor has it: a
// position of the loader is one of the editor but for a byte order mark.
func sourceOf(open map[string]*buffer, f *loader.File) (document, bool) {
	if f == nil || f.Source == nil {
		return document{}, false
	}
	if b := open[f.Name]; b != nil {
		return document{f.Source, b.marked}, true
	}
	return document{Source: f.Source}, true
}
