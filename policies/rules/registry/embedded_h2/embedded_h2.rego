# METADATA
# title: The registry or user database is the embedded H2
# description: >-
#   The registry holds services, policies, API definitions and the settings
#   that the console writes. The embedded database keeps them in a file inside
#   the home: gone with the disk or the container, unseen by every other node,
#   and not to be copied while the server runs.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Point the registry at a data source of a database server.
#
#     ```xml
#     <!-- registry.xml -->
#     <dbConfig name="wso2registry">
#         <dataSource>jdbc/WSO2REG_DB</dataSource>
#     </dbConfig>
#     <!-- master-datasources.xml, in the data source of that name -->
#     <url>jdbc:postgresql://db.example.com:5432/regdb</url>
#     <driverClassName>org.postgresql.Driver</driverClassName>
#     ```
#
#     Create the tables with the scripts in dbscripts. A note where the database
#     only keeps the local part of a node that mounts governance and
#     configuration from a database server: that part may stay. The users' side
#     is reported by users/store_on_h2.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.embedded_h2

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": r.entry, "unknown": undecided(r)} if some r in model.registry_references

subjects contains database.url if some database in inline

findings contains lib.graded(r.entry, message, {"severity": severity, "default": shipped(r), "related": related}) if {
	some r in model.registry_references
	count(h2_behind(r)) > 0
	severity := {true: "note", false: "error"}[r.local]
	message := $"The {part(r)} is kept in the embedded H2 database of {lib.quote(r.entry)}."
	related := [lib.see(object.get(ds, "url", ds), "The embedded database.") | some ds in h2_behind(r)]
}

findings contains lib.finding(database.url, $"The registry is kept in the embedded H2 database {lib.quote(database.url)}.") if {
	some database in inline
	startswith(lower(database.url.value), "jdbc:h2:")
}

part(r) := {true: "local part of the registry", false: "registry"}[r.local]

# The older form of a registry database has a URL in place of a data source.
inline := [database |
	some database in model.opened_registry_databases
	database.url
	not database.datasource
]

h2_behind(r) := [ds | some ds in model.named(r); model.embedded_h2(ds)]

default shipped(_) := false

shipped(r) if {
	r.entry.value == "jdbc/WSO2CarbonDB"
	some ds in h2_behind(r)
	model.shipped_h2(ds)
}

# The data source may be defined elsewhere, or its database may be a
# placeholder.
default undecided(_) := false

undecided(r) if count(model.named(r)) == 0

undecided(r) if {
	some ds in model.named(r)
	not model.embedded_h2(ds)
	not model.database_server(ds)
}
