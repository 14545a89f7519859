package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// trees returns the folders of the real product homes and overlays. They are
// data that the project does not hold: without them the test is skipped, and
// fails where CARBONLINT_TREES=required demands them.
func trees(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "shared", "trees")
	if _, err := os.Stat(root); err != nil {
		if os.Getenv("CARBONLINT_TREES") == "required" {
			t.Fatalf("the real product trees are required and are not at %s", root)
		}
		t.Skipf("SKIPPED: the real product trees are not at %s", root)
	}
	found, err := filepath.Glob(filepath.Join(root, "wso2*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range []string{"overlays", "config-mapper-scenarios"} {
		members, err := filepath.Glob(filepath.Join(root, group, "*"))
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, members...)
	}
	return found
}

// report is what the tests read of the JSON report.
type report struct {
	Homes []struct {
		Path   string
		Judged bool
	}
	Findings []struct {
		Rule, Severity, Message, File string
		Line, Column                  int
		Default                       bool
	}
	Failures []struct{ Message string }
}

// ledgerDate is the day at which the certificates of the trees are judged.
const ledgerDate = "2026-11-22"

func lintJSON(t *testing.T, tree string) (report, int) {
	t.Helper()
	var out, diagnostics bytes.Buffer
	code := run([]string{"lint", "-o", "json", "--now", ledgerDate, tree}, strings.NewReader(""), &out, &diagnostics)
	var r report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%s: %v\n%s", tree, err, diagnostics.String())
	}
	for _, f := range r.Failures {
		t.Errorf("%s: failure: %s", tree, f.Message)
	}
	return r, code
}

// TestLedger keeps what carbonlint says of real product trees: the findings
// by rule and severity, and how many of them are about shipped values. A rule
// that begins to say more or less shows here; docs/ledger.md explains why an
// untouched product gets what it gets.
func TestLedger(t *testing.T) {
	var b strings.Builder
	b.WriteString("# tree, rule, severity, findings, of them never configured. go test ./cmd/carbonlint -update rewrites it.\n")
	for _, tree := range trees(t) {
		r, code := lintJSON(t, tree)
		judged := 0
		for _, h := range r.Homes {
			if h.Judged {
				judged++
			}
		}
		if judged == 0 && code != exitNothing {
			t.Errorf("%s: nothing is judged and the exit code is %d", tree, code)
		}
		name := strings.TrimPrefix(filepath.ToSlash(tree), "../../../shared/trees/")
		fmt.Fprintf(&b, "%s\thomes\t%d of %d judged\n", name, judged, len(r.Homes))
		for _, line := range count(r) {
			fmt.Fprintf(&b, "%s\t%s\n", name, line)
		}
	}
	golden := filepath.Join("..", "..", "testdata", "ledger.tsv")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("the ledger changed (-want +got); read the findings, then go test ./cmd/carbonlint -update:\n%s", diff)
	}
}

// count returns the lines of a tree's ledger.
func count(r report) []string {
	type key struct{ rule, severity string }
	found, defaults := make(map[key]int), make(map[key]int)
	for _, f := range r.Findings {
		k := key{f.Rule, f.Severity}
		found[k]++
		if f.Default {
			defaults[k]++
		}
	}
	lines := make([]string, 0, len(found))
	for k, n := range found {
		lines = append(lines, fmt.Sprintf("%s\t%s\t%d\t%d", k.rule, k.severity, n, defaults[k]))
	}
	sort.Strings(lines)
	return lines
}

// TestTwoScreens checks that what is said of an untouched product fits in two
// screens, so that a mistake in it is seen.
func TestTwoScreens(t *testing.T) {
	root := filepath.Dir(trees(t)[0])
	for _, tree := range untouched {
		var out bytes.Buffer
		run([]string{"lint", "--now", ledgerDate, filepath.Join(root, tree)}, strings.NewReader(""), &out, &bytes.Buffer{})
		if n := strings.Count(out.String(), "\n"); n > 100 {
			t.Errorf("%s: %d lines, want at most 100", tree, n)
		}
	}
}

// TestSameBytes lints trees many times, on one core and on all.
func TestSameBytes(t *testing.T) {
	for _, tree := range []string{"../../testdata/esb", "../../../shared/trees/wso2ei-6.4.0"} {
		if _, err := os.Stat(tree); err != nil {
			t.Logf("SKIPPED: %s is not here", tree)
			continue
		}
		for _, format := range []string{"text", "json"} {
			var first []byte
			for i := range 20 {
				setProcs(t, 1+i%2)
				var out bytes.Buffer
				run([]string{"lint", "-o", format, tree}, strings.NewReader(""), &out, &bytes.Buffer{})
				if first == nil {
					first = out.Bytes()
				}
				if !bytes.Equal(first, out.Bytes()) {
					t.Fatalf("%s %s: run %d gives other bytes", tree, format, i+1)
				}
			}
		}
	}
}
