# METADATA
# title: The truststore still trusts the shipped certificate
# description: >-
#   The private keys of the shipped certificates are public. As long as the
#   trust store holds one of them, anybody can pose as a server that this one
#   trusts: as the key manager, the user directory's proxy, another node.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Creating+New+Keystores
#   description: Creating New Keystores
# custom:
#   remediation: |-
#     Delete the shipped certificates from the trust store, after its own is in.
#
#     ```sh
#     keytool -importcert -alias node -file node.crt -keystore client-truststore.jks
#     keytool -delete -alias wso2carbon -keystore client-truststore.jks
#     ```
#
#     Certificates are known by their fingerprints: products keep old ones as
#     wso2carbon.old, wso2carbon.oldcert, wso2carbon.cert, wso2carbonv5 and localhost.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.4
package carbonlint.rules.keystore.default_certificate_trusted

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if some place in model.store_subjects(true)

findings contains lib.graded(used.at, $"The trust store '{used.store}' trusts {noun(names)} {shown(names)}.", {
	"default": untouched(used, names),
	"related": model.other_uses(used),
}) if {
	some used in trust_stores
	names := sort([model.certificate_name(c) |
		some c in model.shipped_certificates
		c.file == used.uses[0].store_file
		not c.private
	])
	count(names) > 0
}

# Who imports one of them himself gives it another name.
default untouched(_, _) := false

untouched(used, names) if {
	model.shipped_store(used.store)
	every name in names {
		name in {"wso2carbon", "wso2carbon.old", "wso2carbon.oldcert", "wso2carbon.cert", "wso2carbonv5", "localhost"}
	}
}

trust_stores := [used | some used in model.used_stores; used.trust]

noun(names) := "the shipped certificate" if {
	count(names) == 1
} else := "the shipped certificates"

shown(names) := concat(", ", [$"'{name}'" | some name in names])
