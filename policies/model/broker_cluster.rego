# The message broker in a cluster.
#
# broker_runs: holds where the home has a broker that is started, and
# broker_standalone for one that never coordinates with others. store_sharers:
# the message stores of other homes' brokers that are this broker's, too.
# broker_clustered: holds while the broker runs on a node of a cluster;
# broker_cluster_open: holds where the tree leaves open whether it does.
# broker_files: the broker.xml files. slot_server: the entry with the host at
# which the other brokers reach the one that hands out the slots, absent when
# not set. partition_detection: the switch of the detection of network
# partitions, and smallest_partition: the number of nodes that may go on alone,
# both absent when not set. database_coordination: holds where the brokers
# coordinate through their database, database_coordination_open where that is
# not decided.
package carbonlint.model

import data.carbonlint.lib

default broker_files := []

broker_files := input.files["broker.xml"]

broker_clustered if {
	clustered
	broker_runs
}

broker_cluster_open if {
	clustering_undecided
	broker_runs
}

broker_runs if {
	count(broker_files) > 0
	not broker_elsewhere
}

broker_standalone if lower(input.settings["broker.xml"]["broker/deployment/mode"][0].value) == "standalone"

default store_sharers := []

store_sharers := [other |
	broker_runs
	not broker_standalone
	some key in message_store_keys
	some other in others(input.siblings.environment.message_stores.at[key])
]

# Of the profiles of the API manager the traffic manager alone has a broker.
broker_elsewhere if {
	some profile in profiles
	lower(profile.value) in {"gateway-worker", "gateway-manager", "api-publisher", "api-store", "api-key-manager"}
}

# The broker takes the first of duplicate elements.
slot_server := input.settings["broker.xml"]["broker/coordination/thriftServerHost"][0]

partition_detection := input.settings["broker.xml"]["broker/recovery/networkPartitionsDetection/@enabled"][0]

smallest_partition := input.settings["broker.xml"]["broker/recovery/networkPartitionsDetection/minimumClusterSize"][0]

coordination_switch := input.settings["broker.xml"]["broker/coordination/rdbmsBasedCoordination/@enabled"][0]

database_coordination if lib.yes(coordination_switch)

# Brokers that know of it coordinate through the database unless told not to.
database_coordination if {
	not coordination_switch
	knows_database_coordination
}

database_coordination_open if coordination_switch.unknown

database_coordination_open if {
	not coordination_switch
	not kernel
}

knows_database_coordination if lib.at_least(kernel, "4.4.14")
