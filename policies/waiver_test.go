package policies

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWaiveConfigured checks what a waiver of the configuration accepts, by
// the rules of the findings that stay.
func TestWaiveConfigured(t *testing.T) {
	t.Parallel()
	now := day(t, "2026-03-01")
	for _, test := range []struct {
		name   string
		waiver Waiver
		stay   []string
	}{
		{"rule", Waiver{Rules: []string{"tls/a"}}, []string{"tls/b", "jmx/a"}},
		{"category", Waiver{Rules: []string{"tls"}}, []string{"jmx/a"}},
		{"path", Waiver{Rules: []string{"tls", "jmx"}, Path: "dev/**"}, []string{"tls/b", "jmx/a"}},
		{"path of a file", Waiver{Rules: []string{"jmx/a"}, Path: "**/jmx.xml"}, []string{"tls/a", "tls/b"}},
		{"home", Waiver{Rules: []string{"tls", "jmx"}, Home: "prod/*"}, []string{"tls/a"}},
		{"home and path", Waiver{Rules: []string{"tls", "jmx"}, Home: "prod/*", Path: "dev/**"}, []string{"tls/a", "tls/b", "jmx/a"}},
		{"last day", Waiver{Rules: []string{"tls"}, Until: now}, []string{"jmx/a"}},
		{"day after", Waiver{Rules: []string{"tls"}, Until: now.AddDate(0, 0, -1)}, []string{"tls/a", "tls/b", "jmx/a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := &Report{Findings: []Finding{
				{Rule: "tls/a", Home: "dev", Place: Place{File: "dev/conf/axis2.xml"}},
				{Rule: "tls/b", Home: "prod/1", Place: Place{File: "prod/1/conf/axis2.xml"}},
				{Rule: "jmx/a", Home: "prod/1", Place: Place{File: "prod/1/conf/jmx.xml"}},
			}, Failures: []Failure{{Message: "a fault"}}}
			test.waiver.Reason = "accepted"
			test.waiver.Place = Place{File: ".carbonlint.yaml", Line: 3}
			r.Waive(Waivers{Configured: []Waiver{test.waiver}, Now: now.Add(15 * time.Hour)})
			stay := make([]string, 0, len(r.Findings))
			for _, f := range r.Findings {
				stay = append(stay, f.Rule)
			}
			if diff := cmp.Diff(test.stay, stay); diff != "" {
				t.Errorf("findings that stay differ (-want +got):\n%s", diff)
			}
			if len(r.Waived)+len(stay) != 3 || len(r.Failures) != 1 {
				t.Errorf("%d waived and %d findings, %d failures", len(r.Waived), len(stay), len(r.Failures))
			}
			for _, w := range r.Waived {
				if w.Reason != "accepted" || w.By != test.waiver.Place || !w.Until.Equal(test.waiver.Until) {
					t.Errorf("waived as %+v", w)
				}
			}
		})
	}
}

