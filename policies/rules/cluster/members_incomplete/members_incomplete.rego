# METADATA
# title: The well-known member list does not name every cluster node
# description: >-
#   A node that starts, or that lost the network for a moment, looks for the
#   cluster at the members of its list. When those are down or out of reach it
#   goes on as a cluster of its own, and caches, sessions and scheduled tasks
#   exist twice.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     List every node of the cluster, itself included, in axis2.xml of all nodes.
#
#     ```xml
#     <!-- localMemberHost is 10.0.0.11 and localMemberPort 4000 -->
#     <members>
#         <member>
#             <hostName>10.0.0.11</hostName>
#             <port>4000</port>
#         </member>
#         <member>
#             <hostName>10.0.0.12</hostName>
#             <port>4000</port>
#         </member>
#     </members>
#     ```
#
#     A list that lacks a node whose home lies in the tree, or one that another
#     node lists, is an error, and so is a member without a host or a port, or
#     with a port that is none: with it the server does not start. So is a host
#     with a scheme, a port or a blank in it. A list without the node itself, as
#     long as no other list has it, or with fewer than two members, is a warning.
#     A list of names is not compared with addresses. While a listed node has no home in the tree, or a placeholder stands for
#     one, the verdict is unknown at best.
#     The list decides under the scheme wka alone, and only as long as there is
#     no etc/hazelcast.xml or -Dhazelcast.config.
#   severity: error
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.members_incomplete

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.clustering_undecided
	count(model.members) > 0
}

subjects contains model.clustering.scheme if model.members_undecided

subjects contains {"at": model.clustering, "unknown": undecided} if model.wka_on

findings contains lib.finding(member.at, $"The member has no {missing}, so that the server does not start.") if {
	some member in model.wka_members
	missing := absent(member)
}

findings contains lib.finding(port, $"The port {lib.quote(port)} of the member {fault}, so that the server does not start.") if {
	some port in no_numbers
	fault := {true: "is past 65535", false: "is no number"}[regex.match(`^\d+$`, port.value)]
}

findings contains lib.finding(host, $"The host {lib.quote(host)} of the member {fault}, so that no node is found there.") if {
	some [host, fault] in no_hosts
}

not_started if {
	some member in model.wka_members
	absent(member)
}

not_started if count(no_numbers) > 0

# A no-break space that was pasted with a number is no blank to Java.
no_numbers := [member.port |
	some member in model.wka_members
	lib.known(member.port)
	port := member.port.value
	not model.port_number(port)
]

no_hosts := [[member.host, fault] |
	some member in model.wka_members
	lib.known(member.host)
	fault := host_fault(member.host.value)
]

# Java joins host and port with a colon. A no-break space is no blank to it.
host_fault(host) := "holds a scheme" if {
	contains(host, "//")
} else := "holds a port" if {
	regex.match(`^([^:\[]+|\[[^\]]*\]):\d*$`, host)
} else := "holds a blank" if regex.match("[\\s\\x{a0}]", host)

absent(member) := "host name" if member.host == null

absent(member) := "port" if {
	member.host != null
	member.port == null
}

findings contains lib.graded(model.own_member.at, $"The node itself, {model.own_member.address}, is not in its list of members.", {
	"severity": {true: "warning", false: "error"}[count(lists_with_it) == 0],
	"related": array.concat(
		[lib.see(model.wka_members[0].at, "The list begins here.")],
		[lib.see(other.at, "Another list has it.") | some other in array.slice(lists_with_it, 0, 1)],
	),
}) if {
	own_missing
}

# The lists of the cluster differ when another one has this node.
lists_with_it := [other |
	address := model.own_member.address
	some other in model.others(input.siblings.cluster.listed.at[address])
]

findings contains lib.graded(model.member_list, $"The list of members names {few}, and a cluster has at least two nodes.", {
	"severity": "warning",
	"default": shipped,
}) if {
	few := {0: "no node that another one can reach", 1: "one node"}[count(listed)]
	model.members_known
	model.wka_on
	not own_missing
	not not_started
	count(no_hosts) == 0
	count(missing_nodes) == 0
}

findings contains lib.graded(model.member_list, message, {"related": [lib.see(node.at, "Here it listens for other members.") | some node in nodes]}) if {
	count(missing_nodes) > 0
	nodes := [model.others(input.siblings.cluster.nodes.at[address])[0] | some address in array.slice(missing_nodes, 0, 3)]
	message := $"The list of members lacks {homes(nodes)}{and_more}, which {verb} in the cluster."
}

findings contains lib.graded(model.member_list, message, {"related": [lib.see(other.at, "The other list has it.")]}) if {
	address := listed_elsewhere[0]
	other := model.others(input.siblings.cluster.listed.at[address])[0]
	message := $"The list of members lacks '{address}', which {model.home_name(other.home)} lists."
}

# Where the list has the host with another port, that is the fault.
own_missing if {
	model.members_known
	count(listed) > 0
	address := model.own_member.address
	address != ""
	not address in listed
	host := model.own_member.host
	not host in wrong_hosts
	count(no_hosts) == 0
	not named_otherwise(address)
}

# Which address a name has, the tree does not tell: a list of names may hold
# the node that gives its address, and the other way round.
named_otherwise(address) if {
	some kind in listed_kinds
	kind != numeric(address)
}

listed_kinds := {numeric(address) | some address in listed}

default numeric(_) := false

numeric(address) if regex.match(`^(\d+\.\d+\.\d+\.\d+:|\[|[0-9a-fA-F]*:[0-9a-fA-F]*:)`, address)

listed := model.listed_addresses

wrong_hosts := {wrong.host | some wrong in model.wrong_members}

# The keys of an index are in order, and among the first of them, as many as
# the list has and a few more, some must be missing if any are: so that a long
# cluster costs no more than a long list.
missing_nodes := [address |
	model.members_known
	model.wka_on
	some i in numbers.range(0, (2 * count(listed)) + 4)
	address := input.siblings.cluster.nodes.nth[format_int(i, 10)]
	not address in listed
	address != model.own_member.address
	not named_otherwise(address)
	host := split(address, ":")[0]
	not host in wrong_hosts
]

homes(nodes) := concat(", ", [model.home_name(node.home) | some node in nodes])

default and_more := ""

and_more := " and others" if count(missing_nodes) > 3

default verb := "are"

verb := "is" if count(missing_nodes) == 1

# What others list and this node does not. A node of the tree that is listed
# with a wrong port is the fault of that list.
listed_elsewhere := [address |
	model.members_known
	model.wka_on
	count(missing_nodes) == 0
	input.siblings.cluster.listed.keys > count(listed)
	some address, _ in input.siblings.cluster.listed.at
	not address in listed
	not named_otherwise(address)
	not input.siblings.cluster.hosts.at[split(address, ":")[0]]
]

default undecided := false

undecided if not model.members_known

undecided if model.own_member.address == ""

undecided if {
	known := model.known_nodes
	some address in listed
	not address in known
}

# The kernel is shipped with itself as the only member.
default shipped := false

shipped if {
	count(model.wka_members) == 1
	model.wka_members[0].host.value == "127.0.0.1"
	model.wka_members[0].port.value == "4000"
}
