package policies

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// Memory keeps what an engine said of the homes of a tree, so that after a
// change of the tree only those rules are asked again to which it can matter.
// The report is the one that a new evaluation would give.
//
// It belongs to one engine, to one tree that is loaded with one [loader.Cache],
// and to a site that decides the same each time. It is not for two evaluations
// at a time.
type Memory struct {
	needs map[*Rule]*need
	told  *need
	uses  *uses

	mu    sync.Mutex
	homes map[string]*judged
	// asked counts the questions of the last evaluation; changed is set
	// when a home was not what it was.
	asked   int
	changed bool
}

// judged is what was said of a home, and on what grounds.
type judged struct {
	home       *loader.Home
	parameters map[string]any
	siblings   map[string]any
	rules      map[*Rule]bool
	result     result
	// told is what the home told the others, nil when it was not asked.
	told *told
	// computed is what rules have computed of the home when some of them were
	// asked again; nil when nothing is kept.
	computed *cache
	// parts are what was built of its document then.
	parts *builtParts
}

// NewMemory returns an empty memory for the engine and any [Engine.For] of it.
func (e *Engine) NewMemory() *Memory {
	m := &Memory{needs: make(map[*Rule]*need, len(e.rules)), homes: make(map[string]*judged)}
	refs := newReferences(e.compiler)
	for _, r := range e.rules {
		var roots []ast.Ref
		for _, expr := range e.queries[r] {
			ast.WalkRefs(expr, func(ref ast.Ref) bool {
				if ref[0].Equal(ast.DefaultRootDocument) {
					roots = append(roots, ref)
				}
				return false
			})
		}
		m.needs[r] = refs.need(roots...)
	}
	m.told, m.uses = refs.need(toldRef), newUses(refs)
	return m
}

// Asked returns how many questions were asked in the last evaluation: to a rule
// about a home, or what a home tells the others.
func (m *Memory) Asked() int { return m.asked }

func (m *Memory) count(questions int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked += questions
}

// Changed reports whether a home has changed, come or gone since the evaluation
// before the last one.
func (m *Memory) Changed() bool { return m.changed }

// again is one evaluation with a memory; the nil one remembers nothing.
type again struct {
	memory *Memory
	// changes are those of the homes that the memory knows.
	changes map[*loader.Home]*loader.Changes
	next    map[string]*judged
	equal   map[[2]uintptr]bool // of indices that were compared
}

// begin compares a tree with the one before.
func (m *Memory) begin(t *loader.Tree) *again {
	if m == nil {
		return nil
	}
	a := &again{
		memory: m, changes: make(map[*loader.Home]*loader.Changes),
		next: make(map[string]*judged), equal: make(map[[2]uintptr]bool),
	}
	m.asked, m.changed = 0, false
	for _, h := range t.Homes {
		if h.NotJudged != "" {
			continue
		}
		entry := &judged{home: h}
		a.next[h.Path] = entry
		if old := m.homes[h.Path]; old != nil {
			a.changes[h] = h.Since(old.home)
			entry.computed, entry.parts, old.computed, old.parts = old.computed, old.parts, nil, nil
			entry.computed.forget(m.uses, a.changes[h])
			entry.parts.forget(a.changes[h])
		}
		m.changed = m.changed || a.changes[h] == nil || !a.changes[h].None()
	}
	m.changed = m.changed || len(a.next) != len(m.homes)
	return a
}

// toldBefore returns what a home told the others, nil where it has to be asked.
func (a *again) toldBefore(h *loader.Home) *told {
	if a == nil {
		return nil
	}
	if c := a.changes[h]; c != nil && !a.memory.told.touched(c) {
		return a.memory.homes[h.Path].told
	}
	return nil
}

// toldSession begins to ask a home what it tells the others; whole is set where
// all rules will be asked after that.
func (a *again) toldSession(e *Engine, h *loader.Home) (s *session, whole bool) {
	if a == nil {
		return e.session(e.document(h, e.want)), true
	}
	a.memory.count(1)
	if a.changes[h] == nil {
		return e.session(e.document(h, e.want)), true
	}
	return a.next[h.Path].session(e, a.memory.told.want), false
}

// session begins to ask over a home with what was computed of it.
func (j *judged) session(e *Engine, want *loader.Want) *session {
	if want == nil {
		return e.session(e.document(j.home, nil))
	}
	if j.parts == nil {
		j.parts = newBuiltParts()
	}
	s := e.session(j.parts.document(e, j.home, want))
	if j.computed == nil {
		j.computed = s.cache
	}
	s.cache = j.computed
	return s
}

// failed forgets what was computed of a home that could not tell.
func (a *again) failed(h *loader.Home) {
	if a != nil {
		a.next[h.Path].computed = nil
	}
}

// tells remembers what a home tells the others.
func (a *again) tells(h *loader.Home, t *told) {
	if a != nil {
		a.next[h.Path].told = t
	}
}

// end keeps what was said. Of an evaluation that was broken off nothing is kept,
// and the next one compares with the one before.
func (a *again) end(ctx context.Context) {
	if a == nil || ctx.Err() != nil {
		return
	}
	a.memory.homes = a.next
	kept := 0
	for _, j := range a.next {
		if j.computed != nil {
			kept++
		}
	}
	for _, j := range a.next {
		if kept > maxSessions && (a.changes[j.home] == nil || a.changes[j.home].None()) {
			j.computed, j.parts = nil, nil
		}
	}
}

