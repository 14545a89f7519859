package policies

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A site may have rules of its own, in the same shape as the bundled ones: a
// folder category/name with name.rego and fixtures. They see the same
// documents, and the same lib and model.
//
// They are kept apart from the bundled rules, each folder in an engine of its
// own, so that a fault in one of them costs that rule and no other. And since
// they are not reviewed here, what they can do is less: no network, no
// environment, nothing that differs from run to run, and a limit of time.

// OwnLimit is how long a rule of a site's own may judge one home.
const OwnLimit = 5 * time.Second

// Own are the rules of one folder of a site's own.
type Own struct {
	// Rules are those that can be read, by id.
	Rules []*Rule
	// Failures say what is wrong with the others.
	Failures []Failure

	units []*unit
}

// ReadOwn reads the rules of a folder. name is what messages call the folder.
func ReadOwn(fsys fs.FS, name string) *Own {
	o := new(Own)
	folders, err := fs.Glob(fsys, "*/*")
	if err != nil {
		o.fail("", "read "+name+": "+err.Error())
	}
	bundledIDs, err := ruleIDs(bundled)
	if err != nil {
		o.fail("", "read the bundled rules: "+err.Error())
	}
	for _, id := range folders {
		if info, err := fs.Stat(fsys, id); err != nil || !info.IsDir() {
			continue
		}
		u, err := readOwn(fsys, name, id, bundledIDs)
		if err != nil {
			o.fail(id, err.Error())
			continue
		}
		o.units = append(o.units, u)
		o.Rules = append(o.Rules, u.rule)
	}
	if len(folders) == 0 {
		o.fail("", name+" holds no rules; a rule is a folder category/name")
	}
	return o
}

func (o *Own) fail(id, message string) {
	o.Failures = append(o.Failures, Failure{Rule: id, Message: message})
}

// readOwn reads one rule.
func readOwn(fsys fs.FS, name, id string, bundledIDs []string) (*unit, error) {
	source := path.Join(id, path.Base(id)+".rego")
	shown := path.Join(name, source)
	switch {
	case !validID.MatchString(id):
		return nil, fmt.Errorf("%s: %q is not category/name in lower case letters, digits and underscores", name, id)
	case Selects([]string{builtinCategory}, id):
		return nil, fmt.Errorf("%s: the category %s is that of carbonlint's own checks", shown, builtinCategory)
	case slices.Contains(bundledIDs, id):
		return nil, fmt.Errorf("%s: a bundled rule has the name %s already", shown, id)
	}
	text, err := fs.ReadFile(fsys, source)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, cause(err))
	}
	u := &unit{name: shown}
	if u.module, err = parseModule(shown, string(text)); err != nil {
		return nil, firstFault(err)
	}
	if got, want := u.module.Package.Path.String(), "data.carbonlint.rules."+strings.ReplaceAll(id, "/", "."); got != want {
		return nil, fmt.Errorf("%s: the package is %s, want %s", shown, strings.TrimPrefix(got, "data."), strings.TrimPrefix(want, "data."))
	}
	if u.rule, err = readRule(id, string(text)); err != nil {
		return nil, fmt.Errorf("%s: %w", shown, err)
	}
	return u, nil
}

// cause is an error of the file system without the path.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// Named returns the rules, and for those that cannot be read their ids alone,
// so that what names them is not wrong too.
func (o *Own) Named() []*Rule {
	named := slices.Clone(o.Rules)
	for _, f := range o.Failures {
		if f.Rule != "" {
			named = append(named, &Rule{ID: f.Rule})
		}
	}
	return named
}

// Without returns the rules but those of the given ids, which another folder
// has already, and adds theirs to the ids.
func (o *Own) Without(seen map[string]bool, name string) *Own {
	rest := &Own{Failures: slices.Clone(o.Failures)}
	for _, u := range o.units {
		if seen[u.rule.ID] {
			rest.fail(u.rule.ID, fmt.Sprintf("%s: another folder has a rule %s already", name, u.rule.ID))
			continue
		}
		seen[u.rule.ID] = true
		rest.units = append(rest.units, u)
		rest.Rules = append(rest.Rules, u.rule)
	}
	return rest
}

