package policies

// The checks of waivers. They are no Rego: what they judge is what the report
// makes of the rules' findings.
const (
	ruleWaiverExpired       = "waiver/expired"
	ruleWaiverLocked        = "waiver/locked"
	ruleWaiverMalformed     = "waiver/malformed"
	ruleWaiverUnknownRule   = "waiver/unknown_rule"
	ruleWaiverUnused        = "waiver/unused"
	ruleWaiverWithoutReason = "waiver/without_reason"
)

// builtinRules returns the rules that the program itself holds, by id.
func builtinRules() []*Rule {
	rules := []*Rule{
		{
			ID: ruleWaiverExpired, Title: "A waiver has expired", Severity: SeverityWarning,
			Description: "The waiver's last day, `until=`, is past. It waives nothing any more, so that what it waived is reported again.",
			Remediation: "Mend what was waived, or decide again and set a later day.\n\n" +
				"```xml\n<!-- carbonlint:ignore tls/plain_http_listener until=2027-06-30 - the old partner moves in May -->\n```",
		},
		{
			ID: ruleWaiverLocked, Title: "A rule is waived that may not be waived there", Severity: SeverityError,
			Description: "The configuration file locks the rule: those who own the configuration of the linter decide over it, and no comment in the tree does. " +
				"The rules about waivers themselves cannot be waived at all. The waiver does nothing.",
			Remediation: "Mend what the rule finds, or have the waiver put into the configuration file.",
		},
		{
			ID: ruleWaiverMalformed, Title: "A waiver is not written as one", Severity: SeverityWarning,
			Description: "A text speaks to carbonlint in a way that carbonlint does not understand, or where it cannot be a comment: inside of a value, " +
				"behind other text of a comment, commented out once more, or in an XML comment that holds two dashes, with which the server does not read the file at all. It waives nothing.",
			Remediation: "Write a comment of its own: carbonlint:ignore, the rules, if it ends the last day, one dash (or two where the file is not XML), the reason.\n\n" +
				"```xml\n<!-- carbonlint:ignore hostname/not_set,jmx/default_ports until=2026-12-31 - a node of the test lab -->\n```\n\n" +
				"```properties\n# carbonlint:ignore cluster/shutdown_hook_on -- the container stops the process itself\n```",
		},
		{
			ID: ruleWaiverUnknownRule, Title: "A waiver names a rule that does not exist", Severity: SeverityWarning,
			Description: "The waiver names what is neither a rule nor a category, so that this part of it waives nothing. The rule may be misspelt, or of another version.",
			Remediation: "Write the rule as the report and `carbonlint rules` write it.",
		},
		{
			ID: ruleWaiverUnused, Title: "A waiver waives nothing", Severity: SeverityWarning,
			Description: "The rule finds nothing where the waiver stands: the fault was mended, or the waiver stands in the wrong place. " +
				"Left where it is, it would hide the next fault of this kind. A waiver of a rule that did not run is not unused.",
			Remediation: "Remove the waiver, or put it on the line of the finding or right before its line or element.",
		},
		{
			ID: ruleWaiverWithoutReason, Title: "A waiver gives no reason", Severity: SeverityWarning,
			Description: "A finding may stay when somebody says why. Without a reason nobody can tell later whether it still may, so the waiver waives nothing.",
			Remediation: "Write the reason behind a dash.\n\n" +
				"```xml\n<!-- carbonlint:ignore jmx/default_ports - the port is closed in the firewall of the rack -->\n```",
		},
	}
	for _, r := range rules {
		r.Kind, r.Tier, r.Fix, r.Guideline, r.Since = "static", "core", "none", "", "0.1.0"
	}
	return rules
}

// builtinCategory holds all built-in rules and no other.
const builtinCategory = "waiver"

// Builtin reports whether the rule is a check of the program itself, which has
// no folder below policies/rules and gives no verdicts.
func (r *Rule) Builtin() bool { return Selects([]string{builtinCategory}, r.ID) }

// builtinIDs returns the ids of the built-in rules.
func builtinIDs() []string {
	var ids []string
	for _, r := range builtinRules() {
		ids = append(ids, r.ID)
	}
	return ids
}
