# METADATA
# title: The LDAP connection is not encrypted
# description: >-
#   With plain LDAP the passwords of the users and of the bind account cross
#   the network as text with every login. Anybody on the path reads them, or
#   answers in the directory's name and gets in. Active Directory
#   refuses to change a password over such a connection.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# - ref: https://www.rfc-editor.org/rfc/rfc4513
#   description: RFC 4513, LDAP authentication methods and security mechanisms
# custom:
#   remediation: |-
#     Connect with ldaps and put the directory's certificate authority into client-truststore.jks.
#
#     ```xml
#     <Property name="ConnectionURL">ldaps://ldap.example.com:636</Property>
#     ```
#
#     `StartTLSEnabled` true encrypts a plain connection too, with the kernels
#     that know the property; those before 4.4.35 ignore it. A directory on the
#     same machine is not reported.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: user-stores
#   since: 0.1.0
#   security_severity: 7.4
package carbonlint.rules.users.ldap_in_clear

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": store.url, "unknown": undecided(store)} if {
	some store in model.user_stores
	store.url
}

findings contains lib.finding(store.url, $"The connection to the directory {lib.quote(store.url)} is not encrypted.") if {
	some store in model.user_stores
	in_clear(store)
	not store.start_tls
}

findings contains lib.graded(store.url, $"The connection to the directory {lib.quote(store.url)} is not encrypted.", {"related": [lib.see(store.start_tls, "StartTLS is off.")]}) if {
	some store in model.user_stores
	in_clear(store)
	lib.no(store.start_tls)
}

findings contains lib.graded(store.url, $"The connection to the directory {lib.quote(store.url)} is not encrypted.", {"related": [lib.see(store.start_tls, $"Kernel {model.kernel} does not know this property.")]}) if {
	some store in model.user_stores
	in_clear(store)
	lib.yes(store.start_tls)
	model.start_tls_unknown
}

in_clear(store) if {
	some url in model.directory_urls(store)
	url.scheme == "ldap"
	model.external(url)
}

default undecided(_) := false

undecided(store) if {
	in_clear(store)
	store.start_tls.unknown
}

undecided(store) if {
	in_clear(store)
	lib.yes(store.start_tls)
	not model.kernel
}

# The placeholder stands for the scheme or the host and not for the port alone.
undecided(store) if {
	store.url.unknown
	not in_clear(store)
	decided := [url | some url in model.directory_urls(store); settled(url)]
	count(decided) < max([1, count(model.directory_urls(store))])
}

settled(url) if url.scheme == "ldaps"

settled(url) if lib.loopback(url.host)
