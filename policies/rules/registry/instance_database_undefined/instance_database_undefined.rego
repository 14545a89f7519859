# METADATA
# title: A remote registry names a database that is not configured
# description: >-
#   The registry looks the database up by name when the server starts. Without
#   it the mounted part of the registry, or all of it, is missing: services and
#   policies that lie there are not found, and mostly the server does not start.
#   When the mounted database is the local one, the mount leads back to itself.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Give each name a dbConfig, and the mounted registry a database of its own.
#
#     ```xml
#     <currentDBConfig>wso2registry</currentDBConfig>
#     <dbConfig name="wso2registry">
#         <dataSource>jdbc/WSO2CarbonDB</dataSource>
#     </dbConfig>
#     <dbConfig name="govregistry">
#         <dataSource>jdbc/WSO2REG_DB</dataSource>
#     </dbConfig>
#     <remoteInstance url="https://localhost:9443/registry">
#         <id>gov</id>
#         <dbConfig>govregistry</dbConfig>
#         <registryRoot>/</registryRoot>
#     </remoteInstance>
#     ```
#
#     A remote registry that no mount uses is a warning. That a dbConfig names
#     a data source which is not defined is reported by
#     datasource/reference_undefined.
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.instance_database_undefined

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": entry, "unknown": undecided(entry)} if some entry in names

names contains model.current_registry_database

names contains instance.database if some instance in model.remote_instances

undecided(entry) if {
	entry.unknown
} else if {
	model.registry_names_open
	unnamed(entry)
} else := false

findings contains lib.finding(entry, $"The registry's own database {lib.quote(entry)} is not configured.") if {
	entry := model.current_registry_database
	missing(entry)
}

findings contains lib.graded(entry, message, {"severity": severity}) if {
	some instance in model.remote_instances
	entry := instance.database
	missing(entry)
	severity := {true: "error", false: "warning"}[count(model.mounts_of(instance)) > 0]
	message := $"The remote registry names the database {lib.quote(entry)}, which is not configured."
}

findings contains lib.graded(entry, $"The mounted database {lib.quote(entry)} is also the local one.", {
	"related": [
		lib.see(model.current_registry_database, "The local registry uses this database."),
		lib.see(object.get(local, "datasource", local), "This is what it reads."),
	],
}) if {
	some instance in model.remote_instances
	count(model.mounts_of(instance)) > 0
	entry := instance.database
	some local in locals
	same(model.registry_database_of(instance), local)
}

missing(entry) if {
	not undecided(entry)
	unnamed(entry)
}

unnamed(entry) if {
	names := model.registry_database_names
	not entry.value in names
}

locals := [database |
	some database in model.registry_databases
	database.name.value == model.current_registry_database.value
]

# Two names, or two data sources, may mean one database.
same(a, b) if a.name.value == b.name.value

same(a, b) if {
	a.datasource.value == b.datasource.value
	lib.known(a.datasource)
}

same(a, b) if {
	a.datasource.value != b.datasource.value
	some x in model.registry_datasources(a)
	some y in model.registry_datasources(b)
	model.database_schema(x) == model.database_schema(y)
}
