# METADATA
# title: The connectors behind a proxy do not state its public port
# description: >-
#   The server writes its own port into redirects, and into the links of the
#   console and of the login pages. Behind a proxy or a load balancer clients
#   cannot reach that port: the first redirect leads out of the proxy into a
#   timeout, or, where the port is open, past the proxy.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Proxy servers
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/http.html
#   description: Apache Tomcat 7, The HTTP Connector
# custom:
#   remediation: |-
#     State the proxy's port and name in the connectors of catalina-server.xml.
#
#     ```xml
#     <Connector port="9763" proxyPort="80" proxyName="esb.example.com"/>
#     <Connector port="9443" scheme="https" secure="true" SSLEnabled="true" proxyPort="443" proxyName="esb.example.com"/>
#     ```
#
#     A proxy shows by the port or the name that one connector states, by a context
#     path in carbon.xml, and by own URLs on port 80 or 443 that the server does not
#     open. Where only WSDLEPRPrefix tells of one, which may stand before the
#     pass-through listeners alone, and where only the http connector lacks the
#     port, it is a note. Tomcat takes no notice of a port that is no number. The offset is not added to proxyPort.
#   severity: warning
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: proxy
#   since: 0.1.0
package carbonlint.rules.network.proxy_port_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": object.get(connector, "proxy_port", connector), "unknown": undecided(connector)} if {
	proxied
	some connector in model.servlet_connectors
}

findings contains lib.graded(object.get(connector, "proxy_port", connector), $"The {protocol[connector.https]} connector {fault}.", {"severity": severity, "related": related}) if {
	some connector in model.servlet_connectors
	[severity, fault, related] := first_fault(connector)
}

protocol := {true: "https", false: "http"}

proxied if {
	some connector in model.servlet_connectors
	some attribute in ["proxy_port", "proxy_name"]
	connector[attribute]
}

proxied if count(model.proxy_signs) > 0

proxied if count(model.service_proxy_signs) > 0

first_fault(connector) := ["warning", $"states {lib.quote(connector.proxy_port)} as the proxy's port, which is no port", []] if {
	lib.known(connector.proxy_port)
	number := connector.proxy_port.value
	not model.port_number(number)
} else := ["warning", $"states {lib.quote(connector.proxy_port)} as the proxy's port, which is of the other protocol", []] if {
	connector.proxy_port.value in others[connector.https]
} else := ["warning", $"states {lib.quote(connector.proxy_port)} as the proxy's port, but the public name is set nowhere", [lib.see(file, "HostName is missing.") | some file in model.carbon]] if {
	connector in model.proxied_connectors
	not connector.proxy_name
	not model.host_name
	count(model.carbon) > 0
} else := ["warning", "does not state the port of the proxy", []] if {
	connector.proxy_name
	not connector.proxy_port
} else := [{true: "warning", false: "note"}[connector.https], "does not state the port of the proxy", [lib.see(sibling.proxy_port, "The other connector states it.") | some sibling in model.proxied_connectors]] if {
	not connector.proxy_port
	count(model.proxied_connectors) > 0
} else := [{true: "warning", false: "note"}[connector.https], "does not state the port of the proxy", [lib.see(sign, "This tells of a proxy.") | some sign in model.proxy_signs]] if {
	not connector.proxy_port
	some sign in model.proxy_signs
	lib.known(sign)
} else := ["note", "does not state the port of the proxy", [lib.see(sign, "This tells of a proxy.") | some sign in model.service_proxy_signs]] if {
	not connector.proxy_port
	connector.https
	count(model.service_proxy_signs) > 0
}

others := {true: {"80", "8080", "8280", "9763"}, false: {"443", "8443", "8243", "9443"}}

default undecided(_) := false

undecided(connector) if connector.proxy_port.unknown

undecided(connector) if {
	not connector.proxy_port
	some sign in model.proxy_signs
	sign.unknown
}
