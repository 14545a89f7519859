# METADATA
# title: MaxPermSize is set for a JVM that no longer knows it
# description: >-
#   The permanent generation is gone since Java 8. Java 8 to 16 only print a
#   warning for its size, which hides the warnings that matter; Java 17 does
#   not know the option any more and does not start.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://openjdk.org/jeps/122
#   description: JEP 122, Remove the Permanent Generation
# custom:
#   remediation: |-
#     Remove the option; if class metadata must be bounded, name its size for Java 8 and later.
#
#     ```sh
#     -XX:MaxMetaspaceSize=512m \
#     ```
#
#     What a script gives only to an older Java, as the shipped scripts for Unix do,
#     is not judged.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.jvm.permgen_flag_obsolete

import data.carbonlint.lib
import data.carbonlint.model

subjects contains flag if some flag in flags

subjects contains launcher if {
	some launcher in model.launchers
	not model.has_option(launcher, option)
}

findings contains lib.graded(flag, $"Every start sets {option}{size(flag)}, which Java 8 ignores and Java 17 refuses.", {"default": shipped(flag), "fix": lib.remove(flag)}) if {
	some flag in flags
	not model.maybe_absent(flag)
}

option := "-XX:MaxPermSize"

size(flag) := $" to {lib.quote(flag)}" if lib.known(flag)

size(flag) := "" if not lib.known(flag)

flags contains flag if {
	some launcher in model.launchers
	flag := model.option(launcher, option)
}

# The scripts for Windows and the service's configuration are shipped with it,
# in EI 6 the configuration alone.
default shipped(_) := false

shipped(flag) if {
	flag.value == "256m"
	endswith(flag.file, ".conf")
}

shipped(flag) if {
	flag.value == "256m"
	endswith(flag.file, ".bat")
	input.home.layout == "classic"
}
