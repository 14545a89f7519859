# METADATA
# title: The database is used with an administrator's login
# description: >-
#   The server needs to read and write its own tables. With the administrator's
#   login a stolen configuration file, or one statement that an attacker slips
#   in, drops every database on that server, also those of other systems.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Create a user for each database and grant it that database alone.
#
#     ```sql
#     CREATE USER 'reguser'@'10.0.0.%' IDENTIFIED BY '…';
#     GRANT SELECT, INSERT, UPDATE, DELETE ON regdb.* TO 'reguser'@'10.0.0.%';
#     ```
#
#     Administrators are root, sa, system, sys, sysdba, postgres, db2inst1 and
#     admin, in any case. The login of the embedded H2 database belongs to
#     datasource/embedded_h2. There are no lesser cases.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.5
#   parameters:
#     logins:
#       type: strings
#       default: [root, sa, system, sys, sysdba, postgres, db2inst1, admin]
#       description: The logins of administrators, in any case.
package carbonlint.rules.datasource.superuser_login

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": ds.username, "unknown": undecided(ds)} if some ds in judged

findings contains lib.finding(ds.username, $"The data source {model.datasource_name(ds)} logs in as the administrator of the database.") if {
	some ds in judged
	administrator(ds.username.value)
	not model.login_undecided(ds)
}

judged := [ds |
	some ds in model.datasources
	ds.username
	of_server(ds)
]

of_server(ds) if model.server_login(ds)

of_server(ds) if model.login_undecided(ds)

# Logins may name the server, as root@db does, or a role, as sys as sysdba does.
administrator(login) if {
	name := regex.replace(lower(login), `(@.*|\s+as\s+\w+)$`, "")
	some known in lib.parameter("datasource/superuser_login", "logins")
	lower(known) == name
}

undecided(ds) if {
	ds.username.unknown
} else if {
	administrator(ds.username.value)
	model.login_undecided(ds)
} else := false
