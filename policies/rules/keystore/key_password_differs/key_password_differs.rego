# METADATA
# title: The key's password differs from its keystore's
# description: >-
#   Tomcat and the pass-through transport know one password and open both the
#   store and the key with it. Where the two differ the HTTPS listener does
#   not come up: the server starts, and nobody can reach it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Using+Asymmetric+Encryption
#   description: Using Asymmetric Encryption
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Keystores+in+WSO2+Products
#   description: Configuring Keystores in WSO2 Products
# custom:
#   remediation: |-
#     Set the key's password to that of its store.
#
#     ```sh
#     keytool -keypasswd -alias node -keystore tls.jks
#     ```
#
#     ```xml
#     <Password svns:secretAlias="Carbon.Security.KeyStore.Password">password</Password>
#     <KeyPassword svns:secretAlias="Carbon.Security.KeyStore.KeyPassword">password</KeyPassword>
#     ```
#
#     What stands in the vault is compared as long as cipher-text.properties still has
#     it in brackets.
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.keystore.key_password_differs

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": use.key_password, "unknown": undecided(use)} if some use in compared

findings contains lib.graded(use.key_password, $"The password of the key differs from that of its store for {use.what}.", {"related": [lib.see(use.password, "The password of the store.")]}) if {
	some use in compared
	secret(use, "password") != secret(use, "key_password")
}

compared := [use | some use in model.store_uses; use.key_password; use.password]

secret(use, which) := use[which].value if {
	lib.known(use[which])
	not use[$"{which}_alias"]
}

secret(use, which) := trim_suffix(trim_prefix(text.value, "["), "]") if {
	alias := use[$"{which}_alias"]
	some text in model.cipher_texts
	text.path == alias.value
	regex.match(`^\[.*\]$`, text.value)
}

default undecided(_) := false

undecided(use) if not both(use)

both(use) if {
	secret(use, "password")
	secret(use, "key_password")
}
