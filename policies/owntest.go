package policies

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

// Trial is one fixture of a rule of a site's own that was run.
type Trial struct {
	// Name is the path of the fixture in the folder of the rules.
	Name string
	// Problem says what is wrong, "" when the rule does what the fixture wants.
	Problem string
	// Want is what the fixture wants, and Got what the rule gives.
	Want, Got string
	// Rewritten is the fixture with what the rule gives.
	Rewritten []byte
}

// Differs is the problem of a fixture that wants something else.
const Differs = "the findings differ from want"

// fixtureDate is the day as of which fixtures are judged that name none.
var fixtureDate = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Test runs the fixtures of the rules. Each is a tree that is read as any other
// is. A rule without a bad and a good fixture is not tested.
func (o *Own) Test(ctx context.Context, fsys fs.FS) ([]Trial, []Failure, error) {
	failures := slices.Clone(o.Failures)
	var trials []Trial
	for _, r := range o.Rules {
		e, wrong, err := o.Engine(Options{Rules: []string{r.ID}, Own: true})
		if err != nil {
			return nil, nil, err
		}
		failures = append(failures, wrong[len(o.Failures):]...)
		if e == nil {
			continue
		}
		names, err := fs.Glob(fsys, r.ID+"/*.txtar")
		if err != nil {
			return nil, nil, err
		}
		for _, kind := range []string{"bad", "good"} {
			if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(path.Base(name), kind) }) {
				failures = append(failures, Failure{Rule: r.ID, Message: fmt.Sprintf("%s/%s.txtar is missing", r.ID, kind)})
			}
		}
		for _, name := range names {
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, nil, err
			}
			trial, err := e.try(ctx, r, name, txtar.Parse(data))
			if err != nil {
				trial.Problem = err.Error()
			}
			trials = append(trials, trial)
		}
	}
	return trials, failures, nil
}

// try runs one fixture.
func (e *Engine) try(ctx context.Context, r *Rule, name string, archive *txtar.Archive) (Trial, error) {
	trial := Trial{Name: name}
	tree, want, err := fixtureTree(archive)
	if err != nil {
		return trial, err
	}
	site, err := siteOf(r, archive)
	if err != nil {
		return trial, err
	}
	report, err := e.For(site).Evaluate(ctx, tree)
	if err != nil {
		return trial, err
	}
	trial.Want, trial.Got = want, describe(report)
	files := slices.DeleteFunc(slices.Clone(archive.Files), func(f txtar.File) bool { return f.Name == "want" })
	trial.Rewritten = txtar.Format(&txtar.Archive{
		Comment: archive.Comment, Files: append(files, txtar.File{Name: "want", Data: []byte(trial.Got)}),
	})
	trial.Problem = wrongWith(report, strings.HasPrefix(path.Base(name), "bad"))
	if trial.Problem == "" && trial.Want != trial.Got {
		trial.Problem = Differs
	}
	return trial, nil
}

// wrongWith says what is wrong with the report of a fixture whatever it wants.
func wrongWith(r *Report, bad bool) string {
	switch {
	case len(r.Failures) > 0:
		return r.Failures[0].Message
	case len(r.Verdicts) == 0:
		return "the fixture holds no home"
	case bad && len(r.Findings) == 0:
		return "a bad fixture must give a finding"
	case !bad && len(r.Findings) > 0:
		return "a good fixture must give no finding"
	}
	return ""
}

// fixtureTree loads the tree of a fixture and returns its want section.
func fixtureTree(archive *txtar.Archive) (*loader.Tree, string, error) {
	if len(directives(archive, "keystore")) > 0 {
		return nil, "", errors.New("a fixture of an own rule cannot have a line keystore")
	}
	now := fixtureDate
	if found := directives(archive, "now"); len(found) > 0 {
		var err error
		if now, err = time.Parse(time.DateOnly, found[0][0]); err != nil {
			return nil, "", fmt.Errorf("now is %q, want a date such as 2026-01-31", found[0][0])
		}
	}
	whole := completed(archive)
	want := ""
	tree := &txtar.Archive{}
	for _, f := range whole.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		tree.Files = append(tree.Files, f)
	}
	fsys, err := txtar.FS(tree)
	if err != nil {
		return nil, "", err
	}
	loaded, err := loader.Load(fsys)
	if err != nil {
		return nil, "", err
	}
	loaded.At(now)
	return loaded, want, nil
}
