# METADATA
# title: A receiver between components offers old TLS versions
# description: >-
#   Gateways, key managers and analytics talk to these receivers, with the
#   credentials of the administrator and the data of every call. Nobody thinks of
#   them when the public listeners are hardened, so that an audit of the internal
#   network still finds TLS 1.0.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Transport+Level+Security
#   description: Administration guide, Configuring Transport Level Security
# - ref: https://www.rfc-editor.org/rfc/rfc8996
#   description: RFC 8996, Deprecating TLS 1.0 and TLS 1.1
# custom:
#   remediation: |-
#     List the versions of each receiver; do not take over the suites in the shipped comments, which hold RC4 and MD5.
#
#     ```xml
#     <!-- data-bridge-config.xml, in each dataReceiver -->
#     <config name="sslEnabledProtocols">TLSv1.2</config>
#     <!-- identity/thrift-authentication.xml -->
#     <SSLEnabledProtocols>TLSv1.2</SSLEnabledProtocols>
#     <!-- broker.xml, in each sslConnection -->
#     <sslEnabledProtocols>TLSv1.2</sslEnabledProtocols>
#     ```
#
#     No list is as bad as one with old versions, since Java's own list decides.
#     The broker is judged where it has a list: older versions of it know none.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.tls.internal_protocol_weak

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(end, "protocols", end) if some end in model.internal_tls

findings contains lib.graded(end.protocols, $"The {end.name} offers {concat(" and ", sort(old))}: the list is {lib.quote(end.protocols)}.", {"default": shipped(end), "fix": lib.set(end.protocols, "TLSv1.2")}) if {
	some end in model.internal_tls
	lib.known(end.protocols)
	old := model.old_tls_versions(end.protocols.value)
	count(old) > 0
}

findings contains lib.graded(end, $"The {end.name} has no list of TLS versions, so it offers all that Java knows.", {"default": true, "fix": listed(end)}) if {
	some end in model.internal_tls
	not end.protocols
}

findings contains lib.fixed(end.protocols, $"The {end.name} has an empty list of TLS versions, so it offers all that Java knows.", lib.set(end.protocols, "TLSv1.2")) if {
	some end in model.internal_tls
	lib.known(end.protocols)
	end.protocols.value == ""
}

default shipped(_) := false

shipped(end) if model.ships_internal_tls(end)

listed(end) := lib.add(end, "SSLEnabledProtocols", "TLSv1.2") if {
	end.name == "thrift authenticator"
} else := lib.add(end, "config[sslEnabledProtocols]", "TLSv1.2")
