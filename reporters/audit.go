package reporters

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// audit is a report by the clauses of the guidelines, each with its verdict
// and the evidence for it: what a security officer reads and files. Markdown
// and HTML show the same audit.
type audit struct {
	*view
	Sections []*auditSection
	Counts   verdictCounts
}

// auditSection is a section of the guidelines with its clauses.
type auditSection struct {
	Slug, Title string
	Clauses     []*clause
	Counts      verdictCounts
}

// clause is what one rule says of all homes.
type clause struct {
	*policies.Rule
	// Outcome is the worst of the rows.
	Outcome policies.Outcome
	Rows    []*clauseRow
}

// clauseRow is what a rule says of a home, and of those homes that have the
// same evidence at the same places.
type clauseRow struct {
	Outcome  policies.Outcome
	Homes    []string
	Findings []policies.Finding
	// Waived are findings that somebody has accepted. They do not change the
	// verdict: the fault is there.
	Waived []policies.Waived
	// Places are what the rule looked at, each once.
	Places []policies.Place
	// Checks say that what is to be checked by hand was checked.
	Checks []policies.Check
}

// outcomes are the verdicts in the order in which a reader needs them: what
// to mend, what to find out, what to look at, what is well.
var outcomes = []policies.Outcome{policies.Fail, policies.Unknown, policies.Manual, policies.Pass, policies.NotApplicable}

// verdictWords name the verdicts.
var verdictWords = map[policies.Outcome]string{
	policies.Fail: "fail", policies.Unknown: "unknown", policies.Manual: "by hand",
	policies.Pass: "pass", policies.NotApplicable: "not applicable",
}

// verdictCounts are the numbers of clauses by verdict.
type verdictCounts map[policies.Outcome]int

// sectionTitles are the sections of the Production Deployment Guidelines in
// their order, and after them what stands in no section.
var sectionTitles = []struct{ slug, title string }{
	{"system-requirements", "System requirements"},
	{"environment-compatibility", "Environment compatibility"},
	{"system-properties", "Setting system properties"},
	{"running", "Running the product"},
	{"security-running", "Running the product securely"},
	{"tuning-parameters", "Tuning parameters"},
	{"hazelcast", "Hazelcast properties"},
	{"hostname", "Hostname"},
	{"registry", "Registry and governance"},
	{"user-stores", "User stores"},
	{"jmx", "Monitoring with JMX"},
	{"performance-tuning", "Tuning WSO2 products"},
	{"ports", "Firewall ports"},
	{"proxy", "Proxy servers"},
	{"high-availability", "High availability"},
	{"backup", "Backup"},
	{"recovery", "Recovery"},
	{"security-hardening", "Security hardening"},
	{"linked", "Pages that the guidelines link"},
	{"modern", "Newer guidelines"},
	{"", "Beyond the guidelines"},
}

func newAudit(v *view) *audit {
	a := &audit{view: v, Counts: verdictCounts{}}
	sections := map[string]*auditSection{}
	for id, rows := range v.clauseRows() {
		c := &clause{Rule: v.rule(id), Rows: rows, Outcome: worstOutcome(rows)}
		s := sections[c.Guideline]
		if s == nil {
			s = &auditSection{Slug: c.Guideline, Title: sectionTitle(c.Guideline), Counts: verdictCounts{}}
			sections[c.Guideline] = s
			a.Sections = append(a.Sections, s)
		}
		s.Clauses = append(s.Clauses, c)
		s.Counts[c.Outcome]++
		a.Counts[c.Outcome]++
	}
	slices.SortFunc(a.Sections, func(x, y *auditSection) int {
		return cmp.Or(cmp.Compare(sectionOrder(x.Slug), sectionOrder(y.Slug)), cmp.Compare(x.Slug, y.Slug))
	})
	for _, s := range a.Sections {
		slices.SortFunc(s.Clauses, compareClauses)
	}
	return a
}

func compareClauses(x, y *clause) int {
	return cmp.Or(
		cmp.Compare(slices.Index(outcomes, x.Outcome), slices.Index(outcomes, y.Outcome)),
		cmp.Compare(y.Severity.Rank(), x.Severity.Rank()),
		cmp.Compare(x.ID, y.ID),
	)
}

func sectionTitle(slug string) string {
	if i := sectionOrder(slug); i < len(sectionTitles) {
		return sectionTitles[i].title
	}
	return slug
}

// sectionOrder is a section's place in the guidelines; one that they do not
// have comes last.
func sectionOrder(slug string) int {
	for i, s := range sectionTitles {
		if s.slug == slug {
			return i
		}
	}
	return len(sectionTitles)
}

func worstOutcome(rows []*clauseRow) policies.Outcome {
	worst := policies.NotApplicable
	for _, r := range rows {
		if slices.Index(outcomes, r.Outcome) < slices.Index(outcomes, worst) {
			worst = r.Outcome
		}
	}
	return worst
}

