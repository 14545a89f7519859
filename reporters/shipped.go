package reporters

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/carbonlint/carbonlint/policies"
)

// block folds what a home never configured into one line a rule. An untouched
// product has dozens of such findings; in full they would bury the mistakes.
type block struct {
	homes []string
	count int
	rows  []*shippedRow
}

// shippedRow is one rule's findings about shipped defaults in a home.
type shippedRow struct {
	rule     string
	severity policies.Severity
	places   []policies.Place
}

// blocks returns a block per home in the report's order; homes whose blocks
// read the same share one.
func (v *view) blocks() []*block {
	var blocks []*block
	byHome := map[string]*block{}
	for _, f := range v.Findings {
		if !f.Default {
			continue
		}
		b := byHome[f.Home]
		if b == nil {
			b = &block{homes: []string{f.Home}}
			byHome[f.Home] = b
			blocks = append(blocks, b)
		}
		b.add(f)
	}
	return mergeBlocks(blocks)
}

func (b *block) add(f policies.Finding) {
	b.count++
	i := slices.IndexFunc(b.rows, func(r *shippedRow) bool { return r.rule == f.Rule })
	if i < 0 {
		i = len(b.rows)
		b.rows = append(b.rows, &shippedRow{rule: f.Rule, severity: f.Severity})
	}
	row := b.rows[i]
	row.places = append(row.places, f.Place)
	if f.Severity.Rank() > row.severity.Rank() {
		row.severity = f.Severity
	}
}

func mergeBlocks(blocks []*block) []*block {
	var merged []*block
	seen := map[string]*block{}
	for _, b := range blocks {
		slices.SortStableFunc(b.rows, func(x, y *shippedRow) int {
			return cmp.Or(cmp.Compare(y.severity.Rank(), x.severity.Rank()), cmp.Compare(x.rule, y.rule))
		})
		if first := seen[b.key()]; first != nil {
			first.homes = append(first.homes, b.homes[0])
			continue
		}
		seen[b.key()] = b
		merged = append(merged, b)
	}
	return merged
}

// key is equal for homes with the same findings at the same places.
func (b *block) key() string {
	var key strings.Builder
	for _, row := range b.rows {
		fmt.Fprintln(&key, row.rule, row.severity)
		for _, p := range row.places {
			fmt.Fprintln(&key, inHome(b.homes[0], p.File), p.Line)
		}
	}
	return key.String()
}

func (t *text) block(b *block) {
	t.printf("%s:\n", b.title())
	ids, places := 0, 0
	for _, row := range b.rows {
		ids = max(ids, utf8.RuneCountInString(row.rule))
		places = max(places, len(count(len(row.places), "place")))
	}
	for _, row := range b.rows {
		severity := fmt.Sprintf("%-7s", row.severity)
		t.printf("  %s%s  %s  %-*s  %s (%s)\n",
			t.link(docsURL(row.rule), row.rule), strings.Repeat(" ", ids-utf8.RuneCountInString(row.rule)),
			t.paint.severity(row.severity, severity), places, count(len(row.places), "place"),
			printable(t.rule(row.rule).Title), firstPlace(row.places))
	}
	t.WriteByte('\n')
}

// title says which homes a block is about.
func (b *block) title() string {
	title := "Never configured"
	if b.homes[0] != "." {
		title += " in " + printable(b.homes[0])
	}
	title += " (" + count(b.count, "finding") + ")"
	if others := b.homes[1:]; len(others) > 0 {
		title += fmt.Sprintf(", and the same in %s: %s", count(len(others), "other home"), printable(some(others)))
	}
	return title
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
