# METADATA
# title: The system parameters checked at start are set too low
# description: >-
#   The check at start logs a warning for each parameter of the host and the
#   JVM that is below its threshold. With a threshold set low, or taken out, the
#   warning is gone and the machine is as small as before.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Put the shipped thresholds back into etc/config-validation.xml.
#
#     ```xml
#     <Validator class="org.wso2.carbon.core.bootup.validator.SystemValidator">
#         <Parameter id="CPU">800</Parameter>
#         <Parameter id="RAM">2047</Parameter>
#         <Parameter id="swap">2047</Parameter>
#         <Parameter id="freeDisk">1024</Parameter>
#         <Parameter id="ulimit">4096</Parameter>
#     </Validator>
#     ```
#
#     There are no lesser cases. Where the check is off
#     `config/start_validation_off` tells of it, and from kernel 4.4.17 on the
#     server does not read the file. The fingerprint is not judged: it is that
#     of a certificate of 2010.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: running
#   since: 0.1.0
package carbonlint.rules.config.start_validation_weakened

import data.carbonlint.lib
import data.carbonlint.model

subjects contains parameter if {
	judged
	some [_, _, parameter] in thresholds
}

subjects contains check if {
	judged
	some check in model.start_checks
}

subjects contains file if {
	judged
	some file in model.start_validation_files
}

subjects contains model.undecided_place(file) if {
	undecided
	some file in model.start_validation_files
}

findings contains lib.fixed(parameter, $"The check at start asks for {lib.quote(parameter)} as {id}, and the shipped threshold is {least}.", lib.set(parameter, $"{least}")) if {
	judged
	some [id, least, parameter] in thresholds
	regex.match(`^\d{1,9}$`, parameter.value)
	to_number(parameter.value) < least
}

findings contains lib.fixed(parameter, $"The check at start asks for {lib.quote(parameter)} as {id}, which is no number.", lib.set(parameter, $"{least}")) if {
	judged
	some [id, least, parameter] in thresholds
	lib.known(parameter)
	not regex.match(`^\d+$`, parameter.value)
}

findings contains lib.fixed(check, $"The check at start leaves out {id}.", lib.put(check, $`<Parameter id="{id}">{least}</Parameter>`)) if {
	judged
	some check in model.start_checks
	some id, least in shipped[check.class]
	not check.parameters[id]
}

findings contains lib.fixed(check, $"The check at start no longer asks for the system property {name}.", asked_again(check, name, missing)) if {
	judged
	some check in model.start_checks
	check.class == "RequiredSystemPropertiesValidator"
	asked := {parameter.value | some _, parameter in check.parameters}
	missing := [name | some [_, name] in model.start_defaults.RequiredSystemPropertiesValidator; not name in asked]
	some name in missing
	not open(check)
}

findings contains lib.fixed(file, $"The {class} is left out of the check at start.", lib.put(lib.top(file), model.start_validator(class))) if {
	judged
	some file in model.start_validation_files
	some class, _ in model.start_defaults
	every check in model.start_checks { check.class != class }
}

shipped := {class: {id: least | some [id, least] in model.start_defaults[class]} | some class in ["SystemValidator", "JVMValidator"]}

# The n-th of those that are missing gets the n-th number that is free.
asked_again(check, name, missing) := lib.put(check, $`<Parameter id="{free[n]}">{name}</Parameter>`) if {
	free := [id | some n in numbers.range(1, 9); id := $"p{n}"; not check.parameters[id]]
	some n, other in missing
	other == name
	free[n]
} else := lib.no_fix

thresholds := [[id, least, parameter] |
	some check in model.start_checks
	some id, least in shipped[check.class]
	parameter := check.parameters[id]
]

judged if {
	model.start_validation_read
	lib.yes(model.start_validation)
}

undecided if {
	model.start_validation_read
	model.start_validation.unknown
}

undecided if {
	model.start_validation_open
	not off
}

off if lib.no(model.start_validation)

open(check) if {
	some _, parameter in check.parameters
	parameter.unknown
}
