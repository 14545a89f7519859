package policies

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/carbonlint/carbonlint/loader"
)

// opinion is what a rule gives: nil where it is undefined.
type opinion struct{ findings, subjects ast.Value }

// The names of the rules that a rule's package has.
const (
	findingsName = "findings"
	subjectsName = "subjects"
)

// rulesAQuery is how many rules are asked for in one query. Each query costs
// some thirty allocations; one with more variables keeps them in a map.
const rulesAQuery = 8

// ruleQuery returns the query for the two documents of the n-th rule. To ask
// for the package would evaluate every helper in it. Rules that follow each
// other have different variables.
func ruleQuery(pkg ast.Ref, n int) ast.Body {
	part := func(name string) *ast.Expr {
		return ast.Equality.Expr(ast.NewTerm(pkg.Append(ast.StringTerm(name))), ast.VarTerm(name+strconv.Itoa(n%rulesAQuery)))
	}
	return ast.NewBody(part(findingsName), part(subjectsName))
}

// opinionOf returns what a row has for the query of one rule.
func opinionOf(query ast.Body, row topdown.QueryResult) opinion {
	part := func(i int) ast.Value { return row[query[i].Operand(1).Value.(ast.Var)].Value }
	return opinion{part(0), part(1)}
}

// checkRule reports a rule without findings or subjects.
func checkRule(c *ast.Compiler, u *unit) error {
	for _, name := range []string{findingsName, subjectsName} {
		if u.rule != nil && len(c.GetRulesExact(u.module.Package.Path.Append(ast.StringTerm(name)))) == 0 {
			return fmt.Errorf("%s: there is no rule %s", u.name, name)
		}
	}
	return nil
}

// session asks rules over one document. What the model computes for one rule
// is kept for the next. Package rego would do the same with more to initialise
// and queries to parse. A session is not safe for concurrent use.
type session struct {
	engine   *Engine
	document map[string]any
	input    *ast.Term
	cache    *cache
	now      time.Time
	// failed is set after an error: what the cache holds may be wrong.
	failed bool
}

// session begins to ask over a document.
func (e *Engine) session(document map[string]any) *session {
	return &session{engine: e, document: document, input: ast.NewTerm(ast.LazyObject(document)), cache: newCache(), now: time.Now()}
}

// evalAll returns what each of the rules gives. The first error ends it: what
// the model failed to compute is missing for the rules after it.
func (s *session) evalAll(ctx context.Context, rules []*Rule) ([]opinion, error) {
	values := make([]opinion, 0, len(rules))
	for len(rules) > 0 {
		together, query := s.engine.together(rules)
		answered := false
		err := s.query(ctx, query, func(row topdown.QueryResult) error {
			answered = true
			for _, r := range together {
				values = append(values, opinionOf(s.engine.queries[r], row))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		// One that is undefined leaves the others without an answer.
		if !answered {
			for _, r := range together {
				a, err := s.eval(ctx, r)
				if err != nil {
					return nil, err
				}
				values = append(values, a)
			}
		}
		rules = rules[len(together):]
	}
	return values, nil
}

// together returns as many of the first rules as have different variables, and
// the query for all of them.
func (e *Engine) together(rules []*Rule) (together []*Rule, query ast.Body) {
	query = make(ast.Body, 0, 2*rulesAQuery)
	used := make(map[ast.Value]bool, rulesAQuery)
	for i, r := range rules {
		next := e.queries[r]
		variable := next[0].Operand(1).Value
		if used[variable] {
			return rules[:i], query
		}
		used[variable] = true
		query = append(query, next...)
	}
	return rules, query
}

// eval returns what a rule gives. After an error the session
// has an end: what could not be computed counts as undefined from then on.
func (s *session) eval(ctx context.Context, rule *Rule) (a opinion, err error) {
	err = s.query(ctx, s.engine.queries[rule], func(row topdown.QueryResult) error {
		a = opinionOf(s.engine.queries[rule], row)
		return nil
	})
	return a, err
}

// evalWithin returns what a rule gives; to take longer than the limit of the
// engine is an error.
func (s *session) evalWithin(ctx context.Context, r *Rule) (opinion, error) {
	limited, cancel := s.engine.within(ctx)
	defer cancel()
	a, err := s.eval(limited, r)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return opinion{}, fmt.Errorf("takes longer than %s", s.engine.limit)
	}
	return a, err
}

// value returns the value of a reference, null when it is undefined.
func (s *session) value(ctx context.Context, ref ast.Ref) (value ast.Value, err error) {
	const name = "value"
	value = ast.NullValue
	err = s.query(ctx, ast.NewBody(ast.Equality.Expr(ast.NewTerm(ref), ast.VarTerm(name))), func(row topdown.QueryResult) error {
		value = row[name].Value
		return nil
	})
	return value, err
}

// query calls row for each solution of a query.
func (s *session) query(ctx context.Context, body ast.Body, row func(topdown.QueryResult) error) error {
	store := s.engine.store
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return err
	}
	defer store.Abort(ctx, txn)
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	err = topdown.NewQuery(body).WithCompiler(s.engine.compiler).WithStore(store).WithTransaction(txn).
		WithCancel(cancel).WithMetrics(metrics.NoOp()).WithTime(s.now).
		WithInput(s.input).WithVirtualCache(s.cache).WithStrictBuiltinErrors(true).Iter(ctx, row)
	s.failed = s.failed || err != nil
	return err
}

// maxSessions is how many sessions are kept from what homes tell each other to
// when they are judged: each holds megabytes. For a tree with more homes the
// model of the others is evaluated twice.
const maxSessions = 16

// sessions are those of homes that wait to be judged. It is safe for concurrent
// use.
type sessions struct {
	mu   sync.Mutex
	open map[*loader.Home]*session
}

// keep holds on to the session of a home, if there are not too many.
func (k *sessions) keep(h *loader.Home, s *session) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.open == nil {
		k.open = make(map[*loader.Home]*session)
	}
	if len(k.open) < maxSessions {
		k.open[h] = s
	}
}

// take returns the session of a home and forgets it; nil when there is none.
func (k *sessions) take(h *loader.Home) *session {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.open[h]
	delete(k.open, h)
	return s
}

// Reader returns a function that tells whether a rule looks at a setting of a
// kind of files: by its path, or by its path within a thing of the file. The
// rules are searched for what they name when it is first asked.
func (e *Engine) Reader() func(kind, path string) bool {
	named := sync.OnceValue(func() map[string]bool {
		names := make(map[string]bool)
		for _, m := range e.compiler.Modules {
			ast.WalkTerms(m, func(t *ast.Term) bool {
				if text, ok := t.Value.(ast.String); ok {
					names[string(text)] = true
				}
				return false
			})
		}
		return names
	})
	return func(kind, path string) bool {
		return e.want.Reads(kind, path, func(part string) bool { return named()[part] })
	}
}

// Model returns a noun of the model for a home, such as its ports, as plain
// values; nil where it is undefined. The home is judged without its siblings.
func (e *Engine) Model(ctx context.Context, h *loader.Home, noun string) (any, error) {
	ref := ast.MustParseRef("data.carbonlint.model").Append(ast.StringTerm(noun))
	value, err := e.session(e.document(h, e.want)).value(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("ask for the %s of %s: %w", noun, h.Path, err)
	}
	return ast.JSON(value)
}
