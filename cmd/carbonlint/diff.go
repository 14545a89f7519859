package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"

	"github.com/carbonlint/carbonlint/loader"
)

// writeDiff shows changes. Renamed files come last: git takes what follows the
// head of one for a part of it, up to the next such head.
func writeDiff(s *streams, changes []loader.Change) error {
	from := make(map[string]bool)
	for _, c := range changes {
		from[c.From] = true
	}
	ordered := slices.DeleteFunc(slices.Clone(changes), func(c loader.Change) bool { return c.New == nil && from[c.Name] })
	slices.SortStableFunc(ordered, func(a, b loader.Change) int { return min(len(a.From), 1) - min(len(b.From), 1) })
	for _, c := range ordered {
		text, note := unifiedDiff(c)
		if _, err := fmt.Fprint(s.out, text); err != nil {
			return failure("write the diff: %v", cause(err))
		}
		if note != "" {
			fmt.Fprintf(s.err, "carbonlint: %s\n", note)
		}
	}
	return nil
}

// unifiedDiff shows a change, such that git apply makes it where it can be.
// Where it cannot the note says why. Lines of files that were read have their
// secrets masked; of files that were not the names are shown.
func unifiedDiff(c loader.Change) (text, note string) {
	before, after := "a/"+c.Name, "b/"+c.Name
	switch {
	case c.Folder:
		return "", "" // the files in it are shown
	case c.From != "":
		return fmt.Sprintf("diff --git a/%[1]s b/%[2]s\nsimilarity index 100%%\nrename from %[1]s\nrename to %[2]s\n", c.From, c.Name), ""
	case c.Old == nil && c.After == nil:
		return udiff.Unified("/dev/null", after, "", string(c.New)), ""
	case c.New == nil:
		return "--- " + before + "\n+++ /dev/null\n", forReading(c.Name, "what goes is not shown")
	case c.Before == nil || c.After == nil:
		return "--- " + before + "\n+++ " + after + "\n", forReading(c.Name, "what changes is not shown")
	}
	d := diffOf(before, after, diffLines(c.Before), diffLines(c.After))
	switch {
	case !d.exact:
		note = forReading(c.Name, "a line that changes has a secret or is not written in UTF-8")
	case d.blind:
		note = fmt.Sprintf("git apply takes the diff of %s with --unidiff-zero: the line after one that changes is not shown", c.Name)
	}
	return d.String(), note
}

func forReading(name, reason string) string {
	return fmt.Sprintf("the diff of %s is to be read, not to be applied: %s", name, reason)
}

// contextLines is how many lines a diff shows around what changes.
const contextLines = 3

// diffLine is a line of a file with its end.
type diffLine struct {
	text string
	// shown is the line as it may be shown, and exact is set when that is what
	// stands on disk.
	shown string
	exact bool
}

// diffLines returns the lines of a file, as git tells them apart.
func diffLines(f *loader.File) []diffLine {
	var lines []diffLine
	utf8Text := f.Source.Encoding == "utf-8"
	wide := strings.HasPrefix(f.Source.Encoding, "utf-16")
	var open diffLine
	if f.Source.BOM && utf8Text {
		open = diffLine{text: "\uFEFF", shown: "\uFEFF"}
	}
	open.exact = true
	n, text := f.Source.Lines(), f.Source.Text
	for i := 1; i <= n; i++ {
		span, next := f.Source.LineSpan(i), len(text)
		if i < n {
			next = f.Source.LineSpan(i + 1).Start
		}
		line, end := text[span.Start:span.End], text[span.End:next]
		shown := f.Line(i).Text
		open.text += line + end
		open.shown += shown + end
		open.exact = open.exact && shown == line && !wide && (utf8Text || isASCII(line))
		if strings.HasSuffix(end, "\n") || i == n && open.text != "" {
			lines = append(lines, open)
			open = diffLine{exact: true}
		}
	}
	return lines
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// differ puts a unified diff together.
type differ struct {
	strings.Builder
	old []diffLine
	// The hunk that is being put together, and where it begins, counted from 0.
	hunk             []string
	oldFrom, newFrom int
	olds, news       int
	// last is the line of the old file up to which all is told, and shift how
	// many lines the new one has more before it.
	last, shift int
	// exact is set when all lines that change are shown as they are.
	exact bool
	// blind is set when a hunk has no context after it: git apply looks for such
	// a one at the end of the file.
	blind bool
}

// diffOf finds the differences of two files. A line that is not shown as it is
// makes no context, but ends a hunk.
func diffOf(before, after string, old, new []diffLine) *differ {
	d := &differ{old: old, exact: true}
	fmt.Fprintf(d, "--- %s\n+++ %s\n", before, after)
	oldText, newText := joined(old), joined(new)
	for _, e := range udiff.Lines(oldText, newText) {
		start, end := lineIndex(oldText, e.Start), lineIndex(oldText, e.End)
		d.reach(start)
		count := lineIndex(e.New, len(e.New))
		for _, line := range old[start:end] {
			d.add("-", line)
			d.exact = d.exact && line.exact
		}
		for _, line := range new[start+d.shift : start+d.shift+count] {
			d.add("+", line)
			d.exact = d.exact && line.exact
		}
		d.last, d.shift = end, d.shift+count-(end-start)
	}
	d.close(len(old))
	return d
}

func joined(lines []diffLine) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line.text)
	}
	return b.String()
}

// lineIndex returns the line, counted from 0, that begins at an offset. The
// last line may have no end.
func lineIndex(text string, offset int) int {
	n := strings.Count(text[:offset], "\n")
	if offset > 0 && offset == len(text) && text[offset-1] != '\n' {
		n++
	}
	return n
}

// reach goes on to the next line that changes, in the hunk that is open when
// all lines up to it are context and else in a new one.
func (d *differ) reach(line int) {
	if d.hunk != nil {
		near := line-d.last <= 2*contextLines
		for _, between := range d.old[d.last:line] {
			near = near && between.exact
		}
		if near {
			d.context(d.last, line)
			return
		}
		d.close(line)
	}
	from := line
	for from > d.last && line-from < contextLines && d.old[from-1].exact {
		from--
	}
	d.oldFrom, d.newFrom = from, from+d.shift
	d.context(from, line)
}

// close ends the hunk that is open with the context after it, before a line.
func (d *differ) close(limit int) {
	if d.hunk == nil {
		return
	}
	to := d.last
	for to < limit && to-d.last < contextLines && d.old[to].exact {
		to++
	}
	d.blind = d.blind || to == d.last && to < len(d.old)
	d.context(d.last, to)
	d.last = to
	fmt.Fprintf(d, "@@ -%s +%s @@\n%s", hunkRange(d.oldFrom, d.olds), hunkRange(d.newFrom, d.news), strings.Join(d.hunk, ""))
	d.hunk, d.olds, d.news = nil, 0, 0
}

// context adds lines that do not change.
func (d *differ) context(from, to int) {
	for _, line := range d.old[from:to] {
		d.add(" ", line)
	}
}

// add adds a line to the hunk.
func (d *differ) add(sign string, line diffLine) {
	text := sign + line.shown
	if !strings.HasSuffix(text, "\n") {
		text += "\n\\ No newline at end of file\n"
	}
	d.hunk = append(d.hunk, text)
	if sign != "+" {
		d.olds++
	}
	if sign != "-" {
		d.news++
	}
}

// hunkRange says which lines a hunk is about. Of none it names the line before.
func hunkRange(from, count int) string {
	switch count {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return fmt.Sprint(from + 1)
	}
	return fmt.Sprintf("%d,%d", from+1, count)
}
