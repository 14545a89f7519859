package reporters

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/carbonlint/carbonlint/policies"
)

// mostAnnotations is how many annotations of one level GitHub shows of a step.
// It drops the others without a word.
const mostAnnotations = 10

// annotation is a workflow command of GitHub Actions that shows a message at a
// line of a pull request.
type annotation struct {
	level      string
	properties []string // name=value, escaped
	text       string
	plain      string // the same for the log, where it is not shown
}

// renderGitHub writes annotations, the worst first. What GitHub would drop is
// written to the log instead, and an annotation says how many those are.
func renderGitHub(v *view) ([]byte, error) {
	all := append(each(v.Failures, v.annotateFailure), each(worstFirst(v.Findings), v.annotate)...)
	shown, rest := chooseAnnotations(all)
	var b bytes.Buffer
	for _, a := range shown {
		a.write(&b)
	}
	if len(rest) > 0 {
		fmt.Fprintf(&b, "::group::%s without annotation\n", escapeData(count(len(rest), "finding")))
		for _, a := range rest {
			fmt.Fprintln(&b, harmless(a.plain))
		}
		fmt.Fprintln(&b, "::endgroup::")
	}
	for _, h := range v.homes {
		if h.NotJudged != "" {
			fmt.Fprintln(&b, harmless("not judged: "+printable(h.Path)+": "+printable(h.NotJudged)))
		}
	}
	if v.Tree != nil {
		for line := range strings.Lines(v.conclusion()) {
			b.WriteString(harmless(line))
		}
	}
	return b.Bytes(), nil
}

// conclusion is how the report in text ends: how much was found in how much.
func (v *view) conclusion() string {
	full := *v
	full.All = true // there is no other half to point to
	t := text{view: &full}
	t.summary()
	return t.String()
}

// chooseAnnotations divides annotations into those that GitHub shows and the
// rest. If there is a rest, one of the notices tells of it.
func chooseAnnotations(all []annotation) (shown, rest []annotation) {
	most := map[string]int{"error": mostAnnotations, "warning": mostAnnotations, "notice": mostAnnotations}
	over := false
	for _, a := range all {
		most[a.level]--
		over = over || most[a.level] < 0
	}
	most = map[string]int{"error": mostAnnotations, "warning": mostAnnotations, "notice": mostAnnotations}
	if over {
		most["notice"]--
	}
	left := map[string]int{}
	for _, a := range all {
		if most[a.level] > 0 {
			shown = append(shown, a)
		} else {
			rest = append(rest, a)
			left[a.level]++
		}
		most[a.level]--
	}
	if over {
		shown = append(shown, tellRest(len(rest), tally{errors: left["error"], warnings: left["warning"], notes: left["notice"]}))
	}
	return shown, rest
}

func tellRest(n int, of tally) annotation {
	verb := "have"
	if n == 1 {
		verb = "has"
	}
	text := fmt.Sprintf("%s more %s no annotation, as GitHub shows %d of a level: see the log or the summary of the job.", of, verb, mostAnnotations)
	return annotation{level: "notice", properties: []string{"title=carbonlint"}, text: text}
}

// worstFirst orders findings by severity, and mistakes before settings that
// were never made; else their order stays.
func worstFirst(findings []policies.Finding) []policies.Finding {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b policies.Finding) int {
		if d := b.Severity.Rank() - a.Severity.Rank(); d != 0 || a.Default == b.Default {
			return d
		}
		if a.Default {
			return 1
		}
		return -1
	})
	return sorted
}

var githubLevels = map[policies.Severity]string{policies.SeverityError: "error", policies.SeverityNote: "notice"}

func githubLevel(s policies.Severity) string {
	if level := githubLevels[s]; level != "" {
		return level
	}
	return "warning"
}

// rooted is a place as seen from the root of the repository, which is where
// systems that host one look for files.
func (v *view) rooted(p policies.Place) policies.Place {
	p.File = path.Join(v.Prefix, p.File)
	return p
}

// annotate makes the annotation of a finding. GitHub wants columns only within
// one line.
func (v *view) annotate(f policies.Finding) annotation {
	a := annotation{level: githubLevel(f.Severity), plain: fmt.Sprintf("%s: %s: %s [%s]", f.Severity, where(v.rooted(f.Place)), printable(f.Message), f.Rule)}
	a.add("title", "carbonlint "+f.Rule)
	a.add("file", v.rooted(f.Place).File)
	if f.Line > 0 {
		a.addLines(f.Place)
	}
	lines := []string{printable(f.Message)}
	for _, r := range f.Related {
		lines = append(lines, where(v.rooted(r.Place))+": "+printable(r.Message))
	}
	if help := firstParagraph(v.rule(f.Rule).Remediation); help != "" {
		lines = append(lines, "Help: "+printable(help))
	}
	a.text = strings.Join(lines, "\n")
	return a
}

func (v *view) annotateFailure(f policies.Failure) annotation {
	text := printable(describeFailure(f))
	a := annotation{level: "error", text: text, plain: "failure: " + text}
	a.add("title", "carbonlint failed")
	if f.File != "" {
		a.add("file", path.Join(v.Prefix, f.File))
	}
	return a
}

func (a *annotation) add(name, value string) {
	a.properties = append(a.properties, name+"="+escapeProperty(value))
}

func (a *annotation) addLines(p policies.Place) {
	a.add("line", fmt.Sprint(p.Line))
	a.add("endLine", fmt.Sprint(max(p.EndLine, p.Line)))
	if p.EndLine <= p.Line && p.Column > 0 {
		a.add("col", fmt.Sprint(p.Column))
		a.add("endColumn", fmt.Sprint(max(p.EndColumn, p.Column)))
	}
}

func (a *annotation) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "::%s %s::%s\n", a.level, strings.Join(a.properties, ","), escapeData(a.text))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// escapeData writes the message of a workflow command.
func escapeData(s string) string { return dataEscapes.Replace(s) }

// escapeProperty writes the value of a property of a workflow command. Line
// ends stay what they are, since a file's name must; what could steer the log
// is replaced.
func escapeProperty(s string) string {
	return propertyEscapes.Replace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || unicode.IsGraphic(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s))
}

// harmless keeps a line of the log from being a workflow command. The runner
// knows two forms: :: at the start of a line, and ##[ wherever it stands.
func harmless(line string) string {
	line = strings.ReplaceAll(line, "##[", "# #[")
	if strings.HasPrefix(strings.TrimSpace(line), "::") {
		return "|" + line
	}
	return line
}
