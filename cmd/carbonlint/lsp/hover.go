package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// hover answers textDocument/hover: on a finding with what its rule says, on
// a setting with what it is.
func (q *query) hover(p *positionParams) (any, error) {
	j, name, err := q.judgement(p.TextDocument.URI)
	if err != nil || j == nil || j.Report == nil {
		return nil, err
	}
	var parts []string
	var where *Range
	if s, ok := j.spot(name, p.Position, q.client.encoding); ok {
		if e := s.entry(); e != nil {
			r := s.text.rangeOf(q.client.encoding, at(e))
			where = &r
			parts = append(parts, s.describe(q, s.named(q, e)))
		}
	}
	var seen []string
	for i := range j.Report.Findings {
		f := &j.Report.Findings[i]
		if r := j.rangeOf(f.Place, q.client.encoding); f.File != name || !r.holds(p.Position) {
			continue
		} else if where == nil {
			where = &r
		}
		if !slices.Contains(seen, f.Rule) {
			seen = append(seen, f.Rule)
			parts = append(parts, j.explain(f, q.client))
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	h := hover{Range: where}
	h.Contents.Kind, h.Contents.Value = q.client.markdown, strings.Join(parts, "\n\n---\n\n")
	if h.Contents.Kind == "plaintext" {
		h.Contents.Value = plain(h.Contents.Value)
	}
	return h, nil
}

// explain is what a rule says of a finding.
func (j *judgement) explain(f *policies.Finding, c *client) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** (%s, %s)", escape(f.Message), f.Severity, link(f.Rule, c))
	if f.Default {
		b.WriteString("\n\nThis was never configured: it is what the product ships.")
	}
	if r := j.rule(f.Rule); r != nil {
		fmt.Fprintf(&b, "\n\n%s\n\n%s", r.Description, r.Remediation)
	}
	return b.String()
}

// link names a rule, with its page where it has one.
func link(rule string, c *client) string {
	if page := c.page(rule); page != "" {
		return fmt.Sprintf("[`%s`](%s)", rule, page)
	}
	return "`" + rule + "`"
}

// escape takes their meaning from the signs of a text that Markdown knows.
func escape(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_[]<>#&|~!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// named returns the setting that an attribute is the name of, <parameter
// name="…">, and any other entry as it is.
func (s *spot) named(q *query, e *loader.Entry) *loader.Entry {
	of, ok := strings.CutSuffix(e.Path, "/@name")
	if !ok || len(s.judging(q, e)) > 0 {
		return e
	}
	setting := e
	for i := range s.file.Entries {
		o := &s.file.Entries[i]
		if o.Path == of && o.Key.Start < e.Key.Start && o.Value != "" && (setting == e || o.Key.Start > setting.Key.Start) {
			setting = o
		}
	}
	return setting
}

// describe says what a setting is.
func (s *spot) describe(q *query, e *loader.Entry) string {
	lines := []string{fmt.Sprintf("`%s` in `%s`", strings.ReplaceAll(e.Path, "`", ""), s.file.Name)}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	switch {
	case e.Sensitive:
		add("A secret, whose value is shown nowhere.")
	case e.Unknown:
		add("A placeholder decides the value, so that rules which need to know it say *unknown*.")
	}
	if e.Conditional {
		add("The script gives this option under a condition only.")
	}
	if value, ok := shipped(s.file, e); ok && value == e.Value {
		add("All products that have this setting ship it with this value.")
	} else if ok {
		add("All products that have this setting ship it as `%s`.", value)
	}
	lines = append(lines, s.ports(q, e)...)
	lines = append(lines, s.resolved(q, e)...)
	lines = append(lines, s.judging(q, e)...)
	return strings.Join(lines, "\n\n")
}

// offset is the setting that moves the ports.
const offsetPath = "Server/Ports/Offset"

// ports says what listens on the port that an entry sets, or on those that the
// offset moves.
func (s *spot) ports(q *query, e *loader.Entry) []string {
	var lines []string
	for _, p := range s.things(q.ctx, s.home, "ports") {
		moves := s.file.Kind == "carbon.xml" && e.Path == offsetPath && p.flag("shifted")
		if !moves && !(p.at(s.file, at(e)) && p.text("path") == e.Path) {
			continue
		}
		line := fmt.Sprintf("%s: effective port %d", escape(p.text("name")), p.number("port"))
		if p.number("port") != p.number("base") {
			line += fmt.Sprintf(" (%d and the offset %d)", p.number("base"), p.number("port")-p.number("base"))
		}
		if line += ", " + p.text("protocol"); p.flag("internal") {
			line += ", for internal use"
		}
		lines = append(lines, line+".")
	}
	if len(lines) > 1 {
		return []string{"- " + strings.Join(lines, "\n- ")}
	}
	return lines
}

// resolved says what the name that an entry gives leads to.
func (s *spot) resolved(q *query, e *loader.Entry) []string {
	var lines []string
	for _, r := range s.things(q.ctx, s.home, "references") {
		if !r.part("entry").at(s.file, at(e)) || r.part("entry").text("path") != e.Path {
			continue
		}
		lines = append(lines, "Names the data source of "+escape(r.text("user"))+".")
		sources := s.sources(q, r)
		for _, ds := range sources {
			lines = append(lines, s.origin(ds))
		}
		if len(sources) == 0 && !e.Unknown {
			lines = append(lines, "No relational data source of the tree has this name.")
		}
	}
	if len(lines) == 0 {
		for _, d := range s.define(q, e) {
			lines = append(lines, fmt.Sprintf("Leads to %s in `%s`.", d.of, d.file))
		}
	}
	return lines
}

// judging lists the rules that looked at an entry.
func (s *spot) judging(q *query, e *loader.Entry) []string {
	var rows []string
	for i := range s.Report.Verdicts {
		v := &s.Report.Verdicts[i]
		if v.Home != s.home.Path || !slices.ContainsFunc(v.Subjects, func(p policies.Place) bool { return is(p, s.file, e) }) {
			continue
		}
		row := fmt.Sprintf("- %s: %s", link(v.Rule, q.client), s.said(v, e))
		if r := s.rule(v.Rule); r != nil && r.Guideline != "" {
			row += fmt.Sprintf(" (guideline: %s)", r.Guideline)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return []string{"Judged by\n\n" + strings.Join(rows, "\n")}
}

// said is what a rule says of an entry: its verdict is that of the home, and
// its finding may be elsewhere.
func (s *spot) said(v *policies.Verdict, e *loader.Entry) string {
	if v.Outcome != policies.Fail {
		return strings.ReplaceAll(string(v.Outcome), "_", " ")
	}
	for i := range s.Report.Findings {
		f := &s.Report.Findings[i]
		if f.Rule != v.Rule || !is(f.Place, s.file, e) {
			continue
		}
		if f.Default {
			return "finding, as the product ships it"
		}
		return "finding"
	}
	for i := range s.Report.Waived {
		if f := &s.Report.Waived[i]; f.Rule == v.Rule && is(f.Place, s.file, e) {
			return "waived"
		}
	}
	for i := range s.Accepted {
		if f := &s.Accepted[i]; f.Rule == v.Rule && is(f.Place, s.file, e) {
			return "known to the baseline"
		}
	}
	return "no finding here"
}

// origin says of a data source what it is called, where it stands and where it
// leads.
func (s *spot) origin(ds noun) string {
	line := fmt.Sprintf("Data source %s, `%s:%d`", escape(s.Report.Shown(ds.part("name").text("value"))), ds.text("file"), ds.number("line"))
	if url := ds.part("url"); url != nil {
		shown := "a URL with a secret in it"
		if !url.flag("sensitive") {
			shown = "`" + strings.ReplaceAll(s.Report.Shown(url.text("value")), "`", "") + "`"
		}
		line += ": " + shown
	}
	return line + "."
}
