package policies

// Rule is one rule with its documentation, which is the METADATA comment of
// its Rego file unless the rule is built in.
type Rule struct {
	// ID is category/name, which is also the folder and the package.
	ID string `json:"id"`
	// Title is the fault in one short sentence without a period.
	Title string `json:"title"`
	// Description says why it matters, in Markdown.
	Description string `json:"description"`
	// Remediation says what to write instead, in Markdown; its first
	// paragraph is one line of text.
	Remediation string   `json:"remediation"`
	Severity    Severity `json:"severity"`
	// Kind is static, cross, fleet, host or manual: what decides the rule.
	Kind string `json:"kind"`
	// Tier is core or extended.
	Tier string `json:"tier"`
	// Fix is auto, assist or none.
	Fix string `json:"fix"`
	// Guideline is the section of the Production Deployment Guidelines that
	// states the clause, "" for a built-in rule.
	Guideline string `json:"guideline"`
	// Since is the version of carbonlint that first had the rule.
	Since string `json:"since"`
	// Security is set when the fault is a security weakness;
	// SecuritySeverity is then GitHub's score from 0.1 to 10.0.
	Security         bool    `json:"security"`
	SecuritySeverity float64 `json:"security_severity,omitempty"`
	// Parameters are what a site decides about the rule, by name.
	Parameters []Parameter `json:"parameters,omitempty"`
	// Links are pages to read on.
	Links []Link `json:"links,omitempty"`
}

// Link is a related page.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}
