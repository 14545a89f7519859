# Traffic managers of the API manager.
#
# traffic_lists: by name (receivers and logins) the entry that lists where
# the traffic managers take events and logins, with hosts, the decided ones
# that are not the node itself, local (one of them is the node), unknown and
# braces_differ (a group was opened and not closed, or the other way round). traffic_manager_node: holds for a node that is started as nothing
# but a traffic manager, gateway_node for one that is nothing but a gateway.
# traffic_facts: what of it a home tells the others.
package carbonlint.model

traffic_lists[name] := traffic_list(links[0]) if {
	some name, paths in traffic_paths
	links := [link |
		some link in component_links
		link.entry.path in paths
	]
	count(links) > 0
}

traffic_list(link) := {
	"entry": link.entry,
	"hosts": {lower(target.host) | some target in link.targets; far(target.host)},
	"local": count([target | some target in link.targets; local_address(target.host)]) > 0,
	"unknown": link.unknown,
	"braces_differ": braces_differ(link.entry),
}

# A placeholder has braces of its own.
braces_differ(entry) := strings.count(text, "{") != strings.count(text, "}") if {
	text := regex.replace(entry.value, `\$\{[^{}]*\}`, "")
}

# Where the throttling of a version looks for them.
traffic_paths := {
	"receivers": {
		"APIManager/ThrottlingConfigurations/TrafficManager/ReceiverUrlGroup",
		"APIManager/ThrottlingConfigurations/DataPublisher/ReceiverUrlGroup",
	},
	"logins": {
		"APIManager/ThrottlingConfigurations/TrafficManager/AuthUrlGroup",
		"APIManager/ThrottlingConfigurations/DataPublisher/AuthUrlGroup",
	},
}

far(host) if {
	not contains(host, "$")
	not local_address(host)
}

traffic_manager_node if {
	count(profiles) > 0
	every entry in profiles {
		lower(entry.value) == "traffic-manager"
	}
}

gateway_node if {
	count(profiles) > 0
	every entry in profiles {
		startswith(lower(entry.value), "gateway")
	}
}

# A list tells the others what else it has. The nodes that share a database of
# users or registry are those of one deployment.
traffic_facts := array.concat(
	[fact_of(concat(" ", sort(list.hosts)), fact("environment", "traffic_lists", host, list.entry, {"hosts": list.hosts})) |
		list := traffic_lists.receivers
		some host in list.hosts
	],
	[f |
		traffic_manager_node
		count(own_names) > 0
		databases := reference_keys(shared_references)
		some f in array.concat(
			[fact("environment", "traffic_managers", name, profiles[0], {"databases": databases}) | some name in own_names],
			[fact("environment", "traffic_manager_groups", database, profiles[0], {"names": own_names}) | some database in databases],
		)
	],
)
