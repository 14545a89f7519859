# Where the cluster finds its members.
#
# wka_members: the well-known members that axis2.xml lists, as long as they are
# read: under the scheme wka and without a file of Hazelcast's own.
# members_undecided: holds where the tree leaves open whether they are read.
# cluster_addresses: host and port of each member that is known from that
# list, the node itself included; cluster_size: their number, where the tree
# decides it. unreachable_member: holds for a host at which no other node
# finds a member.
#
# Of etc/hazelcast.xml, where it replaces axis2.xml: hazelcast_joins: the ways
# to find members that it names, multicast, tcp-ip and aws, with the switch of
# each. hazelcast_joins_on: the names of those that are on.
# hazelcast_joins_undecided: holds while a switch is a placeholder.
# hazelcast_joins_otherwise: holds for a file that finds members in a way of
# its own. hazelcast_members: the entries that list members, hosts_listed the
# hosts of one. hazelcast_group: the entries name and password, as far as they
# are set; default_group: holds for the name that any Hazelcast has.
# group_password_read: holds for the kernels whose Hazelcast compares it.
# management_center: the entry with the address of Hazelcast's management
# centre, where it is on or may be; management_center_switch the entry that
# switches it, in hazelcast.xml alone. group_manager: holds for a node whose
# product manages groups of other nodes.
package carbonlint.model

import data.carbonlint.lib

default wka_members := []

wka_members := members if {
	clustered_by_axis2
	clustering.scheme.value == "wka"
}

members_undecided if {
	clustered_by_axis2
	clustering.scheme.unknown
	count(members) > 0
}

# Hazelcast takes 4000 where no port is set.
own_address := [lower(clustering.local_host.value), object.get(clustering, ["local_port", "value"], "4000")] if {
	lib.known(clustering.local_host)
	every port in [p | p := clustering.local_port] {
		lib.known(port)
	}
}

cluster_addresses contains own_address if count(wka_members) > 0

cluster_addresses contains [lower(member.host.value), member.port.value] if {
	some member in wka_members
}

cluster_size := count(cluster_addresses) if {
	count(wka_members) > 0
	own_address
	every member in wka_members {
		decided_member(member)
	}
}

decided_member(member) if {
	is_object(member.host)
	is_object(member.port)
	lib.known(member.host)
	lib.known(member.port)
}

# Java takes an empty address for the loopback address.
unreachable_member(host) if host in {"", "0.0.0.0", "::", "[::]"}

unreachable_member(host) if lib.loopback(host)

hazelcast_joins := {name: last_entry(entries) |
	some name, list in {
		"multicast": [e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/multicast/@enabled"]],
		"tcp-ip": [e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/tcp-ip/@enabled"]],
		"aws": [e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/aws/@enabled"]],
	}
	entries := in_hazelcast_xml(list)
	count(entries) > 0
}

# Multicast alone is on without a switch.
hazelcast_joins_on contains name if {
	some name, switch in hazelcast_joins
	hazelcast_yes(switch)
}

hazelcast_joins_on contains "multicast" if {
	count(hazelcast_xml) > 0
	not hazelcast_joins.multicast
}

hazelcast_joins_undecided if {
	some switch in hazelcast_joins
	switch.unknown
}

hazelcast_joins_otherwise if {
	some key, _ in hazelcast_xml[0].keys
	regex.match(`^hazelcast/network/join/`, key)
	not regex.match(`^hazelcast/network/join/(multicast|tcp-ip|aws)(/|$)`, key)
}

# Hazelcast reads more words as true than Java.
hazelcast_yes(entry) if lower(entry.value) in {"true", "yes", "on"}

# A hazelcast.xml elsewhere in the configuration is not the one that counts.
in_hazelcast_xml(entries) := [e | some e in entries; e.file == hazelcast_xml[0].file]

default hazelcast_members := []

hazelcast_members := in_hazelcast_xml(array.flatten([
	[e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/tcp-ip/member"]],
	[e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/tcp-ip/members"]],
	[e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/tcp-ip/interface"]],
	[e | some e in input.settings["hazelcast.xml"]["hazelcast/network/join/tcp-ip/member-list/member"]],
])) if {
	clustered
	"tcp-ip" in hazelcast_joins_on
}

# A member may have a port, and one entry may name several.
hosts_listed(entry) := [lower(host) |
	some member in regex.split(`\s*,\s*`, trim_space(entry.value))
	host := regex.replace(member, `^([^:\[]+|\[[^\]]*\]):\d+$`, "$1")
]

hazelcast_group := {attribute: last_entry(entries) |
	some attribute, list in {
		"name": [e | some e in input.settings["hazelcast.xml"]["hazelcast/group/name"]],
		"password": [e | some e in input.settings["hazelcast.xml"]["hazelcast/group/password"]],
	}
	entries := in_hazelcast_xml(list)
	count(entries) > 0
}

default_group if {
	count(hazelcast_xml) > 0
	not hazelcast_group.name
}

default_group if hazelcast_group.name.value == "dev"

# Hazelcast ignores the password from 3.8.2 on, and kernel 4.5,
# which has log4j2, comes with 3.12.
group_password_read if not group_password_ignored

group_password_ignored if lib.at_least(kernel, "4.5")

group_password_ignored if input.files["log4j2.properties"]

management_center := clustering.management_center if {
	clustered_by_axis2
} else := entry if {
	clustered
	management_center_maybe
	entry := last_entry(in_hazelcast_xml(array.concat(
		[e | some e in input.settings["hazelcast.xml"]["hazelcast/management-center"]],
		[e | some e in input.settings["hazelcast.xml"]["hazelcast/management-center/url"]],
	)))
}

management_center_maybe if hazelcast_yes(management_center_switch)

management_center_maybe if management_center_switch.unknown

management_center_switch := last_entry(in_hazelcast_xml([e | some e in input.settings["hazelcast.xml"]["hazelcast/management-center/@enabled"]]))

# group_manager holds for the products that manage groups of other nodes.
group_manager if server_key in {"LB", "ELB"}

group_manager if {
	server_key == "AS"
	node_role.value == "mgt"
}
