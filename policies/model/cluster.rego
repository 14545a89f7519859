# METADATA
# title: Clustering
# description: >-
#   clustering: the clustering element of the live axis2.xml with its place,
#   the switch enable (absent means on), scheme, domain, local_host,
#   local_port, scheme_class and members (host and port entries), as far as they are
#   set. clustered: holds while clustering is on. clustered_known: holds when
#   it is decided whether it is. hazelcast: how Hazelcast is configured outside
#   axis2.xml, entries by property key. hazelcast_file: hazelcast.xml, which
#   makes the server ignore the cluster settings of axis2.xml.
package carbonlint.model

import data.carbonlint.lib

clustering_item := input.items["axis2.xml"]["axisconfig/clustering"][0]

clustering_paths := {
	"enable": "@enable",
	"scheme": "parameter[membershipScheme]",
	"scheme_class": "parameter[membershipSchemeClassName]",
	"domain": "parameter[domain]",
	"local_host": "parameter[localMemberHost]",
	"local_port": "parameter[localMemberPort]",
	"group_password": "parameter[groupPassword]",
}

clustering := object.union(
	lib.location(clustering_item),
	{attribute: entry | some attribute, path in clustering_paths; entry := clustering_item.settings[path][0]},
)

members := [{"at": lib.location(m), "host": object.get(m.settings, ["hostName", 0], null), "port": object.get(m.settings, ["port", 0], null)} |
	some m in input.items["axis2.xml"]["axisconfig/clustering/members/member"]
]

# A missing attribute means on: axis2 starts from true.
clustered if {
	clustering
	not clustering.enable
}

clustered if lib.yes(clustering.enable)

# The switch is a placeholder: nothing about the cluster is decided.
clustering_undecided if clustering.enable.unknown

# hazelcast.xml and -Dhazelcast.config win over axis2.xml, whose membership
# settings are then read by nothing.
hazelcast_file if input.files["hazelcast.xml"]

hazelcast_file if {
	some launcher in launchers
	has_option(launcher, "-Dhazelcast.config")
}

# hazelcast_properties has the entries that set a Hazelcast property by its
# key: from hazelcast.xml when there is one, else from hazelcast.properties;
# a start script's -D comes after both.
hazelcast_properties[key] := entry if {
	some key, entries in hazelcast_candidates
	entry := entries[0]
}

hazelcast_candidates["hazelcast.shutdownhook.enabled"] := array.concat(
	hazelcast_xml_entries("hazelcast.shutdownhook.enabled"),
	[e | e := input.settings["hazelcast.properties"]["hazelcast.shutdownhook.enabled"][0]],
)

hazelcast_candidates["hazelcast.logging.type"] := array.concat(
	hazelcast_xml_entries("hazelcast.logging.type"),
	[e | e := input.settings["hazelcast.properties"]["hazelcast.logging.type"][0]],
)

hazelcast_xml_entries(key) := [entry |
	some property in input.items["hazelcast.xml"]["hazelcast/properties/property"]
	property.settings["@name"][0].value == key
	entry := property.settings["."][0]
]

default hazelcast_files := []

hazelcast_files := input.files["hazelcast.properties"]
