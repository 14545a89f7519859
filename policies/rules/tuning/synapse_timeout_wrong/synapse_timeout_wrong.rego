# METADATA
# title: The mediation timeout does not fit the socket timeout
# description: >-
#   When the connection times out before the mediation does, the fault of a
#   slow backend is never handled: the client gets no answer, and the
#   callback that waits for one stays in memory until its own, later timeout.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Performance tuning
# custom:
#   remediation: |-
#     Let the mediation time out before the connections do.
#
#     ```properties
#     # synapse.properties
#     synapse.global_timeout_interval=120000
#     # passthru-http.properties
#     http.socket.timeout=180000
#     ```
#
#     Without the second property the transport waits for 60000 milliseconds;
#     http.socket.timeout.sender replaces it towards the backend.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.tuning.synapse_timeout_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": mediation, "unknown": open} if mediation

# A connection with the timeout 0 waits for ever.
findings contains lib.graded(mediation, $"The mediation waits {model.milliseconds(mediation)} milliseconds, and the connection {socket.milliseconds}.", {
	"default": shipped,
	"related": [lib.see(socket.place, told)],
}) if {
	too_long
	not connection_shortened
}

findings contains lib.graded(socket.place, $"The connection waits {socket.milliseconds} milliseconds, and the mediation {model.milliseconds(mediation)}.", {"related": [lib.see(mediation, "The timeout of the mediation.")]}) if {
	too_long
	connection_shortened
}

findings contains lib.finding(timeout, $"The timeout {lib.quote(timeout)} is no number of milliseconds.") if {
	some timeout in timeouts
	lib.known(timeout)
	timeout.value
	model.milliseconds(timeout) < 0
}

timeouts contains mediation

timeouts contains socket.place

too_long if {
	socket.milliseconds > 0
	model.milliseconds(mediation) >= socket.milliseconds
}

# Where the mediation waits as long as it is shipped, it is the connection that
# somebody has set.
connection_shortened if {
	mediation.value == "120000"
	socket.place.value
}

mediation := model.mediation_timeout

socket := model.socket_timeout

told := "The timeout of the connection." if socket.place.value

told := "No http.socket.timeout is set here." if not socket.place.value

# The transport's file may lie elsewhere.
default open := false

open if not socket

open if socket.milliseconds < 0

open if model.milliseconds(mediation) < 0

# API Manager up to 2.1 ships the connection's timeout commented out.
default shipped := false

shipped if {
	mediation.value == "120000"
	not socket.place.value
}
