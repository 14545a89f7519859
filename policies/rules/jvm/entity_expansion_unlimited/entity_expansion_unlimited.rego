# METADATA
# title: The XML entity limit is off or far too high
# description: >-
#   A few lines of XML can ask for billions of characters by entities that
#   name each other. The limit of the JDK ends such a document before it has
#   filled the heap. Raised or switched off, one small message is enough to
#   bring the server down.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.oracle.com/javase/tutorial/jaxp/limits/limits.html
#   description: The Java Tutorials, JAXP processing limits
# custom:
#   remediation: |-
#     Remove the option, so that the limit of the JDK, 64000, holds; raise it only as far as a real document needs.
#
#     ```sh
#     -Djdk.xml.entityExpansionLimit=100000 \
#     ```
#
#     0 or less, which means no limit, is an error, as is a value that is no number,
#     with which no XML is read. Above 200000 it is a warning, from the limit of the
#     JDK up to there a note.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
#   security_severity: 5.3
#   parameters:
#     largest:
#       type: integer
#       default: 200000
#       minimum: 64000
#       maximum: 100000000
#       description: The largest limit that is a note and no warning.
package carbonlint.rules.jvm.entity_expansion_unlimited

import data.carbonlint.lib
import data.carbonlint.model

subjects contains evidence(launcher) if some launcher in model.launchers

findings contains lib.graded(option, $"The limit of entities {lib.quote(option)} {fault}.", {"severity": severity}) if {
	some launcher in model.launchers
	option := limit(launcher)
	lib.known(option)
	[fault, severity] := judge(trim_space(option.value))
}

# The JDK takes the old name only where the new one is not set.
limit(launcher) := model.option(launcher, "-Djdk.xml.entityExpansionLimit") if {
	model.has_option(launcher, "-Djdk.xml.entityExpansionLimit")
} else := model.option(launcher, "-DentityExpansionLimit")

evidence(launcher) := limit(launcher) if {
	limit(launcher)
} else := launcher

judge(text) := ["is no number, so that no XML can be read", "error"] if {
	not regex.match(`^-?\d+$`, text)
} else := ["means that there is none", "error"] if {
	to_number(text) <= 0
} else := ["leaves room for an XML bomb", "warning"] if {
	to_number(text) > lib.parameter("jvm/entity_expansion_unlimited", "largest")
} else := ["is above the 64000 of the JDK", "note"] if {
	to_number(text) > 64000
}
