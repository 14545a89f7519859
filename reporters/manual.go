package reporters

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// shownPlace is a place with the line that stands there, "" where that may not
// be shown.
type shownPlace struct {
	At, Code string
}

// evidence are the first of the places that a rule looked at, as a person who
// looks there too wants to see them.
func (v *view) evidence(places []policies.Place) []shownPlace {
	return each(places[:min(len(places), mostPlaces)], func(p policies.Place) shownPlace {
		shown := shownPlace{At: where(p)}
		if f, ok := v.frameOf(p); ok {
			shown.Code = strings.TrimSpace(f.code)
		}
		return shown
	})
}

// manual tells in a skipped case what a person has to check, and where to
// begin.
func (j *junit) manual(v policies.Verdict) string {
	var b strings.Builder
	for _, c := range v.Checks {
		fmt.Fprintf(&b, "manual: %s\n", printable(checkedAs(c)))
	}
	if len(v.Checks) == 0 {
		b.WriteString("manual: to be checked by hand\n")
	}
	if help := firstParagraph(j.rule(v.Rule).Remediation); help != "" {
		fmt.Fprintf(&b, "to check: %s\n", printable(help))
	}
	for _, p := range j.evidence(v.Subjects) {
		fmt.Fprintf(&b, "%s  %s\n", p.At, p.Code)
	}
	if rest := len(v.Subjects) - mostPlaces; rest > 0 {
		fmt.Fprintf(&b, "and %d more\n", rest)
	}
	return b.String() + docsURL(v.Rule)
}

// manualItem is what a rule asks a person to check, in the homes in which that
// is open or was checked in the same way.
type manualItem struct {
	rule   string
	homes  int
	places []policies.Place
	checks []policies.Check
}

// manual lists what no file decides: what to check and where to begin. It has no
// severity and fails nothing, so that only a reader who asks for everything gets
// it; all evidence is in the other reports.
func (t *text) manual() {
	items := t.manualItems()
	if len(items) == 0 {
		return
	}
	t.printf("To check by hand (%s):\n", count(len(items), "item"))
	for _, item := range items {
		t.printf("  %s  %s\n", t.link(docsURL(item.rule), item.rule), printable(firstParagraph(t.rule(item.rule).Remediation)))
		for _, c := range item.checks {
			t.printf("    %s\n", printable(checkedAs(c)))
		}
		few := each(item.places[:min(len(item.places), fewPlaces)], where)
		see := strings.Join(few, ", ")
		if rest := len(item.places) - len(few); rest > 0 {
			see += fmt.Sprintf(" and %d more", rest)
		}
		if item.homes > 1 {
			see += " in " + count(item.homes, "home")
		}
		t.printf("    %s %s\n", t.sgr(dim, "see:"), see)
	}
	t.WriteByte('\n')
}

// fewPlaces is how many places of an item the text report names.
const fewPlaces = 3

// manualItems are the items by rule, those that are open first.
func (v *view) manualItems() []*manualItem {
	var items []*manualItem
	seen := map[string]*manualItem{}
	for _, verdict := range v.Verdicts {
		if verdict.Outcome != policies.Manual {
			continue
		}
		key := verdict.Rule
		for _, c := range verdict.Checks {
			key += "\n" + checkedAs(c)
		}
		item := seen[key]
		if item == nil {
			item = &manualItem{rule: verdict.Rule, checks: verdict.Checks}
			seen[key] = item
			items = append(items, item)
		}
		item.homes++
		item.places = append(item.places, verdict.Subjects...)
	}
	slices.SortStableFunc(items, func(x, y *manualItem) int {
		return cmp.Or(cmp.Compare(min(len(x.checks), 1), min(len(y.checks), 1)), cmp.Compare(x.rule, y.rule))
	})
	return items
}
