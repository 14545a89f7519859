package policies

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// bundled holds the Rego tree of the program and what was compiled of it.
//
//go:embed lib/*.rego model/*.rego rules/*/*/*.rego compiled/*.bin
var bundled embed.FS

// sourceNames returns the names of the Rego files of a tree that are not
// tests, in order. keep decides by rule id; the files of lib and model are
// always kept.
func sourceNames(fsys fs.FS, keep func(id string) bool) ([]string, error) {
	var names []string
	for _, pattern := range []string{"lib/*.rego", "model/*.rego", "rules/*/*/*.rego"} {
		found, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			if id := ruleID(name); !strings.HasSuffix(name, "_test.rego") && (id == "" || keep(id)) {
				names = append(names, name)
			}
		}
	}
	return names, nil
}

// ruleID returns the rule that a Rego file belongs to, "" for a file of lib or
// model.
func ruleID(name string) string {
	id, ok := strings.CutPrefix(path.Dir(name), "rules/")
	if !ok {
		return ""
	}
	return id
}

// units reads the files of a tree that the options keep, on all cores: this
// is the largest part of a start.
func units(fsys fs.FS, o Options, read func(fsys fs.FS, name string) (*unit, error)) ([]*unit, error) {
	names, err := keptNames(fsys, o)
	if err != nil {
		return nil, err
	}
	return readUnits(fsys, o, names, read)
}

// readUnits reads files on all cores and leaves out rules of another tier than
// the options keep.
func readUnits(fsys fs.FS, o Options, names []string, read func(fsys fs.FS, name string) (*unit, error)) ([]*unit, error) {
	found, errs := make([]*unit, len(names)), make([]error, len(names))
	parallel(len(names), func(i int) { found[i], errs[i] = read(fsys, names[i]) })
	kept := found[:0]
	for i, u := range found {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if u.rule == nil || o.keepsTier(u.rule) {
			kept = append(kept, u)
		}
	}
	return kept, nil
}

// usedUnits reads the compiled files of the rules that the options keep, and
// of lib and model what those use: a few rules need little of it, and what is
// not there wants nothing of the documents.
func usedUnits(fsys fs.FS, o Options) ([]*unit, error) {
	if len(o.Rules) == 0 {
		return units(fsys, o, readCompiled)
	}
	names, err := keptNames(fsys, o)
	if err != nil {
		return nil, err
	}
	next := slices.DeleteFunc(names, func(name string) bool { return ruleID(name) == "" })
	seen := make(map[string]bool)
	var kept []*unit
	for len(next) > 0 {
		found, err := readUnits(fsys, o, next, readCompiled)
		if err != nil {
			return nil, err
		}
		kept, next = append(kept, found...), nil
		for _, u := range found {
			for _, name := range u.uses {
				if !seen[name] {
					seen[name] = true
					next = append(next, name)
				}
			}
		}
	}
	return kept, nil
}

// parse reads one Rego file.
func parse(fsys fs.FS, name string) (*unit, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	u := &unit{name: name}
	if u.module, err = parseModule(name, string(text)); err != nil {
		return nil, err
	}
	if id := ruleID(name); id != "" {
		if u.rule, err = readRule(id, string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return u, nil
}

func parseModule(name, text string) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
}
