package policies

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// Rules over several homes see the others through input.siblings. The model
// says, as data.carbonlint.model.told, what a home tells the others: facts,
// each for an index of one of three scopes (the environment, the host, the
// cluster), and links, which two homes of one host or one cluster share. Here
// the homes are grouped by the links and the facts are gathered into the
// indices, once per group. The homes of a group share them, and an index keeps
// but a few facts of each key, so that the cost of a tree grows with its homes
// and not with their pairs.

// factsPerKey is how many homes an index names of one key; it counts all.
const factsPerKey = 3

// toldRef is what a home tells the others.
var toldRef = ast.MustParseRef("data.carbonlint.model.told")

// told is what one home tells.
type told struct {
	links map[string][]string         // by scope
	facts map[string][]map[string]any // by scope
}

// asksSiblings reports whether one of the references into the input is to the
// other homes.
func asksSiblings(inputs []ast.Ref) bool {
	return slices.ContainsFunc(inputs, func(ref ast.Ref) bool {
		part, ok := literal(ref, 1)
		return !ok || part == siblingsPart
	})
}

// scopes are the groups that input.siblings describes.
var scopes = []string{"environment", "host", "cluster"}

// Siblings returns what each home of a tree sees of the others as
// input.siblings; a home that has none is left out. The error joins those of
// homes of which it cannot be told.
func (e *Engine) Siblings(ctx context.Context, t *loader.Tree) (map[*loader.Home]any, error) {
	return e.siblings(ctx, t, new(sessions), nil)
}

// siblings keeps the sessions in which the homes told. A home that told before
// is not asked.
func (e *Engine) siblings(ctx context.Context, t *loader.Tree, open *sessions, before *again) (map[*loader.Home]any, error) {
	homes := accompanied(t)
	if len(homes) == 0 || !e.compares {
		return nil, nil
	}
	all, errs := make([]*told, len(homes)), make([]error, len(homes))
	parallel(len(homes), func(i int) {
		if all[i] = before.toldBefore(homes[i]); all[i] != nil {
			before.tells(homes[i], all[i])
			return
		}
		s, whole := before.toldSession(e, homes[i])
		value, err := s.value(ctx, toldRef)
		if err == nil {
			if whole {
				open.keep(homes[i], s)
			}
			all[i], err = decodeTold(value)
		}
		if err == nil {
			before.tells(homes[i], all[i])
		} else {
			before.failed(homes[i])
			all[i] = new(told)
			errs[i] = fmt.Errorf("read what %s tells other homes: %w", homes[i].Path, err)
		}
	})
	seen := make([]map[string]any, len(homes))
	for i := range seen {
		seen[i] = make(map[string]any)
	}
	for _, scope := range scopes {
		for _, members := range groups(homes, all, scope) {
			indices := gather(homes, all, members, scope)
			for _, i := range members {
				seen[i][scope] = indices
			}
		}
	}
	siblings := make(map[*loader.Home]any)
	for i, h := range homes {
		if len(seen[i]) > 0 {
			siblings[h] = seen[i]
		}
	}
	return siblings, errors.Join(errs...)
}

// accompanied returns the judged homes that have another one in their
// environment.
func accompanied(t *loader.Tree) []*loader.Home {
	count := make(map[string]int)
	for _, h := range t.Homes {
		if h.NotJudged == "" {
			count[h.Placement.Environment]++
		}
	}
	var homes []*loader.Home
	for _, h := range t.Homes {
		if h.NotJudged == "" && count[h.Placement.Environment] > 1 {
			homes = append(homes, h)
		}
	}
	return homes
}

// parallel calls f for 0 to n-1 on all cores.
func parallel(n int, f func(i int)) {
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	wg.Wait()
}

// decodeTold reads what the model says that a home tells.
func decodeTold(value ast.Value) (*told, error) {
	plain, err := ast.JSON(value)
	if err != nil {
		return nil, err
	}
	object, _ := plain.(map[string]any)
	links, linked := object["links"].(map[string]any)
	facts, ok := object["facts"].([]any)
	if !linked || !ok {
		return nil, fmt.Errorf("%s has no links and facts", toldRef)
	}
	t := &told{links: make(map[string][]string), facts: make(map[string][]map[string]any)}
	for scope, list := range links {
		list, _ := list.([]any)
		for _, link := range list {
			t.links[scope] = append(t.links[scope], fmt.Sprint(link))
		}
	}
	for _, fact := range facts {
		fact, _ := fact.(map[string]any)
		scope, _ := fact["scope"].(string)
		if !slices.Contains(scopes, scope) {
			return nil, fmt.Errorf("%s has a fact of scope %q", toldRef, scope)
		}
		t.facts[scope] = append(t.facts[scope], fact)
	}
	return t, nil
}

