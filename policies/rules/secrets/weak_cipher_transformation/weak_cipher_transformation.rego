# METADATA
# title: Secrets are encrypted with a weak RSA padding
# description: >-
#   The server encrypts its secrets with the transformation that
#   carbon.properties names. Without one, or with plain RSA, the padding is
#   that of PKCS #1 v1.5, which lets an attacker who can have texts decrypted
#   work out the secret bit by bit.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://www.rfc-editor.org/rfc/rfc8017
#   description: RFC 8017, PKCS #1: RSA Cryptography Specifications
# custom:
#   remediation: |-
#     Name OAEP in carbon.properties, on all nodes of a cluster alike.
#
#     ```properties
#     org.wso2.CipherTransformation=RSA/ECB/OAEPwithSHA1andMGF1Padding
#     ```
#
#     Plain RSA or PKCS #1 padding that is written down is an error; a missing setting
#     is a warning. What was encrypted before stays as it is: encrypt it again.
#     Kernels before 4.4.23 read the setting only with an update that brings OAEP.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 4.8
package carbonlint.rules.secrets.weak_cipher_transformation

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.cipher_transformation

subjects contains place if some place in absent

findings contains lib.graded(model.cipher_transformation, $"Secrets are encrypted with {lib.quote(model.cipher_transformation)}, whose padding is weak.", {"severity": "error"}) if {
	lib.known(model.cipher_transformation)
	regex.match(`(?i)^RSA$|^RSA/.*(PKCS1|NoPadding)|^RSA/[^/]*$`, trim_space(model.cipher_transformation.value))
}

findings contains lib.graded(place, "No cipher transformation is set, so that secrets are encrypted with a weak padding.", {"default": shipped}) if some place in absent

absent := model.no_cipher_transformation

# Products ship the file from that kernel on.
default shipped := false

shipped if lib.older(model.kernel, "4.4.23")
