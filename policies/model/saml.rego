# SAML sign-on.
#
# saml_sign_ons: the authenticators by which the console takes the word of a
# SAML identity provider, those that are on, each with its place, provider
# (where browsers are sent), own_name (of the service provider), response_check
# and assertion_check (whether signatures are checked), as far as they are set.
# saml_sign_ons_open: those of which the tree does not tell whether they are on.
# saml_defaults: the algorithms that the identity provider of the server signs
# with unless a service provider asks for others; saml_provider: its element,
# where one that is absent is reported.
package carbonlint.model

import data.carbonlint.lib

saml_parameters := {
	"provider": "Config/Parameter[IdentityProviderSSOServiceURL]",
	"own_name": "Config/Parameter[ServiceProviderID]",
	"response_check": "Config/Parameter[ResponseSignatureValidationEnabled]",
	"assertion_check": "Config/Parameter[AssertionSignatureValidationEnabled]",
}

saml_authenticators := [item |
	some item in input.items["authenticators.xml"]["Authenticators/Authenticator"]
	item.settings["@name"][0].value == "SAML2SSOAuthenticator"
]

# Without the attribute an authenticator is on.
saml_sign_ons := [object.union(lib.location(item), {name: item.settings[path][0] | some name, path in saml_parameters}) |
	some item in saml_authenticators
	not authenticator_off(item)
	not authenticator_undecided(item)
]

saml_sign_ons_open := [item | some item in saml_authenticators; authenticator_undecided(item)]

authenticator_undecided(item) if item.settings["@disabled"][0].unknown

saml_defaults["signature"] := input.settings["identity.xml"]["Server/SSOService/SAMLDefaultSigningAlgorithmURI"][0]

saml_defaults["digest"] := input.settings["identity.xml"]["Server/SSOService/SAMLDefaultDigestAlgorithmURI"][0]

default saml_provider := []

saml_provider := input.items["identity.xml"]["Server/SSOService"]
