package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carbonlint/carbonlint/policies"
)

// TestRulePages checks that docs/rules is what the rules' metadata says.
func TestRulePages(t *testing.T) {
	t.Parallel()
	rules, err := policies.Rules()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"README.md": index(rules)}
	for _, r := range rules {
		source := "policies/rules/" + r.ID
		if r.Builtin() {
			source = "policies/builtin.go"
		}
		want[r.ID+".md"] = "<!-- Generated from " + source + "; do not edit. -->\n\n" + r.Markdown() + neighbours(r, rules)
	}
	checkSchema(t)
	dir := filepath.Join("..", "..", "docs", "rules")
	if *update {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		for name, text := range want {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
		}
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || string(got) != text {
			t.Errorf("docs/rules/%s is not current; make update rewrites it", name)
		}
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if rel, _ := filepath.Rel(dir, name); want[filepath.ToSlash(rel)] == "" {
			t.Errorf("docs/rules/%s belongs to no rule; make update removes it", rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// neighbours links a rule's page to the rules of the same section of the
// guidelines.
func neighbours(r *policies.Rule, rules []*policies.Rule) string {
	var b strings.Builder
	for _, other := range rules {
		if other.Guideline == r.Guideline && other != r {
			fmt.Fprintf(&b, "- [%s](../%s.md): %s\n", other.ID, other.ID, other.Title)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return fmt.Sprintf("\n## The section %s\n\n%s", r.Guideline, b.String())
}

// sections lists the rules by section of the guidelines.
func sections(rules []*policies.Rule) string {
	links := make(map[string][]string)
	for _, r := range rules {
		links[r.Guideline] = append(links[r.Guideline], fmt.Sprintf("[%s](%s.md)", r.ID, r.ID))
	}
	var b strings.Builder
	b.WriteString("\n## By section of the guidelines\n\n| section | rules |\n|---|---|\n")
	for _, section := range slices.Sorted(maps.Keys(links)) {
		fmt.Fprintf(&b, "| %s | %s |\n", section, strings.Join(links[section], ", "))
	}
	return b.String()
}

// checkSchema checks that the published schema of the configuration file knows
// the rules as they are.
func checkSchema(t *testing.T) {
	t.Helper()
	var out bytes.Buffer
	run([]string{"config", "schema"}, strings.NewReader(""), &out, &out)
	name := filepath.Join("..", "..", "docs", "config.schema.json")
	if *update {
		write(t, name, out.String())
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != out.String() {
		t.Error("docs/config.schema.json is not current; make update rewrites it")
	}
}

// TestConfigurationPage checks that the example of the documentation is taken.
func TestConfigurationPage(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(data), "```yaml\n")
	example, _, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatal("docs/configuration.md has no example")
	}
	name := filepath.Join(t.TempDir(), "example.yaml")
	write(t, name, example)
	var out, diagnostics bytes.Buffer
	if code := run([]string{"config", "verify", "--config", name, "../../testdata/esb"}, strings.NewReader(""), &out, &diagnostics); code != exitClean {
		t.Errorf("the example of docs/configuration.md gives %d:\n%s", code, diagnostics.String())
	}
}

// index is the page that lists the rules by category.
func index(rules []*policies.Rule) string {
	var b strings.Builder
	b.WriteString("<!-- Generated from policies/rules; do not edit. -->\n\n# Rules\n\n")
	fmt.Fprintf(&b, "Carbonlint has %d rules. `carbonlint explain ID` prints the page of one.\n", len(rules))
	category := ""
	for _, r := range rules {
		c, name, _ := strings.Cut(r.ID, "/")
		if c != category {
			category = c
			fmt.Fprintf(&b, "\n## %s\n\n| rule | severity | tier | guideline | what it finds |\n|---|---|---|---|---|\n", category)
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s | %s |\n", name, r.ID, r.Severity, r.Tier, r.Guideline, r.Title)
	}
	b.WriteString(sections(rules))
	return b.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReadme checks that the README shows what the example home really gives.
func TestReadme(t *testing.T) {
	t.Parallel()
	name := filepath.Join("..", "..", "README.md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- sample: carbonlint lint --rule datasource,hostname,users testdata/esb -->\n```\n"
	before, rest, ok := strings.Cut(string(data), mark)
	_, after, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatalf("README.md has no block after %q", mark)
	}
	var out bytes.Buffer
	run([]string{"lint", "--rule", "datasource,hostname,users", "../../testdata/esb"}, strings.NewReader(""), &out, &out)
	want := before + mark + out.String() + "```\n" + after
	if *update {
		write(t, name, want)
		return
	}
	if string(data) != want {
		t.Error("the sample in README.md is not current; make update rewrites it")
	}
}
