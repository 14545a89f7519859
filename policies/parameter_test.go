package policies

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/rogpeppe/go-internal/txtar"
)

// fixtureSite returns the site that the parameter lines of a fixture describe.
func fixtureSite(t *testing.T, r *Rule, archive *txtar.Archive) Site {
	t.Helper()
	site, err := siteOf(r, archive)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// TestRuleParameters checks that a rule asks for the parameters that it
// declares and for no others, and that a fixture sets each of them.
func TestRuleParameters(t *testing.T) {
	t.Parallel()
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if r.Builtin() {
			continue
		}
		folder := filepath.Join("rules", filepath.FromSlash(r.ID))
		asked := askedParameters(t, r.ID, filepath.Join(folder, filepath.Base(folder)+".rego"))
		set := make(map[string]bool)
		fixtures, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range fixtures {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for parameter := range fixtureParameters(txtar.Parse(data)) {
				set[parameter] = true
			}
		}
		for _, p := range r.Parameters {
			if !asked[p.Name] {
				t.Errorf("%s: the rule does not ask for its parameter %s", r.ID, p.Name)
			}
			if !set[p.Name] {
				t.Errorf("%s: no fixture sets the parameter %s; a line \"parameter %s VALUE\" at its top does", r.ID, p.Name, p.Name)
			}
			delete(asked, p.Name)
		}
		for name := range asked {
			t.Errorf("%s: the parameter %s is not declared in the METADATA", r.ID, name)
		}
	}
}

// askedParameters returns the names that a rule gives to lib.parameter, which
// it must give in literals and with its own id.
func askedParameters(t *testing.T, id, file string) map[string]bool {
	t.Helper()
	asked := make(map[string]bool)
	ast.WalkTerms(parseRego(t, file), func(term *ast.Term) bool {
		call, ok := term.Value.(ast.Call)
		if !ok || call[0].String() != "lib.parameter" {
			return false
		}
		rule, _ := call[1].Value.(ast.String)
		name, ok := call[2].Value.(ast.String)
		if string(rule) != id || !ok {
			t.Errorf("%s: lib.parameter takes the id of the rule itself and a name, in literals", term.Location)
		}
		asked[string(name)] = true
		return false
	})
	return asked
}

func TestParameterCheck(t *testing.T) {
	t.Parallel()
	one, nine := 1, 9
	bounded := Parameter{Type: TypeInteger, Minimum: &one, Maximum: &nine}
	for _, test := range []struct {
		p     Parameter
		value any
		want  string
	}{
		{bounded, 1, ""},
		{bounded, 9, ""},
		{bounded, 0, "0 is not from 1 to 9"},
		{bounded, 10, "10 is not from 1 to 9"},
		{Parameter{Type: TypeInteger, Minimum: &one}, 0, "0 is not 1 or more"},
		{Parameter{Type: TypeInteger, Maximum: &nine}, 10, "10 is not 9 or less"},
		{Parameter{Type: TypeInteger}, -3, ""},
		{bounded, "1", "want a whole number"},
		{bounded, []string{"1"}, "want a whole number"},
		{Parameter{Type: TypeBoolean}, true, ""},
		{Parameter{Type: TypeBoolean}, "true", "want true or false"},
		{Parameter{Type: TypeString}, "a", ""},
		{Parameter{Type: TypeString}, 1, "want a text"},
		{Parameter{Type: TypeStrings}, []string{"a"}, ""},
		{Parameter{Type: TypeStrings}, "a", "want a list of texts"},
	} {
		got := ""
		if err := test.p.Check(test.value); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%v for %+v: %q, want %q", test.value, test.p, got, test.want)
		}
	}
}

// TestParameterMetadata checks that a wrong declaration is refused in words.
func TestParameterMetadata(t *testing.T) {
	t.Parallel()
	for declaration, want := range map[string]string{
		"{type: integer, default: 5, minimum: 1, description: It is.}": "",
		"{type: integer, default: 0, minimum: 1, description: It is.}": "least: default: 0 is not 1 or more",
		"{type: integer, default: five, description: It is.}":          "least: default: want a whole number",
		"{type: number, default: 5, description: It is.}":              `least: type is "number", want one of integer, boolean, string, strings`,
		"{type: integer, default: 5}":                                  `least: description is "", want a sentence that ends with a period`,
		"{type: strings, default: [a], maximum: 2, description: A.}":   "least: only an integer has a minimum and a maximum",
		"{type: strings, default: [a, b], description: It is.}":        "",
	} {
		text := strings.Replace(ruleTemplate, "#   since: 0.1.0\n", "#   since: 0.1.0\n#   parameters:\n#     least: "+declaration+"\n", 1)
		_, err := readRule("a/b", text)
		got := ""
		if err != nil {
			got = strings.TrimPrefix(err.Error(), "METADATA: custom.parameters: ")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", declaration, got, want)
		}
	}
}

// TestParameters checks what a site sets against the defaults.
func TestParameters(t *testing.T) {
	t.Parallel()
	rules := []*Rule{
		{ID: "a/b", Parameters: []Parameter{{Name: "least", Type: TypeInteger, Default: 5}, {Name: "words", Type: TypeStrings, Default: []string{"x"}}}},
		{ID: "a/none"},
	}
	got := Parameters(rules, map[string]map[string]any{"a/b": {"least": 7}, "a/gone": {"x": 1}})
	want := map[string]any{"a/b": map[string]any{"least": 7, "words": []any{"x"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
