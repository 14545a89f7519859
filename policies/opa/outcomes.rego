# What the verdicts of a report are made of.
#
# Each set has the ids of rules; the verdicts tell which of them outranks which.
package carbonlint.outcomes

# failed are the rules with findings.
failed contains id(category, name) if some _ in data.carbonlint.rules[category][name].findings

# manual are the rules that list what a person has to look at: their findings
# are null.
manual contains id(category, name) if is_null(data.carbonlint.rules[category][name].findings)

# judged are the rules with something to judge.
judged contains id(category, name) if some _ in data.carbonlint.rules[category][name].subjects

# undecided are the rules that looked at a value which the tree does not decide.
undecided contains id(category, name) if {
	some subject in data.carbonlint.rules[category][name].subjects
	subject.unknown
}

# id is how a rule is called.
id(category, name) := concat("/", [category, name])
