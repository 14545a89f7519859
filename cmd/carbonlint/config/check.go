package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// check returns what is wrong with the rules and parameters that a file names.
func (f *File) check(rules []*policies.Rule) []Problem {
	byID := make(map[string]*policies.Rule, len(rules))
	var names []string
	for _, r := range rules {
		byID[r.ID] = r
		category, _, _ := strings.Cut(r.ID, "/")
		names = append(names, r.ID)
		if !slices.Contains(names, category) {
			names = append(names, category)
		}
	}
	problems := f.checkFolders()
	for _, m := range f.mentioned {
		if !slices.Contains(names, m.Value) {
			unknown := policies.UnknownRuleError{Name: m.Value, Near: policies.Nearest(names, m.Value)}
			problems = append(problems, Problem{m.Place, unknown.Error()})
		}
	}
	for _, s := range f.sections() {
		for _, p := range s.Parameters {
			if message := p.check(byID[p.Rule], names); message != "" {
				problems = append(problems, Problem{p.Place, message})
			}
		}
	}
	return problems
}

// checkFolders returns the folders of own rules that are not there.
func (f *File) checkFolders() []Problem {
	var problems []Problem
	for i, full := range f.ruleFolders() {
		info, err := os.Stat(filepath.FromSlash(full))
		switch {
		case err != nil:
			problems = append(problems, Problem{f.Rules[i].Place, fmt.Sprintf("the folder %q %s", f.Rules[i].Value, cause(err))})
		case !info.IsDir():
			problems = append(problems, Problem{f.Rules[i].Place, fmt.Sprintf("%q is no folder", f.Rules[i].Value)})
		}
	}
	return problems
}

// sections returns all sections of a file.
func (f *File) sections() []*Section {
	list := []*Section{&f.Section}
	for i := range f.Overrides {
		list = append(list, &f.Overrides[i].Section)
	}
	return list
}

// check says what is wrong with the value of a parameter, "" for nothing.
func (p *Parameter) check(r *policies.Rule, names []string) string {
	if r == nil {
		if slices.Contains(names, p.Rule) {
			return fmt.Sprintf("%s is a category; parameters belong to a rule", p.Rule)
		}
		return "" // that there is no such rule is told already
	}
	if r.Title == "" {
		return "" // a rule of the site's own that cannot be read
	}
	parameter := r.Parameter(p.Name)
	if parameter == nil {
		return fmt.Sprintf("%s has no parameter %q%s", p.Rule, p.Name, hint(r, p.Name))
	}
	if err := parameter.Check(p.Value); err != nil {
		return fmt.Sprintf("%s of %s: %v", p.Name, p.Rule, err)
	}
	return ""
}

// hint names the parameter that was meant, or all of them.
func hint(r *policies.Rule, name string) string {
	var names []string
	for _, p := range r.Parameters {
		names = append(names, p.Name)
	}
	if near := policies.Nearest(names, name); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if len(names) > 0 {
		return "; it has " + strings.Join(names, ", ")
	}
	return "; it has none"
}
