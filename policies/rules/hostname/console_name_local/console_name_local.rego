# METADATA
# title: The console's host name is missing or localhost
# description: >-
#   The server builds the links of the management console, and those that it
#   mails to administrators, with this name. With localhost they lead every
#   administrator to a machine of their own; without one, in a deployment whose
#   workers have no console, they lead to a node that has none.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# custom:
#   remediation: |-
#     Set MgtHostName in carbon.xml to the name under which administrators reach the console.
#
#     ```xml
#     <MgtHostName>mgt.esb.example.com</MgtHostName>
#     ```
#
#     Without MgtHostName the console uses HostName, which is enough where every
#     node has its console. Localhost is not reported while HostName is no real
#     name either: that is the fault to mend first.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: hostname
#   since: 0.1.0
package carbonlint.rules.hostname.console_name_local

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": name, "unknown": undecided} if name := model.console_host_name

subjects contains file if {
	not model.console_host_name
	some file in model.carbon
}

findings contains lib.finding(name, $"The console's host name {lib.quote(name)} cannot be reached by administrators.") if {
	name := decided_name
	model.unreachable(name.value)
	real(model.host_name)
}

findings contains lib.finding(name, $"The console's host name {lib.quote(name)} is not a host name: {fault}.") if {
	name := decided_name
	fault := model.malformed(name.value)
}

findings contains lib.graded(file, "The console's host name is not set although workers have no console.", {
	"default": true,
	"related": [lib.see(mark, "The node is one of a deployment with managers and workers.") | some mark in model.split_marks],
}) if {
	not model.console_host_name
	count(model.split_marks) > 0
	some file in model.carbon
}

decided_name := model.console_host_name if lib.known(model.console_host_name)

real(name) if {
	lib.known(name)
	not model.unreachable(name.value)
}

# With a localhost here the name of the server decides.
default undecided := false

undecided if model.console_host_name.unknown

undecided if {
	model.unreachable(model.console_host_name.value)
	model.host_name.unknown
}
