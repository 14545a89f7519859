# The report of one home, for a server of OPA.
#
# The program derives verdicts in Go; this says the same in Rego, for those who
# evaluate the rules without it. The input is a document of carbonlint dump.
package carbonlint.report

import data.carbonlint.metadata
import data.carbonlint.outcomes

# home is what the document says of its home.
home := input.home

# findings are those of all rules, each with the id and severity of its rule.
findings contains found if {
	some finding in data.carbonlint.rules[category][name].findings
	rule := outcomes.id(category, name)
	found := object.union({"rule": rule, "severity": metadata.rules[rule].severity, "default": false, "related": []}, finding)
}

# verdicts are those of all rules, by id.
verdicts[rule] := "fail" if some rule in outcomes.failed

verdicts[rule] := "manual" if some rule in ((outcomes.manual & outcomes.judged) - outcomes.failed)

verdicts[rule] := "unknown" if some rule in ((outcomes.undecided - outcomes.failed) - outcomes.manual)

verdicts[rule] := "pass" if some rule in (((outcomes.judged - outcomes.failed) - outcomes.manual) - outcomes.undecided)

verdicts[rule] := "not_applicable" if some rule in ((object.keys(metadata.rules) - outcomes.failed) - outcomes.judged)
