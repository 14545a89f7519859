# METADATA
# title: Mutual TLS is on but its checks are incomplete
# description: >-
#   This login believes the name in the request once the client presents a
#   certificate that the server trusts. If the trust store still trusts the
#   certificate whose private key lies in every download, anybody is
#   administrator. If the connector asks for no certificate the login never
#   works, and whoever counts on it is not protected.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Transport+Level+Security
#   description: Administration guide, Configuring Transport Level Security
# custom:
#   remediation: |-
#     Ask for certificates, trust only your own, and list those that may log in; or switch the authenticator off.
#
#     ```xml
#     <!-- tomcat/catalina-server.xml -->
#     <Connector port="9443" scheme="https" SSLEnabled="true" clientAuth="want"/>
#     <!-- security/authenticators.xml -->
#     <Authenticator name="MutualSSLAuthenticator" disabled="true"/>
#     <!-- axis2.xml, in the https receiver -->
#     <parameter name="SSLVerifyClient">require</parameter>
#     ```
#
#     A trust store with a published certificate behind the login is an error. A login
#     without a list of certificates (WhiteListEnabled) is a note.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 8.1
package carbonlint.rules.tls.mutual_tls_incomplete

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": model.certificate_login, "unknown": unsure} if maybe_on

subjects contains receiver.client_auth if some receiver in model.asking_receivers

findings contains lib.graded(object.get(connector, "client_auth", connector), "The https connector asks no client for a certificate, although the login by certificate is on.", {"related": [lib.see(model.certificate_login, "The login by certificate.")]}) if {
	model.certificate_login_on
	some connector in model.deaf_connectors
}

findings contains lib.graded(model.certificate_login.name, "The login by certificate is on and the trust store trusts a certificate whose key is in every download.", {
	"severity": "error",
	"default": shipped,
	"related": [lib.see(store, "The trust store.") | some store in model.forgeable_logins],
}) if {
	model.certificate_login_on
	count(model.forgeable_logins) > 0
}

findings contains lib.graded(place, "The login by certificate takes every certificate that the server trusts.", {"severity": "note", "default": shipped}) if {
	model.certificate_login_on
	count(model.deaf_connectors) == 0
	place := object.get(model.certificate_login, "white_list_on", model.certificate_login)
	not lib.yes(place)
	not undecided
}

findings contains lib.finding(receiver.client_auth, $"SSLVerifyClient {lib.quote(receiver.client_auth)} is not known, so that the {receiver.name} receiver asks no client for a certificate.") if {
	some receiver in model.asking_receivers
	setting := receiver.client_auth
	lib.known(setting)
	not setting.value in {"require", "optional"}
}

findings contains lib.finding(receiver.client_auth, $"The {receiver.name} receiver asks clients for certificates and has no trust store to check them with.") if {
	some receiver in model.asking_receivers
	receiver.client_auth.value in {"require", "optional"}
	not receiver.truststore
	not receiver.profiles_file
}

maybe_on if model.certificate_login_on

maybe_on if model.certificate_login.disabled.unknown

default unsure := false

unsure if undecided

unsure if model.trust_unread

default undecided := false

undecided if model.certificate_login.disabled.unknown

undecided if model.certificate_login.white_list_on.unknown

undecided if count(model.tls_connectors) == 0

undecided if {
	some connector in model.tls_connectors
	connector.client_auth.unknown
}

# The Identity Server ships the login on, and asks for certificates.
default shipped := false

shipped if model.server_key == "IS"
