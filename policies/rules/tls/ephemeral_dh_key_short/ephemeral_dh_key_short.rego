# METADATA
# title: Ephemeral Diffie-Hellman keys are shorter than 2048 bits
# description: >-
#   Java 8 makes Diffie-Hellman keys of 1024 bits unless it is told otherwise.
#   Keys of that size can be broken with the means of a state (Logjam), and
#   the traffic that was recorded becomes readable years later, forward
#   secrecy or not. Auditors' scanners report it too.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://weakdh.org/
#   description: The Logjam attack and weak Diffie-Hellman
# custom:
#   remediation: |-
#     Set the size in every launcher, before $JAVA_OPTS; in wrapper.conf as a wrapper.java.additional.N.
#
#     ```sh
#     -Djdk.tls.ephemeralDHKeySize=2048 \
#     ```
#
#     The value matched, which makes the keys as long as that of the certificate,
#     is a note. The option is one of Oracle's Java and OpenJDK from version 8
#     on; Java 7 and the Java of IBM do not read it.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.9
#   parameters:
#     bits:
#       type: integer
#       default: 2048
#       minimum: 2048
#       maximum: 8192
#       description: How many bits the keys need; Java makes none above 8192.
package carbonlint.rules.tls.ephemeral_dh_key_short

import data.carbonlint.lib
import data.carbonlint.model

name := "-Djdk.tls.ephemeralDHKeySize"

subjects contains model.judged(launcher, name) if some launcher in model.launchers

findings contains lib.graded(launcher, $"The launcher does not set {name}, so the keys have the 1024 bits of Java 8.", {"default": true, "fix": lib.add(launcher, name, wanted)}) if {
	some launcher in model.launchers
	not model.has_option(launcher, name)
}

findings contains lib.fixed(size, $"The size {lib.quote(size)} of ephemeral Diffie-Hellman keys is not {bits} bits or more.", lib.set(size, wanted)) if {
	some size in sizes
	not long(size.value)
	size.value != "matched"
}

findings contains lib.graded(size, $"The size {lib.quote(size)} makes ephemeral Diffie-Hellman keys only as long as the certificate's.", {"severity": "note", "fix": lib.set(size, wanted)}) if {
	some size in sizes
	size.value == "matched"
}

sizes contains size if {
	some launcher in model.launchers
	size := model.option(launcher, name)
	lib.known(size)
}

bits := lib.parameter("tls/ephemeral_dh_key_short", "bits")

long(text) if {
	regex.match(`^\d{1,6}$`, text)
	to_number(text) >= bits
}

wanted := $"{bits}"
