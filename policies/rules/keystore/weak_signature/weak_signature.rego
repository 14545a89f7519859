# METADATA
# title: A served certificate is signed with a weak hash
# description: >-
#   A certificate signed with SHA-1 or MD5 proves nothing: a second one with
#   the same signature and another name can be made. Browsers and current Java
#   refuse such certificates, and scanners report them.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://shattered.io/
#   description: SHAttered, the first collision of SHA-1
# custom:
#   remediation: |-
#     Have the certificate signed with SHA-256 or better.
#
#     ```sh
#     keytool -genkeypair -alias node -keyalg RSA -keysize 2048 -sigalg SHA256withRSA -keystore tls.jks
#     ```
#
#     The served certificate and the issuers that the store presents count; a root
#     that signs itself does not, since nobody checks that signature.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.keystore.weak_signature

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if some place in model.store_subjects(false)

findings contains lib.graded(used.at, $"The certificate '{model.certificate_name(c)}' in '{used.store}' is signed with {hash}.", {
	"default": model.shipped_pair(c),
	"related": model.other_uses(used),
}) if {
	some used in model.key_stores
	some c in model.served_certificates_of(used)
	hash := replace(regex.find_n(`MD2|MD5|SHA1\b`, c.signature, 1)[0], "SHA1", "SHA-1")
}
