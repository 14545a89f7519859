package reporters

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carbonlint/carbonlint/policies"
)

// Screen is how a change is shown to the person who edits.
type Screen struct {
	// Redraw clears the terminal and shows all; without it, lines are added.
	Redraw bool
	// Height is the number of rows of the terminal, 0 when unknown.
	Height int
	// Title says what is watched.
	Title string
}

// WriteChange shows what appeared (+), what is gone (-) and what stays (=). The
// report may be nil where the change has a problem.
func WriteChange(w io.Writer, r *policies.Report, c *Change, s Screen, o Options) error {
	if r == nil {
		r = new(policies.Report)
	}
	v := newView(r, o)
	d := &screen{text: &text{view: v, paint: paint{v.Color, v.Hyperlinks}}, Change: c, Screen: s}
	if s.Redraw {
		d.draw()
	} else {
		d.lines()
	}
	_, err := w.Write(d.Bytes())
	return err
}

// screen writes one change.
type screen struct {
	*text
	*Change
	Screen
}

// The sequences that clear a terminal: the cursor goes home, what is below it
// and what was scrolled away is cleared.
const clearScreen = "\x1b[H\x1b[2J\x1b[3J"

const clock = "15:04:05"

// lines adds a line for all that has changed, and one that sums up.
func (d *screen) lines() {
	at := d.sgr(dim, d.At.Format(clock))
	if d.Problem != "" {
		for line := range strings.Lines(d.Problem) {
			d.printf("%s ! %s\n", at, printable(strings.TrimSpace(line)))
		}
		return
	}
	for _, f := range d.Appeared {
		if d.shown(f, d.First) {
			d.printf("%s %s %s\n", at, d.sgr(bold, "+"), d.oneLine(f))
		}
	}
	for _, f := range d.Gone {
		d.printf("%s %s %s\n", at, d.sgr(bold, "-"), d.oneLine(f))
	}
	for _, f := range d.Failures {
		d.printf("%s ! %s\n", at, printable(describeFailure(f)))
	}
	d.printf("%s %s\n", at, d.total())
}

// shown reports whether a finding has a line of its own. Of what was never
// configured only the number is told, unless it has just appeared.
func (d *screen) shown(f Seen, before bool) bool { return d.All || !f.Default || !before }

// oneLine is a finding as the report for people begins it.
func (d *screen) oneLine(f Seen) string {
	return fmt.Sprintf("%s: %s: %s [%s]", d.link(fileURL(d.Base, f.File), where(f.Place)),
		d.paint.severity(f.Severity, string(f.Severity)), printable(f.Message), d.link(docsURL(f.Rule), f.Rule))
}

// total is the line that sums up, red where lint would fail.
func (d *screen) total() string {
	changed := ""
	if !d.First {
		changed = fmt.Sprintf("%d appeared, %d gone, %d stay: ", len(d.Appeared), len(d.Gone), len(d.Stay))
	}
	found := "no findings"
	n := d.tally()
	if len(d.Findings) > 0 {
		found = n.String()
	}
	if judged := d.judged(); len(judged) == 0 {
		found = "nothing was judged: " + d.whyNothing()
	} else {
		found += " in " + count(len(judged), "home")
	}
	if n.defaults > 0 {
		found += fmt.Sprintf(" (%d never configured)", n.defaults)
	}
	color := "32"
	if d.ExitCode != 0 {
		color = "31"
	}
	return changed + d.sgr(color, found) + d.sgr(dim, " ("+duration(d.Took)+")")
}

// duration is a time as people care for it.
func duration(t time.Duration) string {
	if t < time.Second {
		return fmt.Sprintf("%d ms", max(t.Milliseconds(), 1))
	}
	return fmt.Sprintf("%.1f s", t.Seconds())
}

// draw clears the screen and fills it: first what is new, with its lines of
// the file, then what is gone, then what stays, as far as there is room.
func (d *screen) draw() {
	d.WriteString(clearScreen)
	d.printf("%s  %s\n\n", d.sgr(bold, "carbonlint watch "+printable(d.Title)), d.sgr(dim, d.At.Format(clock)))
	if d.Problem != "" {
		for line := range strings.Lines(d.Problem) {
			d.printf("! %s\n", printable(strings.TrimSpace(line)))
		}
		d.printf("\n%s\n", d.sgr("31", "nothing is judged until this is mended"))
		return
	}
	var blocks []string
	for _, f := range d.Failures {
		blocks = append(blocks, "! "+printable(describeFailure(f))+"\n")
	}
	for _, f := range d.Appeared {
		if d.shown(f, d.First) {
			blocks = append(blocks, d.block(f))
		}
	}
	for _, f := range d.Gone {
		blocks = append(blocks, d.row("-", f))
	}
	for _, f := range d.Stay {
		if d.shown(f, true) {
			blocks = append(blocks, d.row("=", f))
		}
	}
	d.fill(blocks)
	d.printf("\n%s\n", d.total())
}

// block is a finding that has appeared, with its line of the file.
func (d *screen) block(f Seen) string {
	b := d.row("+", f)
	if d.First {
		return b
	}
	if frame, ok := d.frameOf(f.Place); ok {
		b += d.paint.frame(frame, f.Severity)
	}
	return b
}

func (d *screen) row(sign string, f Seen) string {
	since := f.Since
	if sign == "-" {
		since = d.At
	}
	return d.sgr(bold, sign) + " " + d.sgr(dim, since.Format(clock)) + " " + d.oneLine(f) + "\n"
}

// chrome is how many rows the title, the sum, the blank lines and the cursor
// take.
const chrome = 6

// fill writes as many blocks as there is room for, and says how many are left.
func (d *screen) fill(blocks []string) {
	rows := d.Height - chrome
	for i, b := range blocks {
		if rows -= d.rows(b); d.Height > 0 && rows < 0 && i > 0 {
			d.printf("… and %d more\n", len(blocks)-i)
			return
		}
		d.WriteString(b)
	}
}

// escape matches the sequences that take no room.
var escape = regexp.MustCompile(`\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\`)

// rows is how many rows of the terminal a text takes.
func (d *screen) rows(text string) int {
	n := 0
	for line := range strings.Lines(escape.ReplaceAllString(text, "")) {
		width := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
		n++
		if d.Width > 0 && width > d.Width {
			n += (width - 1) / d.Width
		}
	}
	return n
}
