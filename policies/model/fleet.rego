# What a home tells the other homes of a tree.
#
# told: links, by scope what homes of one host or one cluster have in common,
# and facts, of which the indices of input.siblings are made. A fact has the
# scope and the index to which it belongs, its key, the place that it is about
# with a few values more, and who has it where that is not the home. No value
# of a fact may be a secret.
#
# server_product tells products apart where the kind alone does not: the
# analytics profile of EI says EI too. member_address gives where a well-known
# member is reached, own_member where this node listens for the others.
# cluster_open: holds where the tree does not tell which cluster the home is
# in. database_key is a schema that can be compared, without a login; it is
# undefined where the tree does not tell and for an embedded database.
# realm_database, name_case, broker_id: what a node must share with the others
# of its cluster, or must not.
package carbonlint.model

import data.carbonlint.lib

told := {
	"links": {"host": host_links, "cluster": cluster_links},
	"facts": array.flatten([
		port_facts, member_facts, user_facts, store_facts, registry_facts,
		cluster_facts, broker_facts, traffic_facts, synchroniser_facts,
	]),
}

fact(scope, index, key, at, more) := {"scope": scope, "index": index, "key": key, "at": object.union(lib.location(at), more)}

# A fact that several homes may tell as one.
fact_of(who, told_fact) := object.union(told_fact, {"who": who})

server_product := concat(" ", [entry.value | some entry in product_entries])

product_entries := [entry |
	some list in [
		[e | e := input.settings["carbon.xml"]["Server/ServerKey"][0]],
		[e | e := input.settings["carbon.xml"]["Server/Name"][0]],
	]
	some entry in list
	lib.known(entry)
]

# product_known holds where it can be said that two homes are of one product,
# or of two: an overlay may have a part of the names.
product_known if count(product_entries) == 2

# Two nodes with one address to listen at are on one host.
default host_links := []

host_links := [own_member.host] if {
	clustered_by_axis2
	own_member.host != ""
}

# The well-known members tell a cluster better than its name, which many
# clusters of a network may have. Other schemes have the name alone, and the
# shipped one names nothing.
default cluster_links := []

cluster_links := [$"{server_product} {cluster_domain} {address}" |
	some address in {address |
		some list in [[own_member.address], [member_address(m) | some m in members]]
		some address in list
		address != ""
	}
] if {
	clustered_by_axis2
	membership_scheme == "wka"
	cluster_domain
}

cluster_links := [$"{server_product} {membership_scheme} {cluster_domain}"] if {
	clustered_by_axis2
	membership_scheme != "wka"
	domain := cluster_domain
	not domain in shipped_domains
}

membership_scheme := clustering.scheme.value if {
	lib.known(clustering.scheme)
} else := "multicast" if {
	not clustering.scheme
}

# A template string has a text for what is undefined, so a link names only what
# is known.
cluster_domain := clustering.domain.value if {
	lib.known(clustering.domain)
} else := "" if {
	not clustering.domain
}

# The second one is built into axis2.
shipped_domains := {"wso2.carbon.domain", "apache.axis2.domain", ""}

default cluster_open := false

cluster_open if clustering_undecided

cluster_open if {
	clustered
	count(cluster_links) == 0
}

# member_address is "" where the tree does not tell, and for the host itself,
# which is another one for each node.
default member_address(_) := ""

member_address(member) := $"{lower(member.host.value)}:{member.port.value}" if {
	lib.known(member.host)
	lib.known(member.port)
	names_host(member.host.value)
	port_number(member.port.value)
}

names_host(host) if {
	not lib.loopback(host)
	not host in {"", "0.0.0.0"}
}

# Hazelcast never sees the offset, and takes 4000 where no port is set.
default own_member := {"host": "", "port": "", "address": ""}

own_member := {"host": host, "port": port, "address": node_address(host, port), "at": at} if {
	clustering
	host := own_member_host
	port := own_member_port
	at := object.get(clustering, "local_host", clustering)
}

default own_member_host := ""

own_member_host := host if {
	lib.known(clustering.local_host)
	host := lower(regex.replace(clustering.local_host.value, host_with_port, "$1"))
	names_host(host)
}

