# METADATA
# title: The nodes of one cluster use different user databases
# description: >-
#   Users, roles, permissions and tenants are what the database of the user
#   manager says. With two of them a user who was locked, or lost a permission,
#   keeps it on the nodes that read the other one, and tenants of one number
#   are different customers.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, User stores
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Point the data source that user-mgt.xml names at one database on all nodes.
#
#     ```xml
#     <!-- user-mgt.xml -->
#     <Property name="dataSource">jdbc/WSO2UM_DB</Property>
#     <!-- master-datasources.xml -->
#     <url>jdbc:postgresql://db.example.com:5432/userdb</url>
#     ```
#
#     A primary user store with a database of its own has to read the same one
#     everywhere as well. Compared are the nodes of one cluster in the tree, and nodes of one product
#     that mount the same part of the registry, by server, port and database and
#     not by the options of the URL. Where most of them agree the others are
#     reported, else all of them. An embedded database belongs to
#     cluster/nodes_on_embedded_h2. There are no lesser cases.
#   severity: error
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: user-stores
#   since: 0.1.0
package carbonlint.rules.users.database_differs_in_cluster

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": model.realm_datasource, "unknown": undecided} if {
	some scope in ["cluster", "mounts"]
	compared[scope]
}

# A cluster that the tree does not tell may have any node of the environment.
subjects contains {"at": model.realm_datasource, "unknown": true} if {
	model.cluster_open
	input.siblings.environment
}

findings contains lib.graded(model.realm_datasource, message, {"related": [lib.see(other.at, "The other node names it here.")]}) if {
	other := others[0]
	message := $"The user manager reads another database than that of {model.home_name(other.home)}, {beside}."
}

# What the store reads by way of the realm is told of the realm.
findings contains lib.graded(model.store_database.entry, message, {"related": [lib.see(other.at, "The other node names it here.")]}) if {
	other := store_others[0]
	not told_of_realm
	message := $"The user store reads another database than that of {model.home_name(other.home)}, {store_beside}."
}

subjects contains {"at": model.own_store_database, "unknown": store_undecided} if {
	some scope in ["cluster", "mounts"]
	compared[scope]
}

subjects contains {"at": model.own_store_database, "unknown": true} if {
	model.cluster_open
	input.siblings.environment
}

told_of_realm if {
	not model.own_store_database
	count(others) > 0
}

compared["cluster"] if input.siblings.cluster

compared["mounts"] if {
	some mount in model.known_mounts
	input.siblings.environment.mounting.at[mount.shared].count > 1
}

others := array.concat(in_cluster, by_mount)

default beside := "which mounts the same registry"

beside := "a node of the same cluster" if count(in_cluster) > 0

in_cluster := [other |
	key := model.realm_database.key
	model.odd_one_out(key, input.siblings.cluster.realm_databases.leader, input.siblings.cluster.realm_databases.leaders)
	input.siblings.cluster.realm_databases.keys > 1
	nth := object.get(input.siblings.cluster.realm_databases.nth, "1", "")
	instead := model.other_key(key, input.siblings.cluster.realm_databases.leader, input.siblings.cluster.realm_databases.nth["0"], nth)
	other := input.siblings.cluster.realm_databases.at[instead].first[0]
]

# By the database alone nothing tells which of the nodes is right.
by_mount := [other |
	key := model.realm_database.key
	some mount in model.known_mounts
	some other in input.siblings.environment.users_by_mount.at[mount.shared].first
	other.who != key
]

store_others := array.concat(stores_in_cluster, stores_by_mount)

default store_beside := "which mounts the same registry"

store_beside := "a node of the same cluster" if count(stores_in_cluster) > 0

stores_in_cluster := [other |
	key := model.store_database.key
	model.odd_one_out(key, input.siblings.cluster.store_databases.leader, input.siblings.cluster.store_databases.leaders)
	input.siblings.cluster.store_databases.keys > 1
	nth := object.get(input.siblings.cluster.store_databases.nth, "1", "")
	instead := model.other_key(key, input.siblings.cluster.store_databases.leader, input.siblings.cluster.store_databases.nth["0"], nth)
	other := input.siblings.cluster.store_databases.at[instead].first[0]
]

stores_by_mount := [other |
	key := model.store_database.key
	some mount in model.known_mounts
	some other in input.siblings.environment.stores_by_mount.at[mount.shared].first
	other.who != key
]

default store_undecided := false

store_undecided if not model.store_database

store_undecided if input.siblings.cluster.store_databases.total < input.siblings.cluster.homes

default undecided := false

undecided if not model.realm_database

# Another node of the cluster may read any database.
undecided if input.siblings.cluster.realm_databases.total < input.siblings.cluster.homes
