# METADATA
# title: A plain http listener is open
# description: >-
#   What arrives here arrives in clear: tokens, basic authentication, session
#   cookies and payloads can be read and changed by every machine on the way.
#   Clients use such a port as long as it answers, whatever the documentation of
#   the API says.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# custom:
#   remediation: |-
#     Bind the listener to an internal address or close its port to clients; where nothing calls it, remove it.
#
#     ```xml
#     <!-- tomcat/catalina-server.xml -->
#     <Connector port="9763" address="127.0.0.1"/>
#     <!-- axis2.xml, in transportReceiver name="http" -->
#     <parameter name="bind-address" locked="false">10.0.0.11</parameter>
#     ```
#
#     Calls between the product's own parts use these listeners, and a proxy may end
#     TLS before them, so that each is a note. One that is bound to the machine
#     itself is not reported.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: ports
#   since: 0.1.0
#   security_severity: 4.3
package carbonlint.rules.tls.plain_http_listener

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": object.get(listener, "port", listener), "unknown": undecided(listener)} if {
	some listener in model.plain_listeners
}

findings contains lib.graded(object.get(listener, "port", listener), $"The {listener.name} listens without TLS{where(listener)}.", {"severity": "note", "default": shipped(listener)}) if {
	some listener in model.plain_listeners
	not undecided(listener)
	not to_itself(listener)
}

where(listener) := " behind a proxy that ends it" if {
	listener.proxied
} else := ""

to_itself(listener) if lib.loopback(listener.address.value)

default undecided(_) := false

undecided(listener) if listener.address.unknown

default shipped(_) := false

shipped(listener) if listener.port.value == {"servlet transport": "9763", "pass-through transport": "8280"}[listener.name]
