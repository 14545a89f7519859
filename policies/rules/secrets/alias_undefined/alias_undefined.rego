# METADATA
# title: A secret alias has no encrypted value or no vault
# description: >-
#   An alias is only a name. Without the vault, or without a value for it
#   there, the server reads the text of the element as the password, which is
#   a dummy: the login fails, the data source stays away or the server does
#   not start.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Encrypting+Passwords+with+Cipher+Tool
#   description: Encrypting Passwords with Cipher Tool
# - ref: https://docs.wso2.com/display/ADMIN44x/Resolving+Encrypted+Passwords
#   description: Resolving Encrypted Passwords
# custom:
#   remediation: |-
#     Run the cipher tool, which sets the vault up and encrypts what the alias stands for.
#
#     ```sh
#     bin/ciphertool.sh -Dconfigure
#     bin/ciphertool.sh
#     ```
#
#     security/secret-conf.properties then names the provider and the key store, and
#     security/cipher-text.properties has a line for the alias. Values that another
#     repository than the file keeps are not known.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 3.7
package carbonlint.rules.secrets.alias_undefined

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": alias, "unknown": undecided(alias)} if some alias in aliases

subjects contains {"at": file} if some file in set_up

findings contains lib.graded(alias, $"The secret alias '{alias.name}' cannot be resolved: no vault is set up.", {"related": [lib.see(file, "Nothing is set here.") | some file in model.vault_files]}) if {
	some alias in aliases
	lib.known(alias)
	model.vault_off
	not model.in_files
}

findings contains lib.graded(alias, $"The secret alias '{alias.name}' has no value in the vault.", {"related": [lib.see(file, "The values of the vault.") | some file in model.cipher_files]}) if {
	some alias in aliases
	lib.known(alias)
	missing(alias)
}

findings contains lib.finding(file, $"The vault is set up without {concat(" and ", absent)}.") if {
	some file in set_up
	absent := [$"'{key}'" |
		some key in ["carbon.secretProvider", "secretRepositories", "keystore.identity.location", "keystore.identity.alias", "keystore.identity.store.password"]
		not file.keys[key]
	]
	count(absent) > 0
}

set_up contains file if {
	model.in_files
	some file in model.vault_files
}

# Without a repository the provider has nowhere to look. secretProviders is the
# newer way to name one.
set_up contains file if {
	model.vault_on
	some file in model.vault_files
	not file.keys.secretRepositories
	not file.keys.secretProviders
}

aliases := [alias | some alias in model.aliases; model.resolved(alias)]

missing(alias) if {
	not model.vault_off
	model.in_files
	cipher_file_known
	every text in model.cipher_texts {
		text.path != alias.name
	}
}

cipher_file_known if count(model.cipher_files) > 0

cipher_file_known if model.all_read("cipher-text.properties")

default undecided(_) := false

undecided(alias) if alias.unknown

undecided(_) if {
	not model.vault_off
	not model.in_files
}

undecided(_) if {
	not model.vault_off
	not cipher_file_known
}
