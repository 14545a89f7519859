package policies

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/carbonlint/carbonlint/loader"
)

// addNode adds a node of a cluster to a tree, with the well-known members.
func addNode(fsys fstest.MapFS, home, host string, members ...string) {
	var list strings.Builder
	for _, m := range members {
		fmt.Fprintf(&list, "<member><hostName>%s</hostName><port>4000</port></member>\n", m)
	}
	fsys[home+"/repository/conf/carbon.xml"] = &fstest.MapFile{Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
  <Name>WSO2 ESB</Name><ServerKey>ESB</ServerKey><Ports><Offset>0</Offset></Ports>
</Server>`)}
	fsys[home+"/repository/conf/axis2/axis2.xml"] = &fstest.MapFile{Data: []byte(`<axisconfig><clustering enable="true">
  <parameter name="membershipScheme">wka</parameter><parameter name="domain">esb.acme</parameter>
  <parameter name="localMemberHost">` + host + `</parameter><parameter name="localMemberPort">4000</parameter>
  <members>` + list.String() + `</members>
</clustering></axisconfig>`)}
}

// siblingsOf loads a tree and returns what its homes see of each other.
func siblingsOf(t *testing.T, e *Engine, fsys fstest.MapFS, state func(*loader.Home)) (*loader.Tree, map[*loader.Home]any) {
	t.Helper()
	tree, err := loader.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range tree.Homes {
		if state != nil {
			state(h)
		}
	}
	siblings, err := e.Siblings(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	return tree, siblings
}

func workingTree(t *testing.T, o Options) *Engine {
	t.Helper()
	e, err := open(context.Background(), os.DirFS("."), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestSiblingGroups checks which homes are compared: by what the settings say,
// never across environments, and as a configuration states.
func TestSiblingGroups(t *testing.T) {
	t.Parallel()
	fsys := make(fstest.MapFS)
	addNode(fsys, "prod/a", "10.0.0.1", "10.0.0.1", "10.0.0.2")
	addNode(fsys, "prod/b", "10.0.0.2", "10.0.0.1", "10.0.0.2")
	addNode(fsys, "prod/alone", "10.0.9.9", "10.0.9.9")
	addNode(fsys, "prod/twin", "10.0.0.2", "10.0.7.7")
	addNode(fsys, "test/a", "10.0.0.1", "10.0.0.1", "10.0.0.2")
	e := workingTree(t, Options{Rules: []string{"cluster"}})
	for _, test := range []struct {
		name  string
		state func(*loader.Home)
		want  map[string]string
	}{
		{"by the settings", nil, map[string]string{
			"prod/a": "environment 4, cluster 3", "prod/b": "environment 4, host 2, cluster 3",
			"prod/twin": "environment 4, host 2, cluster 3", "prod/alone": "environment 4",
		}},
		{"as stated", func(h *loader.Home) {
			switch h.Path {
			case "prod/twin":
				h.Placement.State("", "elsewhere", "other")
			case "prod/alone":
				h.Placement.State("", "", "other")
			}
		}, map[string]string{
			"prod/a": "environment 4, cluster 2", "prod/b": "environment 4, cluster 2",
			"prod/twin": "environment 4, cluster 2", "prod/alone": "environment 4, cluster 2",
		}},
		{"in one environment", func(h *loader.Home) { h.Placement.State("all", "", "") }, map[string]string{
			"prod/a": "environment 5, host 2, cluster 4", "prod/b": "environment 5, host 2, cluster 4", "test/a": "environment 5, host 2, cluster 4",
			"prod/twin": "environment 5, host 2, cluster 4", "prod/alone": "environment 5",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, siblings := siblingsOf(t, e, fsys, test.state)
			got := make(map[string]string)
			for h, seen := range siblings {
				var parts []string
				for _, scope := range scopes {
					if group, ok := seen.(map[string]any)[scope].(map[string]any); ok {
						parts = append(parts, fmt.Sprintf("%s %d", scope, group["homes"]))
					}
				}
				got[h.Path] = strings.Join(parts, ", ")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("groups differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSiblingsAreBounded checks that an index keeps a few facts of a key
// however many homes tell it, and counts them all.
func TestSiblingsAreBounded(t *testing.T) {
	t.Parallel()
	fsys := make(fstest.MapFS)
	for i := range 10 {
		addNode(fsys, fmt.Sprintf("n%d", i), fmt.Sprintf("10.0.0.%d", i+1), "10.0.0.1", "10.0.0.2")
	}
	tree, siblings := siblingsOf(t, workingTree(t, Options{Rules: []string{"cluster"}}), fsys, nil)
	cluster := siblings[tree.Homes[9]].(map[string]any)["cluster"].(map[string]any)
	listed := cluster["listed"].(map[string]any)["at"].(map[string]any)["10.0.0.1:4000"].(map[string]any)
	if got := len(listed["first"].([]any)); got != factsPerKey {
		t.Errorf("the index keeps %d facts of a key, want %d", got, factsPerKey)
	}
	if listed["count"] != 10 {
		t.Errorf("the index counts %v homes, want 10", listed["count"])
	}
	if nodes := cluster["nodes"].(map[string]any); nodes["keys"] != 10 {
		t.Errorf("the index has %v nodes, want 10", nodes["keys"])
	}
}

// TestSiblingPlaces checks that a finding may point at a sibling and not lie
// in it, and that a secret of a sibling is masked.
func TestSiblingPlaces(t *testing.T) {
	t.Parallel()
	const node = `node := input.siblings.cluster.nodes.at["10.0.0.2:4000"].first[0]

subjects contains input.files["axis2.xml"][0] if node.home != input.home.path

`
	fsys := make(fstest.MapFS)
	addNode(fsys, "a", "10.0.0.1", "10.0.0.1", "10.0.0.2")
	addNode(fsys, "b", "10.0.0.2", "10.0.0.1", "10.0.0.2")
	fsys["b/repository/conf/user-mgt.xml"] = &fstest.MapFile{Data: []byte(`<UserManager><Realm><Configuration>
  <AdminUser><Password>Canary7Secret</Password></AdminUser></Configuration></Realm></UserManager>`)}
	r := judgeWith(t, map[string]string{
		"a/related": node + `findings contains lib.graded(s, "It is Canary7Secret.", {"related": [lib.see(node.at, "There.")]}) if some s in subjects`,
		"b/outside": node + `findings contains lib.finding(node.at, "It is wrong.") if some s in subjects`,
	}, fsys)
	if len(r.Findings) != 1 || r.Findings[0].Home != "a" || r.Findings[0].Related[0].File != "b/repository/conf/axis2/axis2.xml" {
		t.Errorf("findings are %+v, want one in a that points to b", r.Findings)
	} else if strings.Contains(r.Findings[0].Message, "Canary") {
		t.Errorf("the message %q shows the secret of a sibling", r.Findings[0].Message)
	}
	if len(r.Failures) != 1 || !strings.Contains(r.Failures[0].Message, "not a file of the home") {
		t.Errorf("failures are %v, want one of b/outside", r.Failures)
	}
}

// steps counts the steps of an evaluation.
type steps struct{ n int }

func (*steps) Enabled() bool               { return true }
func (s *steps) TraceEvent(topdown.Event)  { s.n++ }
func (*steps) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TestSiblingsAreLinear counts the steps that the rules over several homes
// take for one node of a cluster. They must not grow with the cluster, neither
// when its nodes are in order nor when each of them is wrong, or the cost of a
// tree would grow with the pairs of its homes.
func TestSiblingsAreLinear(t *testing.T) {
	t.Parallel()
	e := workingTree(t, Options{})
	var fleet []*Rule
	for _, r := range e.rules {
		if r.Kind == "fleet" {
			fleet = append(fleet, r)
		}
	}
	count := func(n int) int {
		fsys := make(fstest.MapFS)
		for i := range n {
			addNode(fsys, fmt.Sprintf("nodes/n%03d", i), fmt.Sprintf("10.0.0.%d", i+1), "10.0.0.1", "10.0.0.2")
		}
		tree, siblings := siblingsOf(t, e, fsys, nil)
		document := tree.Homes[n/2].Document(e.want)
		document["siblings"] = siblings[tree.Homes[n/2]]
		s := new(steps)
		for _, r := range fleet {
			query := topdown.NewQuery(e.queries[r]).WithCompiler(e.compiler).WithQueryTracer(s).WithInput(ast.NewTerm(ast.LazyObject(document)))
			if _, err := query.Run(context.Background()); err != nil {
				t.Fatalf("%s: %v", r.ID, err)
			}
		}
		return s.n
	}
	few, many := count(10), count(80)
	t.Logf("%d steps among 10 nodes, %d among 80", few, many)
	if many > few+few/20 {
		t.Errorf("a node among 80 takes %d steps, one among 10 takes %d: a rule walks over the siblings", many, few)
	}
}

// TestToldAlone checks that what a home tells does not depend on what it sees
// of the others: a home is judged in the session in which it told.
func TestToldAlone(t *testing.T) {
	t.Parallel()
	e, err := compile(context.Background(), os.DirFS("."), Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[*ast.Rule]bool)
	rules := e.compiler.GetRulesExact(toldRef)
	if len(rules) == 0 {
		t.Fatalf("%s is no rule", toldRef)
	}
	for len(rules) > 0 {
		r := rules[0]
		if rules = rules[1:]; seen[r] {
			continue
		}
		seen[r] = true
		ast.WalkRefs(r, func(ref ast.Ref) bool {
			if section, _ := literal(ref, 1); section == "siblings" && ref[0].Equal(ast.InputRootDocument) {
				t.Errorf("%s: %s depends on %s through %s", r.Location, toldRef, ref, r.Head.Ref())
			}
			return false
		})
		for next := range e.compiler.Graph.Dependencies(r) {
			rules = append(rules, next.(*ast.Rule))
		}
	}
}
