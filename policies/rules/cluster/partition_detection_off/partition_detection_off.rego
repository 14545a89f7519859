# METADATA
# title: The broker does not detect network partitions
# description: >-
#   When the network between the brokers breaks, each part goes on as if the
#   others were dead. Both deliver the same messages and write the same tables,
#   and after the network is back queues hold messages twice or have lost them.
#   With the detection on, the smaller part stops instead.
# related_resources:
# - ref: https://docs.wso2.com/display/EI650/Clustering+the+Broker+Profile
#   description: Enterprise Integrator, clustering the broker profile
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Switch the detection on in broker.xml, with the number of nodes that may go on alone.
#
#     ```xml
#     <networkPartitionsDetection enabled="true">
#         <minimumClusterSize>2</minimumClusterSize>
#     </networkPartitionsDetection>
#     ```
#
#     There are no lesser cases. Brokers that coordinate through their database
#     (rdbmsBasedCoordination, on by default where the broker knows it) need no
#     detection. With it a broker stops that sees too few others, for which reason
#     it takes `--fix=unsafe`. Where the number of nodes that may go on alone is not
#     set, or is the shipped 1, which stops none, that takes more than half of the
#     members that axis2.xml lists.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.cluster.partition_detection_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.broker_cluster_open
	not model.database_coordination
}

subjects contains switch if model.broker_clustered

subjects contains model.undecided_place(switch) if {
	model.broker_clustered
	model.database_coordination_open
	off
}

findings contains lib.graded(switch, "The brokers of the cluster do not detect network partitions.", {
	"default": shipped,
	"fix": switched_on,
	"related": array.concat(
		[lib.see(model.cluster_switch, "Clustering is on here.")],
		[lib.see(size, "A single node may go on.") | alone; size := model.smallest_partition],
	),
}) if {
	model.broker_clustered
	not model.database_coordination
	not model.database_coordination_open
	off
}

switch := array.concat([entry | entry := model.partition_detection], model.broker_files)[0]

off if lib.no(model.partition_detection)

off if not model.partition_detection

default shipped := false

shipped if switch.value == "false"

# Brokers of which fewer run than the number asks for would stop.
switched_on := lib.unsafe(switch_on) if {
	not alone
} else := lib.unsafe(lib.all_of([switch_on, several]))

switch_on := lib.set(model.partition_detection, "true") if {
	model.partition_detection
} else := lib.add(model.broker_files[0], "recovery/networkPartitionsDetection/@enabled", "true")

several := lib.set(model.smallest_partition, $"{majority}") if {
	model.smallest_partition
} else := lib.add(model.broker_files[0], "recovery/networkPartitionsDetection/minimumClusterSize", $"{majority}")

# Where a single node may go on, the detection stops none.
alone if not model.smallest_partition

alone if regex.match(`^[01]?$`, model.smallest_partition.value)

# More than half of the nodes, of which there are two at least.
majority := floor(model.cluster_size / 2) + 1 if {
	model.cluster_size
} else := 2
