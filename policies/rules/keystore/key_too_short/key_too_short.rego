# METADATA
# title: A served key is too short
# description: >-
#   A key of 1024 bits can be broken by whoever can pay for it, and browsers
#   and current Java refuse it outright: the server is unreachable for up-to-
#   date clients and readable for the others.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
#   description: NIST SP 800-57, Recommendation for Key Management
# custom:
#   remediation: |-
#     Make a new key pair of 2048 bits or more.
#
#     ```sh
#     keytool -genkeypair -alias node -keyalg RSA -keysize 2048 -sigalg SHA256withRSA -keystore tls.jks
#     ```
#
#     RSA and DSA keys need 2048 bits, elliptic curves 224. Issuers that the store
#     presents count too.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.4
#   parameters:
#     bits:
#       type: integer
#       default: 2048
#       minimum: 2048
#       maximum: 16384
#       description: How many bits an RSA or DSA key needs.
#     curve_bits:
#       type: integer
#       default: 224
#       minimum: 224
#       maximum: 521
#       description: How many bits a key on an elliptic curve needs.
package carbonlint.rules.keystore.key_too_short

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if some place in model.store_subjects(false)

findings contains lib.graded(used.at, $"The {c.algorithm} key of the certificate '{model.certificate_name(c)}' in '{used.store}' has only {c.bits} bits.", {
	"default": model.shipped_pair(c),
	"related": model.other_uses(used),
}) if {
	some used in model.key_stores
	some c in model.served_certificates_of(used)
	c.bits > 0
	c.bits < least(c.algorithm)
}

least("EC") := lib.parameter("keystore/key_too_short", "curve_bits")

least(algorithm) := lib.parameter("keystore/key_too_short", "bits") if algorithm in {"RSA", "DSA"}
