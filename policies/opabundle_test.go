package policies

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// writeBundle writes a bundle and returns its bytes and its files.
func writeBundle(t *testing.T, o Options) ([]byte, map[string]string) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteBundle(&b, o, "carbonlint test"); err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for archive := tar.NewReader(plain); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return b.Bytes(), files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		files[h.Name] = string(text)
	}
}

// compileBundle compiles what a server of OPA would load.
func compileBundle(t *testing.T, files map[string]string) *Engine {
	t.Helper()
	modules := map[string]*ast.Module{}
	for name, text := range files {
		if path.Ext(name) != ".rego" {
			continue
		}
		m, err := parseModule(name, text)
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = m
	}
	c := ast.NewCompiler().WithStrict(true)
	if c.Compile(modules); c.Failed() {
		t.Fatal(c.Errors)
	}
	return newEngine(nil, c, nil)
}

// servedReport is data.carbonlint.report.
type servedReport struct {
	Home     struct{ Path string }
	Findings []struct {
		Rule, Message string
		Severity      Severity
		Default       bool
		At            Place
		Related       []struct {
			At      Place
			Message string
		}
	}
	Verdicts map[string]Outcome
}

// evalServed evaluates a reference of the bundle over an input.
func evalServed(t *testing.T, e *Engine, input map[string]any, ref string, to any) {
	t.Helper()
	value, err := e.session(input).value(context.Background(), ast.MustParseRef(ref))
	if err != nil {
		t.Fatal(err)
	}
	native, err := ast.JSON(value)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(native)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, to); err != nil {
		t.Fatal(err)
	}
}

// TestBundle checks that the rules of the bundle say what the program says:
// the same findings, and the verdicts that are derived in Rego there.
func TestBundle(t *testing.T) {
	t.Parallel()
	_, files := writeBundle(t, Options{})
	e := compileBundle(t, files)
	tree, err := loader.Load(os.DirFS("../testdata/esb"))
	if err != nil {
		t.Fatal(err)
	}
	own, err := New(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := own.Evaluate(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var got servedReport
	document := tree.Homes[0].Document(nil)
	document["parameters"] = own.Parameters(tree.Homes[0])
	evalServed(t, e, document, "data.carbonlint.report", &got)
	verdicts := map[string]Outcome{}
	seen := map[Outcome]bool{}
	for _, v := range want.Verdicts {
		verdicts[v.Rule] = v.Outcome
		seen[v.Outcome] = true
	}
	if diff := cmp.Diff(verdicts, got.Verdicts); diff != "" {
		t.Errorf("the verdicts differ (-carbonlint +bundle):\n%s", diff)
	}
	if len(seen) != 5 {
		t.Errorf("the example home has the verdicts %v alone: those that it lacks are not compared", seen)
	}
	count := map[string]int{}
	for _, f := range want.Findings {
		count[servedLine(f.Rule, f.Severity, f.Default, f.Place, f.Message, len(f.Related))]++
	}
	for _, f := range got.Findings {
		count[servedLine(f.Rule, f.Severity, f.Default, f.At, f.Message, len(f.Related))]--
	}
	for line, n := range count {
		if n != 0 {
			t.Errorf("carbonlint has %d more of %s", n, line)
		}
	}
}

func servedLine(rule string, s Severity, shipped bool, at Place, message string, related int) string {
	text, _ := json.Marshal([]any{rule, s, shipped, at, message, related})
	return string(text)
}

func TestBundleSelection(t *testing.T) {
	t.Parallel()
	_, files := writeBundle(t, Options{Rules: []string{"jmx"}, Exclude: []string{"jmx/default_ports"}, Tier: "core"})
	for name := range files {
		if rest, ok := strings.CutPrefix(name, "carbonlint/rules/"); ok && (!strings.HasPrefix(rest, "jmx/") || strings.HasPrefix(rest, "jmx/default_ports/")) {
			t.Errorf("the bundle holds %s", name)
		}
	}
	if !strings.Contains(files["carbonlint/metadata/metadata.rego"], `"jmx/remote_access_on"`) {
		t.Errorf("the metadata lack jmx/remote_access_on:\n%s", files["carbonlint/metadata/metadata.rego"])
	}
	if strings.Contains(files["carbonlint/metadata/metadata.rego"], "extended") {
		t.Error("the bundle of the tier core has rules of the other tier")
	}
	compileBundle(t, files)
	var unknown *UnknownRuleError
	if err := WriteBundle(io.Discard, Options{Rules: []string{"jmxx"}}, ""); !errors.As(err, &unknown) {
		t.Errorf("an unknown rule gives %v", err)
	}
}

func TestBundleSameBytes(t *testing.T) {
	t.Parallel()
	first, files := writeBundle(t, Options{})
	second, _ := writeBundle(t, Options{})
	if !bytes.Equal(first, second) {
		t.Error("a second bundle has other bytes")
	}
	if !strings.Contains(files[".manifest"], `"revision": "carbonlint test"`) {
		t.Errorf("the manifest is %s", files[".manifest"])
	}
	for name := range files {
		if strings.HasSuffix(name, "_test.rego") {
			t.Errorf("the bundle holds the test %s", name)
		}
	}
}
