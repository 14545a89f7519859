# METADATA
# title: Several nodes of one product run without clustering
# description: >-
#   Nodes tell each other through the cluster what has changed: users, registry
#   resources, sessions, deployed artifacts. Without it each goes on with what
#   it has in its caches, and a scheduled task runs on all of them.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Switch clustering on in axis2.xml of all nodes that share their users or their registry.
#
#     ```xml
#     <clustering class="org.wso2.carbon.core.clustering.hazelcast.HazelcastClusteringAgent" enable="true">
#         <parameter name="membershipScheme">wka</parameter>
#         <parameter name="domain">wso2.esb.production</parameter>
#     </clustering>
#     ```
#
#     Nodes are several where the homes of one product in the tree, of one
#     environment, keep users or registry in one database on a server, or where
#     a home is started as a worker. The API manager and the message broker have
#     ways of their own to run on several nodes and are not judged. There are no
#     lesser cases.
#   severity: note
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.clustering_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.cluster_switch if judged

subjects contains model.unclustered_at if judged

findings contains lib.graded(model.unclustered_at, message, {"related": [
	lib.see(shared[0].entry, "This node names the database here."),
	lib.see(shared[0].other.at, "The other node names it here."),
]}) if {
	judged
	message := $"Clustering is off, though this node shares {what} with {model.home_name(shared[0].other.home)}."
}

findings contains lib.graded(model.unclustered_at, "Clustering is off, though the node is started as a worker beside others.", {"related": [
lib.see(mark, "It is started as a worker.") | some mark in model.worker_switches]}) if {
	judged
	count(shared) == 0
}

judged if {
	not own_ways
	count(shared) > 0
}

judged if {
	not own_ways
	count(model.worker_switches) > 0
}

own_ways if model.server_key in {"AM", "MB"}

# The broker of EI may be told by its file alone.
own_ways if {
	not model.server_key
	input.files["broker.xml"]
}

shared := [{"entry": r.entry, "other": other, "user": r.user} |
	model.product_known
	some r in model.shared_references
	some key in model.reference_keys([r])
	some other in model.others(input.siblings.environment.shared_databases.at[product_key(key)])
]

product_key(key) := $"{model.server_product} {key}"

what := {true: "users", false: "its registry"}[contains(shared[0].user, "user")]
