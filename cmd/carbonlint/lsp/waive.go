package lsp

import (
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// insertion is a comment that waives a finding. Its reason is left to be
// written: until then the waiver waives nothing, and a finding says so.
type insertion struct {
	text document
	at   int // byte offset
	// new is what is inserted, and cursor where in it the reason goes.
	new    string
	cursor int
}

// comment is how a format writes comments.
type comment struct {
	open, dash, close string
	// goesOn is what a line ends with that goes on in the next.
	goesOn string
}

// commentOf returns how a file's format writes comments; ok is false for one
// that has none.
func commentOf(f *loader.File) (c comment, ok bool) {
	base := strings.ToLower(f.Base())
	switch {
	case strings.HasSuffix(base, ".xml"):
		return comment{"<!-- ", "-", " -->", ""}, true
	case strings.HasSuffix(base, ".properties"), strings.HasSuffix(base, ".sh"):
		return comment{"# ", "--", "", `\`}, true
	case base == "wrapper.conf":
		return comment{"# ", "--", "", ""}, true
	case strings.HasSuffix(base, ".bat"):
		return comment{"REM ", "--", "", "^"}, true
	}
	return c, false
}

// waiver returns the comment that waives a finding, nil where none can.
func (j *judgement) waiver(f *policies.Finding) *insertion {
	file := j.file(f.File)
	text, ok := sourceOf(j.open, file)
	if !ok || file.Problem != nil || j.locked(f.Rule) {
		return nil
	}
	at := text.Offset(loader.Position{Line: f.Line, Column: f.Column})
	c, comments := commentOf(file.Part(at))
	if !comments {
		return nil
	}
	verb := "carbonlint:ignore "
	if f.Path == "" {
		verb = "carbonlint:ignore-file " // it is about the file as a whole
	}
	before := c.open + verb + f.Rule + " " + c.dash + " "
	if c.close == "" {
		start := logicalLine(text.Source, f.Line, c.goesOn)
		indent := indentation(text.Source, start)
		return &insertion{text, start, indent + before + newline(text.Source), len(indent) + len(before)}
	}
	at = elementOf(file, at, f.Path)
	line := text.LineSpan(text.Position(at).Line)
	lead := text.Text[line.Start:at]
	switch {
	case strings.TrimSpace(lead) == "":
		// The comment stands alone and covers the element after it.
		return &insertion{text, at, before + c.close[1:] + newline(text.Source) + lead, len(before)}
	case text.Position(at).Line == f.Line:
		return &insertion{text, at, before + c.close[1:], len(before)}
	}
	end := newline(text.Source)
	return &insertion{text, at, end + before + c.close[1:] + end, len(end) + len(before)}
}

// locked reports whether no comment may waive a rule.
func (j *judgement) locked(rule string) bool {
	return policies.Selects(j.Locked, rule) || policies.Selects([]string{"waiver"}, rule)
}

// elementOf returns the offset of the element that a place of an XML file is
// in: where its tag opens.
func elementOf(f *loader.File, offset int, entryPath string) int {
	for i := range f.Entries {
		e := &f.Entries[i]
		if e.Path != entryPath || at(e).Start != offset {
			continue
		}
		if strings.HasPrefix(f.Source.Text[e.Key.Start:], "<") {
			return e.Key.Start
		}
		offset = e.Key.Start
		break
	}
	if strings.HasPrefix(f.Source.Text[offset:], "<") {
		return offset // an element as a whole
	}
	// An attribute: between it and the sign that opens its tag there may be
	// those of a template.
	start := f.Root.Start
	for i := range f.Items {
		if at := f.Items[i].Span.Start; at <= offset {
			start = max(start, at)
		}
	}
	return start
}

// logicalLine returns the offset of the first of the lines that go on in each
// other up to the given one.
func logicalLine(src *loader.Source, line int, goesOn string) int {
	for ; line > 1 && goesOn != ""; line-- {
		above := src.Slice(src.LineSpan(line - 1))
		n := len(above) - len(strings.TrimRight(above, goesOn))
		if n%2 == 0 || strings.HasPrefix(strings.TrimSpace(above), "#") {
			break
		}
	}
	return src.LineSpan(line).Start
}

// indentation returns the blanks that a line begins with.
func indentation(src *loader.Source, start int) string {
	rest := src.Text[start:]
	return rest[:len(rest)-len(strings.TrimLeft(rest, " \t"))]
}

// newline is how the lines of a text end.
func newline(src *loader.Source) string {
	if strings.Contains(src.Text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// edit returns the insertion as an edit, and where the reason goes after it.
func (w *insertion) edit(j *judgement, name string, c *client) (*workspaceEdit, Position) {
	r := w.text.rangeOf(c.encoding, loader.Span{Start: w.at, End: w.at})
	edit := c.change(j.uri(name), j.version(name), []TextEdit{{r, w.new}})
	after := newDocument(name, w.text.Text[:w.at]+w.new+w.text.Text[w.at:])
	after.marked = w.text.marked
	return edit, after.rangeOf(c.encoding, loader.Span{Start: w.at + w.cursor, End: w.at + w.cursor}).Start
}
