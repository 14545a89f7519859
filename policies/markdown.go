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
	fmt.Fprintf(&b, "## Why it matters\n\n%s\n\n## %s\n\n%s\n", r.Description, r.RemediationTitle(), r.Remediation)
	r.describeCheck(&b)
	r.describeParameters(&b)
	if len(r.Links) > 0 {
		b.WriteString("\n## Read on\n\n")
		for _, l := range r.Links {
			fmt.Fprintf(&b, "- [%s](%s)\n", l.Title, l.URL)
		}
	}
	return b.String()
}

// RemediationTitle is what the remediation tells: a checklist item has nothing to
// write into a file.
func (r *Rule) RemediationTitle() string {
	if r.Kind == "manual" {
		return "What to check"
	}
	return "What to write instead"
}

// describeCheck says of a checklist item what becomes of it.
func (r *Rule) describeCheck(b *strings.Builder) {
	if r.Kind != "manual" {
		return
	}
	fmt.Fprintf(b, "\n## How to record it\n\nNo file decides this: the verdict is *manual* with the places at which to begin, never a finding, "+
		"and changes no exit code. A [waiver](%s) records that it was checked:\n\n"+
		"```yaml\nwaivers:\n  - rules: %s\n    reason: who has checked it, when, and where that is filed\n    until: 2030-12-31\n```\n", waiversPage, r.ID)
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

// waiversPage describes waivers.
const waiversPage = "https://github.com/carbonlint/carbonlint/blob/main/docs/waivers.md#what-was-checked-by-hand"

// Summary is the first paragraph of the remediation in one line.
func (r *Rule) Summary() string {
	paragraph, _, _ := strings.Cut(r.Remediation, "\n\n")
	return strings.Join(strings.Fields(paragraph), " ")
}
