# METADATA
# title: A served certificate has expired or soon will
# description: >-
#   On the day a certificate expires clients refuse the connection, all at
#   once: browsers, other nodes, devices in the field. Renewing takes a CA, a
#   change window and a restart, so the time to notice is weeks before.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://www.rfc-editor.org/rfc/rfc5280
#   description: RFC 5280, certificate validity
# custom:
#   remediation: |-
#     Renew a certificate that is served, under its alias, and take expired ones out of the trust store.
#
#     ```sh
#     keytool -certreq -alias node -keystore tls.jks -file node.csr
#     keytool -importcert -alias node -keystore tls.jks -file node-chain.pem
#     keytool -delete -alias old-ca -keystore client-truststore.jks
#     ```
#
#     One that has expired or is not valid yet is an error, one that expires within 30
#     days (or what the parameter says) a warning; so are those of its issuers that the store presents. Expired
#     certificates in a trust store are a note. --now sets the date.
#   severity: error
#   kind: static
#   tier: core
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.3
#   parameters:
#     days:
#       type: integer
#       default: 30
#       minimum: 0
#       maximum: 3650
#       description: How many days before its end a certificate is reported.
package carbonlint.rules.keystore.certificate_expired

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": place.at, "unknown": unsure(place)} if {
	some trust in [true, false]
	some place in model.store_subjects(trust)
}

findings contains lib.graded(used.at, $"The certificate '{model.certificate_name(c)}' in '{used.store}' {fault.text}.", {
	"severity": fault.severity,
	"default": model.shipped_pair(c),
	"related": model.other_uses(used),
}) if {
	some used in model.key_stores
	some c in model.served_certificates_of(used)
	fault := fault_of(c)
}

findings contains lib.graded(used.at, $"The trust store '{used.store}' holds {amount(count(expired))}.", {
	"severity": "note",
	"default": untouched(used),
}) if {
	some used in model.used_stores
	used.trust
	expired := [c |
		some c in model.certificates_by_file[used.uses[0].store_file]
		c.not_after < input.now
	]
	count(expired) > 0
}

amount(n) := $"{n} expired certificates" if {
	n > 1
} else := "an expired certificate"

days := lib.parameter("keystore/certificate_expired", "days")

# Dates are compared as text, all in UTC and of one length: many certificates
# that their owner made for good end after the year 2262, where nanoseconds do.
fault_of(c) := {"severity": "error", "text": $"expired on {substring(c.not_after, 0, 10)}"} if {
	c.not_after < input.now
} else := {"severity": "warning", "text": $"expires on {substring(c.not_after, 0, 10)}"} if {
	c.not_after < soon
} else := {"severity": "error", "text": $"is valid only from {substring(c.not_before, 0, 10)} on"} if {
	c.not_before > input.now
}

soon := time.format([model.now_ns + (((days * 24) * 3600) * 1000000000), "UTC", "2006-01-02T15:04:05Z"])

default unsure(_) := false

unsure(place) if place.unknown

unsure(_) if not input.now

# A trust store that was never touched still trusts the shipped certificate.
default untouched(_) := false

untouched(used) if {
	model.shipped_store(used.store)
	some c in model.shipped_certificates
	c.file == used.uses[0].store_file
}
