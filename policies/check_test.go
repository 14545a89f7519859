package policies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestChecks tells which waivers say that a checklist item was checked, and
// which of them are of no use.
func TestChecks(t *testing.T) {
	t.Parallel()
	const file = "repository/conf/registry.xml"
	by := func(rules ...string) []Waiver {
		return []Waiver{{Rules: rules, Reason: "record 7", Place: Place{File: ".carbonlint.yaml", Line: 3}}}
	}
	expired := by("backup/drill")
	expired[0].Until = day(t, "2026-02-28")
	for _, test := range []struct {
		name       string
		text       string
		configured []Waiver
		checks     []string
		faults     []string
	}{
		{"nobody", "<r>\n<a/>\n<b/></r>", nil, nil, nil},
		{"configuration", "<r>\n<a/>\n<b/></r>", by("backup/drill"), []string{"record 7"}, nil},
		{"a category names no item", "<r>\n<a/>\n<b/></r>", by("backup"), nil, []string{"waiver/unused"}},
		{"past", "<r>\n<a/>\n<b/></r>", expired, nil, []string{"waiver/expired"}},
		{"one of two places", "<r>\n<a/> <!-- carbonlint:ignore backup/drill - one -->\n<b/></r>", nil, nil, nil},
		{
			"each place", "<r>\n<a/> <!-- carbonlint:ignore backup/drill - one -->\n<b/> <!-- carbonlint:ignore backup/drill - two --></r>",
			nil,
			[]string{"one", "two"},
			nil,
		},
		{"whole file", "<!-- carbonlint:ignore-file backup/drill - Canary7Secret --><r>\n<a/>\n<b/></r>", nil, []string{"********"}, nil},
		{"locked", "<!-- carbonlint:ignore-file backup/locked - all --><r>\n<a/>\n<b/></r>", nil, nil, []string{"waiver/locked"}},
		{"not manual", "<r>\n<a/>\n<b/></r>", by("tls/hsts_off"), nil, []string{"waiver/unused"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := waiverTree(t, test.text)
			evidence := []Place{{File: file, Line: 2, Column: 1}, {File: file, Line: 3, Column: 1}}
			r := &Report{
				Tree: tree, masked: secrets(tree), builtin: builtinRules(),
				known: []string{"backup/drill", "backup/locked", "tls/hsts_off"},
				Verdicts: []Verdict{
					{Rule: "backup/drill", Home: ".", Outcome: Manual, Subjects: evidence},
					{Rule: "backup/locked", Home: ".", Outcome: Manual, Subjects: evidence},
					{Rule: "tls/hsts_off", Home: ".", Outcome: Pass, Subjects: evidence},
				},
			}
			r.Waive(Waivers{Now: day(t, "2026-03-01"), Configured: test.configured, Locked: []string{"backup/locked"}})
			var checks, faults []string
			for _, v := range r.Verdicts {
				for _, c := range v.Checks {
					checks = append(checks, c.Reason)
				}
			}
			for _, f := range r.Findings {
				faults = append(faults, f.Rule)
			}
			if diff := cmp.Diff(test.checks, checks); diff != "" {
				t.Errorf("checks differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.faults, faults); diff != "" {
				t.Errorf("faults differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCheckPage checks that the page of a checklist item tells what becomes of
// it, and that of another rule does not.
func TestCheckPage(t *testing.T) {
	t.Parallel()
	item := &Rule{ID: "backup/drill", Kind: "manual", Remediation: "Restore a copy."}
	for _, want := range []string{"## What to check\n\nRestore a copy.\n", "## How to record it\n", "  - rules: backup/drill\n"} {
		if page := item.Markdown(); !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	other := &Rule{ID: "tls/hsts_off", Kind: "static", Remediation: "Send the header."}
	if page := other.Markdown(); !strings.Contains(page, "## What to write instead\n") || strings.Contains(page, "record") {
		t.Errorf("the page of a rule that judges speaks of a checklist:\n%s", page)
	}
}
