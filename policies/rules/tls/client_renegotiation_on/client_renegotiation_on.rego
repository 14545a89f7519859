# METADATA
# title: Clients may renegotiate a TLS session
# description: >-
#   A handshake costs the server ten times what it costs the client. A client
#   that may ask for a new one within a session keeps a whole server busy from
#   one laptop, through a single connection that no limit on connections
#   catches.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.oracle.com/javase/8/docs/technotes/guides/security/jsse/JSSERefGuide.html
#   description: JSSE Reference Guide, jdk.tls.rejectClientInitiatedRenegotiation
# custom:
#   remediation: |-
#     Refuse it in every launcher, before $JAVA_OPTS; in wrapper.conf as a wrapper.java.additional.N.
#
#     ```sh
#     -Djdk.tls.rejectClientInitiatedRenegotiation=true \
#     ```
#
#     Oracle's Java and OpenJDK read the option from version 8 on.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.tls.client_renegotiation_on

import data.carbonlint.lib
import data.carbonlint.model

name := "-Djdk.tls.rejectClientInitiatedRenegotiation"

subjects contains model.judged(launcher, name) if some launcher in model.launchers

findings contains lib.graded(launcher, $"The launcher does not set {name}, so clients may renegotiate.", {"default": true, "fix": lib.add(launcher, name, "true")}) if {
	some launcher in model.launchers
	not model.has_option(launcher, name)
}

findings contains lib.fixed(entry, $"Clients may renegotiate: {name} is {lib.quote(entry)}.", lib.set(entry, "true")) if {
	some launcher in model.launchers
	entry := model.option(launcher, name)
	lib.no(entry)
}
