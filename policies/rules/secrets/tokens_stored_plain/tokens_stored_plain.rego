# METADATA
# title: OAuth tokens and client secrets are stored in plain text
# description: >-
#   Whoever reads the identity database, a backup of it or its replication,
#   can use every access token and client secret in it. Encrypted or hashed
#   they are worthless there.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/AM260/Encrypting+OAuth+Keys
#   description: API Manager, Encrypting OAuth Keys
# custom:
#   remediation: |-
#     Encrypt what the token endpoint stores, on every node, before the first token is issued.
#
#     ```xml
#     <!-- identity.xml -->
#     <TokenPersistenceProcessor>org.wso2.carbon.identity.oauth.tokenprocessor.EncryptionDecryptionPersistenceProcessor</TokenPersistenceProcessor>
#     <!-- api-manager.xml -->
#     <EncryptPersistedTokens>true</EncryptPersistedTokens>
#     ```
#
#     Existing tokens become invalid. A warning where the two files of an API manager
#     disagree: then one half of the product cannot read what the other has written.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.secrets.tokens_stored_plain

import data.carbonlint.lib
import data.carbonlint.model

subjects contains encrypted if encrypted

subjects contains processor if processor

findings contains lib.graded(plain[0], "OAuth tokens and client secrets are stored in plain text.", {
	"default": true,
	"related": [lib.see(switch, "So it is here.") | some switch in array.slice(plain, 1, 2)],
}) if {
	count(plain) > 0
	count(protected) == 0
}

findings contains lib.graded(plain[0], "OAuth tokens are stored in plain text here and not in the other file.", {
	"severity": "warning",
	"related": [lib.see(protected[0], "Here they are protected.")],
}) if {
	count(plain) > 0
	count(protected) > 0
}

# The other products carry the file without the feature.
processor := model.token_processor

encrypted := model.token_encryption

plain := array.concat(
	[processor | endswith(processor.value, ".PlainTextPersistenceProcessor")],
	[encrypted | lib.no(encrypted)],
)

protected := array.concat(
	[processor | lib.known(processor); not endswith(processor.value, ".PlainTextPersistenceProcessor")],
	[encrypted | lib.yes(encrypted)],
)
