# METADATA
# title: The file does not parse
# description: >-
#   The server reads the file with a parser as strict as this one. It starts
#   without what the file should have told it, or not at all, and no other rule
#   can judge what stands in the file.
# related_resources:
# - ref: https://www.w3.org/TR/xml/
#   description: Extensible Markup Language (XML) 1.0
# - ref: https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html
#   description: java.util.Properties, the format of properties files
# custom:
#   remediation: |-
#     Mend what the message names: close each element, give each attribute once and escape what XML reserves.
#
#     ```xml
#     <url>jdbc:mysql://db.example.com:3306/regdb?autoReconnect=true&amp;useSSL=true</url>
#     ```
#
#     A file that is not judged for another reason is a note: it is too large,
#     or it is a template whose text is no XML before it is filled in.
#   severity: error
#   kind: static
#   tier: extended
#   fix: none
#   guideline: modern
#   since: 0.1.0
package carbonlint.rules.config.syntax_error

import data.carbonlint.lib

subjects contains file if some file in input.sources

findings contains lib.graded(file, $"The file is not judged: it {file.problem}.", {"severity": "note"}) if {
	some file in input.sources
	not_judged(file.problem)
}

findings contains lib.finding(file, $"The file {does_not_parse(file.problem)}{consequence(file)}.") if {
	some file in input.sources
	problem := file.problem
	not not_judged(problem)
}

# The parser's reason is a clause of its own, or what the file is or does.
does_not_parse(problem) := problem if {
	regex.match(`^(has|is|ends|holds|declares)\b`, problem)
} else := $"does not parse: {problem}"

# The data sources are read in one go: after a file that does not parse none
# of them is there.
default consequence(_) := ""

consequence(file) := ", and the server loads no data source at all" if file.kind == "datasources"

# The fault may be ours or that of a template's text, which decides nothing.
not_judged(problem) if regex.match(`^(is a template|is larger than|is too large|is nested deeper|cannot be)`, problem)
