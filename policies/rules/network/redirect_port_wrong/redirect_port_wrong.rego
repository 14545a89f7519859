# METADATA
# title: The http connector redirects to another listener's port
# description: >-
#   An application that insists on TLS has Tomcat send the browser to this port.
#   The offset is added to the connectors but not to it, so that the browser
#   lands on another server of the machine, which asks for a login and gets the
#   password, or on nothing.
# related_resources:
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/http.html
#   description: Apache Tomcat 7, The HTTP Connector
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# custom:
#   remediation: |-
#     Write the port of the https connector with the offset added, or that of the proxy.
#
#     ```xml
#     <!-- Offset is 2 -->
#     <Connector port="9763" redirectPort="9445"/>
#     ```
#
#     The shipped 9443 that an offset or a proxy made wrong is a note; a port that
#     somebody chose is a warning.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: ports
#   since: 0.1.0
package carbonlint.rules.network.redirect_port_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": redirect, "unknown": undecided(redirect)} if {
	some redirect in redirects
	model.https_here
}

findings contains lib.graded(redirect, $"The http connector redirects to port {redirect.value}, but clients reach HTTPS on port {model.https_for_clients[0].number}.", {
	"severity": {true: "note", false: "warning"}[stock(redirect)],
	"default": shipped(redirect),
	"fix": lib.set(redirect, $"{model.https_for_clients[0].number}"),
	"related": array.concat(
		[lib.see(model.https_for_clients[0].at, "The port of HTTPS.")],
		[lib.see(model.offset_set, "The offset is not added to redirectPort.") | model.port_offset > 0],
	),
}) if {
	some redirect in redirects
	not undecided(redirect)
	not to_number(redirect.value) in {port.number | some port in model.https_for_clients}
}

redirects contains connector.redirect_port if {
	some connector in model.servlet_connectors
	not connector.https
}

default undecided(_) := false

undecided(redirect) if not regex.match(`^\d{1,5}$`, redirect.value)

undecided(_) if not model.https_for_clients_decided

stock(redirect) if {
	redirect.value == "9443"
	every port in model.https_ports {
		port.base == 9443
	}
} else := false

default shipped(_) := false

shipped(redirect) if {
	stock(redirect)
	model.offset_shipped
	not model.behind_proxy
}
