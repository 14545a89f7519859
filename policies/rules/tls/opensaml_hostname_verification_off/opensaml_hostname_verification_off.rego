# METADATA
# title: SAML metadata and artifact calls do not check the host name
# description: >-
#   The OpenSAML library fetches metadata and resolves artifacts from identity
#   providers. With its host name check off, whoever can redirect such a call
#   hands the server a signing key or an assertion of his own choice, and users
#   log in as whom he says they are.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Enabling+HostName+Verification
#   description: Administration guide, Enabling HostName Verification
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Set the option to false in every launcher, or take it out.
#
#     ```sh
#     -Dorg.opensaml.httpclient.https.disableHostnameVerification=false \
#     ```
#
#     A launcher without the option is fine, and in wrapper.conf it is the value of a
#     wrapper.java.additional.N.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: system-properties
#   since: 0.1.0
#   security_severity: 7.4
package carbonlint.rules.tls.opensaml_hostname_verification_off

import data.carbonlint.lib
import data.carbonlint.model

name := "-Dorg.opensaml.httpclient.https.disableHostnameVerification"

subjects contains model.judged(launcher, name) if some launcher in model.launchers

findings contains lib.graded(entry, $"OpenSAML does not check host names: {name} is {lib.quote(entry)}.", {"default": shipped(entry.value), "fix": lib.set(entry, "false")}) if {
	some launcher in model.launchers
	entry := model.option(launcher, name)
	lib.yes(entry)
}

# API Manager alone ships the option.
default shipped(_) := false

shipped("true") if model.server_key == "AM"
