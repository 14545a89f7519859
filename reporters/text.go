package reporters

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// text is the report for people. A finding begins with file:line:column, which
// terminals and editors make clickable.
type text struct {
	*view
	paint
	bytes.Buffer
}

func renderText(v *view) ([]byte, error) {
	t := &text{view: v, paint: paint{v.Color, v.Hyperlinks}}
	for _, g := range v.groups() {
		t.group(g)
	}
	if v.All {
		t.manual()
	} else {
		t.shipped(v.sections())
	}
	t.waived()
	t.stale()
	t.notJudged()
	for _, f := range v.Failures {
		t.printf("carbonlint: %s\n", printable(describeFailure(f)))
	}
	if v.Tree != nil {
		t.summary()
		t.known()
	}
	return t.Bytes(), nil
}

func (t *text) printf(format string, args ...any) { fmt.Fprintf(&t.Buffer, format, args...) }

// group is a finding and the further homes that have the same at the same
// place: the nodes of a cluster share most of their faults.
type group struct {
	policies.Finding
	also []string
}

// groups returns the findings to show in full, each once, in their order.
func (v *view) groups() []*group {
	type key struct {
		rule, message, file string
		line, column        int
	}
	var groups []*group
	seen := map[key]*group{}
	for _, f := range v.Findings {
		if f.Default && !v.All {
			continue
		}
		k := key{f.Rule, f.Message, inHome(f.Home, f.File), f.Line, f.Column}
		if g := seen[k]; g != nil && g.Home != f.Home {
			g.also = append(g.also, f.Home)
			continue
		}
		g := &group{Finding: f}
		seen[k] = g
		groups = append(groups, g)
	}
	return groups
}

// inHome returns a file's name relative to its home.
func inHome(home, file string) string {
	if home == "." {
		return file
	}
	return strings.TrimPrefix(file, home+"/")
}

// notJudged names the homes that were not judged, many of one reason in a line.
func (t *text) notJudged() {
	const few = 3
	var reasons []string
	homes := map[string][]string{}
	for _, h := range t.homes {
		if h.NotJudged != "" {
			if homes[h.NotJudged] == nil {
				reasons = append(reasons, h.NotJudged)
			}
			homes[h.NotJudged] = append(homes[h.NotJudged], printable(h.Path))
		}
	}
	for _, reason := range reasons {
		paths := homes[reason]
		if len(paths) > few && !t.All {
			t.printf("%s: not judged: %s (%s)\n", count(len(paths), "home"), printable(reason), some(paths))
			continue
		}
		for _, p := range paths {
			t.printf("%s: not judged: %s\n", p, printable(reason))
		}
	}
}

func (t *text) group(g *group) {
	rule := t.rule(g.Rule)
	t.printf("%s: %s: %s [%s]\n", t.link(fileURL(t.Base, g.File), t.sgr(bold, where(g.Place))),
		t.paint.severity(g.Severity, string(g.Severity)), printable(g.Message), t.link(docsURL(g.Rule), g.Rule))
	if f, ok := t.frameOf(g.Place); ok {
		t.WriteString(t.paint.frame(f, g.Severity))
	}
	for _, r := range g.Related {
		t.printf("  %s: %s\n", where(r.Place), printable(r.Message))
	}
	if help := firstParagraph(rule.Remediation); help != "" {
		t.printf("  %s %s\n", t.sgr(dim, "help:"), printable(help))
	}
	if len(g.also) > 0 {
		t.printf("  also in %s: %s\n", count(len(g.also), "other home"), printable(some(g.also)))
	}
	t.WriteByte('\n')
}

// where writes a place as editors read it.
func where(p policies.Place) string {
	if p.Line < 1 {
		return printable(p.File)
	}
	return fmt.Sprintf("%s:%d:%d", printable(p.File), p.Line, max(p.Column, 1))
}

// describeFailure puts before a failure what it is about.
func describeFailure(f policies.Failure) string {
	about := f.Rule
	if f.Home != "" && f.Home != "." {
		about = strings.TrimSpace(about + " in " + f.Home)
	}
	parts := []string{}
	for _, part := range []string{f.File, about, f.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// summary is the last line. A run that found nothing must say what it looked
// at: silence would look the same when there was nothing to lint.
func (t *text) summary() {
	judged := t.judged()
	if len(judged) == 0 {
		t.printf("Nothing was judged: %s\n", t.whyNothing())
		return
	}
	homes := count(len(judged), "home")
	n := t.tally()
	if len(t.Findings) == 0 {
		t.printf("No %sfindings in %s: %s\n%s\n", t.newer(), homes, printable(some(each(judged, describeHome))),
			t.coverage(policies.Pass, policies.Unknown, policies.NotApplicable, policies.Manual))
		return
	}
	shipped := ""
	if n.defaults > 0 {
		shipped = fmt.Sprintf(" (%d never configured", n.defaults)
		if !t.All {
			shipped += ", in full with --all"
		}
		shipped += ")"
	}
	t.printf("%s in %s%s; %s\n", n, homes, shipped, t.coverage(policies.Unknown, policies.Manual))
	if mended := t.mended(); mended > 0 {
		t.printf("--fix can mend %d of them, and --fix --diff shows how\n", mended)
	}
}

// mended counts the findings that lint --fix would mend.
func (v *view) mended() (n int) {
	for _, f := range v.Findings {
		if f.Fix != nil && !f.Fix.Unsafe {
			n++
		}
	}
	return n
}

func (t *text) whyNothing() string {
	if len(t.homes) == 0 {
		return "no product home found"
	}
	return fmt.Sprintf("%s found, none that the rules judge", count(len(t.homes), "home"))
}

// String lists the severities that occur.
func (t tally) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		noun string
	}{{t.errors, "error"}, {t.warnings, "warning"}, {t.notes, "note"}} {
		if part.n > 0 {
			parts = append(parts, count(part.n, part.noun))
		}
	}
	return enumerate(parts)
}

// describeHome names a home with what is known of it.
func describeHome(h *loader.Home) string {
	product := strings.TrimSpace(h.Product + " " + h.Version)
	if product == "" {
		product = h.Layout
	}
	switch {
	case product == "":
		return h.Path
	case h.Path == ".":
		return product
	}
	return fmt.Sprintf("%s (%s)", h.Path, product)
}

// coverage tells how much of the tree the rules could decide.
func (t *text) coverage(outcomes ...policies.Outcome) string {
	counts := map[policies.Outcome]int{}
	checked := 0
	for _, v := range t.Verdicts {
		if len(v.Checks) > 0 {
			checked++
			continue
		}
		counts[v.Outcome]++
	}
	parts := []string{count(len(t.Rules), "rule")}
	for _, o := range outcomes {
		if counts[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[o], outcomeWords[o]))
		}
		if o == policies.Manual && counts[o] > 0 && !t.All {
			parts[len(parts)-1] += " (--all lists them)"
		}
	}
	if checked > 0 {
		parts = append(parts, fmt.Sprintf("%d checked by hand", checked))
	}
	return strings.Join(parts, ", ")
}

var outcomeWords = map[policies.Outcome]string{
	policies.Fail:          "failed",
	policies.Unknown:       "unknown",
	policies.Pass:          "passed",
	policies.NotApplicable: "not applicable",
	policies.Manual:        "to check by hand",
}