// waiverTree is a home whose registry.xml is the text.
func waiverTree(t *testing.T, text string) *loader.Tree {
	t.Helper()
	tree, err := loader.Load(fstest.MapFS{
		"repository/conf/carbon.xml":   {Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Security><KeyStore><Password>Canary7Secret</Password></KeyStore></Security></Server>`)},
		"repository/conf/registry.xml": {Data: []byte(text)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestWaiveInPlace checks what comments accept, and what is said of those that
// are misused. In each case tls/hsts_off is found on lines 2 and 4.
func TestWaiveInPlace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		waived     int
		faults     []string
	}{
		{"same line", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_off - why -->\n<c>\n<b/></c></r>", 1, nil},
		{"element before", "<r>\n<a/>\n<!-- carbonlint:ignore tls/hsts_off - why --><c>\n<b/></c></r>", 1, nil},
		{"file", "<r>\n<a/>\n<!-- carbonlint:ignore-file tls/hsts_off - why --><c>\n<b/></c></r>", 2, nil},
		{"category and list", "<!-- carbonlint:ignore jmx, tls until=2026-03-01 – why --><r>\n<a/>\n<c>\n<b/></c></r>", 2, []string{
			"1:6 waiver/unused: The waiver of 'jmx' waives nothing.",
		}},
		{"rule that did not run", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_off,users - why -->\n<c>\n<b/></c></r>", 1, nil},
		{"expired", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_off until=2026-02-28 - why -->\n<c>\n<b/></c></r>", 0, []string{
			"2:11 waiver/expired: The waiver of 'tls/hsts_off' ended on 2026-02-28.",
		}},
		{"without reason", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_off - -->\n<c>\n<b/></c></r>", 0, []string{
			"2:11 waiver/without_reason: The waiver of 'tls/hsts_off' gives no reason, so that it waives nothing.",
		}},
		{"unknown rule", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_of,tls/hsts_off,nonsense - why -->\n<c>\n<b/></c></r>", 1, []string{
			"2:11 waiver/unknown_rule: There is no rule or category 'nonsense'.",
			"2:11 waiver/unknown_rule: There is no rule or category 'tls/hsts_of', the nearest is 'tls/hsts_off'.",
		}},
		{"unused", "<r><!-- carbonlint:ignore tls/hsts_off - why -->\n<a/>\n<c>\n<b/></c></r>", 0, []string{
			"1:9 waiver/unused: The waiver of 'tls/hsts_off' waives nothing.",
		}},
		{"locked", "<r>\n<a/> <!-- carbonlint:ignore jmx/default_ports - why -->\n<c>\n<b/></c></r>", 0, []string{
			"2:11 waiver/locked: The configuration locks the rule 'jmx/default_ports', which no comment can waive.",
		}},
		{"locked in a category", "<r>\n<a/><!-- carbonlint:ignore-file jmx,tls - why -->\n<c>\n<b/></c>\n<j/></r>", 2, []string{
			"2:10 waiver/locked: The configuration locks the rule 'jmx/default_ports', which no comment can waive.",
		}},
		{"waiver of a waiver", "<!-- carbonlint:ignore waiver - why --><r>\n<a/>\n<!-- carbonlint:ignore-file waiver/unused - why --><c>\n<b/></c></r>", 0, []string{
			"1:6 waiver/locked: The rule 'waiver' judges waivers and cannot be waived.",
			"3:6 waiver/locked: The rule 'waiver/unused' judges waivers and cannot be waived.",
		}},
		{"malformed", "<r><!-- carbonlint:ignore - why -->\n<a/><!-- carbonlint:disable tls -->\n<c><!-- carbonlint:ignore tls until=soon - why -->\n" +
			"<b/><!-- carbonlint:ignore tls jmx - why --><!-- carbonlint:ignore tls until=2026-01-01 until=2026-01-01 - why --></c></r>", 0, []string{
			"1:9 waiver/malformed: The waiver names no rule.",
			"2:10 waiver/malformed: The waiver begins with 'carbonlint:disable' where carbonlint:ignore or carbonlint:ignore-file is known.",
			"3:9 waiver/malformed: The waiver ends at 'soon', which is no day such as 2026-01-31.",
			"4:10 waiver/malformed: The waiver holds 'jmx' before the reason, where only rules with commas between them and until=YYYY-MM-DD may stand.",
			"4:50 waiver/malformed: The waiver gives its last day twice.",
		}},
		{"in the wrong place", "<r>\n<a>carbonlint:ignore tls</a>\n<c><!-- <x/> carbonlint:ignore tls - why -->\n<b/></c></r>", 0, []string{
			"2:4 waiver/malformed: The waiver stands outside of a comment.",
			"3:14 waiver/malformed: The waiver stands in a comment that begins with other text.",
		}},
		{"two dashes in XML", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_off -- why -->\n<c>\n<b/></c></r>", 0, []string{
			"2:11 waiver/malformed: The waiver stands in a comment with two dashes, which XML does not allow.",
		}},
		{"secrets in it", "<r>\n<a/> <!-- carbonlint:ignore tls/hsts_off Canary7Secret password=sesame - why -->\n<c>\n<b/></c></r>", 0, []string{
			"2:11 waiver/malformed: The waiver holds '********' before the reason, where only rules with commas between them and until=YYYY-MM-DD may stand.",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			tree := waiverTree(t, test.text)
			r := &Report{
				Tree: tree, masked: secrets(tree), builtin: builtinRules(),
				known: []string{"jmx/default_ports", "tls/hsts_off", "users/default_admin"},
				Verdicts: []Verdict{
					{Rule: "jmx/default_ports", Home: "."}, {Rule: "tls/hsts_off", Home: "."}, {Rule: "tls/hsts_off", Home: "other"},
				},
			}
			const file = "repository/conf/registry.xml"
			r.Findings = []Finding{
				{Rule: "tls/hsts_off", Home: ".", Place: Place{File: file, Line: 2, Column: 1}},
				{Rule: "tls/hsts_off", Home: ".", Place: Place{File: file, Line: 4, Column: 1}},
				{Rule: "jmx/default_ports", Home: ".", Place: Place{File: file, Line: 5, Column: 1}},
				{Rule: "tls/hsts_off", Home: ".", Place: Place{File: "repository/conf/carbon.xml", Line: 2, Column: 1}},
			}
			r.Waive(Waivers{Now: day(t, "2026-03-01"), Locked: []string{"jmx/default_ports"}})
			if len(r.Waived) != test.waived {
				t.Errorf("%d findings are waived, want %d", len(r.Waived), test.waived)
			}
			for _, w := range r.Waived {
				if w.Reason != "why" || w.By.File != file {
					t.Errorf("waived as %+v", w)
				}
			}
			var faults []string
			for _, f := range r.Findings {
				if f.Fingerprint != "" {
					faults = append(faults, fmt.Sprintf("%d:%d %s: %s", f.Line, f.Column, f.Rule, f.Message))
				}
			}
			if diff := cmp.Diff(test.faults, faults); diff != "" {
				t.Errorf("faults differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWaiveUnusedConfigured checks which waivers of the configuration are
// called unused.
func TestWaiveUnusedConfigured(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		file    string
		waiver  Waiver
		partial bool
		want    []string
	}{
		{"used", ".carbonlint.yaml", Waiver{Rules: []string{"tls"}}, false, nil},
		{"no such file", ".carbonlint.yaml", Waiver{Rules: []string{"tls"}, Path: "other/**"}, false, []string{ruleWaiverUnused}},
		{"in a part not read", ".carbonlint.yaml", Waiver{Rules: []string{"tls"}, Path: "other/**"}, true, nil},
		{"below a configuration above", "../.carbonlint.yaml", Waiver{Rules: []string{"tls"}, Path: "other/**"}, false, nil},
		{"in a part that was read", "../.carbonlint.yaml", Waiver{Rules: []string{"jmx"}, Path: "**/carbon.xml"}, true, []string{ruleWaiverUnused}},
		{"rule that did not run", ".carbonlint.yaml", Waiver{Rules: []string{"users"}}, false, nil},
		{"home that is not there", ".carbonlint.yaml", Waiver{Rules: []string{"tls"}, Home: "prod"}, false, []string{ruleWaiverUnused}},
		{"unknown rule", ".carbonlint.yaml", Waiver{Rules: []string{"nonsense"}}, false, []string{ruleWaiverUnknownRule}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := &Report{
				Tree: waiverTree(t, "<r/>"), builtin: builtinRules(), known: []string{"jmx/default_ports", "tls/hsts_off", "users/default_admin"},
				Verdicts: []Verdict{{Rule: "jmx/default_ports", Home: "."}, {Rule: "tls/hsts_off", Home: "."}},
				Findings: []Finding{{Rule: "tls/hsts_off", Home: ".", Place: Place{File: "repository/conf/registry.xml", Line: 1, Column: 1}}},
			}
			test.waiver.Reason, test.waiver.Place = "why", Place{File: test.file, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
			r.Waive(Waivers{Configured: []Waiver{test.waiver}, Now: day(t, "2026-03-01"), Partial: test.partial})
			var got []string
			for _, f := range r.Findings {
				if f.Fingerprint != "" {
					got = append(got, f.Rule)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("faults differ (-want +got):\n%s", diff)
			}
			if len(r.Rules) != len(test.want) {
				t.Errorf("%d rules are described, want %d", len(r.Rules), len(test.want))
			}
		})
	}
}

// TestDirectiveTwice names a rule several times in one waiver, which is told once.
func TestDirectiveTwice(t *testing.T) {
	t.Parallel()
	d, err := parseDirective("carbonlint:ignore tls/a,jmx,tls/a, jmx - a reason")
	if diff := cmp.Diff([]string{"tls/a", "jmx"}, d.rules); err != nil || diff != "" {
		t.Errorf("the rules (-want +got), %v:\n%s", err, diff)
	}
}
