package config

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// Flags is what the command line says, which wins over the files.
type Flags struct {
	// Rules are the rules and categories to run: none of them is off.
	Rules []string
	// Tier is core or all, "" when it was not given.
	Tier string
}

// Site answers the rules' questions about a tree from its configuration files.
type Site struct {
	base   string
	finder *Finder
	flags  Flags

	mu       sync.Mutex
	resolved map[[2]string]*Effective
}

// Open reads the configuration that holds for a folder. Homes below it may
// have more, which [Site.Homes] reads. [Finder.Check] tells what is wrong.
func Open(base string, finder *Finder, flags Flags) *Site {
	s := &Site{base: filepath.ToSlash(base), finder: finder, flags: flags, resolved: make(map[[2]string]*Effective)}
	finder.Cascade(base)
	return s
}

// Declared returns the folders, relative to the tree, that the files which hold
// for all of it say are homes: the paths without wildcards.
func (s *Site) Declared() []string {
	var declared []string
	for _, f := range s.finder.Cascade(s.base) {
		for _, h := range f.Homes {
			full := path.Join(f.Dir, h.Path.Value)
			if rel, ok := below(s.base, full); ok && !strings.ContainsAny(h.Path.Value, "*?[{") {
				declared = append(declared, rel)
			}
		}
	}
	return declared
}

// Homes reads the files in and above the homes of the tree, and gives the homes
// what the files know of them. [Finder.Check] tells what is wrong.
func (s *Site) Homes(t *loader.Tree) {
	for _, h := range t.Homes {
		e := s.At(h.Path, "")
		h.Pin(e.Product().Value, e.Version().Value)
		h.Placement.State(e.Environment.Value, e.Host.Value, e.Cluster.Value)
	}
}

// Wider reports whether a file speaks of more than the tree.
func (s *Site) Wider() bool {
	for _, f := range s.finder.Files() {
		if _, ok := below(s.base, f.Dir); !ok {
			return true
		}
	}
	return false
}

// Waivers returns the waivers of all files read so far, with their paths
// relative to the tree, and the rules that no comment may waive.
func (s *Site) Waivers() (waivers []policies.Waiver, locked []string) {
	for _, f := range s.finder.Files() {
		waivers = append(waivers, f.waivers(s.base)...)
		for _, l := range f.Locked {
			locked = append(locked, l.Value)
		}
	}
	return waivers, locked
}

// At returns what holds for a home and a file of it; both are relative to the
// tree and file may be "".
func (s *Site) At(home, file string) *Effective {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{home, file}
	e := s.resolved[key]
	if e == nil {
		full := path.Join(s.base, home)
		files := s.finder.Cascade(full)
		if file != "" {
			file = path.Join(s.base, file)
		}
		e = Resolve(files, full, file)
		s.resolved[key] = e
	}
	return e
}

// Severity implements [policies.Site].
func (s *Site) Severity(r *policies.Rule, h *loader.Home, file string) policies.Severity {
	e := s.At(h.Path, file)
	profile := s.flags.Tier
	if profile == "" {
		profile = e.Profile().Value
	}
	severity := e.severity(r, profile)
	if severity == policies.SeverityOff && policies.Selects(s.flags.Rules, r.ID) {
		return "" // the command line asks for it
	}
	return severity
}

// Parameters implements [policies.Site].
func (s *Site) Parameters(h *loader.Home) map[string]map[string]any {
	set := make(map[string]map[string]any)
	for rule, parameters := range s.At(h.Path, "").Parameters() {
		set[rule] = make(map[string]any, len(parameters))
		for name, p := range parameters {
			set[rule][name] = p.Value
		}
	}
	return set
}

// In returns the same site for the own rules of a folder, which count for the
// homes whose files name it.
func (s *Site) In(folder string) policies.Site { return &ownSite{s, folder} }

type ownSite struct {
	*Site
	folder string
}

// Severity implements [policies.Site].
func (s *ownSite) Severity(r *policies.Rule, h *loader.Home, file string) policies.Severity {
	if !slices.Contains(s.At(h.Path, "").rules, s.folder) {
		return policies.SeverityOff
	}
	return s.Site.Severity(r, h, file)
}