// groups returns the groups of a scope that have more than one home, as
// indices of homes.
func groups(homes []*loader.Home, all []*told, scope string) [][]int {
	join := newJoiner(len(homes))
	for i, h := range homes {
		for _, link := range linksOf(h, all[i], scope) {
			// Homes of different environments are never in one group.
			join.link(i, h.Placement.Environment+"\x00"+link)
		}
	}
	return join.groups()
}

// linksOf returns what a home has in common with the others of its group. What
// a configuration states is not overruled by what the homes tell.
func linksOf(h *loader.Home, t *told, scope string) []string {
	p := h.Placement
	switch scope {
	case "environment":
		return []string{""}
	case "host":
		if p.HostStated {
			return []string{"stated\x00" + p.Host}
		}
		if p.Host != "" {
			return append([]string{"folder\x00" + p.Host}, t.links[scope]...)
		}
	case "cluster":
		if p.Cluster != "" {
			return []string{"stated\x00" + p.Cluster}
		}
	}
	return t.links[scope]
}

// joiner is a union-find over the homes of a tree.
type joiner struct {
	parent []int
	first  map[string]int
}

func newJoiner(n int) *joiner {
	j := &joiner{parent: make([]int, n), first: make(map[string]int)}
	for i := range j.parent {
		j.parent[i] = i
	}
	return j
}

// link joins a home with the first one that gave the same link.
func (j *joiner) link(i int, link string) {
	if first, ok := j.first[link]; ok {
		a, b := j.root(first), j.root(i)
		j.parent[max(a, b)] = min(a, b)
		return
	}
	j.first[link] = i
}

func (j *joiner) root(i int) int {
	for j.parent[i] != i {
		j.parent[i] = j.parent[j.parent[i]]
		i = j.parent[i]
	}
	return i
}

// groups returns the groups of more than one, in order.
func (j *joiner) groups() [][]int {
	byRoot := make(map[int][]int)
	var roots []int
	for i := range j.parent {
		root := j.root(i)
		if byRoot[root] == nil {
			roots = append(roots, root)
		}
		byRoot[root] = append(byRoot[root], i)
	}
	var groups [][]int
	for _, root := range roots {
		if len(byRoot[root]) > 1 {
			groups = append(groups, byRoot[root])
		}
	}
	return groups
}

// index gathers the facts of one index by their keys.
type index map[string]*indexEntry

// indexEntry is what is known of one key.
type indexEntry struct {
	count int
	first []any
	last  string
	seen  map[string]bool
}

// add counts who has a key, and keeps the facts of the first of them. Most
// facts have no who and are a home's, and the homes come one after the other;
// only the others need to be remembered.
func (x index) add(key, home string, fact map[string]any) {
	entry := x[key]
	if entry == nil {
		entry = new(indexEntry)
		x[key] = entry
	}
	who, named := fact["who"].(string)
	switch {
	case named && entry.seen[who], !named && entry.last == home:
		return
	case named && entry.seen == nil:
		entry.seen = make(map[string]bool)
	}
	if named {
		entry.seen[who] = true
	} else {
		who, entry.last = home, home
	}
	entry.count++
	if len(entry.first) < factsPerKey {
		entry.first = append(entry.first, map[string]any{"home": home, "who": who, "at": fact["at"]})
	}
}

// document is the index as rules see it: keys, how many there are; total, how
// often they were told; nth, the keys in order, by number; at, by key how many have it (count) and the facts of the
// first of them; leader, the first of the keys that most have; and leaders,
// how many such keys there are.
func (x index) document() map[string]any {
	keys := make([]string, 0, len(x))
	for key := range x {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	nth, at := make(map[string]any, len(keys)), make(map[string]any, len(keys))
	leader, leaders, most, total := "", 0, 0, 0
	for n, key := range keys {
		entry := x[key]
		nth[strconv.Itoa(n)] = key
		at[key] = map[string]any{"count": entry.count, "first": entry.first}
		total += entry.count
		switch {
		case entry.count > most:
			leader, leaders, most = key, 1, entry.count
		case entry.count == most:
			leaders++
		}
	}
	return map[string]any{"keys": len(keys), "total": total, "nth": nth, "at": at, "leader": leader, "leaders": leaders}
}

// gather builds the indices of a group by name, beside homes, the number of
// its homes.
func gather(homes []*loader.Home, all []*told, members []int, scope string) map[string]any {
	found := make(map[string]index)
	for _, i := range members {
		for _, fact := range all[i].facts[scope] {
			name, _ := fact["index"].(string)
			key, _ := fact["key"].(string)
			if found[name] == nil {
				found[name] = make(index)
			}
			found[name].add(key, homes[i].Path, fact)
		}
	}
	indices := map[string]any{"homes": len(members)}
	for name, x := range found {
		indices[name] = x.document()
	}
	return indices
}
