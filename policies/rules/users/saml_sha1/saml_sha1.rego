# METADATA
# title: SAML messages are signed with SHA-1
# description: >-
#   The identity provider signs who a user is. For SHA-1 two texts with one
#   signature can be made, so what was signed for one user may pass for another,
#   and more and more service providers refuse such signatures outright.
# related_resources:
# - ref: https://docs.wso2.com/display/IS570/Configuring+SAML2+Web+Single-Sign-On
#   description: Identity Server, SAML 2.0 web single sign-on
# - ref: https://www.rfc-editor.org/rfc/rfc9231
#   description: RFC 9231, the algorithms of XML signatures
# custom:
#   remediation: |-
#     Sign with SHA-256 in identity/identity.xml.
#
#     ```xml
#     <SAMLDefaultSigningAlgorithmURI>http://www.w3.org/2001/04/xmldsig-more#rsa-sha256</SAMLDefaultSigningAlgorithmURI>
#     <SAMLDefaultDigestAlgorithmURI>http://www.w3.org/2001/04/xmlenc#sha256</SAMLDefaultDigestAlgorithmURI>
#     ```
#
#     Without the elements the Identity Server signs with SHA-1 too. In other
#     products this is a note, and only where the console signs users on by
#     SAML. What a service provider is registered with wins over these defaults.
#     DSA, which has no successor among the defaults, is left to you by `--fix`.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.users.saml_sha1

import data.carbonlint.lib
import data.carbonlint.model

subjects contains default_algorithm if {
	relevance
	some default_algorithm in model.saml_defaults
}

subjects contains service if {
	relevance == "warning"
	some service in model.saml_provider
}

subjects contains model.undecided_place(service) if {
	not relevance
	undecided
	some service in model.saml_provider
}

findings contains lib.graded(algorithm, $"SAML messages are signed with SHA-1: the {part} algorithm is {lib.quote(algorithm)}.", {
	"severity": relevance,
	"default": algorithm.value == shipped[part],
	"fix": replaced(part, algorithm),
}) if {
	some part, algorithm in model.saml_defaults
	lib.known(algorithm)
	endswith(lower(algorithm.value), "sha1")
}

findings contains lib.fixed(service, $"SAML messages are signed with SHA-1, since no {part} algorithm is set.", lib.add(service, stronger[part].name, stronger[part].value)) if {
	relevance == "warning"
	some service in model.saml_provider
	some part, _ in shipped
	not model.saml_defaults[part]
}

shipped := {
	"signature": "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
	"digest": "http://www.w3.org/2000/09/xmldsig#sha1",
}

# How much it matters: all products ship the file, and only the Identity Server
# is there to sign.
relevance := "warning" if {
	identity_server
} else := "note" if {
	count(model.saml_sign_ons) > 0
}

identity_server if model.server_key == "IS"

identity_server if input.home.product == "WSO2 Identity Server"

undecided if not model.server_key

undecided if count(model.saml_sign_ons_open) > 0

stronger := {
	"signature": {"name": "SAMLDefaultSigningAlgorithmURI", "value": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"},
	"digest": {"name": "SAMLDefaultDigestAlgorithmURI", "value": "http://www.w3.org/2001/04/xmlenc#sha256"},
}

# The algorithm goes with the kind of the key, and no other is made up for DSA.
replaced(_, algorithm) := lib.set(algorithm, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256") if {
	endswith(algorithm.value, "#ecdsa-sha1")
} else := lib.no_fix if {
	endswith(algorithm.value, "#dsa-sha1")
}

replaced(part, algorithm) := lib.set(algorithm, stronger[part].value) if not regex.match(`#(ec)?dsa-sha1$`, algorithm.value)
