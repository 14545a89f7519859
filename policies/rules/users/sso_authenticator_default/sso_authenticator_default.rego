# METADATA
# title: The console's SAML sign-on keeps its sample settings
# description: >-
#   Once the SAML2SSOAuthenticator is enabled, the console believes who an
#   identity provider says the user is. The samples send the browser to
#   its own machine and share the service provider's name with every other
#   server, and without a check of the signature anybody can write a response
#   that makes him the administrator.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Name your identity provider and a service provider of the server's own, and check signatures.
#
#     ```xml
#     <Authenticator name="SAML2SSOAuthenticator" disabled="false">
#         <Config>
#             <Parameter name="ServiceProviderID">esb-console</Parameter>
#             <Parameter name="IdentityProviderSSOServiceURL">https://sso.acme.org/samlsso</Parameter>
#             <Parameter name="ResponseSignatureValidationEnabled">true</Parameter>
#             <Parameter name="AssertionSignatureValidationEnabled">true</Parameter>
#         </Config>
#     </Authenticator>
#     ```
#
#     There are no lesser cases. Without the two switches signatures are checked. A
#     disabled authenticator, as products ship it, is not judged.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 6.8
package carbonlint.rules.users.sso_authenticator_default

import data.carbonlint.lib
import data.carbonlint.model

subjects contains parameter if some [_, parameter] in parameters

subjects contains model.undecided_place(authenticator) if some authenticator in model.saml_sign_ons_open

findings contains lib.graded(parameter, $"The identity provider {lib.quote(parameter)} is on the user's own machine.", {"default": shipped(parameter)}) if {
	some ["provider", parameter] in parameters
	[_, host] := regex.find_all_string_submatch_n(`^(?i:https?)://(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)`, parameter.value, 1)[0]
	lib.loopback(host)
}

findings contains lib.graded(parameter, $"The service provider keeps the shipped name {lib.quote(parameter)}.", {"default": true}) if {
	some ["own_name", parameter] in parameters
	parameter.value == "carbonServer"
}

findings contains lib.finding(parameter, $"Signatures of the identity provider are not checked: the switch is {lib.quote(parameter)}.") if {
	some [name, parameter] in parameters
	name in {"response_check", "assertion_check"}
	lib.no(parameter)
}

default shipped(_) := false

shipped(parameter) if parameter.value == "https://localhost:9443/samlsso"

parameters := [[name, sign_on[name]] |
	some sign_on in model.saml_sign_ons
	some name in ["provider", "own_name", "response_check", "assertion_check"]
]