# The address may carry a port.
host_with_port := `^([^:]+):\d+$`

default own_member_port := ""

own_member_port := clustering.local_port.value if {
	lib.known(clustering.local_port)
	port_number(clustering.local_port.value)
} else := "4000" if {
	not clustering.local_port
}

node_address(host, port) := $"{host}:{port}" if {
	host != ""
	port != ""
} else := ""

member_port_at := object.get(clustering, "local_port", clustering)

member_facts := array.concat(
	[f |
		clustered_by_axis2
		own_member.address != ""
		some f in [
			fact("cluster", "nodes", own_member.address, own_member.at, {}),
			fact("cluster", "hosts", own_member.host, member_port_at, {"port": own_member.port}),
		]
	],
	[fact("cluster", "listed", address, member.at, {}) |
		clustered_by_axis2
		membership_scheme == "wka"
		some member in members
		address := member_address(member)
		address != ""
	],
)

# The port of the cluster is told for itself, since no offset moves it.
port_facts := array.flatten([
	[fact("host", "ports", key, port, {"name": port.name}) |
		some port in host_ports
		some key in port_keys(port)
	],
	[fact("host", "open_ports", "ports", port, {}) |
		some port in ports
		not exact(port)
	],
	[fact("host", "open_ports", "ports", listener.entry, {}) |
		some listener in port_listeners
		listener.entry.unknown
		not listener.number
		name := listener.name
		not name in {"Hazelcast", "multicast"}
	],
	[fact("host", "brokers", "AMQP", port, {"port": port.port}) |
		some port in host_ports
		port.name == "AMQP"
	],
	[fact("host", "data_bridges", port.name, port, {"port": port.port}) |
		some port in host_ports
		port.name in {"thrift data", "secure thrift data"}
	],
	[fact("host", "cluster_ports", own_member.port, member_port_at, {}) |
		clustered_by_axis2
		own_member.port != ""
	],
	[fact("host", "open_ports", "cluster", member_port_at, {}) | cluster_port_open],
])

cluster_port_open if clustering_undecided

cluster_port_open if {
	clustered_by_axis2
	own_member.port == ""
}

# host_ports are the ports that another instance on the host may want too.
host_ports := [port |
	some port in ports
	port.name != "Hazelcast"
	port.name != "multicast"
	port.port > 0
	exact(port)
]

# A listener that is bound to one address leaves the others free, so it looks
# for those of its address and those of all.
port_keys(port) := [$"{port.protocol}/{port.port}", $"{port.protocol}/{port.port}/{bound_to(port)}"]

bound_to(port) := lower(port.address.value) if {
	bound(port)
} else := "*"

# port_rivals are the keys under which another instance's listener is in the
# way of one.
port_rivals(port) := [$"{port.protocol}/{port.port}/{bound_to(port)}", $"{port.protocol}/{port.port}/*"] if {
	bound(port)
} else := [$"{port.protocol}/{port.port}"]

database_key(datasource) := key if {
	database_server(datasource)
	schema := database_schema(datasource)
	key := regex.replace(schema, `^[^/]*@`, "")
	not half_login(datasource, schema)
}

# A login with odd characters in it may have been cut in two, and some of it be
# taken for the name of the database.
half_login(datasource, schema) if {
	datasource.url.sensitive
	contains(datasource.url.value, "@")
	authority := split(schema, "/")[0]
	not contains(authority, "@")
	dialect(datasource) != "oracle"
}

reference_keys(references) := {key |
	some r in references
	some ds in named(r)
	key := database_key(ds)
}

realm_database := {"entry": realm_datasource, "key": key} if {
	r := reference(realm_datasource, "the user manager", "jndi", true)
	some key in reference_keys([r])
	count(reference_keys([r])) == 1
}

# The primary store alone: which secondary ones there are is another question.
# Kernels differ in what a store without the property does.
name_case := {"ignored": "true", "at": name_case_entry} if lib.yes(name_case_entry)

name_case := {"ignored": "false", "at": name_case_entry} if lib.no(name_case_entry)

name_case_entry := last_entry(input.items["user-mgt.xml"]["UserManager/Realm/UserStoreManager"][0].settings["Property[CaseInsensitiveUsername]"]) if jdbc(realm_user_stores[0])

