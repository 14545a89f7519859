# The other homes of the tree.
#
# others gives, of an entry of an index of input.siblings, the facts of other
# homes. home_name is a home's path as a message may show it. odd_one_out tells
# whether a key is not the one that most homes of a group have, and
# counterpart gives a fact of one that has another key.
#
# host_siblings: holds where the tree has another home on the host,
# siblings_here where it has one with which there is something to compare. unclustered_at: where to report that clustering
# is off, undefined while it is on or undecided.
#
# listed_addresses: the addresses of the well-known members of this node.
# members_known: holds where all of them are decided. wrong_members: those
# whose host is a node that listens at another port, each with the entry port
# of the list, host, the port right and the place at which it is set.
package carbonlint.model

import data.carbonlint.lib

others(entry) := [f | some f in entry.first; f.home != input.home.path]

home_name(".") := "the home of the tree itself"

home_name(path) := $"'{path}'" if path != "."

host_siblings if input.siblings.host

siblings_here if host_siblings

siblings_here if input.siblings.cluster

# wka_on holds where the list of members in axis2.xml is read, even if it is
# empty.
wka_on if {
	clustered_by_axis2
	clustering.scheme.value == "wka"
}

# odd_one_out takes what an index knows as a whole: a map of it would be
# converted for the call.
odd_one_out(key, leader, _) if key != leader

odd_one_out(_, _, leaders) if leaders > 1

# other_key is a key that another home has: the one that most have, and for
# those who have that one any other.
other_key(key, leader, _, _) := leader if key != leader

other_key(key, key, first, _) := first if first != key

other_key(key, key, key, second) := second

unclustered_at := cluster_switch if {
	clustering
	not clustered
	not clustering_undecided
} else := input.files["axis2.xml"][0] if {
	not clustering
}

listed_addresses := {address |
	some member in wka_members
	address := member_address(member)
	address != ""
}

members_known if {
	every member in wka_members {
		member_decided(member)
	}
}

member_decided(member) if {
	every entry in [member.host, member.port] {
		lib.known(entry)
	}
}

wrong_members := [object.union(truth, {"port": member.port, "host": host}) |
	some member in wka_members
	address := member_address(member)
	address != ""
	not address in known_nodes
	host := lower(member.host.value)
	truth := known_nodes_at(host)
	not $"{host}:{truth.right}" in listed_addresses
]

# known_nodes are the addresses of the list at which a node of the tree
# listens.
known_nodes contains own_member.address

known_nodes contains address if {
	some address in listed_addresses
	input.siblings.cluster.nodes.at[address]
}

# Where several nodes run on one host, the first of them stands for all.
known_nodes_at(host) := {"right": own_member.port, "at": member_port_at, "home": input.home.path} if {
	host == own_member.host
	own_member.port != ""
} else := {"right": node.at.port, "at": node.at, "home": node.home} if {
	node := input.siblings.cluster.hosts.at[host].first[0]
}
