# METADATA
# title: A keystore holds the key pair that ships with every download
# description: >-
#   Every download of the product holds the same private key, so that key is
#   public. Whoever has it reads recorded traffic, answers in the server's
#   name, signs the tokens and SAML responses that other systems accept, and
#   decrypts the passwords of the vault.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Creating+New+Keystores
#   description: Creating New Keystores
# custom:
#   remediation: |-
#     Make a key pair of your own and name its store in every file.
#
#     ```sh
#     keytool -genkeypair -alias node -keyalg RSA -keysize 2048 -sigalg SHA256withRSA \
#       -validity 730 -ext SAN=dns:esb.example.com -keystore tls.jks
#     ```
#
#     The pair is known by its fingerprint, whatever the file and the alias are
#     called. A warning where the store is not in the tree, or cannot be opened, and
#     only its name and alias are those of the shipped one. A note for a shipped pair
#     that nothing uses: another entry of a store, or a file left behind.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 9.1
package carbonlint.rules.keystore.default_key_pair

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if some place in model.store_subjects(false)

subjects contains {"at": file} if {
	some file in model.unused_stores
	file.private
}

findings contains lib.graded(used.at, $"The key store '{used.store}' holds the key pair that ships with every download.", {
	"default": model.shipped_store(used.store),
	"related": model.other_uses(used),
}) if {
	some used in model.key_stores
	some use in used.uses
	some pair in model.pairs(use)
	model.shipped_pair(pair)
}

findings contains lib.graded(used.at, $"The key store '{used.store}' also holds the key pair that ships with every download, which nothing uses.", {"severity": "note"}) if {
	some used in model.key_stores
	some pair in shipped_in(used.uses[0].store_file)
	every use in used.uses {
		not pair in model.pairs(use)
	}
}

findings contains lib.graded(used.at, $"The key store '{used.store}' looks like the one that ships with every download.", {
	"severity": "warning",
	"default": model.shipped_store(used.store),
	"related": model.other_uses(used),
}) if {
	some used in model.key_stores
	first := used.uses[0]
	model.store_unread(first)
	not model.store_missing(first)
	regex.match(`(^|/)wso2carbon\.(jks|p12)$`, used.store)
	some use in used.uses
	shipped_alias(use)
}

findings contains lib.graded(file, "A key store that nothing names holds the key pair that ships with every download.", {"severity": "note"}) if {
	some file in model.unused_stores
	count(shipped_in(file.file)) > 0
}

shipped_in(file) := [c |
	some c in model.shipped_certificates
	c.file == file
	c.private
]

shipped_alias(use) if not use.alias

shipped_alias(use) if use.alias.value == "wso2carbon"
