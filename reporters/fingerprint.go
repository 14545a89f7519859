package reporters

import (
	"strconv"
	"unicode/utf16"

	"github.com/carbonlint/carbonlint/loader"
)

// The parameters of GitHub's rolling hash.
const (
	hashBase   = 37
	hashWindow = 100
	hashEnd    = 0xffff // stands for the end of the file
)

// PrimaryLocationLineHashes returns the fingerprint by which GitHub code
// scanning recognises a result from run to run, for each line of the text; the
// first line is at index 0.
//
// The algorithm is that of github/codeql-action, which computes the hash from
// the checked-out file and warns when a report disagrees: a rolling hash over
// the 100 UTF-16 code units from the start of the line on, blanks and tabs
// skipped, all line ends taken as LF, then a colon and how often this hash has
// come up in the file.
func PrimaryLocationLineHashes(text string) []string {
	h := lineHasher{seen: map[string]int{}, power: 1}
	for i := range h.pending {
		h.power *= hashBase
		h.pending[i] = -1
	}
	atStart, afterCR := true, false
	for _, unit := range append(utf16.Encode([]rune(text)), hashEnd) {
		if unit == ' ' || unit == '\t' || afterCR && unit == '\n' {
			afterCR = false
			continue
		}
		afterCR = unit == '\r'
		if afterCR {
			unit = '\n'
		}
		h.flush()
		if atStart {
			h.begin()
		}
		atStart = unit == '\n'
		h.push(uint64(unit))
	}
	for range hashWindow {
		h.flush()
		h.push(0)
	}
	return h.lines
}

// lineHasher holds the last hashWindow units. A line's hash is complete when
// the window has moved on to the line's own first unit again.
type lineHasher struct {
	window  [hashWindow]uint64
	pending [hashWindow]int // the line that began at this unit, -1 for none
	at      int
	hash    uint64
	power   uint64 // hashBase to the hashWindow
	lines   []string
	seen    map[string]int
}

// begin marks the next unit as the first of a line.
func (h *lineHasher) begin() {
	h.pending[h.at] = len(h.lines)
	h.lines = append(h.lines, "")
}

// flush stores the hash of the line whose window is full, if one is.
func (h *lineHasher) flush() {
	line := h.pending[h.at]
	if line < 0 {
		return
	}
	hash := strconv.FormatUint(h.hash, 16)
	h.seen[hash]++
	h.lines[line] = hash + ":" + strconv.Itoa(h.seen[hash])
	h.pending[h.at] = -1
}

// push moves the window by one unit.
func (h *lineHasher) push(unit uint64) {
	h.hash = hashBase*h.hash + unit - h.power*h.window[h.at]
	h.window[h.at] = unit
	h.at = (h.at + 1) % hashWindow
}

// githubHashes returns the line hashes of a file as GitHub computes them from
// its bytes. The action reads every file as UTF-8 and keeps the byte order
// mark, which our text lacks; what it makes of other encodings is not worth
// imitating, so those files get none and the action fills it in.
func githubHashes(src *loader.Source) []string {
	if src.Encoding != "utf-8" {
		return nil
	}
	if src.BOM {
		return PrimaryLocationLineHashes("\ufeff" + src.Text)
	}
	return PrimaryLocationLineHashes(src.Text)
}
