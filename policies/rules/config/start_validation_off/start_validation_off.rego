# METADATA
# title: The check of system parameters at start is off
# description: >-
#   At its start the server compares memory, open file limit, disk and heap
#   with what it needs, and logs a warning for each that is too small. Without
#   the check a host that is too small is first noticed under load.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Switch the check on in etc/config-validation.xml.
#
#     ```xml
#     <Configuration enabled="true">
#     ```
#
#     There are no lesser cases. From kernel 4.4.17 on the server no longer
#     reads the file and the rule does not apply; the rules about the host check
#     the same parameters. Where the file is missing `--fix` makes one, without
#     the shipped list of operating systems, which ends with Windows 7.
#   severity: note
#   kind: static
#   tier: core
#   fix: auto
#   guideline: running
#   since: 0.1.0
package carbonlint.rules.config.start_validation_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if {
	model.start_validation_read
	some place in switches
}

subjects contains model.undecided_place(place) if {
	model.start_validation_open
	some place in switches
}

findings contains lib.fixed(switch, $"The check of system parameters at start is off: enabled is {lib.quote(switch)}.", lib.set(switch, "true")) if {
	model.start_validation_read
	switch := model.start_validation
	lib.no(switch)
}

findings contains lib.fixed(place, "The check of system parameters at start is off, since nothing switches it on.", switch_on(place)) if {
	model.start_validation_read
	not model.start_validation
	some place in switches
}

# Where the check is switched: the attribute, else the file, else what a whole
# home without the file has.
switches := [model.start_validation] if {
	model.start_validation
} else := model.start_validation_files if {
	count(model.start_validation_files) > 0
} else := [file |
	model.all_read("config-validation.xml")
	some file in model.carbon
]

switch_on(file) := lib.add(file, "@enabled", "true") if {
	count(model.start_validation_files) > 0
} else := lib.create(file, "etc/config-validation.xml", model.start_validation_file)
