# METADATA
# title: A forward proxy is set without its host or port
# description: >-
#   Java takes a host without a port to mean port 80 or 443, where forward
#   proxies rarely listen, and a port without a host to mean no proxy at all.
#   Calls to partners then hang until they time out, or go out past the proxy
#   and its log.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Proxy servers
# - ref: https://docs.oracle.com/javase/8/docs/api/java/net/doc-files/net-properties.html
#   description: Java, Networking Properties
# custom:
#   remediation: |-
#     Set host and port together, in each launcher or in the sender of axis2.xml.
#
#     ```sh
#     -Dhttp.proxyHost=proxy.example.com -Dhttp.proxyPort=3128 \
#     -Dhttp.nonProxyHosts="localhost|10.*|*.example.com" \
#     ```
#
#     The same holds for https.proxyHost and https.proxyPort. A port that is no
#     number, and a host that holds a scheme, a port or a login, are errors too.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: proxy
#   since: 0.1.0
package carbonlint.rules.network.forward_proxy_incomplete

import data.carbonlint.lib
import data.carbonlint.model

subjects contains setting if {
	some proxy in model.forward_proxies
	some attribute in ["host", "port"]
	setting := proxy[attribute]
}

findings contains lib.finding(proxy.host, $"The {proxy.of} sets {proxy.host_name} without {proxy.port_name}.") if {
	some proxy in model.forward_proxies
	lib.known(proxy.host)
	not proxy.port
}

findings contains lib.finding(proxy.port, $"The {proxy.of} sets {proxy.port_name} without {proxy.host_name}, so that no proxy is used.") if {
	some proxy in model.forward_proxies
	lib.known(proxy.port)
	not proxy.host
}

findings contains lib.finding(proxy.port, $"The proxy's port {lib.quote(proxy.port)} is no port number.") if {
	some proxy in model.forward_proxies
	proxy.host
	port := proxy.port
	lib.known(port)
	not port_number(port)
}

findings contains lib.finding(proxy.host, $"The value of {proxy.host_name} is no host name: {fault}.") if {
	some proxy in model.forward_proxies
	proxy.port
	lib.known(proxy.host)
	fault := malformed(proxy.host.value)
}

port_number(entry) if {
	regex.match(`^\d{1,5}$`, entry.value)
	to_number(entry.value) > 0
	to_number(entry.value) < 65536
}

malformed(value) := "it holds a login" if {
	contains(value, "@")
} else := "it holds a scheme or a path" if {
	contains(value, "/")
} else := "it holds a port" if regex.match("^[^:]+:\\d+$", value)
