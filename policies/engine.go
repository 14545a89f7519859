package policies

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"sort"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/carbonlint/carbonlint/loader"
)

// Options selects the rules that run.
type Options struct {
	// Rules are ids or categories; empty means all.
	Rules []string
	// Exclude are ids or categories that do not run.
	Exclude []string
	// Tier is "core" for the rules of the guidelines page and the pages that
	// it links, "" or "all" for all.
	Tier string
	// Own lets names be those of rules of a site's own: a name that is not
	// bundled is no error, and selects none of these.
	Own bool
}

// Engine is a compiled set of rules. It is safe for concurrent use.
type Engine struct {
	rules    []*Rule
	compiler *ast.Compiler
	want     *loader.Want
	store    storage.Store
	site     Site
	// builtin are the built-in rules that run, and known the ids of all rules
	// that there are, whether they run or not.
	builtin []*Rule
	known   []string
	// limit is how long a rule may judge a home; 0 is no limit.
	limit time.Duration
	// compares is set when a rule looks at the other homes.
	compares bool
	// queries ask for one rule each.
	queries map[*Rule]ast.Body
}

// New returns the bundled rules, ready to run. An unknown rule or category in
// the options is an error that names the nearest one.
func New(ctx context.Context, o Options) (*Engine, error) {
	return open(ctx, bundled, o)
}

// open links the compiled rules of a tree, or compiles them where they are
// stale.
func open(ctx context.Context, fsys fs.FS, o Options) (*Engine, error) {
	e, err := load(fsys, o)
	var stale *staleError
	if errors.As(err, &stale) {
		e, err = compile(ctx, fsys, o)
	}
	if err != nil {
		return nil, err
	}
	return e, e.addBuiltin(fsys, o)
}

// addBuiltin adds the built-in rules that the options keep.
func (e *Engine) addBuiltin(fsys fs.FS, o Options) error {
	ids, err := knownIDs(fsys)
	e.known = ids
	for _, r := range builtinRules() {
		if o.keeps(r.ID) {
			e.builtin = append(e.builtin, r)
		}
	}
	return err
}

// load links the compiled files of a tree; the error is a [staleError] when
// one of them does not fit its Rego file.
func load(fsys fs.FS, o Options) (*Engine, error) {
	found, err := usedUnits(fsys, o)
	if err != nil {
		return nil, err
	}
	var inputs []ast.Ref
	for _, u := range found {
		inputs = append(inputs, u.inputs...)
	}
	return newEngine(found, link(found), inputs), nil
}

// compile parses and compiles the Rego files of a tree.
func compile(_ context.Context, fsys fs.FS, o Options) (*Engine, error) {
	found, err := units(fsys, o, parse)
	if err != nil {
		return nil, err
	}
	c := ast.NewCompiler().WithStrict(true)
	if c.Compile(modules(found)); c.Failed() {
		return nil, c.Errors
	}
	for _, u := range found {
		if err := checkRule(c, u); err != nil {
			return nil, err
		}
	}
	return newEngine(found, c, inputRefs(c)), nil
}

func newEngine(found []*unit, c *ast.Compiler, inputs []ast.Ref) *Engine {
	e := &Engine{compiler: c, want: wanted(inputs), store: inmem.New(), queries: make(map[*Rule]ast.Body), site: NoSite{}, compares: asksSiblings(inputs)}
	for _, u := range found {
		if u.rule != nil {
			e.rules = append(e.rules, u.rule)
			e.queries[u.rule] = ruleQuery(u.module.Package.Path, len(e.rules))
		}
	}
	return e
}

