# Clustering.
#
# clustering: the clustering element of the live axis2.xml with its place,
# the switch enable (absent means on), scheme, scheme_class, domain,
# local_host, local_port, group_password and management_center, as far as they
# are set.
# clustered: holds while clustering is on. clustering_undecided: holds where
# the switch is a placeholder. cluster_switch: where to report what is wrong
# with the cluster as a whole. clustered_by_axis2: holds while the cluster
# settings of axis2.xml are read by something. members: the well-known
# members with host and port entries. member_list: the element around them,
# and the one of clustering where there is none.
#
# hazelcast_xml: etc/hazelcast.xml, which replaces the settings of axis2.xml.
# hazelcast_elsewhere: the start scripts' entries that name another such
# file. hazelcast_file: holds for either. hazelcast_files: the
# hazelcast.properties files. hazelcast_properties: the entries of the file
# that Hazelcast reads, by key. hazelcast_deciding, hazelcast_missing and
# hazelcast_undecided tell of a key which entries decide it, where it is
# missing and what leaves it open. hazelcast_level, root_level: the log level
# of Hazelcast and of everything, in logging_file. hazelcast_multicast: what
# switches multicast on in hazelcast.xml. shared_references: where users and
# registry are kept.
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
	"management_center": "parameter[mgtCenterURL]",
}

# Axis2 keeps parameters in a map: the last of duplicates counts.
clustering := object.union(
	lib.location(clustering_item),
	{attribute: last_entry(entries) |
		some attribute, path in clustering_paths
		entries := clustering_item.settings[path]
	},
)

# last_entry is the entry that counts where the last of duplicates wins.
last_entry(entries) := entries[count(entries) - 1]

members := [{"at": lib.location(m), "host": object.get(m.settings, ["hostName", 0], null), "port": object.get(m.settings, ["port", 0], null)} |
	some m in input.items["axis2.xml"]["axisconfig/clustering/members/member"]
]

member_list := lib.location(input.items["axis2.xml"]["axisconfig/clustering/members"][0])

member_list := clustering if not input.items["axis2.xml"]["axisconfig/clustering/members"]

# A missing attribute means on: axis2 starts from true.
clustered if {
	clustering
	not clustering.enable
}

clustered if lower(trim_space(clustering.enable.value)) == "true"

# The switch is a placeholder: nothing about the cluster is decided.
clustering_undecided if clustering.enable.unknown

cluster_switch := object.get(clustering, "enable", clustering)

clustered_by_axis2 if {
	clustered
	not hazelcast_file
}

# hazelcast.xml and -Dhazelcast.config win over axis2.xml, whose membership
# settings are then read by nothing.
hazelcast_file if count(hazelcast_xml) > 0

hazelcast_file if count(hazelcast_elsewhere) > 0

hazelcast_xml := [file |
	some file in input.files["hazelcast.xml"]
	contains(file.file, "etc/hazelcast.xml")
]

hazelcast_elsewhere := [option(launcher, "-Dhazelcast.config") |
	count(hazelcast_xml) == 0
	some launcher in launchers
	has_option(launcher, "-Dhazelcast.config")
]

hazelcast_files := [file | some file in input.files["hazelcast.properties"]; beside_carbon(file)]

# In etc, where hazelcast.xml is, the server looks for no properties.
beside_carbon(at) if not regex.match(`(^|/)etc/hazelcast\.properties$`, at.file)

default hazelcast_source := "properties"

hazelcast_source := "xml" if {
	count(hazelcast_xml) > 0
} else := "elsewhere" if {
	count(hazelcast_elsewhere) > 0
}

hazelcast_candidates := {
	"hazelcast.shutdownhook.enabled": {
		"xml": [e | some e in input.settings["hazelcast.xml"]["hazelcast/properties/property[hazelcast.shutdownhook.enabled]"]],
		"properties": [e | some e in input.settings["hazelcast.properties"]["hazelcast.shutdownhook.enabled"]; beside_carbon(e)],
	},
	"hazelcast.logging.type": {
		"xml": [e | some e in input.settings["hazelcast.xml"]["hazelcast/properties/property[hazelcast.logging.type]"]],
		"properties": [e | some e in input.settings["hazelcast.properties"]["hazelcast.logging.type"]; beside_carbon(e)],
	},
}

# hazelcast.properties is read only beside the settings of axis2.xml. The last
# of duplicate keys counts in both files.
hazelcast_properties[key] := last_entry(entries) if {
	some key, sources in hazelcast_candidates
	entries := sources[hazelcast_source]
	count(entries) > 0
}

# hazelcast_deciding are the entries that decide a property while clustering
# is on: Hazelcast asks its file first, then the system properties.
hazelcast_deciding(key) := [] if {
	not clustered
} else := [hazelcast_properties[key]] if {
	hazelcast_properties[key]
} else := [option(launcher, $"-D{key}") |
	count(hazelcast_elsewhere) == 0
	some launcher in launchers
	has_option(launcher, $"-D{key}")
]

