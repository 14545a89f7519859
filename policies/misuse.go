package policies

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// read takes the waivers from the comments of a home. What is no waiver, and
// reads like one, is a fault.
func (p *waiving) read(h *loader.Home) {
	for _, f := range h.Files {
		for _, d := range f.Directives {
			at := Place{
				File: f.Name, Line: d.Start.Line, Column: d.Start.Column, EndLine: d.End.Line, EndColumn: d.End.Column,
			}
			a := &appliedWaiver{Waiver: Waiver{Place: at}, home: h.Path, file: f, covers: d.Covers}
			if d.Fault != "" {
				p.fault(a, ruleWaiverMalformed, "The waiver %s.", d.Fault)
				continue
			}
			parsed, err := parseDirective(d.Text)
			if err != nil {
				p.fault(a, ruleWaiverMalformed, "The waiver %v.", err)
				continue
			}
			a.Rules, a.Reason, a.Until, a.whole = parsed.rules, p.report.shown(parsed.reason), parsed.until, parsed.file
			p.inPlace[f.Name] = append(p.inPlace[f.Name], a)
			p.ordered = append(p.ordered, a)
		}
	}
}

// shown returns text of a waiver as the report may show it.
func (r *Report) shown(text string) string {
	if r.masked != nil {
		text = r.masked.Replace(text)
	}
	return oneLine(loader.MaskText(text))
}

// Shown returns text of the tree as an output may show it, on one line and
// without what is or looks like a secret.
func (r *Report) Shown(text string) string { return r.shown(text) }

// fault reports what is wrong with a waiver, unless that check does not run.
func (p *waiving) fault(a *appliedWaiver, rule, format string, args ...any) {
	i := slices.IndexFunc(p.report.builtin, func(r *Rule) bool { return r.ID == rule })
	if i < 0 {
		return
	}
	severity := p.severity(p.report.builtin[i], a)
	if severity == SeverityOff {
		return
	}
	p.faults = append(p.faults, Finding{
		Rule: rule, Severity: severity, Message: p.report.shown(fmt.Sprintf(format, args...)),
		Place: a.Place, Home: a.home,
	})
}

// severity is what a fault of a waiver counts as. A waiver of the configuration
// belongs to no home, so that the first one stands for all.
func (p *waiving) severity(r *Rule, a *appliedWaiver) Severity {
	if p.report.site == nil || p.report.Tree == nil {
		return r.Severity
	}
	for _, h := range p.report.Tree.Homes {
		if h.NotJudged != "" || a.file != nil && h.Path != a.home {
			continue
		}
		if s := p.report.site.Severity(r, h, a.Place.File); s != "" {
			return s
		}
		break
	}
	return r.Severity
}

// misuse adds to the report what is wrong with its waivers.
func (p *waiving) misuse() {
	for _, a := range slices.Concat(p.ordered, p.configured) {
		p.check(a)
	}
	p.report.add(p.faults)
}

// check reports what is wrong with one waiver.
func (p *waiving) check(a *appliedWaiver) {
	for _, name := range a.Rules {
		p.checkName(a, name)
	}
	switch {
	case a.Reason == "":
		p.fault(a, ruleWaiverWithoutReason, "The waiver of %s gives no reason, so that it waives nothing.", quoted(a.Rules))
	case a.expired(p.Now):
		p.fault(a, ruleWaiverExpired, "The waiver of %s ended on %s.", quoted(a.Rules), a.Until.Format(time.DateOnly))
	}
}

// checkName reports what is wrong with one name of a waiver's rules.
func (p *waiving) checkName(a *appliedWaiver, name string) {
	switch {
	case Selects([]string{name}, builtinCategory+"/"), Selects([]string{builtinCategory}, name):
		p.fault(a, ruleWaiverLocked, "The rule '%s' judges waivers and cannot be waived.", brief(name))
	case !matchesAny(p.report.known, name):
		near := ""
		if n := Nearest(p.report.known, name); n != "" {
			near = fmt.Sprintf(", the nearest is '%s'", n)
		}
		p.fault(a, ruleWaiverUnknownRule, "There is no rule or category '%s'%s.", brief(name), near)
	case a.file != nil && Selects(p.Locked, name):
		p.fault(a, ruleWaiverLocked, "The configuration locks the rule '%s', which no comment can waive.", name)
	case a.locked[name] != "":
		p.fault(a, ruleWaiverLocked, "The configuration locks the rule '%s', which no comment can waive.", a.locked[name])
	case !a.inert(p.Now) && !a.used[name] && p.ran(a, name):
		p.fault(a, ruleWaiverUnused, "The waiver of '%s' waives nothing.", name)
	}
}

// ran reports whether a rule of that name was judged where the waiver could
// have accepted something of it. In a file that does not parse nothing was.
func (p *waiving) ran(a *appliedWaiver, name string) bool {
	if a.file != nil && a.file.Problem != nil || a.file == nil && p.outside(a) {
		return false
	}
	return slices.ContainsFunc(p.report.Verdicts, func(v Verdict) bool {
		return Selects([]string{name}, v.Rule) && (a.file == nil || a.home == v.Home)
	})
}

// quoted lists names for a message.
func quoted(names []string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = "'" + brief(n) + "'"
	}
	return strings.Join(parts, ", ")
}

// add adds findings of built-in rules in the order of the report, with the
// rules that they are of.
func (r *Report) add(findings []Finding) {
	if len(findings) == 0 {
		return
	}
	sort.SliceStable(findings, func(i, j int) bool { return findings[i].less(&findings[j]) })
	number(findings)
	r.Findings = append(r.Findings, findings...)
	sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].less(&r.Findings[j]) })
	rules := slices.Clone(r.Rules)
	for _, b := range r.builtin {
		if slices.ContainsFunc(findings, func(f Finding) bool { return f.Rule == b.ID }) {
			rules = append(rules, b)
		}
	}
	sort.SliceStable(rules, func(i, j int) bool { return rules[i].ID < rules[j].ID })
	r.Rules = rules
}
