# METADATA
# title: Two members on one host use the same cluster port
# description: >-
#   Hazelcast takes the next free port when its own is in use and says nothing.
#   The other members go on calling the port that their lists name, where
#   another member answers, so that the node joins late, twice or not at all.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Give each member on a host a port of its own, and name it in the members of all nodes.
#
#     ```xml
#     <parameter name="localMemberHost">10.0.0.11</parameter>
#     <parameter name="localMemberPort">4001</parameter>
#     ```
#
#     The port offset does not move this port. Compared are the clustered homes
#     of which the tree shows that they run on one host: EI 6 and its profiles,
#     homes below one nodes/NAME folder, nodes with one localMemberHost. There
#     are no lesser cases.
#   severity: error
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.port_shared_on_host

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.siblings_here
	model.clustering_undecided
}

# Which host a node is on may be decided by its address alone.
subjects contains {"at": model.member_port_at, "unknown": undecided} if {
	model.siblings_here
	model.clustered_by_axis2
}

findings contains lib.graded(model.member_port_at, message, {"related": [lib.see(other.at, "The port of the other member.")]}) if {
	model.clustered_by_axis2
	other := model.others(input.siblings.host.cluster_ports.at[model.own_member.port])[0]
	message := $"The node listens for other members at port {model.own_member.port}, as {model.home_name(other.home)} does on the same host."
}

default undecided := false

undecided if model.own_member.port == ""

undecided if {
	some _ in model.others(input.siblings.host.open_ports.at.cluster)
}

undecided if {
	not model.host_siblings
	object.get(model.clustering, ["local_host", "unknown"], false)
}
