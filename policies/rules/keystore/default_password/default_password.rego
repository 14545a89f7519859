# METADATA
# title: A keystore keeps the shipped password
# description: >-
#   The password of the shipped key stores is printed in every manual. It
#   protects the private key only as long as nobody copies the file: from a
#   backup, an image, a support archive.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Keystores+in+WSO2+Products
#   description: Configuring Keystores in WSO2 Products
# custom:
#   remediation: |-
#     Give the store and its key a password of their own, in every file that names them, and keep it in the vault.
#
#     ```sh
#     keytool -storepasswd -keystore tls.jks
#     keytool -keypasswd -alias node -keystore tls.jks
#     ```
#
#     ```xml
#     <Password svns:secretAlias="Carbon.Security.KeyStore.Password">password</Password>
#     ```
#
#     A store in the tree that opens with the shipped password is found too when the
#     vault hides it. A warning for a trust store, which holds no private key.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 6.8
package carbonlint.rules.keystore.default_password

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	some use in model.store_uses
	some entry in passwords_of(use)
}

subjects contains {"at": use.password} if {
	some use in model.store_uses
	use.password_alias
}

findings contains lib.graded(places[0], $"The {noun(group.trust)} {group.name} keeps the shipped password.", {
	"severity": severity(group.trust),
	"default": shipped(group, places),
	"related": [lib.see(place, "Here too.") | some place in array.slice(places, 1, count(places))],
}) if {
	some group in groups
	places := [entry |
		some use in group.uses
		some entry in passwords_of(use)
		entry.value == "wso2carbon"
	]
}

# What the vault hides is tried on the store.
findings contains lib.graded(use.location, $"The {noun(use.trust)} '{use.store}' still opens with the shipped password.", {"severity": severity(use.trust)}) if {
	some used in model.used_stores
	use := used.uses[0]
	model.store_at(use).password == "shipped"
	every other in used.uses {
		count([entry | some entry in passwords_of(other); entry.value == "wso2carbon"]) == 0
	}
}

# The uses of one store, and those whose store the tree does not decide.
groups contains {"trust": used.trust, "name": $"'{used.store}'", "store": used.store, "uses": used.uses} if some used in model.used_stores

groups contains {"trust": use.trust, "name": $"of {regex.replace(use.what, "^the (trust|key) store of ", "")}", "store": "", "uses": [use]} if {
	some use in model.store_uses
	not use.store
}

passwords_of(use) := array.concat(
	[use.password | not use.password_alias],
	[use.key_password | not use.key_password_alias],
)

noun(true) := "trust store"

noun(false) := "key store"

severity(true) := "warning"

severity(false) := "error"

default shipped(_, _) := false

shipped(group, places) if {
	model.shipped_store(group.store)
	count(places) == count([entry | some use in group.uses; some entry in passwords_of(use)])
}
