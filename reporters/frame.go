package reporters

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/carbonlint/carbonlint/policies"
)

const (
	tabStop      = 4
	frameWidth   = 120 // columns, where the terminal does not tell
	leastRoom    = 20  // columns for the code, however narrow the terminal
	frameEllipse = "…"
)

// frame is one line of a file with a place in it underlined.
type frame struct {
	number string // of the line
	code   string // as it may be shown
	indent int    // columns before the underline
	mark   string // the underline
}

// frameOf draws the first line of a place. There is no frame when the line is
// empty or may not be shown.
func (v *view) frameOf(p policies.Place) (frame, bool) {
	f := v.files[p.File]
	if f == nil {
		return frame{}, false
	}
	line := f.Line(p.Line)
	if strings.TrimSpace(line.Text) == "" {
		return frame{}, false
	}
	text := strings.TrimRightFunc(line.Text, unicode.IsSpace)
	from, to := line.Column(p.Column)-1, len(text)
	if p.EndLine <= p.Line {
		to = line.Column(p.EndColumn) - 1
	}
	text, cut := around(text, from)
	row := cells(text)
	from = min(max(from-cut, 0), len(row))
	to = min(max(to-cut, from), len(row))
	number := strconv.Itoa(p.Line)
	code, indent, mark := row.underline(from, to, v.room(len(number)))
	return frame{number, code, indent, mark}, true
}

// longLine is the length in bytes up to which a line is laid out as a whole. A
// file may be one line of megabytes, with many findings.
const longLine = 16 << 10

// around returns what stands around a column, counted from 0, of a line that is
// too long to be laid out, and the columns that are cut off before it.
func around(line string, column int) (text string, cut int) {
	if len(line) <= longLine {
		return line, 0
	}
	from, runes := 0, 0
	for i := range line {
		switch runes {
		case column - longLine/4:
			from, cut = i, runes
		case max(column, 0) + longLine/4:
			return line[from:i], cut
		}
		runes++
	}
	return line[from:], cut
}

// room is the number of columns that a frame has for code.
func (v *view) room(gutter int) int {
	width := v.Width
	if width <= 0 {
		width = frameWidth
	}
	return max(width-gutter-len("   | "), leastRoom)
}

// String draws the frame without colour.
func (f frame) String() string {
	gutter := strings.Repeat(" ", len(f.number))
	return "  " + f.number + " | " + f.code + "\n  " + gutter + " | " + strings.Repeat(" ", f.indent) + f.mark + "\n"
}

// cell is one code point on the screen.
type cell struct {
	text  string
	width int // columns
}

type cellRow []cell

// cells lays a line out on the screen: tabs are filled with blanks, and what
// could steer the terminal is replaced.
func cells(line string) cellRow {
	row := make(cellRow, 0, len(line))
	column := 0
	for _, r := range line {
		c := cell{printable(string(r)), runeWidth(r)}
		if r == '\t' {
			c.width = tabStop - column%tabStop
			c.text = strings.Repeat(" ", c.width)
		}
		column += c.width
		row = append(row, c)
	}
	return row
}

func (row cellRow) width() int {
	n := 0
	for _, c := range row {
		n += c.width
	}
	return n
}

func (row cellRow) text() string {
	var b strings.Builder
	for _, c := range row {
		b.WriteString(c.text)
	}
	return b.String()
}

// underline cuts the row to the room and underlines the cells [from, to).
func (row cellRow) underline(from, to, room int) (code string, indent int, mark string) {
	low, high := row.window(from, to, room)
	code, indent = row[low:high].text(), row[low:from].width()
	if low > 0 {
		code, indent = frameEllipse+code, indent+1
	}
	if high < len(row) {
		code += frameEllipse
	}
	tildes := max(row[from:max(from, min(to, high))].width()-1, 0)
	return code, indent, "^" + strings.Repeat("~", tildes)
}

// window returns the part of the row to show: all of it when there is room,
// else what stands around [from, to). Launcher scripts have lines of 3 kB.
func (row cellRow) window(from, to, room int) (low, high int) {
	if row.width() <= room {
		return 0, len(row)
	}
	room -= 2 // an ellipsis on either side
	before := max((room-row[from:to].width())/2, room/6)
	low = from
	for used := 0; low > 0 && used+row[low-1].width <= before; low-- {
		used += row[low-1].width
	}
	used := 0
	for high = low; high < len(row) && used+row[high].width <= room; high++ {
		used += row[high].width
	}
	for ; low > 0 && used+row[low-1].width <= room; low-- {
		used += row[low-1].width
	}
	return low, high
}

// wide are the ranges of the code points that take two columns: East Asian
// scripts, full-width forms and emoji, roughly.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1},
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1},
		{Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1},
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

// runeWidth is the number of columns of a code point on a terminal.
func runeWidth(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}
