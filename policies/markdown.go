package policies

import (
	"fmt"
	"strings"
)

// Markdown is the rule's page.
func (r *Rule) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n", r.ID, r.Title)
	fmt.Fprintf(&b, "| severity | kind | tier | fix | guideline | since |\n|---|---|---|---|---|---|\n| %s | %s | %s | %s | %s | %s |\n\n",
		r.Severity, r.Kind, r.Tier, r.Fix, r.Guideline, r.Since)
	fmt.Fprintf(&b, "## Why it matters\n\n%s\n\n## What to write instead\n\n%s\n", r.Description, r.Remediation)
	if len(r.Links) > 0 {
		b.WriteString("\n## Read on\n\n")
		for _, l := range r.Links {
			fmt.Fprintf(&b, "- [%s](%s)\n", l.Title, l.URL)
		}
	}
	return b.String()
}

// Summary is the first paragraph of the remediation in one line.
func (r *Rule) Summary() string {
	paragraph, _, _ := strings.Cut(r.Remediation, "\n\n")
	return strings.Join(strings.Fields(paragraph), " ")
}
