package config

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/carbonlint/carbonlint/policies"
)

// Effective is what holds at a place of the tree.
type Effective struct {
	// layers hold the sections that apply, the weakest first: each file's own
	// section, then its overrides in their order, then its homes, the file
	// nearest to the home last.
	layers []*Section
	// rules are the absolute paths of the folders of own rules.
	rules []string
	// Cluster, Host and Environment are those of the home.
	Cluster, Host, Environment Text
}

// Resolve returns what holds for a home, and for a file of it unless that is
// "". The files are a cascade and both paths absolute, with slashes.
func Resolve(files []*File, home, file string) *Effective {
	e := new(Effective)
	for _, f := range files {
		e.layers = append(e.layers, &f.Section)
		e.rules = append(e.rules, f.ruleFolders()...)
		for i := range f.Overrides {
			if o := &f.Overrides[i]; f.matches(o.Paths, home, file) {
				e.layers = append(e.layers, &o.Section)
			}
		}
		for i := range f.Homes {
			if h := &f.Homes[i]; f.matches([]Text{h.Path}, home, "") {
				e.layers = append(e.layers, &Section{Product: h.Product, Version: h.Version})
				e.Cluster, e.Host = later(e.Cluster, h.Cluster), later(e.Host, h.Host)
				e.Environment = later(e.Environment, h.Environment)
			}
		}
	}
	return e
}

// later is the second text where it is set, else the first.
func later(first, second Text) Text {
	if second.Value != "" {
		return second
	}
	return first
}

// matches reports whether one of the globs matches the home or the file.
func (f *File) matches(globs []Text, home, file string) bool {
	for _, full := range []string{home, file} {
		rel, ok := below(f.Dir, full)
		if !ok {
			continue
		}
		for _, g := range globs {
			if Matches(g.Value, rel) {
				return true
			}
		}
	}
	return false
}

// Matches reports whether a glob matches a path or a folder above it: a glob
// that names a folder holds for all that is in it.
func Matches(glob, rel string) bool {
	return doublestar.MatchUnvalidated(glob, rel) || doublestar.MatchUnvalidated(strings.TrimSuffix(glob, "/")+"/**", rel)
}

// Level is what is said of a rule. In one section a rule wins over its
// category; a stronger section wins over a weaker one.
func (e *Effective) Level(id string) (Level, bool) {
	category, _, _ := strings.Cut(id, "/")
	for i := len(e.layers) - 1; i >= 0; i-- {
		var found *Level
		for j := range e.layers[i].Severities {
			switch l := &e.layers[i].Severities[j]; {
			case l.Rule == id:
				return *l, true
			case l.Rule == category:
				found = l
			}
		}
		if found != nil {
			return *found, true
		}
	}
	return Level{}, false
}

// Profile is core or all, or not set.
func (e *Effective) Profile() Text { return e.last(func(s *Section) Text { return s.Profile }) }

// Product is that of the home, not set where the tree tells it.
func (e *Effective) Product() Text { return e.last(func(s *Section) Text { return s.Product }) }

// Version is that of the product, not set where the tree tells it.
func (e *Effective) Version() Text { return e.last(func(s *Section) Text { return s.Version }) }

// last returns a text of the strongest section that sets it.
func (e *Effective) last(text func(*Section) Text) Text {
	var t Text
	for _, s := range e.layers {
		t = later(t, text(s))
	}
	return t
}

// Parameters returns the parameters that are set, by rule and name.
func (e *Effective) Parameters() map[string]map[string]Parameter {
	set := make(map[string]map[string]Parameter)
	for _, s := range e.layers {
		for _, p := range s.Parameters {
			if set[p.Rule] == nil {
				set[p.Rule] = make(map[string]Parameter)
			}
			set[p.Rule][p.Name] = p
		}
	}
	return set
}

// severity is what a rule's findings count as, as [policies.Site] says it.
// profile is the profile where the files say nothing of the rule.
func (e *Effective) severity(r *policies.Rule, profile string) policies.Severity {
	level, ok := e.Level(r.ID)
	switch {
	case !ok && profile == "core" && r.Tier != "core":
		return policies.SeverityOff
	case !ok || level.Severity == SeverityOn:
		return ""
	}
	return level.Severity
}
