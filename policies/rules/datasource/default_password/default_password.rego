# METADATA
# title: The database login keeps a default password
# description: >-
#   Guides and images create database users with passwords that everybody
#   knows, and scanners try them first. Whoever reaches the port of the database
#   owns all users, tokens and registry entries in it, without touching the
#   server.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Give the database user a password of its own and keep it in the secure vault.
#
#     ```xml
#     <username>reguser</username>
#     <password svns:secretAlias="Datasources.WSO2_CARBON_DB.Configuration.Password">password</password>
#     ```
#
#     Well known are wso2carbon, admin, root, password, mysql and postgres, an
#     empty password, and one that is the same as the login. The login of the
#     embedded H2 database belongs to datasource/embedded_h2. There are no
#     lesser cases.
#   severity: error
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 8.1
package carbonlint.rules.datasource.default_password

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": ds.password, "unknown": undecided(ds)} if some ds in judged

findings contains lib.graded(ds.password, $"The login of the data source {model.datasource_name(ds)} has a password that everybody knows.", {"related": related}) if {
	some ds in model.known_logins
	related := [lib.see(ds.username, "The login.") | ds.username]
}

judged := [ds |
	some ds in model.datasources
	ds.password
	of_server(ds)
]

of_server(ds) if model.server_login(ds)

of_server(ds) if model.login_undecided(ds)

# The password of the embedded database is as good as any other.
undecided(ds) if {
	ds.password.unknown
	not ds.password_alias
} else if {
	model.password_in_clear(ds)
	model.password_known(ds)
	model.login_undecided(ds)
} else := false
