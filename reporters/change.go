package reporters

import (
	"cmp"
	"slices"
	"time"

	"github.com/carbonlint/carbonlint/policies"
)

// Seen is a finding with the time at which it appeared.
type Seen struct {
	policies.Finding
	Since time.Time
}

// Change is how the report of a tree differs from the one before.
type Change struct {
	At time.Time
	// Took is how long it took to make the report.
	Took time.Duration
	// First is set when there was no report before: then all has appeared.
	First bool
	// Appeared, Gone and Stay are in the order of the report.
	Appeared, Gone, Stay []Seen
	// Problem says why there is no report, "" where there is one.
	Problem string
}

// History turns one report after the other into changes.
type History struct {
	seen    map[seenKey]Seen
	started bool
}

// seenKey is what makes two findings one: what is said, of which part of which
// file, wherever in it that stands by now.
type seenKey struct {
	fingerprint, message string
	severity             policies.Severity
}

// Next compares a report with the one before.
func (h *History) Next(r *policies.Report, at time.Time) *Change {
	c := &Change{At: at, First: !h.started}
	next := make(map[seenKey]Seen, len(r.Findings))
	for _, f := range r.Findings {
		key := seenKey{f.Fingerprint, f.Message, f.Severity}
		if old, ok := h.seen[key]; ok {
			next[key] = Seen{f, old.Since}
			c.Stay = append(c.Stay, next[key])
			continue
		}
		next[key] = Seen{f, at}
		c.Appeared = append(c.Appeared, next[key])
	}
	for key, old := range h.seen {
		if _, ok := next[key]; !ok {
			c.Gone = append(c.Gone, old)
		}
	}
	slices.SortFunc(c.Gone, func(a, b Seen) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Fingerprint, b.Fingerprint),
		)
	})
	h.seen, h.started = next, true
	return c
}
