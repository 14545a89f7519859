# METADATA
# title: The management console answers over plain http
# description: >-
#   Whoever shares a network with an administrator reads the password and the
#   session of the console as they pass, and can send any command of the
#   console in that name from then on. With the switch on, the server also
#   stops leading browsers from http to https.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Running the product
# custom:
#   remediation: |-
#     Take EnableHTTPAdminConsole out of carbon.xml: without it the console answers over https alone.
#
#     ```xml
#     <!-- <EnableHTTPAdminConsole>true</EnableHTTPAdminConsole> -->
#     ```
#
#     The server keeps to https only where the element is absent, empty or
#     false: any other word opens http. Where the session cookie was made
#     insecure for it, set secure back to true in tomcat/carbon/WEB-INF/web.xml;
#     console/cookie_not_secure reports it there.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: running
#   since: 0.1.0
#   security_severity: 8.1
package carbonlint.rules.console.over_http

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.http_console

subjects contains file if {
	not model.http_console
	some file in model.carbon
}

findings contains lib.graded(entry, $"The management console answers over plain http: EnableHTTPAdminConsole is {lib.quote(entry)}.", {"related": related, "fix": lib.set(entry, "false")}) if {
	model.http_console_on
	entry := model.http_console
	related := [lib.see(secure, "The session cookie is made to travel over http.") |
		secure := model.session.secure
		lib.no(secure)
	]
}