// Rules returns the bundled rules by id, and last those that are built in.
func Rules() ([]*Rule, error) {
	names, err := sourceNames(bundled, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	var rules []*Rule
	for _, name := range names {
		if ruleID(name) == "" {
			continue
		}
		r, err := readDocumentation(bundled, name)
		if err != nil {
			return nil, err
		}
		rules = append(rules, r)
	}
	return append(rules, builtinRules()...), nil
}

// RuleIDs returns the ids of [Rules], without reading the rules.
func RuleIDs() ([]string, error) { return knownIDs(bundled) }

// Find returns the bundled rule of that id; the error is an
// [UnknownRuleError].
func Find(id string) (*Rule, error) {
	rules, err := Rules()
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rules))
	for i, r := range rules {
		if ids[i] = r.ID; r.ID == id {
			return r, nil
		}
	}
	return nil, &UnknownRuleError{id, Nearest(ids, id)}
}

// Evaluate judges every home of the tree and returns the report in its final
// order. An error of a rule is a [Failure] of the report; the returned error
// is that of the context.
func (e *Engine) Evaluate(ctx context.Context, t *loader.Tree) (*Report, error) {
	return e.EvaluateAgain(ctx, t, nil)
}

// EvaluateAgain is [Engine.Evaluate] with a memory of the evaluation before,
// which may be nil.
func (e *Engine) EvaluateAgain(ctx context.Context, t *loader.Tree, memory *Memory) (*Report, error) {
	results := make([]result, len(t.Homes))
	open, again := new(sessions), memory.begin(t)
	siblings, err := e.siblings(ctx, t, open, again)
	masked := secrets(t)
	parallel(len(t.Homes), func(i int) {
		if h := t.Homes[i]; h.NotJudged == "" {
			d := newResultDecoder(t, h, e.site)
			results[i] = again.judge(ctx, e, d, open.take(h), siblings[h]).masked(masked.Replace)
		}
	})
	again.end(ctx)
	r := &Report{Tree: t, builtin: e.builtin, known: e.known, masked: masked, site: e.site}
	if err != nil {
		r.Failures = append(r.Failures, Failure{Message: masked.Replace(err.Error())})
	}
	for _, res := range results {
		r.Findings = append(r.Findings, res.findings...)
		r.Verdicts = append(r.Verdicts, res.verdicts...)
		r.Failures = append(r.Failures, res.failures...)
	}
	for _, f := range t.Unreadable {
		r.Failures = append(r.Failures, Failure{File: f.Name, Message: f.Problem.Reason})
	}
	r.Rules = e.ran(r)
	r.sort()
	return r, ctx.Err()
}

// result is what the rules say of one home.
type result struct {
	findings []Finding
	verdicts []Verdict
	failures []Failure
}

// judge evaluates rules over one home. When one of them fails, each is
// evaluated by itself, so that the fault has a name and the others count.
func (e *Engine) judge(ctx context.Context, d *resultDecoder, s *session, siblings any, rules []*Rule) result {
	if siblings != nil {
		s.document[siblingsPart] = siblings
	}
	d.verdicts = slices.Grow(d.verdicts, len(rules))
	if e.limit == 0 {
		if values, err := s.evalAll(ctx, rules); err == nil {
			for i, r := range rules {
				d.rule(r, values[i])
			}
			return d.result
		}
	}
	for _, r := range rules {
		value, err := e.session(s.document).evalWithin(ctx, r)
		if err != nil {
			d.fail(r, err.Error())
			continue
		}
		d.rule(r, value)
	}
	return d.result
}

// sort puts the report into its one order.
func (r *Report) sort() {
	sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].less(&r.Findings[j]) })
	number(r.Findings)
	sort.SliceStable(r.Verdicts, func(i, j int) bool {
		a, b := r.Verdicts[i], r.Verdicts[j]
		if a.Home != b.Home {
			return a.Home < b.Home
		}
		return a.Rule < b.Rule
	})
	sort.SliceStable(r.Failures, func(i, j int) bool {
		a, b := r.Failures[i], r.Failures[j]
		if a.Home != b.Home {
			return a.Home < b.Home
		}
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Rule != b.Rule {
			return a.Rule < b.Rule
		}
		return a.Message < b.Message
	})
}
