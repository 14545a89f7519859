package policies

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

// fixed makes the fixes of a report until none is left. It returns the lines
// that they changed, which are the fixed section of a fixture, and the report
// of what they leave. A fix that is refused, that changes lines of which its
// finding does not tell, or after which that is still there is an error.
func fixed(t *testing.T, e *Engine, archive *txtar.Archive, fsys fs.FS, r *Report) (string, *Report) {
	t.Helper()
	original := fsys
	names := make(map[string]bool)
	for round := 0; slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Fix != nil }); round++ {
		if round == 4 {
			t.Errorf("fixed four times, there are still findings with a fix: %s", describe(r))
			break
		}
		editor := loader.NewEditor(r.Tree)
		for _, f := range r.Findings {
			if f.Fix == nil {
				continue
			}
			if err := editor.Apply(f.Fix.Edits); err != nil && !errors.Is(err, loader.ErrOverlap) {
				t.Errorf("%s: the fix is refused: %v", f.Message, err)
			}
		}
		changes := editor.Changes()
		checkLines(t, r, changes)
		for _, c := range changes {
			names[c.Name] = true
		}
		fsys = loader.Overlay(fsys, changes)
		tree, err := loader.Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		fixtureDates(t, archive, tree)
		if r, err = e.Evaluate(context.Background(), tree); err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Failures {
			t.Errorf("after the fixes: %s: %s", f.Rule, f.Message)
		}
	}
	return changedLines(t, names, original, fsys), r
}

// changedLines shows the lines that differ in two trees, without any around
// them.
func changedLines(t *testing.T, names map[string]bool, before, after fs.FS) string {
	t.Helper()
	var b strings.Builder
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for _, name := range sorted {
		old, oldErr := fs.ReadFile(before, name)
		now, nowErr := fs.ReadFile(after, name)
		switch {
		case nowErr != nil:
			fmt.Fprintf(&b, "deleted %s\n", name)
			continue
		case oldErr != nil:
			fmt.Fprintf(&b, "created %s\n", name)
		default:
			fmt.Fprintf(&b, "%s\n", name)
		}
		edits := udiff.Lines(string(old), string(now))
		text, err := udiff.ToUnified("", "", string(old), edits, 0)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "--- ") && !strings.HasPrefix(line, "+++ ") && !strings.HasPrefix(line, `\ `) {
				b.WriteString(strings.ReplaceAll(line, "\r\n", "\n"))
			}
		}
	}
	return b.String()
}

// TestFixable checks that the metadata of rules and what they give agree: a
// rule whose fix is auto mends at least one of its bad fixtures, another one
// mends nothing, and one whose fix is assist has a snippet to copy.
func TestFixable(t *testing.T) {
	t.Parallel()
	ids, err := ruleIDs(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		rego, err := os.ReadFile(filepath.Join("rules", filepath.FromSlash(id), path.Base(id)+".rego"))
		if err != nil {
			t.Fatal(err)
		}
		mended := false
		fixtures, _ := filepath.Glob(filepath.Join("rules", filepath.FromSlash(id), "bad*.txtar"))
		for _, name := range fixtures {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			mended = mended || section(archive, "fixed") != ""
		}
		auto := strings.Contains(string(rego), "\n#   fix: auto\n")
		switch {
		case auto && !mended:
			t.Errorf("%s: the metadata says fix: auto, and no bad fixture is mended; give its findings a fix", id)
		case !auto && mended:
			t.Errorf("%s: findings have a fix, and the metadata does not say fix: auto", id)
		case strings.Contains(string(rego), "\n#   fix: assist\n") && !strings.Contains(string(rego), "\n#     ```"):
			t.Errorf("%s: the metadata says fix: assist, and the remediation has no snippet", id)
		}
	}
}

// judgeFix evaluates a rule that gives the host name of the home a fix.
func judgeFix(t *testing.T, fix string) *Report {
	t.Helper()
	return judgeWith(t, map[string]string{"a/rule": "name := " + hostName + "\n\nsubjects contains name\n\nfindings contains lib.fixed(name, \"It is wrong.\", " + fix + ")\n"}, home())
}

// TestFixJoined checks that fixes made together are unsafe where one of them
// is.
func TestFixJoined(t *testing.T) {
	t.Parallel()
	for fix, unsafe := range map[string]bool{
		`lib.all_of([lib.set(name, "a"), lib.unsafe(lib.add(name, "@b", "c"))])`: true,
		`lib.all_of([lib.set(name, "a"), lib.add(name, "@b", "c")])`:             false,
	} {
		r := judgeFix(t, fix)
		if len(r.Findings) != 1 || r.Findings[0].Fix == nil || len(r.Findings[0].Fix.Edits) != 2 || r.Findings[0].Fix.Unsafe != unsafe {
			t.Errorf("%s: findings are %+v, failures %v", fix, r.Findings, r.Failures)
		}
	}
}

// TestFixQuotes checks that a fix which writes a secret of the tree to another
// place is known to hold one, whatever the rule does.
func TestFixQuotes(t *testing.T) {
	t.Parallel()
	const password = `input.settings["carbon.xml"]["Server/Security/KeyStore/Password"][0].value`
	for fix, secret := range map[string]bool{
		`lib.set(name, ` + password + `)`:                            true,
		`lib.add(name, "@b", ` + password + `)`:                      true,
		`lib.put(lib.top(name), $"<b>{` + password + `}</b>")`:       true,
		`lib.all_of([lib.set(name, "a"), lib.add(name, "@b", "c")])`: false,
	} {
		r := judgeFix(t, fix)
		if len(r.Findings) != 1 || r.Findings[0].Fix == nil || r.Findings[0].Fix.Secret != secret {
			t.Errorf("%s: findings are %+v, failures %v", fix, r.Findings, r.Failures)
		}
	}
}

// TestFixFolder checks that no fix deletes or makes what is not in the home.
func TestFixFolder(t *testing.T) {
	t.Parallel()
	for fix, want := range map[string]string{
		`lib.delete_folder(name, ".")`:           "repository/conf",
		`lib.delete_folder(name, "../..")`:       "",
		`lib.delete_folder(name, "../../..")`:    "",
		`lib.delete_folder(name, "../../../a")`:  "",
		`lib.create(name, "../../a", "x")`:       "a",
		`lib.create(name, "../../../a", "x")`:    "",
		`lib.create(name, "../../a/../..", "x")`: "",
	} {
		r := judgeFix(t, fix)
		switch {
		case want == "" && (len(r.Failures) != 1 || !strings.Contains(r.Failures[0].Message, "the home")):
			t.Errorf("%s: failures are %v", fix, r.Failures)
		case want != "" && (len(r.Findings) != 1 || r.Findings[0].Fix.Edits[0].File != want):
			t.Errorf("%s: findings are %+v, failures %v", fix, r.Findings, r.Failures)
		}
	}
}
