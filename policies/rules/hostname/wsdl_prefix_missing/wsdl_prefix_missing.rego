# METADATA
# title: WSDLs and endpoints do not carry the public address
# description: >-
#   The integrator writes the address of its services into every WSDL. Behind a
#   proxy or a load balancer that address is the node's own, which clients
#   cannot reach, or which takes them past the load balancer.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# custom:
#   remediation: |-
#     Set WSDLEPRPrefix in both receivers of axis2.xml to the address of the proxy.
#
#     ```xml
#     <!-- in transportReceiver name="https" -->
#     <parameter name="WSDLEPRPrefix" locked="false">https://esb.example.com:443</parameter>
#     ```
#
#     The square brackets of the guideline's sample are no part of the address:
#     pasted as they stand, or with the names of a sample, they are an error. The prefix is needed behind a
#     proxy only, which the proxyPort of the servlet connectors tells; receivers
#     that listen through the servlet connectors do not read it. A prefix
#     without a port, though no connector tells of a proxy on 80 or 443, is a
#     note.
#   severity: warning
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: hostname
#   since: 0.1.0
package carbonlint.rules.hostname.wsdl_prefix_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains receiver.wsdl_prefix if some receiver in prefixed

subjects contains {"at": receiver, "unknown": unsure} if {
	some receiver in unprefixed
	needed
}

findings contains lib.graded(receiver, $"WSDLs of the {receiver.name} receiver carry the node's own address although a proxy stands before it.", {
	"default": true,
	"related": [lib.see(connector.proxy_port, "The port of the proxy.") | some connector in model.servlet_connectors; connector.https == receiver.https],
}) if {
	some receiver in unprefixed
	model.behind_proxy
}

findings contains lib.graded(prefix, $"The address {lib.quote(prefix)} in WSDLs {fault}.", {"severity": severity, "related": related}) if {
	some receiver in prefixed
	prefix := receiver.wsdl_prefix
	lib.known(prefix)
	[severity, fault, related] := first_fault(receiver, parts(prefix.value))
}

default unsure := true

unsure := false if model.behind_proxy

needed if model.behind_proxy

needed if model.proxy_undecided

prefixed := [receiver | some receiver in model.passthrough_receivers; not empty(receiver)]

unprefixed := [receiver | some receiver in model.passthrough_receivers; empty(receiver)]

empty(receiver) if not receiver.wsdl_prefix

empty(receiver) if {
	receiver.wsdl_prefix.value == ""
	lib.known(receiver.wsdl_prefix)
}

parts(value) := {"scheme": lower(scheme), "host": host, "port": port} if {
	[_, scheme, host, port] := regex.find_all_string_submatch_n(`^(?i)(https?)://([^:/]+|\[[^\]]+\])(?::(\d+))?`, value, 1)[0]
} else := {}

# One prefix has one fault: the first that a client would meet.
first_fault(receiver, address) := ["error", "holds the brackets of a sample", []] if {
	regex.match(`^\[[^\]]*\]:|\[port\]`, receiver.wsdl_prefix.value)
} else := ["error", "is a sample that was never filled in", []] if {
	regex.match(`(?i)your\.host\.name|//apachehost\b|:port\b`, receiver.wsdl_prefix.value)
} else := ["warning", "is not an address", []] if {
	address == {}
} else := ["warning", "is not of the receiver's scheme", [lib.see(receiver, "The receiver.")]] if {
	secure(address) != receiver.https
} else := ["warning", "names another host than the server", [lib.see(model.host_name, "The name of the server.")]] if {
	lib.known(model.host_name)
	not lower(address.host) in public_names
} else := ["note", "lacks the port", [lib.see(receiver.port, "The port of the receiver.")]] if {
	address.port == ""
	not default_port(receiver)
}

secure(address) := address.scheme == "https"

public_names := {lower(model.host_name.value)} | {lower(c.proxy_name.value) | some c in model.servlet_connectors}

# Without a port clients take 80 or 443: the proxy's port, else the receiver's.
default_port(_) if model.behind_proxy

default_port(_) if model.proxy_undecided

default_port(receiver) if {
	some port in model.ports
	port.entry == receiver.port
	port.port in {80, 443}
}

default_port(receiver) if receiver.port.unknown
