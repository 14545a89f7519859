package reporters

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// sarifRegion is a part of a file. A region without columns is whole lines.
type sarifRegion struct {
	StartLine   int        `json:"startLine,omitempty"`
	StartColumn int        `json:"startColumn,omitempty"`
	EndLine     int        `json:"endLine,omitempty"`
	EndColumn   int        `json:"endColumn,omitempty"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

// sarifText is a message or a piece of a file.
type sarifText struct {
	Text     string `json:"text,omitempty"`
	Markdown string `json:"markdown,omitempty"`
}

// sarifPhysical is where in which file.
type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
	Context  *sarifRegion  `json:"contextRegion,omitempty"`
}

type sarifArtifact struct {
	URI    string `json:"uri"`
	BaseID string `json:"uriBaseId,omitempty"`
}

const srcRoot = "%SRCROOT%"

// artifact refers to a file of the tree from the root of the repository.
func (v *view) artifact(file string) sarifArtifact {
	return sarifArtifact{URI: encodePath(path.Join(v.Prefix, file)), BaseID: srcRoot}
}

func (v *view) physical(p policies.Place) sarifPhysical {
	at := sarifPhysical{Artifact: v.artifact(p.File)}
	f := v.files[p.File]
	if f == nil || f.Source == nil {
		at.Region = unseenRegion(p)
		return at
	}
	at.Region = regionIn(f.Source, p)
	if f.Problem == nil {
		at.Region.Snippet = snippet(f, at.Region)
		at.Context = contextOf(f, at.Region)
	}
	return at
}

// unseenRegion is the region in a file without text, such as a key store.
func unseenRegion(p policies.Place) *sarifRegion {
	r := sarifRegion{StartLine: max(p.Line, 1)}
	if p.Line >= 1 && p.Column >= 1 && (p.EndLine > p.Line || p.EndLine == p.Line && p.EndColumn > p.Column) && p.EndColumn >= 1 {
		r.StartColumn, r.EndLine, r.EndColumn = p.Column, p.EndLine, p.EndColumn
	}
	return &r
}

// regionIn moves a place into the text. SARIF forbids empty regions, so an
// empty place takes the next character, or the whole line at the line's end.
func regionIn(src *loader.Source, p policies.Place) *sarifRegion {
	start := src.Position(src.Offset(loader.Position{Line: p.Line, Column: p.Column}))
	end := src.Position(src.Offset(loader.Position{Line: p.EndLine, Column: p.EndColumn}))
	if end.Line < start.Line || end.Line == start.Line && end.Column <= start.Column {
		if start.Column > columns(src, start.Line) {
			return &sarifRegion{StartLine: start.Line}
		}
		end = loader.Position{Line: start.Line, Column: start.Column + 1}
	}
	return &sarifRegion{StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column}
}

// columns is the number of code points in a line.
func columns(src *loader.Source, line int) int {
	return utf8.RuneCountInString(src.Slice(src.LineSpan(line)))
}

// lastLine is the line in which a region ends.
func (r *sarifRegion) lastLine() int { return max(r.EndLine, r.StartLine) }

// snippet is the text of a region as it may be shown, nil when nothing is
// left of it or a line is too long to be shown.
func snippet(f *loader.File, r *sarifRegion) *sarifText {
	var lines []string
	for n := r.StartLine; n <= r.lastLine(); n++ {
		line := f.Line(n)
		if len(line.Text) > longLine {
			return nil // each finding would repeat it
		}
		runes := []rune(line.Text)
		from, to := 0, len(runes)
		if n == r.EndLine && r.EndColumn > 0 {
			to = min(line.Column(r.EndColumn)-1, to)
		}
		if n == r.StartLine && r.StartColumn > 0 {
			from = min(line.Column(r.StartColumn)-1, to)
		}
		lines = append(lines, string(runes[from:to]))
	}
	text := strings.Join(lines, "\n")
	if text == "" {
		return nil
	}
	return &sarifText{Text: text}
}

// contextOf is the region with a line before and a line after it, nil when
// that shows no more than the region itself.
func contextOf(f *loader.File, r *sarifRegion) *sarifRegion {
	c := &sarifRegion{StartLine: max(r.StartLine-1, 1), EndLine: min(r.lastLine()+1, f.Source.Lines())}
	whole := r.StartColumn == 0 || r.StartColumn == 1 && r.EndColumn > columns(f.Source, r.EndLine)
	if whole && c.StartLine == r.StartLine && c.EndLine == r.lastLine() {
		return nil
	}
	c.Snippet = snippet(f, c)
	return c
}
