# METADATA
# title: The message broker accepts unencrypted connections
# description: >-
#   Messages and the login of each client cross the network in clear text, so
#   that everybody on the way can read them and log in to the broker with what
#   was read. Clients use the open port as long as it is there, also when an
#   encrypted one stands beside it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# - ref: https://www.rfc-editor.org/rfc/rfc7525
#   description: RFC 7525, Recommendations for Secure Use of TLS
# custom:
#   remediation: |-
#     Switch the plain connection of broker.xml off and leave the encrypted one on.
#
#     ```xml
#     <amqp>
#         <bindAddress>10.20.30.40</bindAddress>
#         <defaultConnection enabled="false" port="5672"/>
#         <sslConnection enabled="true" port="8672">...</sslConnection>
#     </amqp>
#     ```
#
#     A connection that is bound to a loopback or private address is not
#     reported. In the API manager, whose nodes talk to each other through the
#     broker, the finding is a warning; its jndi.properties and event publishers
#     have to follow.
#   severity: error
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 7.4
package carbonlint.rules.gateway.broker_in_clear

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": place(listener), "unknown": listener.unknown} if {
	some listener in model.broker_listeners
	not hidden(listener)
}

subjects contains listener.bind if {
	some listener in model.broker_listeners
	hidden(listener)
}

subjects contains entry if some entry in model.broker_switches_off

findings contains lib.graded(place(listener), $"The broker accepts {listener.protocol} without TLS{where(listener)}.", {
	"severity": severity,
	"default": shipped(listener),
	"related": [lib.see(listener.bind, "Bound to this address.") | listener.bind],
}) if {
	some listener in model.broker_listeners
	not listener.unknown
	not hidden(listener)
}

place(listener) := object.get(listener, "switch", listener)

hidden(listener) if model.private_bind(listener.bind.value)

where(listener) := $" on {lib.quote(listener.bind)}" if {
	listener.bind
} else := ""

default severity := "error"

severity := "warning" if model.api_manager

# The products listen on all addresses; the API manager ships MQTT off.
default shipped(_) := false

shipped(listener) if {
	listener.bind.value == "0.0.0.0"
	listener.protocol == "AMQP"
}

shipped(listener) if {
	listener.bind.value == "0.0.0.0"
	not model.api_manager
}
