# METADATA
# title: Scripts from any origin may call the server
# description: >-
#   A page of any site may call the APIs from the browsers of your users and
#   read the answers, also where the APIs are only reachable from inside the
#   company. With credentials allowed, it does so with the login of the user.
# related_resources:
# - ref: https://fetch.spec.whatwg.org/#http-cors-protocol
#   description: Fetch Standard, CORS protocol
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Name the origins whose pages call the APIs in api-manager.xml.
#
#     ```xml
#     <CORSConfiguration>
#         <Enabled>true</Enabled>
#         <Access-Control-Allow-Origin>https://portal.example.com</Access-Control-Allow-Origin>
#         <Access-Control-Allow-Credentials>false</Access-Control-Allow-Credentials>
#     </CORSConfiguration>
#     ```
#
#     Any origin together with credentials is an error.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.4
package carbonlint.rules.gateway.cors_any_origin

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.cors.origin if switched != "off"

subjects contains model.cors.enabled

findings contains lib.graded(origin, $"Scripts from any origin may call the APIs{login.text}.", {
	"severity": login.severity,
	"default": all_shipped,
	"related": [lib.see(model.cors.credentials, "The user's login goes along.") | login.with],
}) if {
	switched == "on"
	origin := model.cors.origin
	"*" in lib.words(origin.value)
}

# Without the switch the gateway answers no such request.
default switched := "off"

switched := "on" if {
	lib.known(model.cors.enabled)
	lib.yes(model.cors.enabled)
}

switched := "open" if model.cors.enabled.unknown

default login := {"with": false, "severity": "warning", "text": ""}

login := {"with": true, "severity": "error", "text": " with the login of the user"} if {
	lib.yes(model.cors.credentials)
}

default all_shipped := false

all_shipped if {
	model.cors.origin.value == "*"
	model.cors.credentials.value == "false"
}
