# METADATA
# title: The host name is not in the served certificate
# description: >-
#   Clients compare the name they called with the names in the certificate.
#   When it is not there browsers warn, other servers refuse to connect, and
#   sooner or later somebody switches the check off for all connections.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# - ref: https://www.rfc-editor.org/rfc/rfc6125
#   description: RFC 6125, verification of the names of TLS services
# custom:
#   remediation: |-
#     Issue the certificate of the HTTPS listeners for the names that clients use.
#
#     ```sh
#     keytool -genkeypair -alias esb -keyalg RSA -keysize 2048 -sigalg SHA256withRSA \
#       -ext SAN=dns:esb.example.com,dns:mgt.esb.example.com -keystore tls.jks
#     ```
#
#     Where the connectors name a proxy's port, clients see the proxy's
#     certificate and only the proxy sees this one: a warning. A wildcard
#     stands for one label. Key stores that are not in the tree, or are not
#     JKS, decide nothing.
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: hostname
#   since: 0.1.0
#   security_severity: 5.9
package carbonlint.rules.hostname.not_in_certificate

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": name, "unknown": undecided(name, stores)} if some [name, stores] in names

findings contains lib.graded(name, $"The host name {lib.quote(name)} is not in the certificate that the server presents.", {
	"severity": {true: "warning", false: "error"}[proxied],
	"related": [shown(store) | some store in lacking],
}) if {
	some [name, stores] in names
	lib.known(name)
	lacking := [store | some store in stores; lacks(store, lower(name.value))]
	count(lacking) > 0
}

# Each name with the key stores of the listeners that serve it: the console has
# only the servlet connectors.
names contains [name, model.tls_key_stores] if {
	name := model.host_name
	not no_name(name)
}

names contains [name, [store | some store in model.tls_key_stores; store.console]] if {
	name := model.console_host_name
	not no_name(name)
}

# Of these, the rules that judge the names tell.
no_name(name) if {
	lib.known(name)
	model.malformed(name.value)
}

default proxied := false

proxied if model.behind_proxy

# Of several key pairs without an alias one must fit.
lacks(store, name) if {
	certificates := model.served_certificates(store)
	count(certificates) > 0
	every certificate in certificates {
		not covers(certificate, name)
	}
}

covers(certificate, name) if lower(certificate_names(certificate)[_]) == name

covers(certificate, name) if {
	some pattern in certificate_names(certificate)
	startswith(pattern, "*.")
	[_, domain] := regex.find_all_string_submatch_n(`^[^.]+\.(.+)$`, name, 1)[0]
	lower(trim_prefix(pattern, "*.")) == domain
}

# The common name counts only where there is no other.
certificate_names(certificate) := certificate.names if {
	count(certificate.names) > 0
} else := [certificate.common_name]

shown(store) := lib.see(store.ref, $"The certificate of this key store is for {holders(store)}.")

holders(store) := concat(", ", [name |
	some certificate in model.served_certificates(store)
	some name in certificate_names(certificate)
])

default undecided(_, _) := false

undecided(name, _) if name.unknown

undecided(_, stores) if count(stores) == 0

undecided(_, stores) if {
	some store in stores
	count(model.served_certificates(store)) == 0
}
