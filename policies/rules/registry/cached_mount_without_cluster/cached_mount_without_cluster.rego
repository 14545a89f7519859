# METADATA
# title: A shared mount is cached though its nodes are not clustered
# description: >-
#   Nodes tell each other through the cluster what to drop from the cache.
#   Without one, each goes on serving what it has read once: a policy or an
#   endpoint that was changed on one node stays as it was on the others.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Switch clustering on for all nodes that mount the database, or the cache of the mount off.
#
#     ```xml
#     <!-- axis2.xml -->
#     <clustering class="org.wso2.carbon.core.clustering.hazelcast.HazelcastClusteringAgent" enable="true"/>
#     <!-- or, in registry.xml -->
#     <remoteInstance url="https://localhost:9443/registry">
#         <id>gov</id>
#         <dbConfig>govregistry</dbConfig>
#         <enableCache>false</enableCache>
#     </remoteInstance>
#     ```
#
#     A node is known to have others beside it when it is started as a worker or
#     as one part of the API manager, or when another home of its product and
#     its environment in the tree mounts the same part of the same database. For
#     any other node without clustering the verdict is unknown. There are no
#     lesser cases.
#   severity: warning
#   kind: fleet
#   tier: extended
#   fix: assist
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.cached_mount_without_cluster

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": instance.cache, "unknown": undecided(instance)} if some instance in judged

findings contains lib.graded(instance.cache, "A registry that other nodes share is cached on a node without clustering.", {"related": related}) if {
	some instance in judged
	lib.yes(instance.cache)
	off
	count(model.lean_marks) > 0
	related := array.concat(
		[lib.see(mark, "The node is one of several.") | some mark in model.lean_marks],
		[lib.see(model.cluster_switch, "Clustering is switched off.") | model.clustering],
	)
}

findings contains lib.graded(instance.cache, message, {"related": related}) if {
	some instance in judged
	lib.yes(instance.cache)
	off
	count(model.lean_marks) == 0
	other := [f |
		some mount in model.known_mounts
		mount.instance == instance.id.value
		some f in sharing(mount)
	][0]
	message := $"A registry that {model.home_name(other.home)} mounts too is cached on a node without clustering."
	related := array.concat(
		[lib.see(other.at, "The other node mounts it here.")],
		[lib.see(model.cluster_switch, "Clustering is switched off.") | model.clustering],
	)
}

# Nodes of its product first; of each other product the index has a home.
sharing(mount) := array.concat(
	[f | some f in model.others(input.siblings.environment.mounting.at[mount.shared])],
	[f | some f in model.others(input.siblings.environment.mounts.at[concat(" ", [mount.key, mount.target])])],
)

judged := [instance |
	some instance in model.remote_instances
	model.mounted(instance)
	instance.cache
]

off if {
	model.clustering
	not model.clustered
	not model.clustering_undecided
}

off if {
	input.files["axis2.xml"]
	not model.clustering
}

# A node alone needs no cluster, and the tree does not tell whether it is.
undecided(instance) if {
	instance.cache.unknown
} else if {
	lib.yes(instance.cache)
	not model.clustered
} else := false
