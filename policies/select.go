package policies

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
)

// keptNames returns the names of the Rego files of the rules that the options
// keep, and of all of lib and model. The tier is not looked at.
func keptNames(fsys fs.FS, o Options) ([]string, error) {
	if !o.Own {
		ids, err := knownIDs(fsys)
		if err == nil {
			err = CheckNames(slices.Concat(o.Rules, o.Exclude), ids)
		}
		if err != nil {
			return nil, err
		}
	}
	return sourceNames(fsys, o.keeps)
}

// knownIDs returns the ids of all rules of a tree and of those that are built
// in.
func knownIDs(fsys fs.FS) ([]string, error) {
	ids, err := ruleIDs(fsys)
	return append(ids, builtinIDs()...), err
}

// keeps reports whether the options keep a rule, but for its tier.
func (o *Options) keeps(id string) bool {
	return (len(o.Rules) == 0 || Selects(o.Rules, id)) && !Selects(o.Exclude, id)
}

// keepsTier reports whether the options keep the tier of a rule.
func (o *Options) keepsTier(r *Rule) bool { return o.Tier != "core" || r.Tier == "core" }

// ruleIDs returns the ids of all rules of a tree, in order.
func ruleIDs(fsys fs.FS) ([]string, error) {
	dirs, err := fs.Glob(fsys, "rules/*/*")
	for i, dir := range dirs {
		dirs[i] = strings.TrimPrefix(dir, "rules/")
	}
	sort.Strings(dirs)
	return dirs, err
}

// Selects reports whether a list of rule ids and categories names a rule, by
// its id or by its category.
func Selects(names []string, id string) bool {
	category, _, _ := strings.Cut(id, "/")
	for _, n := range names {
		if n == id || n == category {
			return true
		}
	}
	return false
}

func matchesAny(ids []string, name string) bool {
	for _, id := range ids {
		if Selects([]string{name}, id) {
			return true
		}
	}
	return false
}

// UnknownRuleError is the error for a name that is neither rule nor category.
type UnknownRuleError struct {
	// Name is what was asked for; Near is the id closest to it, "" when none
	// is close.
	Name, Near string
}

func (e *UnknownRuleError) Error() string {
	if e.Near != "" {
		return fmt.Sprintf("there is no rule or category %q; did you mean %q?", e.Name, e.Near)
	}
	return fmt.Sprintf("there is no rule or category %q; carbonlint rules lists them", e.Name)
}

// Nearest returns the name that is closest to a mistyped one, "" when none is
// close. A rule may be named without its category.
func Nearest(names []string, name string) string {
	best, distance := "", len(name)/3+1
	for _, known := range names {
		_, short, _ := strings.Cut(known, "/")
		for _, candidate := range []string{known, short} {
			if d := editDistance(candidate, name); d < distance {
				best, distance = known, d
			}
		}
	}
	return best
}

// editDistance is the Levenshtein distance of two ASCII strings.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := previous
			if a[i] != b[j] {
				cost = 1 + min(previous, row[j], row[j+1])
			}
			previous, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
