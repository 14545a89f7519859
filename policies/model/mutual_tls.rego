# Client certificates.
#
# certificate_login: the console's authenticator that logs in whoever presents
# a trusted certificate, as the user that the request names, with its place,
# name, disabled and white_list_on (the switch of the list of certificates), as
# far as they are set; certificate_login_on holds while it is on. asks_clients
# holds for a connector that asks clients for certificates; tls_connectors are
# the connectors that end TLS, deaf_connectors all of them where none asks.
# forgeable_logins: the places of the trust stores of such connectors that
# trust a certificate whose key is in every download. trust_unread: holds where
# the tree does not tell what such a trust store holds. asking_receivers: the
# pass-through receivers with a setting for client certificates.
package carbonlint.model

import data.carbonlint.lib

certificate_login := object.union(lib.location(item), {attribute: entry |
	some attribute, path in {
		"name": "@name",
		"disabled": "@disabled",
		"white_list_on": "Config/Parameter[WhiteListEnabled]",
	}
	entry := item.settings[path][0]
}) if {
	item := [i |
		some i in input.items["authenticators.xml"]["Authenticators/Authenticator"]
		i.settings["@name"][0].value == "MutualSSLAuthenticator"
	][0]
}

# It is on unless disabled says true.
certificate_login_on if {
	certificate_login
	not certificate_login.disabled
}

certificate_login_on if lib.no(certificate_login.disabled)

# Tomcat 9 says optional and required.
asks_clients(connector) if lower(connector.client_auth.value) in {"true", "yes", "want", "require", "required", "optional"}

# One connector that asks is enough.
deaf_connectors := [] if {
	some connector in tls_connectors
	not silent(connector)
} else := tls_connectors

tls_connectors := [connector | some connector in servlet_connectors; connector.encrypted]

silent(connector) if {
	not connector.client_auth.unknown
	not asks_clients(connector)
}

# Tomcat takes the trust store of the server where the connector names none.
asked_trust_stores := {store |
	some connector in tls_connectors
	asks_clients(connector)
	store := array.concat([e | e := connector.truststore], [e | e := input.settings["carbon.xml"]["Server/Security/TrustStore/Location"][0]])[0]
}

forgeable_logins := {store |
	some store in asked_trust_stores
	file := file_in_home(store)
	some certificate in input.certificates
	certificate.file == file
	not certificate.private
	shipped_pair(certificate)
}

trust_unread if count(asked_trust_stores) == 0

trust_unread if {
	some store in asked_trust_stores
	not trust_read(store)
}

trust_read(store) if {
	file := file_in_home(store)
	some certificate in input.certificates
	certificate.file == file
}

asking_receivers := [receiver |
	some receiver in passthrough_receivers
	receiver.https
	receiver.client_auth
]
