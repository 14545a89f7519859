# The findings in the form that conftest looks for.
#
# Errors fail a test, warnings and notes warn: conftest test --fail-on-warn
# fails on these too.
package carbonlint.conftest

import data.carbonlint.report

deny contains result(finding) if {
	some finding in report.findings
	finding.severity == "error"
}

warn contains result(finding) if {
	some finding in report.findings
	finding.severity != "error"
}

# result is a finding with its message where conftest expects it.
result(finding) := {
	"msg": $"{finding.at.file}:{finding.at.line}:{finding.at.column}: {finding.message} [{finding.rule}]",
	"rule": finding.rule,
	"severity": finding.severity,
	"at": finding.at,
}
