// Package reporters turns a report into bytes: text, Markdown and HTML for
// people; JSON, SARIF, JUnit, Checkstyle and what GitHub and GitLab read for
// programs.
//
// A format is one row of the table formats and the file named after it. Every
// format is a pure function of the report and the options, so the same report
// gives the same bytes. Lines of the scanned files are taken from
// [loader.File.Line] alone, which masks their secrets.
package reporters

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// Options is what a reporter may need to know beyond the report.
type Options struct {
	// Version is carbonlint's own, such as "0.1.0".
	Version string
	// Color and Hyperlinks allow escape sequences; the caller knows whether a
	// terminal will read them.
	Color, Hyperlinks bool
	// Width is the number of columns of the terminal, 0 when unknown.
	Width int
	// Prefix is the path of the tree relative to the root of the repository,
	// with slashes, "" when they are the same. GitHub resolves the URIs of
	// SARIF against that root.
	Prefix string
	// SourceURL is where the files of the repository are shown, with a slash
	// at its end; "" when that is not known.
	SourceURL string
	// Base is the absolute path of the tree, for hyperlinks on terminals
	// only: in a report it would differ from machine to machine.
	Base string
	// All asks for each finding about a shipped default in full.
	All bool
	// Now is the time of the run. JUnit alone requires one.
	Now time.Time
	// ExitCode is what the program will exit with.
	ExitCode int
}

// format is one way to write a report.
type format struct {
	name   string
	render func(*view) ([]byte, error)
}

// formats is the one list of formats: adding one adds a line here and a file.
var formats = []format{
	{"text", renderText},
	{"json", renderJSON},
	{"sarif", renderSARIF},
	{"junit", renderJUnit},
	{"github", renderGitHub},
	{"gitlab", renderGitLab},
	{"checkstyle", renderCheckstyle},
	{"markdown", renderMarkdown},
	{"html", renderHTML},
}

// Formats returns the names of the formats in their fixed order.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Write writes the report in one of the [Formats]. It writes all or, when
// rendering fails, nothing.
func Write(w io.Writer, format string, r *policies.Report, o Options) error {
	for _, f := range formats {
		if f.name != format {
			continue
		}
		out, err := f.render(newView(r, o))
		if err != nil {
			return fmt.Errorf("render %s: %w", format, err)
		}
		_, err = w.Write(out)
		return err
	}
	return fmt.Errorf("unknown format %q: use one of %s", format, strings.Join(Formats(), ", "))
}

// WriteFailure writes what kept carbonlint from making a report, a crash or a
// wrong option, as a document of the chosen format: a consumer that waits for
// SARIF must not be handed a line of prose.
func WriteFailure(w io.Writer, format string, f policies.Failure, o Options) error {
	return Write(w, format, &policies.Report{Failures: []policies.Failure{f}}, o)
}

// view is a report with the look-ups that formats share.
type view struct {
	*policies.Report
	Options
	homes []*loader.Home
	files map[string]*loader.File
	rules map[string]*policies.Rule
}

func newView(r *policies.Report, o Options) *view {
	v := &view{Report: r, Options: o, files: map[string]*loader.File{}, rules: map[string]*policies.Rule{}}
	if r.Tree != nil {
		v.homes = r.Tree.Homes
		for _, f := range r.Tree.Unreadable {
			v.files[f.Name] = f
		}
	}
	for _, h := range v.homes {
		for _, f := range h.Files {
			v.files[f.Name] = f.Whole()
		}
	}
	for _, rule := range r.Rules {
		v.rules[rule.ID] = rule
	}
	for _, f := range r.Findings {
		v.rule(f.Rule)
	}
	for _, w := range r.Waived {
		v.rule(w.Rule)
	}
	for _, verdict := range r.Verdicts {
		v.rule(verdict.Rule)
	}
	return v
}

// rule returns the rule of that id. A report may hold findings of a rule that
// it does not describe; such a rule is described by its id alone.
func (v *view) rule(id string) *policies.Rule {
	r := v.rules[id]
	if r == nil {
		r = &policies.Rule{ID: id, Title: id, Severity: policies.SeverityWarning}
		v.rules[id] = r
	}
	return r
}

// ruleIDs returns the ids of all rules of the report, sorted.
func (v *view) ruleIDs() []string {
	ids := make([]string, 0, len(v.rules))
	for id := range v.rules {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// judged returns the homes that the rules judged.
func (v *view) judged() []*loader.Home {
	return slices.DeleteFunc(slices.Clone(v.homes), func(h *loader.Home) bool { return h.NotJudged != "" })
}

// tally counts findings.
type tally struct{ errors, warnings, notes, defaults int }

func (v *view) tally() tally {
	var t tally
	for _, f := range v.Findings {
		switch f.Severity {
		case policies.SeverityError:
			t.errors++
		case policies.SeverityWarning:
			t.warnings++
		default:
			t.notes++
		}
		if f.Default {
			t.defaults++
		}
	}
	return t
}

// each maps a slice; the result is never nil.
func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}
