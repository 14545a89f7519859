# METADATA
# title: A live URL still points to localhost
# description: >-
#   A browser that is sent to localhost, or a person who follows such a link in
#   a mail, ends up on their own machine. A server that calls localhost reaches
#   itself at best, and nobody once the port moved with the offset or the
#   component moved to a node of its own.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# custom:
#   remediation: |-
#     Write the name and the port under which the component is reached.
#
#     ```xml
#     <targetEpr>https://mgt.esb.example.com:9443/carbon/admin-mgt/validator_ajaxprocessor.jsp</targetEpr>
#     ```
#
#     A URL that leads to a listener of the same server works on a node that has
#     all components: a note. One that leads to a port that the server does not
#     open, for example because the offset moved it, is an error. Where another
#     server is meant, or the ports are not decided, it is a warning.
#   severity: warning
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: hostname
#   since: 0.1.0
package carbonlint.rules.hostname.localhost_url

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": link.entry, "unknown": link.unknown} if some link in model.links

# Of a component that runs elsewhere, hostname/component_url_local speaks.
findings contains lib.graded(link.entry, $"The URL {lib.quote(link.entry)} of {link.component} leads only to this machine.", {
	"severity": severity(link),
	"default": shipped(link),
}) if {
	some link in model.not_misled
	only_local(link)
	not to_another(link)
	not wrong(link)
}

findings contains lib.graded(link.entry, $"The URL {lib.quote(link.entry)} of {link.component} leads to another server on this machine.", {"default": shipped(link)}) if {
	some link in model.not_misled
	to_another(link)
}

findings contains lib.graded(link.entry, $"The URL {lib.quote(link.entry)} of {link.component} leads to port {elsewhere(link)[0].port} of this machine, which the server does not open.", {
	"severity": "error",
	"default": shipped(link),
}) if {
	some link in model.not_misled
	wrong(link)
}

local_targets(link) := [target | some target in link.targets; lib.loopback(target.host)]

# Nodes that all run all components list themselves beside the others.
only_local(link) if {
	count(link.targets) > 0
	every target in link.targets {
		lib.loopback(target.host)
	}
}

elsewhere(link) := [target |
	some target in local_targets(link)
	port := target.port
	not model.own_port(port)
	not moved(port)
]

# Of a port that the offset moved, network/port_ignores_offset speaks.
moved(port) if {
	regex.match(`^\d{1,5}$`, port)
	model.moved_port(to_number(port))
}

# Only a number is wrong, and only of a port that the server itself would open.
wrong(link) if {
	not link.remote
	model.ports_decided
	count(elsewhere(link)) > 0
	every target in elsewhere(link) {
		regex.match(`^\d+$`, target.port)
	}
}

severity(link) := "note" if {
	count(elsewhere(link)) == 0
} else := "warning"

to_another(link) if {
	link.remote
	count(elsewhere(link)) > 0
}

default shipped(_) := false

shipped(link) if model.shipped_link(link.entry.value)
