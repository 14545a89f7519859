# METADATA
# title: A secondary user store keeps its password unencrypted
# description: >-
#   The password of a secondary user store opens the company's directory or
#   user database. The console writes it encrypted; one that was put into the
#   file by hand is in clear for everybody who reads it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, User stores
# custom:
#   remediation: |-
#     Save the store once in the console, which encrypts the password.
#
#     ```xml
#     <Property name="ConnectionPassword" encrypted="true">eyJjIjoi...</Property>
#     ```
#
#     An alias of the vault will do too. What is marked as encrypted and too short to
#     be is reported as well.
#   severity: error
#   kind: static
#   tier: core
#   fix: none
#   guideline: user-stores
#   since: 0.1.0
#   security_severity: 7.5
package carbonlint.rules.secrets.user_store_password_plain

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": secret} if some secret in passwords

findings contains lib.finding(secret, $"The {model.secret_name(secret)} of a secondary user store is not encrypted.") if {
	some secret in passwords
	model.clear_text(secret)
}

findings contains lib.graded(secret, $"The {model.secret_name(secret)} of a secondary user store is marked as encrypted and is not.", {"related": [lib.see(secret.encrypted, "The mark.")]}) if {
	some secret in passwords
	model.encrypted(secret)
	lib.known(secret)
	not cipher_text(secret.value)
}

passwords := [secret |
	some secret in model.secrets
	secret.kind == "user-store"
	not regex.match(`://|^jdbc:`, secret.value)
]

# Base64 of what RSA gives, or of the JSON that holds it.
cipher_text(value) if {
	count(value) >= 100
	regex.match(`^[A-Za-z0-9+/=\s]+$`, value)
}
