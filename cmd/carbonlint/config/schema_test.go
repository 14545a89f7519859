package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// compiled returns the schema and its plain form.
func compiled(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	data, err := json.Marshal(Schema(rules))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", plain); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s, plain.(map[string]any)
}

// TestSchemaKeys checks that the schema and the parser know the same keys.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	_, schema := compiled(t)
	p := &parser{file: new(File)}
	for where, keys := range map[string][]key{
		"":          p.fileKeys(),
		"overrides": p.overrideKeys(new(Override)),
		"homes":     p.homeKeys(new(Home)),
		"waivers":   p.waiverKeys(new(policies.Waiver)),
	} {
		properties := schema["properties"].(map[string]any)
		if where != "" {
			properties = properties[where].(map[string]any)["items"].(map[string]any)["properties"].(map[string]any)
		}
		var want, got []string
		for _, k := range keys {
			want = append(want, k.name)
		}
		for name := range properties {
			got = append(got, name)
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-parser +schema):\n%s", where, diff)
		}
	}
}

// TestSchemaAgrees checks that what the parser refuses the schema refuses too,
// as far as a schema can, and that it takes what the parser takes.
func TestSchemaAgrees(t *testing.T) {
	t.Parallel()
	schema, _ := compiled(t)
	for text, want := range map[string]bool{
		"":                                 true,
		cascadeFile(t, ".carbonlint.yaml"): true,
		cascadeFile(t, "environments/apart/.carb"):         true,
		Template(&loader.Tree{}):                           true,
		uncommented(Template(&loader.Tree{})):              true,
		"profil: all\n":                                    false,
		"root: yes\n":                                      false,
		"severity: {jvm: of}\n":                            false,
		"severity: {own/rule: off}\n":                      true,
		"severity: {Own/Rule: off}\n":                      false,
		"parameters: {jvm/heap: {least: 9}}\n":             true,
		"parameters: {jvm/heap: {least: 10}}\n":            false,
		"parameters: {jvm/heap: {lest: 9}}\n":              false,
		"parameters: {jvm/heap: {words: [a]}}\n":           true,
		"parameters: {jvm/heap: {words: a}}\n":             false,
		"overrides: [{profile: all}]\n":                    false,
		"overrides: [{paths: a, profile: all}]\n":          true,
		"overrides: [{paths: /a, profile: all}]\n":         false,
		"homes: [{path: a, version: 6.4}]\n":               true,
		"homes: [{host: a}]\n":                             false,
		"rules: {tls: off}\n":                              false,
		"rules: [a, b]\n":                                  true,
		"waivers: [{rules: jvm, reason: a}]\n":             true,
		"waivers: [{rules: jvm}]\n":                        false,
		"waivers: [{rules: [jvm], reason: ''}]\n":          false,
		"locked: [tls, jvm/heap]\n":                        true,
		"waivers: [{rules: jvm, reason: a, until: May}]\n": false,
	} {
		var document any
		if err := yaml.Unmarshal([]byte(text), &document); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		data, err := json.Marshal(datesAsText(document))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(plain); (err == nil) != want {
			t.Errorf("%q is valid: %v, want %v: %v", text, err == nil, want, err)
		}
	}
}

// datesAsText makes dates texts, which they are to editors.
func datesAsText(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = datesAsText(v[name])
		}
	case []any:
		for i := range v {
			v[i] = datesAsText(v[i])
		}
	case time.Time:
		return v.Format(time.DateOnly)
	}
	return value
}

// cascadeFile returns a file of the test tree.
func cascadeFile(t *testing.T, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(cascade, "\n-- "+name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	_, rest, _ = strings.Cut(rest, "\n")
	text, _, _ := strings.Cut(rest, "\n-- ")
	return text + "\n"
}

// uncommented takes the signs of comments from the examples of a template,
// which are not followed by one blank as those of sentences are.
func uncommented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") && (!strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "#  ")) {
			line = line[1:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestTemplate checks the file that init writes: its examples are taken once
// the signs of comments are gone, and it names what was found.
func TestTemplate(t *testing.T) {
	t.Parallel()
	bundled, err := policies.Rules()
	if err != nil {
		t.Fatal(err)
	}
	text := Template(&loader.Tree{Homes: []*loader.Home{
		{Path: "nodes/a", Product: "WSO2 Enterprise Service Bus", Version: "5.0.0"},
		{Path: "test/b\n#c: [", Product: "WSO2 Identity Server"},
		{Path: "toml", NotJudged: "not judged yet"},
	}})
	for _, want := range []string{
		"#   nodes/a: WSO2 Enterprise Service Bus 5.0.0\n", "#   toml: not judged yet\n", "#- paths: [\"test/**\"]\n", "#- path: \"test/b\\n#c: \\\\[\"\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the template does not hold %q:\n%s", want, text)
		}
	}
	for name, text := range map[string]string{"as it is": text, "all examples": uncommented(Template(&loader.Tree{}))} {
		f, problems := read(Name, tree(t, "-- carbonlint-rules/README.md --\n"), text)
		if problems = append(problems, f.check(bundled)...); len(problems) > 0 {
			t.Errorf("%s: %v\n%s", name, problems, text)
		}
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	dir := tree(t, cascade)
	f := NewFinder(dir, dir)
	got := Open(dir, f, Flags{}).At("environments/prod/b", "").Describe(rules)
	want := `profile: all                    # environments/prod/.carbonlint.yaml:1:10
product: Enterprise Integrator  # .carbonlint.yaml:15:81
version: 6.4.0                  # .carbonlint.yaml:15:113
cluster: gateway                # .carbonlint.yaml:15:37
host: h1                        # .carbonlint.yaml:15:52
environment: e                  # .carbonlint.yaml:15:69
severity:
  jvm/heap: error     # .carbonlint.yaml:4:13
  jvm/debug: warning  # .carbonlint.yaml:3:8
parameters:
  jvm/heap:
    least: 7      # environments/prod/.carbonlint.yaml:3:21
    words: ["x"]  # .carbonlint.yaml:6:31
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestIdle(t *testing.T) {
	t.Parallel()
	dir := tree(t, cascade)
	f := NewFinder(dir, dir)
	s := Open(dir, f, Flags{})
	var got []string
	for _, p := range s.Idle(&loader.Tree{Homes: []*loader.Home{{Path: "environments/dev/a"}}}) {
		got = append(got, p.String())
	}
	want := []string{
		`.carbonlint.yaml:8:32: nothing here matches "**/user-mgt.xml"`,
		`.carbonlint.yaml:12:10: nothing here matches "environments/dev/b"`,
		`.carbonlint.yaml:15:10: no home matches "environments/*/b"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
