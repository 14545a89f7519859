# METADATA
# title: The host name is not set or cannot be reached by clients
# description: >-
#   The server writes its host name into WSDLs, redirects, cookies and the
#   links it mails. Without one Java guesses, and what it guesses changes with
#   the network card; with localhost every client outside the machine is sent
#   to itself.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# custom:
#   remediation: |-
#     Set HostName in carbon.xml to the fully qualified name that clients use.
#
#     ```xml
#     <HostName>esb.example.com</HostName>
#     <MgtHostName>mgt.esb.example.com</MgtHostName>
#     ```
#
#     A loopback address, a sample name, a port, a scheme or a blank in the name, or
#     an underscore (RFC 952) is an error; a bare IP address is a warning, since
#     certificates and cookies need names; an unqualified name is a note.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: hostname
#   since: 0.1.0
package carbonlint.rules.hostname.not_set

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.host_name

subjects contains file if {
	not model.host_name
	some file in model.carbon
}

findings contains lib.graded(file, "The host name is not set, so the server guesses one.", {"default": absent_is_shipped}) if {
	not model.host_name
	some file in model.carbon
}

findings contains lib.graded(name, $"The host name {lib.quote(name)} cannot be reached by clients.", {"default": shipped(name)}) if {
	name := decided_name
	model.unreachable(name.value)
}

findings contains lib.finding(name, $"The host name {lib.quote(name)} is not a host name: {fault}.") if {
	name := decided_name
	fault := model.malformed(name.value)
}

findings contains lib.graded(name, $"The host name {lib.quote(name)} is an address, which certificates and cookies do not match.", {"severity": "warning"}) if {
	name := decided_name
	not model.unreachable(name.value)
	regex.match(address, name.value)
}

findings contains lib.graded(name, $"The host name {lib.quote(name)} is not fully qualified.", {"severity": "note"}) if {
	name := decided_name
	not model.unreachable(name.value)
	not model.malformed(name.value)
	not regex.match(address, name.value)
	unqualified(name.value)
}

decided_name := model.host_name if lib.known(model.host_name)

default absent_is_shipped := true

absent_is_shipped := false if model.ships_localhost

default shipped(_) := false

shipped(name) if {
	name.value == "localhost"
	model.ships_localhost
}

address := `^(\d+\.\d+\.\d+\.\d+|\[?[0-9a-fA-F:]*:[0-9a-fA-F:]*\]?)$`

unqualified(name) if not contains(name, ".")

unqualified(name) if endswith(lower(name), ".local")
