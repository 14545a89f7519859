# METADATA
# title: Admin services answer over plain http
# description: >-
#   The admin services are the remote control of the server: they take user
#   names and passwords with each call and change users, key stores and
#   deployments. Called over http, they show both to everybody on the way.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Running the product
# custom:
#   remediation: |-
#     Take HttpAdminServices out of carbon.xml, so that admin services are served over https alone.
#
#     ```xml
#     <!--HttpAdminServices>*</HttpAdminServices-->
#     ```
#
#     An asterisk opens all of them; a list of single services is a warning.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: running
#   since: 0.1.0
#   security_severity: 8.1
package carbonlint.rules.console.admin_services_over_http

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.http_admin_services

subjects contains file if {
	not model.http_admin_services
	some file in model.carbon
}

findings contains lib.fixed(entry, "All admin services answer over plain http.", lib.remove(entry)) if {
	entry := model.http_admin_services
	lib.known(entry)
	"*" in services(entry)
}

findings contains lib.graded(entry, $"Admin services answer over plain http: {lib.quote(entry)}.", {"severity": "warning", "fix": lib.remove(entry)}) if {
	entry := model.http_admin_services
	lib.known(entry)
	count(services(entry)) > 0
	not "*" in services(entry)
}

services(entry) := {service | some service in lib.words(entry.value)}
