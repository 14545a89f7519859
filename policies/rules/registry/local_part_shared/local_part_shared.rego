# METADATA
# title: Two instances keep their local registry in one database
# description: >-
#   The local part of the registry is one node's own: its mounts, the state of
#   its deployments, the time of its last indexing. In one database two nodes
#   overwrite each other's, so that one of them forgets what it has mounted and
#   skips what it should index.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Give each node a database of its own for the local registry, inside its home.
#
#     ```xml
#     <!-- master-datasources.xml, in the data source that currentDBConfig of registry.xml leads to -->
#     <url>jdbc:h2:./repository/database/WSO2CARBON_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000</url>
#     ```
#
#     Judged for nodes that mount a part of the registry. One home shows the
#     fault only where its H2 database is opened to other processes, by
#     AUTO_SERVER outside the home or over the network. A database server is
#     compared with those of the other homes of one environment in the tree;
#     while none of them uses it, it is left open whether another node does.
#     There are no lesser cases.
#   severity: error
#   kind: fleet
#   tier: extended
#   fix: assist
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.local_part_shared

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": database.datasource, "unknown": undecided(database)} if some database in locals

findings contains lib.graded(database.datasource, message, {"related": [lib.see(ds.url, "The database.")]}) if {
	some database in locals
	some ds in model.registry_datasources(database)
	opened_to_others(ds.url.value)
	message := $"The local registry is kept in {lib.quote(database.datasource)}, an H2 database that is opened to other nodes."
}

findings contains lib.graded(database.datasource, message, {"related": [lib.see(other.at, "The other node keeps it here.")]}) if {
	some database in locals
	other := [f |
		some ds in model.registry_datasources(database)
		some f in model.others(input.siblings.environment.local_registries.at[model.database_key(ds)])
	][0]
	message := $"The local registry is kept in {lib.quote(database.datasource)}, a database in which {model.home_name(other.home)} keeps its own."
}

findings contains lib.graded(database.datasource, message, {"related": [lib.see(other.at, "The other node keeps it here.")]}) if {
	some database in locals
	other := [f |
		some ds in model.registry_datasources(database)
		some f in model.others(input.siblings.host.local_files.at[model.h2_file(ds)])
	][0]
	message := $"The local registry is kept in {lib.quote(database.datasource)}, a file of the host in which {model.home_name(other.home)} keeps its own."
}

# The local database of a node that mounts other parts of the registry.
locals := [database |
	count(model.mounts) > 0
	some database in model.registry_databases
	database.name.value == model.current_registry_database.value
	database.datasource
]

opened_to_others(url) if {
	regex.match(`(?i);AUTO_SERVER=TRUE(;|$)`, url)
	regex.match(`^(?i)jdbc:h2:(file:)?(/|~|[A-Z]:|\\\\)`, url)
}

opened_to_others(url) if {
	host := regex.find_all_string_submatch_n(`^(?i)jdbc:h2:(?:tcp|ssl)://([^:/]+)`, url, 1)[0][1]
	not lib.loopback(host)
	not model.undecided_host(host)
}

inside_home(url) if regex.match(`^(?i)jdbc:h2:(file:)?(\./|repository/|\$\{carbon\.home\}/|mem:)`, url)

# What other nodes use is not in this home.
undecided(database) if {
	count(decided(database)) == 0
} else := false

decided(database) := [ds |
	some ds in model.registry_datasources(database)
	inside_home(ds.url.value)
]
