# METADATA
# title: A worker node serves the management console
# description: >-
#   Workers face the clients, so a console on them stands where attackers are,
#   and it makes changes to one node that the manager's deployment then
#   overwrites. The other way round, a manager that starts as a worker leaves
#   the cluster without a console.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview, worker and manager nodes
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# custom:
#   remediation: |-
#     Start the worker nodes with -DworkerNode=true, in the start script or on its command line.
#
#     ```sh
#     sh bin/wso2server.sh -DworkerNode=true
#     ```
#
#     Where the node is to be both, or a manager, say so in axis2.xml with the
#     value mgt for subDomain. Every product ships the value worker, so that it
#     counts only while clustering is on. An option that is given on the command
#     line is not in the tree.
#   severity: note
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.console.on_worker_node

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.node_role if {
	judged
	not model.clustering_undecided
}

subjects contains model.cluster_switch if {
	judged
	model.clustering_undecided
}

subjects contains switch if {
	judged
	model.clustered
	some switch in switches
}

# One start with a console is named; a script that differs from another one
# that starts a worker is not the fault here.
findings contains lib.graded(array.concat(given, switches)[0], "A worker of the cluster starts with the management console.", {"related": [
	lib.see(model.node_role, "The node is a worker."),
]}) if {
	decided("worker")
	not model.worker_node
	every switch in switches {
		not switch.unknown
	}
}

findings contains lib.graded(switch, "The manager of the cluster starts without the management console.", {"related": [
	lib.see(model.node_role, "The node is a manager."),
]}) if {
	decided("mgt")
	some switch in switches
	worker_start(switch)
}

decided(role) if {
	model.clustered
	model.node_role.value == role
}

judged if {
	model.node_role
	count(switches) > 0
	clustering_on_or_open
}

clustering_on_or_open if model.clustered

clustering_on_or_open if model.clustering_undecided

worker_start(switch) if lib.yes(switch)

given := [switch | some switch in switches; switch.value]

switches := [model.judged(launcher, "-DworkerNode") | some launcher in model.launchers]
