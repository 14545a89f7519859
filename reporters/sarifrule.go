package reporters

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

const (
	// mostText is how many characters GitHub takes in a description.
	mostText = 1024
	// messageID names the one message of each rule.
	messageID = "default"
)

// sarifRule describes a rule. GitHub shows help.markdown beside the alert: for
// most readers it is all the documentation they see.
type sarifRule struct {
	ID         string               `json:"id"`
	Name       string               `json:"name"`
	Short      sarifText            `json:"shortDescription"`
	Full       sarifText            `json:"fullDescription"`
	Messages   map[string]sarifText `json:"messageStrings"`
	Help       sarifText            `json:"help"`
	HelpURI    string               `json:"helpUri"`
	Defaults   sarifDefaults        `json:"defaultConfiguration"`
	Properties sarifRuleProperties  `json:"properties"`
}

type sarifDefaults struct {
	Level string `json:"level"`
}

type sarifRuleProperties struct {
	Tags             []string `json:"tags"`
	Precision        string   `json:"precision"`
	Problem          string   `json:"problem.severity,omitempty"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
}

func newSARIFRule(r *policies.Rule) sarifRule {
	full := firstParagraph(r.Description)
	if full == "" {
		full = r.Title
	}
	return sarifRule{
		ID:         r.ID,
		Name:       pascalName(r.ID),
		Short:      sarifText{Text: shorten(sentence(plain(r.Title)), mostText)},
		Full:       sarifText{Text: shorten(sentence(full), mostText)},
		Messages:   map[string]sarifText{messageID: {Text: messageString(r)}},
		Help:       sarifText{Text: helpText(r), Markdown: helpMarkdown(r)},
		HelpURI:    docsURL(r.ID),
		Defaults:   sarifDefaults{sarifLevel(r.Severity)},
		Properties: ruleProperties(r),
	}
}

// messageString is the rule's one message; its argument is what is at fault.
// It does not depend on the findings, so that rules read the same in each run.
func messageString(r *policies.Rule) string {
	title := strings.TrimSuffix(plain(r.Title), ".")
	return strings.NewReplacer("{", "{{", "}", "}}").Replace(title) + ", at '{0}'."
}

// shorten cuts text to a number of characters, at a sentence if one ends in
// the second half of what fits.
func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	cut := string(runes[:most])
	if end := strings.LastIndex(cut, ". "); end > len(cut)/2 {
		return cut[:end+1]
	}
	cut = string(runes[:most-len("….")])
	if end := strings.LastIndexByte(cut, ' '); end > 0 {
		cut = cut[:end]
	}
	return cut + "…."
}

// precision tells GitHub how far to trust a rule: less where it compares homes
// or asks a person.
var precision = map[string]string{
	"static": "very-high", "cross": "high", "host": "high", "fleet": "medium", "manual": "low",
}

func ruleProperties(r *policies.Rule) sarifRuleProperties {
	p := sarifRuleProperties{Tags: ruleTags(r), Precision: precision[r.Kind]}
	if p.Precision == "" {
		p.Precision = "medium"
	}
	switch {
	case r.Security:
		p.SecuritySeverity = securitySeverity(r)
	case r.Severity == policies.SeverityNote:
		p.Problem = "recommendation"
	default:
		p.Problem = sarifLevel(r.Severity)
	}
	return p
}

// ruleTags lets GitHub's users filter alerts. Tags are a set: SARIF refuses a
// rule that has one twice.
func ruleTags(r *policies.Rule) []string {
	security := ""
	if r.Security {
		security = "security"
	}
	category, _, _ := strings.Cut(r.ID, "/")
	var tags []string
	for _, tag := range []string{security, category, r.Guideline} {
		if tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// securitySeverity is GitHub's score as it wants it: a string above 0. A
// security rule without a score gets the middle of its severity's band.
func securitySeverity(r *policies.Rule) string {
	score := r.SecuritySeverity
	if score <= 0 {
		score = []float64{5.5, 2.0, 5.5, 8.0}[r.Severity.Rank()]
	}
	return fmt.Sprintf("%.1f", min(max(score, 0.1), 10))
}

// severityMeaning says how severe a rule's finding is, in words.
var severityMeaning = map[policies.Severity]string{
	policies.SeverityError:   "Error: it can be exploited, loses data or keeps the server from starting.",
	policies.SeverityWarning: "Warning: it departs from the guideline.",
	policies.SeverityNote:    "Note: a matter of judgement, or information.",
}

// howSevere is one line on severity and origin.
func howSevere(r *policies.Rule) string {
	s := severityMeaning[r.Severity]
	if r.Guideline != "" {
		s += fmt.Sprintf(" Section of the Production Deployment Guidelines: %s.", r.Guideline)
	}
	return strings.TrimSpace(s)
}

func helpText(r *policies.Rule) string {
	parts := []string{orTitle(plain(r.Description), r), plain(r.Remediation), howSevere(r)}
	for _, l := range r.Links {
		parts = append(parts, l.Title+": "+l.URL)
	}
	return joinParts(parts)
}

func helpMarkdown(r *policies.Rule) string {
	parts := []string{"## Why", orTitle(strings.TrimSpace(r.Description), r)}
	if fix := strings.TrimSpace(r.Remediation); fix != "" {
		parts = append(parts, "## "+r.RemediationTitle(), fix)
	}
	if severe := howSevere(r); severe != "" {
		parts = append(parts, "## How severe", severe)
	}
	var links []string
	for _, l := range r.Links {
		links = append(links, fmt.Sprintf("- [%s](%s)", l.Title, l.URL))
	}
	links = append(links, fmt.Sprintf("- [%s](%s)", r.ID, docsURL(r.ID)))
	return joinParts(append(parts, "## Read on", strings.Join(links, "\n")))
}

func orTitle(s string, r *policies.Rule) string {
	if s == "" {
		return sentence(r.Title)
	}
	return s
}

// joinParts joins paragraphs and leaves out the empty ones.
func joinParts(parts []string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.Join(parts, "\n\n")
}
