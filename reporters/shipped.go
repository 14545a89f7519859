package reporters

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// section folds the findings about shipped values that belong to one section
// of the guidelines into a line a rule. An untouched product has dozens of
// them, and a product of four profiles hundreds; in full they would bury the
// mistakes.
type section struct {
	name string
	rows []*shippedRow
}

// shippedRow is one rule's findings about shipped values.
type shippedRow struct {
	rule     string
	severity policies.Severity // the worst of them
	places   []policies.Place
	homes    map[string]bool
}

// sections returns the folded findings, the sections and rules with the worst
// first, and sections of one severity in the order of the guidelines.
func (v *view) sections() []*section {
	rows := map[string]*shippedRow{}
	byName := map[string]*section{}
	var sections []*section
	for _, f := range v.Findings {
		if !f.Default {
			continue
		}
		row := rows[f.Rule]
		if row == nil {
			row = &shippedRow{rule: f.Rule, severity: f.Severity, homes: map[string]bool{}}
			rows[f.Rule] = row
			name := v.rule(f.Rule).Guideline
			s := byName[name]
			if s == nil {
				s = &section{name: name}
				byName[name] = s
				sections = append(sections, s)
			}
			s.rows = append(s.rows, row)
		}
		row.places = append(row.places, f.Place)
		row.homes[f.Home] = true
		if f.Severity.Rank() > row.severity.Rank() {
			row.severity = f.Severity
		}
	}
	for _, s := range sections {
		slices.SortFunc(s.rows, func(x, y *shippedRow) int {
			return cmp.Or(cmp.Compare(y.severity.Rank(), x.severity.Rank()), cmp.Compare(x.rule, y.rule))
		})
	}
	slices.SortFunc(sections, func(x, y *section) int {
		return cmp.Or(cmp.Compare(y.rows[0].severity.Rank(), x.rows[0].severity.Rank()),
			cmp.Compare(sectionOrder(x.name), sectionOrder(y.name)), cmp.Compare(x.name, y.name))
	})
	return sections
}

// shipped writes the folded findings.
func (t *text) shipped(sections []*section) {
	findings, ids, places := 0, 0, 0
	homes := map[string]bool{}
	for _, s := range sections {
		for _, row := range s.rows {
			findings += len(row.places)
			for home := range row.homes {
				homes[home] = true
			}
		}
	}
	if findings == 0 {
		return
	}
	for _, s := range sections {
		for _, row := range s.rows {
			ids = max(ids, len(row.rule))
			places = max(places, len(row.extent(len(homes))))
		}
	}
	t.printf("Never configured, as the product ships it (%s%s):\n", count(findings, "finding"), in(homes))
	for _, s := range sections {
		if s.name != "" {
			t.printf(" %s\n", t.sgr(bold, sectionTitle(s.name)))
		}
		for _, row := range s.rows {
			t.printf("  %s%s  %s  %-*s  %s (%s)\n",
				t.link(docsURL(row.rule), row.rule), strings.Repeat(" ", ids-len(row.rule)),
				t.paint.severity(row.severity, fmt.Sprintf("%-7s", row.severity)), places, row.extent(len(homes)),
				printable(t.rule(row.rule).Title), firstPlace(row.places))
		}
	}
	t.WriteByte('\n')
}

// in says in how many homes, and in which when it is one below the tree.
func in(homes map[string]bool) string {
	for home := range homes {
		if len(homes) == 1 {
			if home == "." {
				return ""
			}
			return " in " + printable(home)
		}
	}
	return " in " + count(len(homes), "home")
}

// extent says at how many places a rule finds something, and in how many of
// several homes.
func (r *shippedRow) extent(homes int) string {
	s := count(len(r.places), "place")
	if homes > 1 {
		s += " in " + count(len(r.homes), "home")
	}
	return s
}

func firstPlace(places []policies.Place) string {
	p := places[0]
	s := printable(p.File)
	if p.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, p.Line)
	}
	if len(places) > 1 {
		s += ", …"
	}
	return s
}
