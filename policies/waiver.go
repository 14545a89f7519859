package policies

import (
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/carbonlint/carbonlint/loader"
)

// Waiver accepts findings: somebody has looked at them and says why they may
// stay. Of a checklist item, named by its id, it says that it was checked. It stands in a comment of the tree or in the configuration file.
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

// Waive moves the findings that a waiver accepts from r.Findings to r.Waived,
// and adds what is wrong with the waivers themselves. Failures stay: what was
// not judged cannot be accepted. It is called once.
func (r *Report) Waive(w Waivers) {
	p := newWaiving(r, w)
	kept := r.Findings[:0]
	for _, f := range r.Findings {
		if by := p.accepting(&f); by != nil {
			r.Waived = append(r.Waived, Waived{f, by.Reason, by.Until, by.Place})
			continue
		}
		kept = append(kept, f)
	}
	r.Findings = kept
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; v.Outcome == Manual {
			v.Checks = p.checks(v)
		}
	}
	p.misuse()
}

// waiving applies waivers to a report.
type waiving struct {
	Waivers
	report     *Report
	configured []*appliedWaiver
	inPlace    map[string][]*appliedWaiver // by file
	ordered    []*appliedWaiver            // those in place, in the order of the files
	faults     []Finding                   // what is wrong with waivers
}

func newWaiving(r *Report, w Waivers) *waiving {
	p := &waiving{Waivers: w, report: r, inPlace: make(map[string][]*appliedWaiver)}
	for _, c := range w.Configured {
		a := &appliedWaiver{Waiver: c, home: "."}
		a.Reason = r.shown(c.Reason)
		p.configured = append(p.configured, a)
	}
	if r.Tree == nil {
		return p
	}
	for _, h := range r.Tree.Homes {
		p.read(h)
	}
	return p
}

// appliedWaiver is a waiver while it is applied.
type appliedWaiver struct {
	Waiver
	// home is the home that a fault of the waiver is reported in.
	home string
	// file holds the comment, nil for a waiver of the configuration; covers is
	// what the comment speaks of, unless that is the whole file.
	file   *loader.File
	covers []loader.Region
	whole  bool
	// used and locked have the names of w.Rules that accepted a finding, and
	// those that would have but for a lock, with the rule that is locked.
	used   map[string]bool
	locked map[string]string
}

// inert reports whether the waiver accepts nothing, whatever is found.
func (a *appliedWaiver) inert(now time.Time) bool {
	return a.Reason == "" || a.expired(now)
}

// expired reports whether the waiver's last day is past.
func (a *appliedWaiver) expired(now time.Time) bool {
	return !a.Until.IsZero() && !now.Before(a.Until.AddDate(0, 0, 1))
}

// reaches reports whether the waiver speaks of the place of a finding.
func (a *appliedWaiver) reaches(f *Finding) bool {
	if a.file == nil {
		return matches(a.Path, f.File) && matches(a.Home, f.Home)
	}
	if a.whole {
		return true
	}
	for _, c := range a.covers {
		if c.Holds(loader.Position{Line: f.Line, Column: f.Column}) {
			return true
		}
	}
	return false
}

// matches reports whether a glob matches a name; the empty one matches all. A
// malformed one matches nothing, since the configuration refuses it.
func matches(glob, name string) bool {
	return glob == "" || doublestar.MatchUnvalidated(glob, name)
}

// accepting returns the waiver that accepts a finding, the one in place before
// that of the configuration, nil when none does. All that accept it count as
// used.
func (p *waiving) accepting(f *Finding) *appliedWaiver {
	return p.first(f, func(name string) bool { return Selects([]string{name}, f.Rule) })
}

// checks returns the waivers that say that a checklist item was checked, each
// once. They name the rule itself: who waives the findings of a category has not
// checked what is in none. One that covers a part of the evidence is used, and
// leaves the item open.
func (p *waiving) checks(v *Verdict) []Check {
	var checks []Check
	open := false
	for _, at := range v.Subjects {
		a := p.first(&Finding{Rule: v.Rule, Home: v.Home, Place: at}, func(name string) bool { return name == v.Rule })
		switch {
		case a == nil:
			open = true
		case !slices.ContainsFunc(checks, func(c Check) bool { return c.By == a.Place }):
			checks = append(checks, Check{a.Reason, a.Until, a.Place})
		}
	}
	if open {
		return nil
	}
	return checks
}

// first returns the first waiver that accepts a finding, in the order of
// [waiving.accepting]; named says which names mean the rule.
func (p *waiving) first(f *Finding, named func(string) bool) *appliedWaiver {
	var by *appliedWaiver
	for _, list := range [][]*appliedWaiver{p.inPlace[f.File], p.configured} {
		for _, a := range list {
			if p.accepts(a, f, named) && by == nil {
				by = a
			}
		}
	}
	return by
}

// accepts reports whether a waiver accepts a finding, and notes by which of
// its names.
func (p *waiving) accepts(a *appliedWaiver, f *Finding, named func(string) bool) bool {
	if a.inert(p.Now) || !a.reaches(f) {
		return false
	}
	accepted := false
	for _, name := range a.Rules {
		switch {
		case !named(name):
		case a.file != nil && Selects(p.Locked, f.Rule):
			note(&a.locked, name, f.Rule)
		default:
			note(&a.used, name, true)
			accepted = true
		}
	}
	return accepted
}

// note sets an entry of a map that may not have been made.
func note[V any](m *map[string]V, key string, value V) {
	if *m == nil {
		*m = make(map[string]V)
	}
	(*m)[key] = value
}

// outside reports whether a configured waiver may speak of what the run did
// not read: it stands above the tree, or the run was partial, and no home or
// file fits it.
func (p *waiving) outside(a *appliedWaiver) bool {
	if !p.Partial && !strings.HasPrefix(a.Place.File, "../") {
		return false
	}
	for _, h := range p.report.Tree.Homes {
		if !matches(a.Home, h.Path) {
			continue
		}
		for _, f := range h.Files {
			if matches(a.Path, f.Name) {
				return false
			}
		}
	}
	return true
}
