package reporters

import (
	"fmt"
	"io"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// mostSummary is how many bytes of a summary carbonlint writes. GitHub drops
// the whole summary of a step when it is larger than a mebibyte.
const mostSummary = 900 << 10

// WriteStepSummary writes what GitHub shows on the page of a job: all findings
// as a table, the worst first. It belongs to the format github, whose
// annotations are few.
func WriteStepSummary(w io.Writer, r *policies.Report, o Options) error {
	_, err := io.WriteString(w, newView(r, o).stepSummary(mostSummary))
	return err
}

func (v *view) stepSummary(most int) string {
	var b strings.Builder
	b.WriteString("## carbonlint\n\n")
	for _, f := range v.Failures {
		fmt.Fprintf(&b, "- **failure:** %s\n", markdownText(describeFailure(f)))
	}
	if len(v.Failures) > 0 {
		b.WriteByte('\n')
	}
	if v.Tree != nil {
		fmt.Fprintf(&b, "%s\n", markdownLines(v.conclusion()))
	}
	findings := worstFirst(v.Findings)
	if len(findings) == 0 {
		return b.String()
	}
	b.WriteString("\n| severity | place | finding | rule |\n|---|---|---|---|\n")
	for i, f := range findings {
		row := v.summaryRow(f)
		if b.Len()+len(row) > most {
			fmt.Fprintf(&b, "\n%s more, no worse than these: GitHub takes no longer summary.\n", count(len(findings)-i, "finding"))
			break
		}
		b.WriteString(row)
	}
	return b.String()
}

// summaryRow is a finding with links to its line and to the rule's page.
func (v *view) summaryRow(f policies.Finding) string {
	place := codeSpan(where(v.rooted(f.Place)))
	if v.SourceURL != "" {
		place = fmt.Sprintf("[%s](%s%s%s)", place, v.SourceURL, encodePath(v.rooted(f.Place).File), lineAnchor(f.Place))
	}
	never := ""
	if f.Default {
		never = " *(never configured)*"
	}
	return fmt.Sprintf("| %s | %s | %s%s | [%s](%s) |\n", f.Severity, place, markdownText(f.Message), never, markdownText(f.Rule), docsURL(f.Rule))
}

func lineAnchor(p policies.Place) string {
	switch {
	case p.Line < 1:
		return ""
	case p.EndLine > p.Line:
		return fmt.Sprintf("#L%d-L%d", p.Line, p.EndLine)
	}
	return fmt.Sprintf("#L%d", p.Line)
}

// markdownEscapes takes their meaning from the characters that are Markdown
// within a line, and from what GitHub makes links and formulas of.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "|", `\|`,
	"~", `\~`, "&", `\&`, "$", `\$`, "@", `\@`, "#", `\#`, "://", `\://`, "www.", `www\.`,
)

// markdownText writes text within a line of Markdown.
func markdownText(s string) string { return markdownEscapes.Replace(printable(s)) }

// markdownLines writes lines of text with a break between them.
func markdownLines(s string) string {
	return strings.Join(each(strings.Split(strings.TrimSpace(s), "\n"), markdownText), "<br>\n")
}

// codeSpan writes text as code within a cell of a table in Markdown. The fence
// is longer than any run of back quotes inside.
func codeSpan(s string) string {
	s = strings.TrimSpace(printable(s))
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	pad := ""
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		pad = " "
	}
	// A table takes a bar for the end of a cell even here, unless escaped; a
	// code span keeps any other backslash.
	return fence + pad + strings.ReplaceAll(s, "|", `\|`) + pad + fence
}
