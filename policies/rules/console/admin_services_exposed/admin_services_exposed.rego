# METADATA
# title: Admin services or their WSDLs are exposed
# description: >-
#   The WSDLs of the admin services tell a stranger which operations the server
#   has for users, key stores and deployments, and how each is called: all that
#   is needed to try stolen passwords or a known weakness. Nothing in daily use
#   reads them.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Running the product
# custom:
#   remediation: |-
#     Hide the WSDLs of the admin services in carbon.xml.
#
#     ```xml
#     <Axis2Config>
#         <HideAdminServiceWSDLs>true</HideAdminServiceWSDLs>
#     </Axis2Config>
#     ```
#
#     Without the element they are shown. To make client stubs, show them on a
#     test server.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: running
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.console.admin_services_exposed

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.wsdls_hidden

subjects contains file if some file in unset_files

findings contains lib.fixed(entry, $"The WSDLs of the admin services are shown: HideAdminServiceWSDLs is {lib.quote(entry)}.", lib.set(entry, "true")) if {
	entry := model.wsdls_hidden
	lib.no(entry)
}

findings contains lib.fixed(file, "The WSDLs of the admin services are shown, as HideAdminServiceWSDLs is not set.", lib.add(file, "Axis2Config/HideAdminServiceWSDLs", "true")) if {
	some file in unset_files
}

unset_files := [file |
	not model.wsdls_hidden
	some file in model.carbon
]
