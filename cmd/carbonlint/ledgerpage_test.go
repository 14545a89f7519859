package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carbonlint/carbonlint/policies"
)

// untouched are the trees of the ledger that are whole products as they are
// shipped, and not overlays or homes of the deployment.toml generation.
var untouched = []string{
	"wso2carbon-4.4.9", "wso2carbon-4.4.40", "wso2esb-5.0.0", "wso2ei-6.1.1", "wso2ei-6.4.0", "wso2ei-6.6.0",
	"wso2is-5.3.0", "wso2is-5.7.0", "wso2am-2.1.0", "wso2am-2.6.0", "wso2das-3.2.0",
}

// TestLedgerPage checks the tables of docs/ledger.md against the ledger, which
// an update rewrites first if it is rewritten at all.
func TestLedgerPage(t *testing.T) {
	name := filepath.Join("..", "..", "docs", "ledger.md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := os.ReadFile(filepath.Join("..", "..", "testdata", "ledger.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- generated from testdata/ledger.tsv -->\n"
	parts := strings.Split(string(data), mark)
	if len(parts) != 3 {
		t.Fatalf("docs/ledger.md has %d marks, want 2", len(parts)-1)
	}
	want := parts[0] + mark + ledgerTables(t, string(ledger)) + mark + parts[2]
	if *update {
		write(t, name, want)
		return
	}
	if string(data) != want {
		t.Error("docs/ledger.md is not current; make update rewrites it")
	}
}

// ledgerTables tells which rules find something in untouched products: in all
// of them, in some, or in none; and which have no findings at all.
func ledgerTables(t *testing.T, ledger string) string {
	found := make(map[string]map[string]bool)
	severities := make(map[string]map[string]bool)
	for line := range strings.Lines(ledger) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 5 || !slices.Contains(untouched, f[0]) {
			continue
		}
		if found[f[1]] == nil {
			found[f[1]], severities[f[1]] = make(map[string]bool), make(map[string]bool)
		}
		found[f[1]][f[0]] = true
		severities[f[1]][f[2]] = true
	}
	rules, err := policies.Rules()
	if err != nil {
		t.Fatal(err)
	}
	var all, some strings.Builder
	var none, manual []string
	for _, r := range rules {
		link := fmt.Sprintf("[%s](rules/%s.md)", r.ID, r.ID)
		row := fmt.Sprintf("| %s | %s | %s |", link, strings.Join(slices.Sorted(maps.Keys(severities[r.ID])), ", "), r.Title)
		switch trees := found[r.ID]; {
		case checklist(t, r.ID):
			manual = append(manual, link)
		case len(trees) == 0:
			none = append(none, link)
		case len(trees) == len(untouched):
			fmt.Fprintln(&all, row)
		default:
			fmt.Fprintf(&some, "%s %s |\n", row, products(trees))
		}
	}
	return fmt.Sprintf("\n### Every product\n\n| rule | severity | what it finds |\n|---|---|---|\n%s"+
		"\n### Some products\n\n| rule | severity | what it finds | in |\n|---|---|---|---|\n%s"+
		"\n### No product\n\nThese %d rules find real mistakes alone: %s.\n"+
		"\n### By hand\n\nThese %d rules are items of a checklist, with evidence and without findings: %s.\n\n",
		&all, &some, len(none), strings.Join(none, ", "), len(manual), strings.Join(manual, ", "))
}

// checklist reports whether a rule has no findings, by its having no fixture
// with a fault. The built-in rules have no folder.
func checklist(t *testing.T, id string) bool {
	t.Helper()
	folder := filepath.Join("..", "..", "policies", "rules", filepath.FromSlash(id))
	if _, err := os.Stat(folder); err != nil {
		return false
	}
	bad, err := filepath.Glob(filepath.Join(folder, "bad*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return len(bad) == 0
}

// products names trees in the order of untouched, or those left out where
// these are fewer.
func products(trees map[string]bool) string {
	var in, out []string
	for _, tree := range untouched {
		short := strings.TrimPrefix(tree, "wso2")
		if trees[tree] {
			in = append(in, short)
		} else {
			out = append(out, short)
		}
	}
	if len(out) < 4 {
		return "all but " + strings.Join(out, ", ")
	}
	return strings.Join(in, ", ")
}