# hazelcast_missing are the places at which a property is missing while
# clustering is on: the start scripts without it when another one has it, else
# the file that Hazelcast reads, and the cluster's switch when a whole home has
# no such file.
hazelcast_missing(key) := [] if {
	not clustered
} else := [] if {
	hazelcast_properties[key]
} else := [] if {
	count(hazelcast_elsewhere) > 0
} else := [launcher | some launcher in launchers; not has_option(launcher, $"-D{key}")] if {
	count(hazelcast_deciding(key)) > 0
} else := hazelcast_xml if {
	count(hazelcast_xml) > 0
} else := hazelcast_files if {
	count(hazelcast_files) > 0
} else := [cluster_switch | complete]

# hazelcast_undecided are the places that leave a property open: the switch of
# the cluster that is a placeholder or stands in a tree without Hazelcast's
# file, and a start script that names a file of which the tree knows nothing.
hazelcast_undecided(key) := [clustering.enable] if {
	clustering_undecided
} else := [undecided_place(entry) | some entry in hazelcast_elsewhere] if {
	clustered
	count(hazelcast_elsewhere) > 0
} else := [undecided_place(cluster_switch)] if {
	clustered
	count(hazelcast_deciding(key)) == 0
	count(hazelcast_missing(key)) == 0
} else := []

# undecided_place is the place of what the tree does not decide, as evidence.
undecided_place(at) := {"at": at, "unknown": true}

# A kernel that has log4j2.properties reads nothing else.
logging_file := input.files["log4j2.properties"][0] if {
	input.files["log4j2.properties"]
} else := input.files["log4j.properties"][0]

log4j2 if logging_file.kind == "log4j2.properties"

# log4j.category is the old name of log4j.logger; log4j2 reads the loggers that
# its list names.
hazelcast_level := last_entry(input.settings["log4j2.properties"]["logger.com-hazelcast.level"]) if {
	log4j2
	listed_logger("com-hazelcast")
} else := last_entry(input.settings["log4j.properties"]["log4j.logger.com.hazelcast"]) if {
	not log4j2
} else := last_entry(input.settings["log4j.properties"]["log4j.category.com.hazelcast"]) if {
	not log4j2
}

# other_hazelcast_logger holds where log4j2 may have Hazelcast's logger under
# another name, which cannot be looked up.
other_hazelcast_logger if {
	log4j2
	some key, _ in logging_file.keys
	regex.match(`^logger\.[^.]*hazelcast[^.]*\.level$`, key)
	key != "logger.com-hazelcast.level"
}

# ships_hazelcast_level holds for the level that log4j2.properties is shipped
# with, and for log4j.properties without one.
ships_hazelcast_level if {
	log4j2
	hazelcast_level.value == "ERROR"
}

ships_hazelcast_level if {
	not log4j2
	not hazelcast_level
}

listed_logger(id) if id in lib.words(last_entry(input.settings["log4j2.properties"].loggers).value)

listed_logger(_) if not input.settings["log4j2.properties"].loggers

root_level := last_entry(input.settings["log4j2.properties"]["rootLogger.level"]) if {
	log4j2
} else := last_entry(input.settings["log4j.properties"]["log4j.rootLogger"]) if {
	not log4j2
} else := last_entry(input.settings["log4j.properties"]["log4j.rootCategory"]) if {
	not log4j2
}

# log_level reads the level of a logger, which appenders may follow. It is
# undefined where the logger takes the level of the one above.
log_level(entry) := level if {
	level := upper(trim_space(split(entry.value, ",")[0]))
	not level in {"", "INHERITED", "NULL"}
}

# hazelcast_multicast is what switches multicast on or off where hazelcast.xml
# decides: the attribute, and without one, which means on, the file.
hazelcast_multicast := input.settings["hazelcast.xml"]["hazelcast/network/join/multicast/@enabled"][0] if {
	count(hazelcast_xml) > 0
} else := hazelcast_xml[0]

# ships_multicast holds for products whose axis2.xml is shipped with multicast.
default ships_multicast := true

ships_multicast := false if server_key in {"EI", "ESB", "BPS"}

# product_logging_types are the logging types of Hazelcast that lead to the
# product's log. Kernels before 4.5 have no log4j2; all have slf4j, and log4j
# is served by the later ones too.
product_logging_types := {"log4j", "slf4j"} if {
	lib.older(kernel, "4.5")
} else := {"log4j", "slf4j", "log4j2"}

# shared_references are the references to the data that all nodes of a cluster
# must share: the users and the registry, apart from the local registry of each
# node.
shared_references := [r |
	some r in core_references
	not r.local
]

# one_node_h2 holds for an embedded database that each node has for itself; an
# H2 server can serve several.
one_node_h2(datasource) if {
	embedded_h2(datasource)
	not regex.match(`^jdbc:h2:(tcp|ssl):`, lower(object.get(datasource, ["url", "value"], "")))
}
