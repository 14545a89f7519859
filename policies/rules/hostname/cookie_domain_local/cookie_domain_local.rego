# METADATA
# title: The sign-on cookie's domain is localhost
# description: >-
#   Browsers store a cookie only where its domain fits the host they called. With
#   localhost they drop the cookie of single sign-on, so that users log in again
#   at every application, or in a loop.
# related_resources:
# - ref: https://www.rfc-editor.org/rfc/rfc6265
#   description: RFC 6265, HTTP State Management Mechanism
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# custom:
#   remediation: |-
#     Give the cookie the domain of the host name, or leave the domain out.
#
#     ```xml
#     <Cookie name="commonAuthId" domain="is.example.com" httpOnly="true" secure="true"/>
#     ```
#
#     On a node with a real host name it is an error.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.hostname.cookie_domain_local

import data.carbonlint.lib
import data.carbonlint.model

subjects contains domain if some domain in domains

findings contains lib.graded(domain, $"The domain of the cookie is {lib.quote(domain)}, so that browsers drop it.", {
	"severity": {true: "error", false: "warning"}[count(model.own_names) > 0],
	"related": [lib.see(model.host_name, "The name of the server.") | count(model.own_names) > 0],
}) if {
	some domain in domains
	lib.loopback(trim_prefix(domain.value, "."))
}

domains contains model.sign_on_cookies[_].domain