// clauseRows returns the rows of each rule. A finding of a rule that gave no
// verdict, such as one about a waiver, makes a row of its own.
func (v *view) clauseRows() map[string][]*clauseRow {
	rows := map[string][]*clauseRow{}
	byHome := map[[2]string]*clauseRow{}
	row := func(rule, home string, o policies.Outcome) *clauseRow {
		key := [2]string{rule, home}
		if byHome[key] == nil {
			byHome[key] = &clauseRow{Outcome: o, Homes: []string{home}}
			rows[rule] = append(rows[rule], byHome[key])
		}
		return byHome[key]
	}
	for _, verdict := range v.Verdicts {
		r := row(verdict.Rule, verdict.Home, verdict.Outcome)
		r.Checks = verdict.Checks
		for _, p := range verdict.Subjects {
			if !slices.Contains(r.Places, p) {
				r.Places = append(r.Places, p)
			}
		}
	}
	for _, f := range v.Findings {
		r := row(f.Rule, f.Home, policies.Fail)
		r.Findings = append(r.Findings, f)
	}
	for _, w := range v.Waived {
		r := row(w.Rule, w.Home, policies.Fail)
		r.Waived = append(r.Waived, w)
	}
	for id := range rows {
		rows[id] = mergeRows(rows[id])
	}
	return rows
}

// mergeRows makes one row of those that differ in their home alone: the nodes
// of a cluster share most of what is said of them.
func mergeRows(rows []*clauseRow) []*clauseRow {
	var merged []*clauseRow
	seen := map[string]*clauseRow{}
	for _, r := range rows {
		key := r.key()
		if first := seen[key]; first != nil {
			first.Homes = append(first.Homes, r.Homes...)
			continue
		}
		seen[key] = r
		merged = append(merged, r)
	}
	slices.SortStableFunc(merged, func(x, y *clauseRow) int {
		return cmp.Compare(slices.Index(outcomes, x.Outcome), slices.Index(outcomes, y.Outcome))
	})
	return merged
}

// key is equal for rows with the same evidence, relative to their homes.
func (r *clauseRow) key() string {
	var key strings.Builder
	fmt.Fprintln(&key, r.Outcome)
	at := func(p policies.Place) {
		fmt.Fprintln(&key, inHome(r.Homes[0], p.File), p.Line, p.Column, p.EndLine, p.EndColumn)
	}
	for _, f := range r.Findings {
		fmt.Fprintln(&key, f.Severity, f.Default, f.Message)
		at(f.Place)
		for _, related := range f.Related {
			fmt.Fprintln(&key, related.Message)
			at(related.Place)
		}
	}
	for _, w := range r.Waived {
		fmt.Fprintln(&key, w.Message, w.Reason, w.Until, inHome(r.Homes[0], w.By.File), w.By.Line)
		at(w.Place)
	}
	for _, c := range r.Checks {
		fmt.Fprintln(&key, checkedAs(c), inHome(r.Homes[0], c.By.File), c.By.Line)
	}
	if r.Outcome != policies.NotApplicable {
		for _, p := range r.Places {
			at(p)
		}
	}
	return key.String()
}

// Where says which homes a row is about, "" when the tree is the only one.
func (r *clauseRow) Where() string {
	if len(r.Homes) == 1 {
		if r.Homes[0] == "." {
			return ""
		}
		return printable(r.Homes[0])
	}
	return printable(r.Homes[0]) + " and " + count(len(r.Homes)-1, "other home") + " with the same: " + printable(some(r.Homes[1:]))
}

// Basis says what a verdict without findings rests on.
func (r *clauseRow) Basis() string {
	n := count(len(r.Places), "place")
	switch {
	case len(r.Findings) > 0 || len(r.Waived) > 0:
		return ""
	case r.Outcome == policies.Fail:
		return "Its findings are not part of this report."
	case r.Outcome == policies.NotApplicable:
		return "Nothing here that the rule judges."
	case len(r.Checks) > 0:
		return "Checked by hand, with a look at " + n + "."
	case r.Outcome == policies.Manual:
		return "To be checked by hand, with a look at " + n + "."
	case r.Outcome == policies.Unknown:
		return "The tree does not decide it; looked at " + n + "."
	}
	return "Looked at " + n + "."
}

// Date is the day at which dates were judged, "" when there was nothing to
// judge.
func (a *audit) Date() string {
	for _, h := range a.homes {
		if day, _, ok := strings.Cut(h.Now, "T"); ok {
			return day
		}
	}
	return ""
}

// Provenance says what made the report and on what it rests.
func (a *audit) Provenance() string {
	s := "Made by carbonlint " + a.Version
	if len(a.Rules) > 0 {
		s += " with " + count(len(a.Rules), "rule")
	}
	if day := a.Date(); day != "" {
		s += "; dates are judged as of " + day
	}
	return s + "."
}
