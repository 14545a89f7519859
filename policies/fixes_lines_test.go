package policies

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
	"github.com/beevik/etree"

	"github.com/carbonlint/carbonlint/loader"
)

// checkLines reports lines that fixes change though they are no lines of their
// findings. A finding's lines are those of its place, of the places related to
// it, of the element that is removed there and of the declaration of the
// namespace that it gets. A fix may add to any line.
func checkLines(t *testing.T, r *Report, changes []loader.Change) {
	t.Helper()
	for _, c := range changes {
		if c.Old == nil || c.New == nil {
			continue
		}
		old := slices.Collect(bytes.Lines(c.Old))
		own := ownLines(r, c.Name, old)
		for _, e := range udiff.Lines(string(c.Old), string(c.New)) {
			first := bytes.Count(c.Old[:e.Start], []byte("\n"))
			for n, line := range slices.Collect(strings.Lines(string(c.Old[e.Start:e.End]))) {
				if !own[first+n+1] && !addsTo(line, e.New) {
					t.Errorf("a fix changes %s:%d, which its finding does not tell of: %s", c.Name, first+n+1, line)
				}
			}
		}
	}
}

// ownLines are the numbers of the lines of a file that findings with a fix tell
// of.
func ownLines(r *Report, name string, lines [][]byte) map[int]bool {
	own := make(map[int]bool)
	mark := func(p Place) {
		for n := p.Line; p.File == name && n <= p.EndLine; n++ {
			own[n] = true
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Fix == nil {
			continue
		}
		mark(f.Place)
		for _, related := range f.Related {
			mark(related.Place)
		}
		removes := slices.ContainsFunc(f.Fix.Edits, func(e loader.Edit) bool { return e.Op == loader.EditRemove && e.File == name })
		if removes && f.File == name {
			mark(Place{File: name, Line: f.Line, EndLine: f.Line + elementLines(lines[f.Line-1:]) - 1})
		}
		// A namespace is declared where the document does not show it.
		declares := slices.ContainsFunc(f.Fix.Edits, func(e loader.Edit) bool { return e.Op == loader.EditSet && e.Name != "" && e.File == name })
		for i, line := range lines {
			own[i+1] = own[i+1] || declares && bytes.Contains(line, []byte("xmlns:"))
		}
	}
	return own
}

// elementLines is how many lines the element takes that the first of them
// begins with, one where that begins with none.
func elementLines(lines [][]byte) int {
	for n := 1; n <= len(lines); n++ {
		doc := etree.NewDocument()
		if doc.ReadFromBytes(bytes.Join(lines[:n], nil)) == nil && len(doc.ChildElements()) == 1 {
			return n
		}
	}
	return 1
}

// addsTo reports whether one of the new lines is the old one with something
// added at one place.
func addsTo(line, added string) bool {
	line = strings.TrimSpace(line)
	for text := range strings.Lines(added) {
		text = strings.TrimSpace(text)
		same := 0
		for same < min(len(line), len(text)) && line[same] == text[same] {
			same++
		}
		if strings.HasSuffix(text[same:], line[same:]) {
			return true
		}
	}
	return false
}

// TestOwnLines checks that a line which a fix changes without telling of it is
// seen, so that checkLines can fail.
func TestOwnLines(t *testing.T) {
	t.Parallel()
	const text = "<a>\n  <b>\n    <c/>\n  </b>\n</a>\n"
	r := &Report{Findings: []Finding{{
		Place:   Place{File: "x.xml", Line: 2, EndLine: 2},
		Related: []Related{{Place: Place{File: "x.xml", Line: 5, EndLine: 5}}},
		Fix:     &Fix{Edits: []loader.Edit{{Op: loader.EditRemove, File: "x.xml"}}},
	}, {
		Place: Place{File: "x.xml", Line: 1, EndLine: 1},
	}, {
		Place: Place{File: "y.xml", Line: 1, EndLine: 1},
		Fix:   &Fix{Edits: []loader.Edit{{Op: loader.EditSet, File: "y.xml"}}},
	}}}
	own := ownLines(r, "x.xml", slices.Collect(bytes.Lines([]byte(text))))
	for n, want := range []bool{false, true, true, true, true} {
		if own[n+1] != want {
			t.Errorf("line %d: told of is %t, want %t", n+1, own[n+1], want)
		}
	}
	for _, tt := range []struct {
		line, added string
		want        bool
	}{
		{"  <a b=\"c\">\n", "<x/>\n  <a b=\"c\" d=\"e\">\n", true},
		{"java -Da=b Main\n", "java -Da=b -Dc=d Main\n", true},
		{"<Enabled>true</Enabled>\n", "<Enabled>false</Enabled>\n", false},
		{"<Enabled>true</Enabled>\n", "", false},
	} {
		if got := addsTo(tt.line, tt.added); got != tt.want {
			t.Errorf("%q to %q only adds is %t, want %t", tt.line, tt.added, got, tt.want)
		}
	}
}
