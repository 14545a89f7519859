package reporters

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// mostPlaces is how many of the places that a rule looked at are listed; the
// others are counted, and JSON has them all.
const mostPlaces = 10

const (
	auditTitle = "WSO2 Production Deployment Guidelines: conformance"
	// auditLegend is needed since a rule is named for a fault.
	auditLegend = "A clause is named for the fault that is looked for: pass means that the fault is not there, " +
		"unknown that the files do not decide it, by hand that a person must look, not applicable that there is nothing to judge."
)

// markdown writes the audit for a wiki, a merge request or a file.
type markdown struct {
	*audit
	bytes.Buffer
}

func renderMarkdown(v *view) ([]byte, error) {
	m := &markdown{audit: newAudit(v)}
	m.printf("# %s\n\n%s\n", auditTitle, markdownText(m.Provenance()))
	if v.Tree != nil {
		m.printf("\n%s\n", markdownLines(v.conclusion()))
	}
	m.failures()
	m.homeTable()
	m.overview()
	for _, s := range m.Sections {
		m.section(s)
	}
	return m.Bytes(), nil
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(&m.Buffer, format, args...) }

// failures come first: what was not judged may hide worse than what was.
func (m *markdown) failures() {
	if len(m.Failures) == 0 {
		return
	}
	m.printf("\n## Failures\n\nWhat follows is incomplete: carbonlint could not judge all of the tree.\n\n")
	for _, f := range m.Failures {
		m.printf("- %s\n", markdownText(describeFailure(f)))
	}
}

func (m *markdown) homeTable() {
	if len(m.homes) == 0 {
		return
	}
	m.printf("\n## Homes\n\n| home | product | layout | judged |\n|---|---|---|---|\n")
	for _, h := range m.homes {
		m.printf("| %s | %s | %s | %s |\n", codeSpan(h.Path), markdownText(productOf(h)), markdownText(h.Layout), markdownText(judgedWord(h)))
	}
}

func productOf(h *loader.Home) string { return strings.TrimSpace(h.Product + " " + h.Version) }

// judgedWord says whether a home was judged, and how much of it is there.
func judgedWord(h *loader.Home) string {
	switch {
	case h.NotJudged != "":
		return "no: " + h.NotJudged
	case h.Complete:
		return "yes"
	}
	return "yes, as a part of a home"
}

func (m *markdown) overview() {
	if len(m.Sections) == 0 {
		return
	}
	m.printf("\n## Verdicts\n\n%s\n\n| section |", auditLegend)
	for _, o := range outcomes {
		m.printf(" %s |", verdictWords[o])
	}
	m.printf("\n|---|%s\n", strings.Repeat("--:|", len(outcomes)))
	for _, s := range m.Sections {
		m.printf("| %s |%s\n", markdownText(s.Title), s.Counts.cells())
	}
	m.printf("| **all** |%s\n", m.Counts.cells())
}

func (c verdictCounts) cells() string {
	var b strings.Builder
	for _, o := range outcomes {
		fmt.Fprintf(&b, " %d |", c[o])
	}
	return b.String()
}

func (m *markdown) section(s *auditSection) {
	m.printf("\n## %s\n\n| verdict | fault that is looked for | evidence |\n|---|---|---|\n", markdownText(s.Title))
	for _, c := range s.Clauses {
		verdict := verdictWords[c.Outcome]
		if c.Outcome == policies.Fail {
			verdict = "**" + verdict + "**"
		}
		var rows []string
		if help := firstParagraph(c.Remediation); c.Outcome == policies.Manual && help != "" {
			rows = append(rows, "To check: "+markdownText(help))
		}
		for _, r := range c.Rows {
			rows = append(rows, m.row(c, r))
		}
		m.printf("| %s | %s<br>[%s](%s), %s | %s |\n", verdict, markdownText(c.Title), markdownText(c.ID), docsURL(c.ID), c.Severity, strings.Join(rows, "<br><br>"))
	}
}

// row is the evidence of a home, in one cell of a table.
func (m *markdown) row(c *clause, r *clauseRow) string {
	var lines []string
	home := r.Where()
	if home != "" {
		home = "*" + markdownText(home) + "*: "
		if r.Outcome != c.Outcome {
			home += verdictWords[r.Outcome] + ". "
		}
	}
	for _, f := range r.Findings {
		lines = append(lines, m.finding(f)...)
	}
	for _, w := range r.Waived {
		lines = append(lines, fmt.Sprintf("%s *waived* %s: %s *%s*", codeSpan(where(w.Place)), w.Severity, markdownText(w.Message), markdownText(waivedAs(w))))
	}
	if basis := r.Basis(); basis != "" {
		lines = append(lines, basis)
	}
	for _, c := range r.Checks {
		lines = append(lines, fmt.Sprintf("%s *%s*", codeSpan(where(c.By)), markdownText(checkedAs(c))))
	}
	if len(r.Findings)+len(r.Waived) == 0 && r.Outcome != policies.NotApplicable {
		lines = append(lines, m.places(r)...)
	}
	return home + strings.Join(lines, "<br>")
}

// finding is the place, the message, the line and what else has to do with it.
func (m *markdown) finding(f policies.Finding) []string {
	line := fmt.Sprintf("%s %s: %s", codeSpan(where(f.Place)), f.Severity, markdownText(f.Message))
	if f.Default {
		line += " *(never configured)*"
	}
	lines := []string{line}
	if frame, ok := m.frameOf(f.Place); ok {
		lines = append(lines, codeSpan(frame.code))
	}
	for _, r := range f.Related {
		lines = append(lines, fmt.Sprintf("%s %s", codeSpan(where(r.Place)), markdownText(r.Message)))
	}
	return lines
}

// places lists where a row looked: for a person who has to look there too with
// the line that stands there.
func (m *markdown) places(r *clauseRow) []string {
	var shown []string
	for _, p := range m.evidence(r.Places) {
		at := codeSpan(p.At)
		if r.Outcome == policies.Manual && p.Code != "" {
			at += " " + codeSpan(p.Code)
		}
		shown = append(shown, at)
	}
	if r.Outcome != policies.Manual && len(shown) > 0 {
		shown = []string{strings.Join(shown, ", ")}
	}
	if rest := len(r.Places) - mostPlaces; rest > 0 {
		shown[len(shown)-1] += fmt.Sprintf(" and %d more", rest)
	}
	return shown
}
