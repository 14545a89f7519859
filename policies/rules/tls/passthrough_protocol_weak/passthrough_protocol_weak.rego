# METADATA
# title: The pass-through transport offers old TLS versions
# description: >-
#   The APIs and proxy services that partners call are behind this transport. A
#   machine on the way can talk both sides down to the oldest version they
#   share, and TLS 1.0 and 1.1 have known attacks; PCI DSS forbids them. A
#   sender that still speaks them lets the same happen towards the back ends.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Transport+Level+Security
#   description: Administration guide, Configuring Transport Level Security
# - ref: https://www.rfc-editor.org/rfc/rfc8996
#   description: RFC 8996, Deprecating TLS 1.0 and TLS 1.1
# custom:
#   remediation: |-
#     Give the https receiver and the https sender of axis2.xml the versions they may speak.
#
#     ```xml
#     <parameter name="HttpsProtocols">TLSv1.2</parameter>
#     ```
#
#     A receiver without the parameter is as bad as one with old versions in it,
#     since Java's own list decides; so is each profile of a multi-https receiver. A
#     sender that may speak old versions, or has no list, is a warning: the back
#     end has the last word.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.0
package carbonlint.rules.tls.passthrough_protocol_weak

import data.carbonlint.lib
import data.carbonlint.model

# Each of what speaks TLS: what to call it, how bad its fault is, and whether
# products ship it without a list.
speakers contains {"is": receiver, "name": "https receiver", "severity": "error", "listless": shipped_listless} if {
	some receiver in model.passthrough_receivers
	receiver.https
}

speakers contains {"is": profile, "name": "profile of the https receiver", "severity": "error", "listless": false} if {
	some profile in model.receiver_profiles
}

speakers contains {"is": sender, "name": "https sender", "severity": "warning", "listless": true} if {
	some sender in model.passthrough_senders
	sender.https
}

subjects contains object.get(speaker.is, "protocols", speaker.is) if some speaker in speakers

subjects contains {"at": unread, "unknown": true} if {
	some receiver in model.passthrough_receivers
	receiver.https
	unread := model.profiles_unread(receiver)
}

findings contains lib.graded(protocols, $"The {speaker.name} speaks {concat(" and ", sort(old))}: the list is {lib.quote(protocols)}.", {"severity": speaker.severity, "default": protocols.value == "TLSv1,TLSv1.1,TLSv1.2", "fix": lib.set(protocols, "TLSv1.2")}) if {
	some speaker in speakers
	protocols := speaker.is.protocols
	lib.known(protocols)
	old := model.old_tls_versions(protocols.value)
	count(old) > 0
}

findings contains lib.graded(speaker.is, $"The {speaker.name} has no list of TLS versions, so it speaks all that Java knows.", {"severity": speaker.severity, "default": speaker.listless, "fix": listed(speaker)}) if {
	some speaker in speakers
	not speaker.is.protocols
}

findings contains lib.graded(protocols, $"The {speaker.name} has an empty list of TLS versions, so it speaks all that Java knows.", {"severity": speaker.severity, "fix": lib.set(protocols, "TLSv1.2")}) if {
	some speaker in speakers
	protocols := speaker.is.protocols
	lib.known(protocols)
	protocols.value == ""
}

# API Manager ships its receiver without a list, the other products with one.
default shipped_listless := false

shipped_listless if model.server_key == "AM"

listed(speaker) := lib.add(speaker.is, "HttpsProtocols", "TLSv1.2") if {
	startswith(speaker.name, "profile")
} else := lib.add(speaker.is, "parameter[HttpsProtocols]", "TLSv1.2")
