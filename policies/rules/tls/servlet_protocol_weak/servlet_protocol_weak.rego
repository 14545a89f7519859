# METADATA
# title: The servlet transport offers old TLS versions
# description: >-
#   A client on the way can talk both sides down to the oldest version they
#   share. TLS 1.0 and 1.1 rest on MD5 and SHA-1 and have known attacks (BEAST,
#   Lucky 13, POODLE below them); browsers have dropped them and PCI DSS forbids
#   them. The console, the admin services and the login pages are behind this
#   connector.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Transport+Level+Security
#   description: Administration guide, Configuring Transport Level Security
# - ref: https://www.rfc-editor.org/rfc/rfc8996
#   description: RFC 8996, Deprecating TLS 1.0 and TLS 1.1
# custom:
#   remediation: |-
#     Enable TLS 1.2, and 1.3 where Java has it (from 8u261), on the https connector of catalina-server.xml.
#
#     ```xml
#     <Connector port="9443" scheme="https" SSLEnabled="true" sslEnabledProtocols="TLSv1.2"/>
#     <!-- Tomcat 9, Carbon 4.5: -->
#     <SSLHostConfig protocols="TLSv1.2">
#     ```
#
#     sslProtocol="TLS" alone restricts nothing.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.0
package carbonlint.rules.tls.servlet_protocol_weak

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(host, "protocols", host) if some host in model.servlet_tls

findings contains lib.graded(protocols, $"The servlet transport offers {concat(" and ", sort(old))}: the list is {lib.quote(protocols)}.", {"default": shipped(protocols.value), "fix": lib.set(protocols, "TLSv1.2")}) if {
	some host in model.servlet_tls
	protocols := host.protocols
	lib.known(protocols)
	old := model.old_tls_versions(protocols.value)
	count(old) > 0
}

findings contains lib.graded(host, "The servlet transport has no list of TLS versions, so it offers all that Java knows.", {"default": old_kernel, "fix": listed(host)}) if {
	some host in model.servlet_tls
	not host.protocols
}

findings contains lib.fixed(protocols, "The servlet transport has an empty list of TLS versions, so it offers all that Java knows.", lib.set(protocols, "TLSv1.2")) if {
	some host in model.servlet_tls
	protocols := host.protocols
	lib.known(protocols)
	protocols.value == ""
}

default shipped(_) := false

shipped(text) if text in {"TLSv1,TLSv1.1,TLSv1.2", "+TLSv1,+TLSv1.1,+TLSv1.2"}

# The kernels up to 4.4.2 ship no list.
default old_kernel := false

old_kernel if lib.older(model.kernel, "4.4.3")

listed(host) := lib.add(host, "@protocols", "TLSv1.2") if {
	endswith(host.path, "/SSLHostConfig")
} else := lib.add(host, "@sslEnabledProtocols", "TLSv1.2")
