package reporters

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// The page is one file: its style is inside, and it asks for no script, font
// or image, so that it opens from a mail on a machine without a network.
var (
	//go:embed audit.html.tmpl
	auditTemplate string
	//go:embed audit.css
	auditStyle string
)

// htmlPage is the audit with what its template asks for.
type htmlPage struct {
	*audit
	Heading, Legend string
	Style           template.CSS
}

func renderHTML(v *view) ([]byte, error) {
	page, err := template.New("audit").Funcs(template.FuncMap{
		"word":     func(o policies.Outcome) string { return verdictWords[o] },
		"class":    func(o policies.Outcome) string { return strings.ReplaceAll(string(o), "_", "-") },
		"where":    where,
		"docs":     docsURL,
		"shown":    printable,
		"anchor":   anchor,
		"help":     func(r *policies.Rule) string { return firstParagraph(r.Remediation) },
		"why":      func(r *policies.Rule) string { return firstParagraph(r.Description) },
		"describe": describeFailure,
		"waiver":   waivedAs,
		"checked":  checkedAs,
		"product":  productOf,
		"judged":   judgedWord,
		"outcomes": func() []policies.Outcome { return outcomes },
	}).Parse(auditTemplate)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, htmlPage{newAudit(v), auditTitle, auditLegend, template.CSS(auditStyle)})
	return b.Bytes(), err
}

// anchor names a section within the page.
func anchor(s *auditSection) string {
	slug := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, s.Slug)
	return "section-" + cmp.Or(slug, "other")
}

// Conclusion is the report in a sentence, "" when nothing was read.
func (p htmlPage) Conclusion() string {
	if p.Tree == nil {
		return ""
	}
	return strings.TrimSpace(p.conclusion())
}

// barPart is the part of all clauses that has a verdict, in percent.
type barPart struct {
	Outcome  policies.Outcome
	X, Width string
}

// Bar are the parts of all verdicts, side by side.
func (p htmlPage) Bar() []barPart {
	all := 0
	for _, n := range p.Counts {
		all += n
	}
	var parts []barPart
	before := 0
	percent := func(n int) string { return fmt.Sprintf("%.2f", 100*float64(n)/float64(all)) }
	for _, o := range outcomes {
		if n := p.Counts[o]; n > 0 {
			parts = append(parts, barPart{o, percent(before), percent(n)})
			before += n
		}
	}
	return parts
}

// Homes are those of the report.
func (p htmlPage) Homes() []*loader.Home { return p.homes }

// Judged are the clauses with something to say; Idle are the others, which
// are only named.
func (s *auditSection) Judged() []*clause { return s.clauses(false) }

// Idle are the clauses of which no home has anything.
func (s *auditSection) Idle() []*clause { return s.clauses(true) }

func (s *auditSection) clauses(idle bool) []*clause {
	var list []*clause
	for _, c := range s.Clauses {
		if (c.Outcome == policies.NotApplicable) == idle {
			list = append(list, c)
		}
	}
	return list
}

// Lines are the first of the places that a row looked at. A finding says more
// than they do.
func (p htmlPage) Lines(r *clauseRow) []shownPlace {
	if len(r.Findings)+len(r.Waived) > 0 || r.Outcome == policies.NotApplicable {
		return nil
	}
	return p.evidence(r.Places)
}

// More is how many places Lines leaves out.
func (p htmlPage) More(r *clauseRow) int { return max(len(r.Places)-mostPlaces, 0) }

// htmlFrame is a line of a scanned file in three parts, of which the middle
// one is at fault.
type htmlFrame struct{ Number, Before, Mark, After string }

// Frame is the line at a place, nil when there is none to show.
func (p htmlPage) Frame(at policies.Place) *htmlFrame {
	f, ok := p.frameOf(at)
	if !ok {
		return nil
	}
	row := cells(f.code)
	from := row.cellAt(f.indent)
	to := row.cellAt(f.indent + len(f.mark))
	return &htmlFrame{f.number, unindent(row[:from].text()), row[from:to].text(), row[to:].text()}
}

// unindent takes the blanks from the start of a line, which would be all that a
// narrow page shows of it.
func unindent(code string) string {
	if rest, cut := strings.CutPrefix(code, frameEllipse); cut {
		return frameEllipse + strings.TrimLeft(rest, " ")
	}
	return strings.TrimLeft(code, " ")
}

// cellAt is the index of the cell at a column of the screen.
func (row cellRow) cellAt(column int) int {
	for i, c := range row {
		if column <= 0 {
			return i
		}
		column -= c.width
	}
	return len(row)
}