user_facts := array.flatten([
	[fact("cluster", "realm_databases", realm_database.key, realm_database.entry, {}) | realm_database],
	[fact("cluster", "name_cases", name_case.ignored, name_case.at, {}) | name_case],
	[f |
		some f in [
			fact("environment", "name_case_homes", realm_database.key, name_case.at, {}),
			fact_of(concat(" ", [server_product, name_case.ignored]), fact("environment", "name_cases", realm_database.key, name_case.at, {
				"product": server_product,
				"ignored": name_case.ignored,
			})),
		]
	],
])

# Which nodes of a product share data shows that they are several nodes of one
# deployment, clustered or not.
cluster_facts := array.concat(
	[fact("environment", "shared_databases", $"{server_product} {key}", r.entry, {"user": r.user}) |
		product_known
		some r in shared_references
		some key in reference_keys([r])
	],
	[f |
		clustered_by_axis2
		product_known
		some f in array.concat(
			[fact_of(server_product, fact("environment", "domains", cluster_domain, clustering.domain, {"product": server_product}))],
			[fact_of(concat(" ", [server_product, cluster_domain]), fact("environment", "cluster_addresses", own_member.address, clustering.domain, {"product": server_product, "domain": cluster_domain})) |
				own_member.address != ""
			],
		)
	],
)

registry_facts := array.flatten([
	[fact("host", "local_files", file, database.datasource, {}) |
		count(mounts) > 0
		some database in registry_databases
		database.name.value == current_registry_database.value
		some ds in registry_datasources(database)
		file := h2_file(ds)
	],
	[fact("environment", "local_registries", key, database.datasource, {}) |
		count(mounts) > 0
		some database in registry_databases
		database.name.value == current_registry_database.value
		some ds in registry_datasources(database)
		key := database_key(ds)
	],
	[f |
		some mount in known_mounts
		some f in mount_facts(mount)
	],
	[fact("environment", "mounting", mount.shared, mount.entry, {}) | some mount in known_mounts],
	[fact_of(realm_database.key, fact("environment", "users_by_mount", mount.shared, realm_database.entry, {})) | some mount in known_mounts],
])

mount_facts(mount) := [
	fact_of(mount.target, fact("cluster", "mount_targets", concat(" ", [mount.key, mount.path]), mount.entry, {"target": mount.target})),
	fact_of(server_product, fact("environment", "mounts", concat(" ", [mount.key, mount.target]), mount.entry, {"product": server_product, "mounted": mount.path})),
]

# known_mounts are the mounts of which everything is decided, the product too:
# path, target, key (the schema that they lead to), instance, entry, the
# target's, and shared, by which nodes of one product that mount the same are
# known.
known_mounts := [{"path": path, "target": target, "key": key, "instance": m.instance.value, "entry": m.target, "shared": concat(" ", [server_product, key, path, target])} |
	product_known
	some m in mounts
	lib.known(m.local_path)
	lib.known(m.target)
	path := trim_right(m.local_path.value, "/")
	target := trim_right(m.target.value, "/")
	some i in remote_instances
	i.id.value == m.instance.value
	some ds in registry_datasources(registry_database_of(i))
	key := database_key(ds)
]

broker_id := last_entry(input.settings["broker.xml"]["broker/coordination/nodeID"])

# message_store_keys are the databases of which brokers on one would be one cluster.
message_store_keys := reference_keys([reference(e, "the message store of the broker", "jndi", true) | e := message_store])

message_store := input.settings["broker.xml"]["broker/persistence/messageStore/property[dataSource]"][0]

explicit_broker_id if {
	lib.known(broker_id)
	not lower(broker_id.value) in {"", "default"}
}

broker_facts := array.concat(
	[f |
		explicit_broker_id
		some f in array.concat(
			[fact("cluster", "broker_ids", broker_id.value, broker_id, {})],
			[fact("environment", "broker_ids", $"{broker_id.value} {key}", broker_id, {}) | some key in message_store_keys],
		)
	],
	[fact("environment", "message_stores", key, message_store, {}) |
		broker_runs
		not broker_standalone
		some key in message_store_keys
	],
)