// Engine compiles the rules that the options keep; it is nil when none are
// left. A rule that does not compile is a failure, and the others stay.
func (o *Own) Engine(options Options) (*Engine, []Failure, error) {
	// No rule has that name, so that this is lib and model alone.
	shared, err := units(bundled, Options{Rules: []string{"-"}, Own: true}, parse)
	if err != nil {
		return nil, nil, err
	}
	var kept []*unit
	for _, u := range o.units {
		if options.keeps(u.rule.ID) && options.keepsTier(u.rule) {
			kept = append(kept, u)
		}
	}
	failures := slices.Clone(o.Failures)
	for len(kept) > 0 {
		all := append(slices.Clone(shared), kept...)
		c := ast.NewCompiler().WithStrict(true).WithCapabilities(ownCapabilities())
		c.Compile(modules(all))
		wrong := faults(c, kept)
		switch {
		case len(wrong) > 0:
		case c.Failed():
			return nil, nil, c.Errors
		default:
			e := newEngine(all, c, inputRefs(c))
			e.limit = OwnLimit
			return e, failures, nil
		}
		for _, u := range kept {
			if message, ok := wrong[u]; ok {
				failures = append(failures, Failure{Rule: u.rule.ID, Message: message})
			}
		}
		kept = slices.DeleteFunc(kept, func(u *unit) bool { return wrong[u] != "" })
	}
	return nil, failures, nil
}

// firstFault is the first error of a file that does not parse, in one line.
func firstFault(err error) error {
	var errs ast.Errors
	if errors.As(err, &errs) && len(errs) > 0 && errs[0].Location != nil {
		return errors.New(placed(errs[0]))
	}
	return err
}

func placed(err *ast.Error) string {
	return fmt.Sprintf("%s:%d:%d: %s", err.Location.File, err.Location.Row, err.Location.Col, err.Message)
}

// faults returns the first error of each rule that has one.
func faults(c *ast.Compiler, rules []*unit) map[*unit]string {
	found := make(map[*unit]string)
	if !c.Failed() {
		for _, u := range rules {
			if err := checkRule(c, u); err != nil {
				found[u] = err.Error()
			}
		}
	}
	for _, err := range c.Errors {
		for _, u := range rules {
			at := err.Location != nil && err.Location.File == u.name
			if at && found[u] == "" {
				found[u] = placed(err)
			}
		}
	}
	return found
}

// ownCapabilities are what rules of a site's own can do: all of OPA but the
// network and what differs from run to run, which is the clock, the
// environment and chance.
func ownCapabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return b.IsNondeterministic() || b.Name == "trace" })
	c.AllowNet = []string{}
	return c
}

// CheckNames returns an [UnknownRuleError] for the first of some names that is
// neither the id of a rule nor a category.
func CheckNames(names, ids []string) error {
	for _, name := range names {
		if !matchesAny(ids, name) {
			return &UnknownRuleError{name, Nearest(ids, name)}
		}
	}
	return nil
}

// Add adds to a report what own rules say of the same tree: other, and what
// failed before they could say anything.
func (r *Report) Add(o *Own, other *Report, failures []Failure) {
	for _, rule := range o.Named() {
		r.known = append(r.known, rule.ID)
	}
	r.Findings = append(r.Findings, other.Findings...)
	r.Verdicts = append(r.Verdicts, other.Verdicts...)
	r.Rules = append(r.Rules, other.Rules...)
	slices.SortFunc(r.Rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	r.Failures = append(r.Failures, failures...)
	for _, f := range other.Failures {
		if f.Rule != "" { // what is wrong with the tree is told already
			r.Failures = append(r.Failures, f)
		}
	}
	r.sort()
}

// within returns a context that ends after the limit of the engine, and the
// function that frees it.
func (e *Engine) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if e.limit == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, e.limit)
}
