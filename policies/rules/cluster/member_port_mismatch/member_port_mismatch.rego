# METADATA
# title: A member's listed port is not the port it listens on
# description: >-
#   A node finds the others at the ports of its member list and nowhere else.
#   A wrong port leads to nobody: nodes that start alone stay alone, each of
#   them as a cluster of one that takes the work of all.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     List each member with the localMemberPort of its own axis2.xml.
#
#     ```xml
#     <member>
#         <hostName>10.0.0.11</hostName>
#         <port>4100</port>
#     </member>
#     ```
#
#     The port offset does not move this port, and localMemberBindPort is read by
#     nothing. The entry of the node itself is judged in any tree, those of
#     other nodes where their homes lie in the tree too. ESB and EI are shipped
#     with port 4100 and a list that says 4000. A localMemberPort that is no port
#     is reported itself. There are no lesser cases.
#   severity: error
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.member_port_mismatch

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.clustering_undecided
	count(model.members) > 0
}

subjects contains model.clustering.scheme if model.members_undecided

subjects contains {"at": entry, "unknown": undecided(member)} if {
	some member in model.wka_members
	some entry in [e | some e in [object.get(member, "port", null)]; e != null]
}

subjects contains port if {
	model.clustered_by_axis2
	port := model.clustering.local_port
}

findings contains lib.finding(port, $"The node is to listen for other members at {lib.quote(port)}, which is no port.") if {
	model.clustered_by_axis2
	port := model.clustering.local_port
	lib.known(port)
	number := port.value
	not model.port_number(number)
}

findings contains lib.graded(wrong.port, message, {"related": [lib.see(wrong.at, "The port at which it listens.")]}) if {
	some wrong in model.wrong_members
	message := $"The list names {who(wrong)} with port {lib.quote(wrong.port)}, but it listens at {wrong.right}."
}

who(wrong) := "this node" if wrong.home == input.home.path

who(wrong) := model.home_name(wrong.home) if wrong.home != input.home.path

# A member of whose node the tree has nothing may listen anywhere.
undecided(member) := false if {
	model.member_address(member) in model.known_nodes
} else := false if {
	lower(member.host.value) == model.own_member.host
	lib.known(member.port)
	model.own_member.port != ""
} else := true
