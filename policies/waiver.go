package policies

import (
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// Waiver accepts findings: somebody has looked at them and says why they may
// stay. It stands in a comment of the tree or in the configuration file.
type Waiver struct {
	// Rules are the ids or categories that it accepts.
	Rules []string
	// Path and Home are globs for the file of a finding and for the path of
	// its home, both relative to the tree, in which ** stands for any folders.
	// "" is any.
	Path, Home string
	// Reason says why. A waiver without one accepts nothing.
	Reason string
	// Until is the last day on which it holds; the zero time is no end.
	Until time.Time
	// Place is where the waiver itself stands. A configuration file above the
	// tree has a name that begins with "../".
	Place Place
}

// Waived is a finding that a waiver accepts.
type Waived struct {
	Finding
	Reason string
	// Until is the last day on which the waiver holds; the zero time is no end.
	Until time.Time
	// By is where the waiver stands.
	By Place
}

// Waivers is what decides over the waivers of a report.
type Waivers struct {
	// Configured are those of the configuration file; those in comments come
	// with the tree.
	Configured []Waiver
	// Locked are the rules and categories that no comment may waive.
	Locked []string
	// Now is the day at which [Waiver.Until] is judged.
	Now time.Time
	// Partial is set when the run read only a part of what the configuration
	// speaks of, so that a waiver for another part is not unused.
	Partial bool
}

// Waive moves the findings that a waiver accepts from r.Findings to r.Waived.
// Failures stay: what was not judged cannot be accepted.
func (r *Report) Waive(w Waivers) {
	kept := r.Findings[:0]
	for _, f := range r.Findings {
		if by := w.accepting(&f); by != nil {
			r.Waived = append(r.Waived, Waived{f, by.Reason, by.Until, by.Place})
			continue
		}
		kept = append(kept, f)
	}
	r.Findings = kept
}

// accepting returns the configured waiver that accepts a finding, nil when
// none does.
func (w *Waivers) accepting(f *Finding) *Waiver {
	for i := range w.Configured {
		c := &w.Configured[i]
		if c.holds(w.Now) && selects(c.Rules, f.Rule) && matches(c.Path, f.File) && matches(c.Home, f.Home) {
			return c
		}
	}
	return nil
}

// holds reports whether the waiver has a reason and has not expired.
func (w *Waiver) holds(now time.Time) bool {
	return w.Reason != "" && (w.Until.IsZero() || !now.After(w.Until.AddDate(0, 0, 1).Add(-time.Nanosecond)))
}

// matches reports whether a glob matches a name; the empty one matches all. A
// malformed one matches nothing, since the configuration refuses it.
func matches(glob, name string) bool {
	return glob == "" || doublestar.MatchUnvalidated(glob, name)
}