// judge evaluates those rules over a home to which its changes can matter, and
// takes the others from the memory.
func (a *again) judge(ctx context.Context, e *Engine, d *resultDecoder, s *session, siblings any) result {
	if a == nil {
		if s == nil {
			s = e.session(e.document(d.home, e.want))
		}
		return e.judge(ctx, d, s, siblings, e.on(d.home))
	}
	entry, old := a.next[d.home.Path], a.memory.homes[d.home.Path]
	entry.parameters = e.Parameters(d.home)
	entry.siblings, _ = siblings.(map[string]any)
	entry.rules = make(map[*Rule]bool)
	changes := a.grounds(entry, old)
	if changes == nil {
		entry.computed, entry.parts = nil, nil
	}
	fixing := old.fixing(changes)
	var ask []*Rule
	for _, r := range e.on(d.home) {
		entry.rules[r] = true
		if changes == nil || !old.rules[r] || fixing[r.ID] || a.memory.needs[r].touched(changes) {
			ask = append(ask, r)
		}
	}
	if changes != nil {
		entry.result = old.result.without(ask, entry.rules)
	}
	if len(ask) > 0 {
		if s == nil {
			s = entry.session(e, a.memory.want(e, ask))
		}
		entry.result = entry.result.with(e.judge(ctx, d, s, siblings, ask))
		if s.failed {
			entry.computed = nil
		}
	}
	a.memory.count(len(ask))
	return entry.result
}

// fixing returns the rules whose fixes change files that have changed: a fix
// knows bytes, which move even where nothing that a rule sees has moved.
func (j *judged) fixing(changes *loader.Changes) map[string]bool {
	rules := make(map[string]bool)
	if changes == nil {
		return rules
	}
	for i := range j.result.findings {
		f := &j.result.findings[i]
		if f.Fix != nil && slices.ContainsFunc(f.Fix.Edits, func(e loader.Edit) bool { return changes.Files[e.File] }) {
			rules[f.Rule] = true
		}
	}
	return rules
}

// want is what some rules want of a document.
func (m *Memory) want(e *Engine, rules []*Rule) *loader.Want {
	if len(rules) == len(e.rules) {
		return e.want
	}
	all := wanted(nil)
	for _, r := range rules {
		want := m.needs[r].want
		if want == nil {
			return nil
		}
		add(all, want)
	}
	return all
}

// grounds returns how the document of a home differs from the one before; nil
// where all rules have to be asked.
func (a *again) grounds(entry, old *judged) *loader.Changes {
	c := a.changes[entry.home]
	// What failed may fail by chance, as for want of time.
	if c == nil || len(old.result.failures) > 0 || !reflect.DeepEqual(old.parameters, entry.parameters) {
		return nil
	}
	if seen := a.compareSiblings(old.siblings, entry.siblings); len(seen.Parts) > 0 {
		maps.Copy(c.Parts, seen.Parts)
		entry.computed.forget(a.memory.uses, seen)
	}
	return c
}

// compareSiblings returns what a home sees differently of the others. Homes share
// their indices, which are compared once.
func (a *again) compareSiblings(old, now map[string]any) *loader.Changes {
	c := &loader.Changes{Parts: make(map[string]bool)}
	a.memory.mu.Lock()
	defer a.memory.mu.Unlock()
	for _, scope := range scopes {
		before, had := old[scope].(map[string]any)
		after, has := now[scope].(map[string]any)
		if had != has {
			c.Parts[siblingsPart], c.Parts[siblingsPart+"/"+scope] = true, true
		}
		for _, indices := range []map[string]any{before, after} {
			for name := range indices {
				if !a.sameIndex(before[name], after[name]) {
					c.Parts[siblingsPart], c.Parts[siblingsPart+"/"+scope] = true, true
					c.Parts[siblingsPart+"/"+scope+"/"+name] = true
				}
			}
		}
	}
	return c
}

func (a *again) sameIndex(old, now any) bool {
	before, ok := old.(map[string]any)
	after, also := now.(map[string]any)
	if !ok || !also {
		return reflect.DeepEqual(old, now)
	}
	key := [2]uintptr{reflect.ValueOf(before).Pointer(), reflect.ValueOf(after).Pointer()}
	equal, known := a.equal[key]
	if !known {
		equal = reflect.DeepEqual(before, after)
		a.equal[key] = equal
	}
	return equal
}

// without returns the result without what was said by some rules, and by those
// that are not on.
func (r result) without(rules []*Rule, on map[*Rule]bool) result {
	kept := make(map[string]bool, len(on))
	for rule := range on {
		kept[rule.ID] = true
	}
	for _, rule := range rules {
		delete(kept, rule.ID)
	}
	return result{
		findings: slices.DeleteFunc(slices.Clone(r.findings), func(f Finding) bool { return !kept[f.Rule] }),
		verdicts: slices.DeleteFunc(slices.Clone(r.verdicts), func(v Verdict) bool { return !kept[v.Rule] }),
	}
}

// with returns both results.
func (r result) with(other result) result {
	return result{
		append(r.findings, other.findings...), append(r.verdicts, other.verdicts...), append(r.failures, other.failures...),
	}
}

// masked returns the result with the secrets of the tree hidden in its words.
func (r result) masked(hide func(string) string) result {
	out := result{findings: slices.Clone(r.findings), verdicts: r.verdicts, failures: slices.Clone(r.failures)}
	for i := range out.findings {
		f := &out.findings[i]
		f.Message = oneLine(hide(f.Message))
		if f.Fix != nil {
			fix := *f.Fix
			fix.Description = oneLine(hide(fix.Description))
			fix.Secret = fix.Secret || fix.quotes(hide)
			f.Fix = &fix
		}
		f.Related = slices.Clone(f.Related)
		for j := range f.Related {
			f.Related[j].Message = oneLine(hide(f.Related[j].Message))
		}
	}
	for i := range out.failures {
		out.failures[i].Message = hide(out.failures[i].Message)
	}
	return out
}
