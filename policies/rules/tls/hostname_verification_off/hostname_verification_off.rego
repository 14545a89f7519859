# METADATA
# title: Outbound TLS connections do not check the host name
# description: >-
#   The server calls other servers all the time: user stores, key managers,
#   analytics, back ends. When it does not compare the name in a certificate
#   with the host it called, any certificate that some trusted authority ever
#   signed is good enough, and whoever sits on the way reads passwords and
#   tokens without a warning in any log.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Enabling+HostName+Verification
#   description: Administration guide, Enabling HostName Verification
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://www.rfc-editor.org/rfc/rfc2818#section-3.1
#   description: RFC 2818, Server Identity
# custom:
#   remediation: |-
#     Set hostnameVerifier to Strict and ignoreHostnameVerification to false in every launcher, the service wrapper too.
#
#     ```sh
#     -Dorg.wso2.ignoreHostnameVerification=false \
#     -Dhttpclient.hostnameVerifier=Strict \
#     ```
#
#     In wrapper.conf they are values of wrapper.java.additional.N. Put them
#     where the script itself has them: JAVA_OPTS stands before the script's own
#     options, and the JVM takes the last of two. A misspelt verifier, with
#     which each client library falls back to its own choice, is a warning.
#     DefaultAndLocalhost is a note: it checks all but localhost,
#     localhost.localdomain, 127.0.0.1 and ::1. That httpclient.hostnameVerifier
#     is missing is an error from Carbon 4.4.17 on, which reads it.
#     DefaultAndLocalhost is replaced by `--fix=unsafe` alone, since a server
#     that calls itself as localhost then needs a certificate of that name.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: system-properties
#   since: 0.1.0
#   security_severity: 7.4
package carbonlint.rules.tls.hostname_verification_off

import data.carbonlint.lib
import data.carbonlint.model

ignore := "-Dorg.wso2.ignoreHostnameVerification"

verifier := "-Dhttpclient.hostnameVerifier"

subjects contains model.option(launcher, name) if {
	some launcher in model.launchers
	some name in [ignore, verifier]
}

subjects contains {"at": launcher, "unknown": not_decided} if {
	some launcher in model.launchers
	not model.has_option(launcher, verifier)
}

# Without the kernel's version nobody knows whether it reads the verifier.
default not_decided := false

not_decided if not model.kernel

findings contains lib.graded(entry, $"The check of host names is switched off: {ignore} is {lib.quote(entry)}.", {"default": shipped("ignored", entry.value), "fix": lib.set(entry, "false")}) if {
	some launcher in model.launchers
	entry := model.option(launcher, ignore)
	lib.yes(entry)
}

findings contains lib.graded(entry, verdict.message, {"severity": verdict.severity, "default": shipped("verifier", entry.value), "fix": strict(entry)}) if {
	some launcher in model.launchers
	entry := model.option(launcher, verifier)
	lib.known(entry)
	verdict := judge(entry)
}

judge(entry) := {"severity": "error", "message": $"The verifier {lib.quote(entry)} accepts a certificate for any host name."} if {
	entry.value == "AllowAll"
}

judge(entry) := {"severity": "note", "message": $"The verifier {lib.quote(entry)} does not check the host names of the machine itself."} if {
	entry.value == "DefaultAndLocalhost"
}

judge(entry) := {"severity": "warning", "message": $"No client library knows the host name verifier {lib.quote(entry)}."} if {
	not entry.value in {"AllowAll", "DefaultAndLocalhost", "Strict"}
}

findings contains lib.graded(launcher, $"The launcher does not set {verifier}, so no verifier is chosen.", {"default": shipped("none", launcher), "fix": lib.add(launcher, verifier, "Strict")}) if {
	some launcher in model.launchers
	not model.has_option(launcher, verifier)
	model.verifier_read
}

# API Manager ships AllowAll from 2.5 on, and all else what the kernel has.
default shipped(_, _) := false

shipped("ignored", "true") if model.ships_ignored

shipped("verifier", "AllowAll") if model.server_key == "AM"

shipped("verifier", "DefaultAndLocalhost")

shipped("none", launcher) if model.ships_no_verifier(launcher)

# Calls of a server to itself by localhost need a certificate of that name then.
strict(entry) := lib.unsafe(lib.set(entry, "Strict")) if {
	entry.value == "DefaultAndLocalhost"
} else := lib.set(entry, "Strict")
