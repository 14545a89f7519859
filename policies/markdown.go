package policies

import (
	"encoding/json"
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
	r.describeParameters(&b)
	if len(r.Links) > 0 {
		b.WriteString("\n## Read on\n\n")
		for _, l := range r.Links {
			fmt.Fprintf(&b, "- [%s](%s)\n", l.Title, l.URL)
		}
	}
	return b.String()
}

// describeParameters writes what a site may set, where the rule has that.
func (r *Rule) describeParameters(b *strings.Builder) {
	if len(r.Parameters) == 0 {
		return
	}
	b.WriteString("\n## Parameters\n\nThe `parameters` of a [configuration file](" + configurationPage + ") set them.\n\n" +
		"| name | type | default | what it decides |\n|---|---|---|---|\n")
	for _, p := range r.Parameters {
		kind := p.Type
		if bounds := p.Bounds(); bounds != "" {
			kind += ", " + bounds
		}
		value, err := json.Marshal(p.Default)
		if err != nil {
			value = nil // an int, a bool, a text or a list of them: none fails
		}
		fmt.Fprintf(b, "| `%s` | %s | `%s` | %s |\n", p.Name, kind, value, p.Description)
	}
}

// configurationPage describes the configuration file; explain prints it too,
// so that the address is absolute.
const configurationPage = "https://github.com/carbonlint/carbonlint/blob/main/docs/configuration.md"

// Summary is the first paragraph of the remediation in one line.
func (r *Rule) Summary() string {
	paragraph, _, _ := strings.Cut(r.Remediation, "\n\n")
	return strings.Join(strings.Fields(paragraph), " ")
}
