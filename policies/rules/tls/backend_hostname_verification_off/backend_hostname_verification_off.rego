# METADATA
# title: Calls to back ends do not check the host name
# description: >-
#   Everything that the gateway mediates leaves through this sender. When it
#   takes any certificate for any host, a wrong DNS answer or a machine on the
#   way is enough to receive all messages to a back end with the credentials
#   in them, and the client is told that all went well.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Enabling+HostName+Verification
#   description: Administration guide, Enabling HostName Verification
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Have the https sender of axis2.xml check names and certificates, and import what it must trust into its trust store.
#
#     ```xml
#     <transportSender name="https" class="org.apache.synapse.transport.passthru.PassThroughHttpSSLSender">
#         <parameter name="HostnameVerifier">Strict</parameter>
#     </transportSender>
#     ```
#
#     A sender without the parameter checks names; DefaultAndLocalhost is
#     accepted, since a back end on the same host crosses no network. The
#     parameter novalidatecert, of the sender or of a profile for some hosts, is
#     a warning where a trust store stands beside it: the sender ignores it, until
#     somebody takes the trust store out.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: system-properties
#   since: 0.1.0
#   security_severity: 7.4
package carbonlint.rules.tls.backend_hostname_verification_off

import data.carbonlint.lib
import data.carbonlint.model

senders := [sender | some sender in model.passthrough_senders; sender.https]

subjects contains object.get(sender, "hostname_verifier", sender) if some sender in senders

subjects contains no_check if some no_check in no_checks

subjects contains {"at": unread, "unknown": true} if {
	some sender in senders
	unread := model.profiles_unread(sender)
}

findings contains lib.fixed(verifier, $"The https sender takes a certificate for any host name: HostnameVerifier is {lib.quote(verifier)}.", lib.set(verifier, "Strict")) if {
	some sender in senders
	verifier := sender.hostname_verifier
	lower(verifier.value) == "allowall"
}

findings contains lib.graded(no_check, $"The https sender {effect[kept]}: novalidatecert is {lib.quote(no_check)}.", {"severity": severity[kept], "fix": lib.set(no_check, "false")}) if {
	some [no_check, kept] in switches
	takes_all(no_check)
}

# Whether a trust store keeps the switch from having an effect.
effect := {false: "takes any certificate", true: "would take any certificate without its trust store"}

severity := {false: "error", true: "warning"}

# A profile knows the one spelling, a parameter is a boolean of Java.
takes_all(no_check) if no_check.value == "true"

takes_all(no_check) if {
	lib.yes(no_check)
	not endswith(no_check.path, "/@novalidatecert")
}

no_checks contains no_check if some [no_check, _] in switches

switches contains [trusting.no_certificate_check, kept] if {
	some trusting in array.concat(senders, model.sender_profiles)
	kept := count([store | store := trusting.truststore]) > 0
}
