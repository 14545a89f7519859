# METADATA
# title: The configuration files do not name the same keystore
# description: >-
#   A dozen files name the server's key store. When one of them is forgotten
#   after a renewal, that listener goes on with the old or the shipped key, or
#   the server does not start for a wrong password. Nobody notices until a
#   client connects there.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Keystores+in+WSO2+Products
#   description: Configuring Keystores in WSO2 Products
# - ref: https://docs.wso2.com/display/ADMIN44x/Using+Asymmetric+Encryption
#   description: Using Asymmetric Encryption
# custom:
#   remediation: |-
#     Name the same store, with the same password, in every file that ends TLS.
#
#     ```xml
#     <Location>repository/resources/security/tls.jks</Location>
#     ```
#
#     The store for TLS (connector, https receiver, data bridge, broker, thrift) may be
#     another one than the primary store of carbon.xml. A difference is an error where
#     one side still names the shipped store and a warning where both are stores of
#     your own, which may be meant; a trust store that lacks the issuer of the served
#     certificate is a warning.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.keystore.references_differ

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": use.location, "unknown": undecided(use)} if {
	some use in compared
	count(compared) > 1
}

# The connectors decide, without them the first that ends TLS.
findings contains differing(use, base) if {
	some use in of_role("tls")
	base := first(array.concat(connectors, of_role("tls")))
	every other in array.concat(connectors, [base]) {
		use.store != other.store
	}
}

findings contains differing(use, base) if {
	some use in of_role("client")
	base := first(array.concat(of_role("primary"), of_role("tls")))
	every other in array.concat(of_role("primary"), of_role("tls")) {
		use.store != other.store
	}
}

findings contains differing(use, base) if {
	some use in of_role("trust")
	base := of_role("trust")[0]
	use.store != base.store
}

findings contains lib.graded(use.password, $"The password of '{use.store}' for {use.what} is not the one for {base.what}.", {"related": [lib.see(base.password, "The password there.")]}) if {
	some used in model.used_stores
	clear := [u | some u in used.uses; lib.known(u.password); not u.password_alias]
	base := most_likely(clear, opened_by(clear[0]))
	some use in clear
	use.password.value != base.password.value
}

findings contains lib.graded(trust.location, $"The trust store '{trust.store}' does not hold the issuer '{c.issuer}' of the certificate that {use.what} presents.", {
	"severity": "warning",
	"related": [lib.see(use.location, "The key store.")],
}) if {
	trust := of_role("trust")[0]
	not model.store_unread(trust)
	use := first(array.concat(connectors, of_role("tls")))
	c := model.pairs(use)[0]
	trusted := model.certificates_by_file[trust.store_file]
	names := {name |
		some link in model.certificates_by_file[use.store_file]
		link.alias == c.alias
		some name in [link.sha256, link.issuer]
	}
	not hold(trusted, names)
}

default opened_by(_) := ""

opened_by(use) := model.store_at(use).password

# most_likely gives the use whose password is the right one: what opens the
# store, or else what most of them say, or the first of them.
most_likely(uses, "shipped") := [use | some use in uses; use.password.value == "wso2carbon"][0] if {
	some use in uses
	use.password.value == "wso2carbon"
} else := common(uses)

most_likely(uses, opens) := common(uses) if opens != "shipped"

common(uses) := [use |
	some i, use in uses
	said[i] == max(said)
][0] if {
	said := [count([other | some other in uses; other.password.value == use.password.value]) | some use in uses]
}

# The certificate itself is trusted, or one of its issuers.
hold(certificates, names) if {
	some certificate in certificates
	certificate.sha256 in names
}

hold(certificates, names) if {
	some certificate in certificates
	certificate.common_name in names
}

differing(use, base) := lib.graded(use.location, $"{model.capitalized(use.what)} uses '{use.store}' and {base.what} '{base.store}'.", {
	"severity": {true: "error", false: "warning"}[forgotten(use, base)],
	"related": [lib.see(base.location, "The store there.")],
})

default forgotten(_, _) := false

forgotten(use, base) if {
	some store in [use.store, base.store]
	model.shipped_store(store)
}

compared := [use | some use in model.store_uses; use.role in {"primary", "tls", "client", "trust"}]

of_role(role) := [use | some use in compared; use.role == role; use.store]

connectors := [use | some use in of_role("tls"); use.what == "the HTTPS connector"]

first(uses) := uses[0]

default undecided(_) := false

undecided(use) if not use.store
