package policies

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"sort"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

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
}

// Engine is a compiled set of rules. It is safe for concurrent use.
type Engine struct {
	rules    []*Rule
	compiler *ast.Compiler
	want     *loader.Want
	all      rego.PreparedEvalQuery
}

// New compiles the bundled rules. An unknown rule or category in the options
// is an error that names the nearest one.
func New(ctx context.Context, o Options) (*Engine, error) {
	return compile(ctx, bundled, o)
}

// Rules returns the bundled rules by id.
func Rules() ([]*Rule, error) {
	sources, err := readSources(bundled, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	var rules []*Rule
	for _, s := range sources {
		id := s.ruleID()
		if id == "" {
			continue
		}
		r, err := readRule(id, s.text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

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
	return nil, &UnknownRuleError{id, nearest(ids, id)}
}

func compile(ctx context.Context, fsys fs.FS, o Options) (*Engine, error) {
	keep, err := selection(fsys, o)
	if err != nil {
		return nil, err
	}
	sources, err := readSources(fsys, keep)
	if err != nil {
		return nil, err
	}
	files, err := parse(sources)
	if err != nil {
		return nil, err
	}
	e := &Engine{compiler: ast.NewCompiler().WithStrict(true)}
	modules := make(map[string]*ast.Module, len(files)+1)
	for _, f := range files {
		if f.rule != nil && o.Tier == "core" && f.rule.Tier != "core" {
			continue
		}
		modules[f.name] = f.module
		if f.rule != nil {
			e.rules = append(e.rules, f.rule)
		}
	}
	modules[mainName], err = ast.ParseModuleWithOpts(mainName, mainModule(e.rules), ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		return nil, err
	}
	if e.compiler.Compile(modules); e.compiler.Failed() {
		return nil, e.compiler.Errors
	}
	e.want = wanted(e.compiler)
	e.all, err = e.prepare(ctx, "data.carbonlint.main.result")
	return e, err
}

// mainName is the name of the module that joins the rules.
const mainName = "main.rego"

// mainModule returns a module with one document for each rule, cut down to
// what the report needs: a query over data.carbonlint.rules would also return
// every helper of every rule.
func mainModule(rules []*Rule) string {
	var b strings.Builder
	b.WriteString("package carbonlint.main\n\nimport data.carbonlint.lib\n")
	for _, r := range rules {
		pkg := "data.carbonlint.rules." + strings.ReplaceAll(r.ID, "/", ".")
		fmt.Fprintf(&b, "\nresult[%q] := {\"findings\": %[2]s.findings, \"subjects\": [lib.place(s) | some s in %[2]s.subjects]}\n", r.ID, pkg)
	}
	if len(rules) == 0 {
		b.WriteString("\nresult := {}\n")
	}
	return b.String()
}

func (e *Engine) prepare(ctx context.Context, query string) (rego.PreparedEvalQuery, error) {
	return rego.New(rego.Compiler(e.compiler), rego.Query(query), rego.StrictBuiltinErrors(true)).PrepareForEval(ctx)
}

// Evaluate judges every home of the tree and returns the report in its final
// order. An error of a rule is a [Failure] of the report; the returned error
// is that of the context.
func (e *Engine) Evaluate(ctx context.Context, t *loader.Tree) (*Report, error) {
	results := make([]result, len(t.Homes))
	next := make(chan int, len(t.Homes))
	for i, h := range t.Homes {
		if h.NotJudged == "" {
			next <- i
		}
	}
	close(next)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(t.Homes)) {
		wg.Go(func() {
			for i := range next {
				results[i] = e.judge(ctx, t.Homes[i])
			}
		})
	}
	wg.Wait()
	r := &Report{Tree: t, Rules: e.rules}
	for _, res := range results {
		r.Findings = append(r.Findings, res.findings...)
		r.Verdicts = append(r.Verdicts, res.verdicts...)
		r.Failures = append(r.Failures, res.failures...)
	}
	for _, f := range t.Unreadable {
		r.Failures = append(r.Failures, Failure{File: f.Name, Message: f.Problem.Reason})
	}
	r.sort()
	return r, ctx.Err()
}

// result is what the rules say of one home.
type result struct {
	findings []Finding
	verdicts []Verdict
	failures []Failure
}

// judge evaluates all rules over one home. When one of them fails, each is
// evaluated by itself, so that the fault has a name and the others count.
func (e *Engine) judge(ctx context.Context, h *loader.Home) result {
	d := newResultDecoder(h)
	document := h.Document(e.want)
	if value, err := eval(ctx, e.all, document); err == nil {
		for _, r := range e.rules {
			d.rule(r, value[r.ID])
		}
		return d.result
	}
	for _, r := range e.rules {
		query, err := e.prepare(ctx, fmt.Sprintf("data.carbonlint.main.result[%q]", r.ID))
		if err == nil {
			var value map[string]any
			if value, err = eval(ctx, query, document); err == nil {
				d.rule(r, value)
				continue
			}
		}
		d.fail(r, err.Error())
	}
	return d.result
}

func eval(ctx context.Context, query rego.PreparedEvalQuery, document map[string]any) (map[string]any, error) {
	// A lazy object is not safe for concurrent use, so each evaluation has
	// its own over the shared Go value.
	rs, err := query.Eval(ctx, rego.EvalParsedInput(ast.LazyObject(document)))
	if err != nil {
		return nil, err
	}
	if len(rs) != 1 || len(rs[0].Expressions) != 1 {
		return nil, fmt.Errorf("the rules gave %d results, want one", len(rs))
	}
	value, ok := rs[0].Expressions[0].Value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the rules gave %T, want an object", rs[0].Expressions[0].Value)
	}
	return value, nil
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
