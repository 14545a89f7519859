# Ports.
#
# ports: what the server listens on, each with the place and the entry that
# set it, name, protocol (tcp or udp), internal (it serves other nodes and
# administrators, not clients), address (the one that it is bound to, where one
# is set), base (the number that is written there), shifted (the offset moves
# it) and port (the effective number). Only listeners that are switched on
# count, and only numbers that the tree decides; undecided_ports are the
# entries of the others, and exact holds for a port whose offset is decided.
# ports_decided: holds when no further web or pass-through port can be open.
# opens: holds for an effective TCP port. moved_port gives the port to which
# the offset moved a number that nothing listens on. on_all_addresses: holds
# for a listener that is not bound to one of them. ships_port: holds for a port
# that products ship open, usual_port for a listener with the number that they
# ship it with, open or not. port_number: holds for a text that is a TCP port. optional_listeners: what opens a port only because a
# switch says so and has no user in the product itself, with the switch, name
# and shipped (products ship it on). behind_proxy: holds
# when the connectors name the public port of a proxy; proxy_undecided when a
# template may add it. https_here: holds where the servlet transport has HTTPS. tls_key_stores: the key stores whose certificate the
# HTTPS listeners present, each with the entry ref, file (its path in the
# tree, absent when it is not known), alias and console (it also serves the
# console). served_certificates: the certificates of one.
package carbonlint.model

import data.carbonlint.lib

ports := [object.union(listener, {"base": base, "port": base + shift(listener)}) |
	some listener in port_listeners
	base := number_of(listener)
]

undecided_ports := [listener.entry |
	some listener in port_listeners
	listener.entry.unknown
	not listener.number
]

number_of(listener) := listener.number if {
	listener.number
} else := to_number(listener.entry.value) if {
	lib.known(listener.entry)
	regex.match(`^\d{1,5}$`, listener.entry.value)
}

shift(listener) := {true: port_offset, false: 0}[listener.shifted]

port_listeners := [listener | some list in port_lists; some listener in list]

port_lists := [web_ports, passthrough_ports, websocket_ports, jmx_listeners, directory_ports, thrift_ports, data_bridge_ports, broker_ports, cluster_ports, group_ports, h2_ports]

opens(number) if {
	some port in ports
	port.protocol == "tcp"
	port.port == number
}

ports_decided if {
	offset_decided
	count(servlet_connectors) > 0
	input.files["axis2.xml"]
	every listener in array.concat(servlet_connectors, passthrough_receivers) {
		not listener.port.unknown
	}
}

exact(port) if not port.shifted

exact(_) if offset_decided

# moved_port is the effective port of the listener that had a number before the
# offset moved it away, as long as nothing else listens there.
moved_port(number) := [port |
	not opens(number)
	some port in ports
	port.protocol == "tcp"
	port.base == number
][0]

on_all_addresses(port) if not bound(port)

bound(port) if {
	address := port.address.value
	not address in {"", "*", "0.0.0.0", "::", "0:0:0:0:0:0:0:0"}
}

ships_port(port) if port.base in object.get(shipped_ports, port.name, {})

# The API manager has MQTT switched off.
shipped_ports := {
	"servlet HTTP": {9763},
	"pass-through http": {8280},
	"JMX registry": {9999},
	"JMX server": {11111},
	"embedded LDAP": {10389},
	"thrift authentication": {10711},
	"thrift data": {7611},
	"secure thrift data": {7711},
	"binary data": {9611},
	"secure binary data": {9711},
	"AMQP": {5672},
	"MQTT": {n | some n in [1883]; server_key != "AM"},
}

usual_port(port) if port.base in object.get(usual_ports, port.name, {})

usual_ports := object.union(shipped_ports, {
	"servlet HTTPS": {9443},
	"pass-through https": {8243},
	"AMQP over TLS": {8672},
	"MQTT": {1883},
	"MQTT over TLS": {8883},
	"Hazelcast": {4000, 4100, 5701},
	"Kerberos": {8000},
	"broker slots": {7611},
	"thrift entitlement": {10500},
	"web socket ws": {9099},
	"web socket wss": {8099},
	"group management": {2222},
	"multicast": {45564},
})

port_number(text) if {
	regex.match(`^\d{1,5}$`, text)
	number := to_number(text)
	number > 0
	number <= 65535
}

optional_listeners := array.concat(
	[{"switch": switches[0], "name": name, "shipped": false} |
		some name, switches in {
			"Kerberos server": [e | some e in input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/KDCServer/Property[enabled]"]],
			"thrift service for entitlements": [e | some e in input.settings["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/EnableThriftService"]],
		}
	],
	[{"switch": entry, "name": name, "shipped": name == "tray icon"} |
		some launcher in launchers
		some name, switch in {"mediation debugger": "-Desb.debug", "tray icon": "wrapper.tray"}
		entry := option(launcher, switch)
	],
)

# The shutdown port of catalina-server.xml is opened by no Carbon server and
# the random ports of the JVM have no number.
listens(name, entry, shifted, protocol) := object.union(
	lib.location(entry),
	{"entry": entry, "name": name, "protocol": protocol, "shifted": shifted, "internal": true},
)

# A placeholder for one of carbon.xml's ports means that port after the
# offset; a number in the file itself is used as it stands.
carbon_port_at(name, entry, carbon_entries, protocol) := listens(name, carbon_entries[0], true, protocol) if startswith(entry.value, "${")

carbon_port_at(name, entry, _, protocol) := listens(name, entry, false, protocol) if not startswith(entry.value, "${")

# A listener with the address that its owner binds it to.
with_address(listener, owner) := object.union(listener, {"address": owner.address}) if {
	owner.address
} else := listener

for_clients(listener) := object.union(listener, {"internal": false})

web_ports := [port |
	some connector in servlet_connectors
	listener := connector_port(connector)
	port := object.union(with_address(listener, connector), {"internal": not_https(connector)})
]

not_https(connector) := {true: false, false: true}[connector.https]

# -Dtomcat.https.port and -Dtomcat.http.port replace the port of a connector,
# and the offset is not added to them.
connector_port(connector) := listens("servlet HTTPS", options("-Dtomcat.https.port")[0], false, "tcp") if {
	connector.https
	count(options("-Dtomcat.https.port")) > 0
} else := listens("servlet HTTP", options("-Dtomcat.http.port")[0], false, "tcp") if {
	not connector.https
	count(options("-Dtomcat.http.port")) > 0
} else := listens({true: "servlet HTTPS", false: "servlet HTTP"}[connector.https], connector.port, true, "tcp")

passthrough_ports := [for_clients(with_address(listener, receiver)) |
	some receiver in passthrough_receivers
	listener := listens($"pass-through {receiver.name}", receiver.port, true, "tcp")
]

# The API gateway's web socket listeners are deployed artefacts with fixed
# ports, which the endpoint only repeats.
websocket_ports := [object.union(listens($"web socket {scheme}", endpoint, true, "tcp"), {"number": base, "internal": false}) |
	endpoint := input.settings["api-manager.xml"]["APIManager/APIGateway/Environments/Environment/GatewayWSEndpoint"][0]
	some scheme, base in {"ws": 9099, "wss": 8099}
]

jmx_listeners := [port |
	jmx_on
	some attribute in ["registry", "server"]
	port := carbon_port_at($"JMX {attribute}", jmx[$"{attribute}_port"], [e | e := jmx_ports[attribute]], "tcp")
]

directory_ports := array.concat(
	[port |
		lib.yes(embedded_ldap)
		entry := input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/EmbeddedLDAP/Property[port]"][0]
		port := carbon_port_at("embedded LDAP", entry, [e | some e in input.settings["carbon.xml"]["Server/Ports/EmbeddedLDAP/LDAPServerPort"]], "tcp")
	],
	[port |
		lib.yes(input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/KDCServer/Property[enabled]"][0])
		entry := input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/KDCServer/Property[port]"][0]
		port := carbon_port_at("Kerberos", entry, [e | some e in input.settings["carbon.xml"]["Server/Ports/EmbeddedLDAP/KDCServerPort"]], "udp")
	],
)

thrift_ports := array.concat(
	[port |
		lib.yes(input.settings["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/EnableThriftService"][0])
		entry := input.settings["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/ReceivePort"][0]
		port := carbon_port_at("thrift entitlement", entry, [e | some e in input.settings["carbon.xml"]["Server/Ports/ThriftEntitlementReceivePort"]], "tcp")
	],
	[port |
		port := listens("thrift authentication", thrift_authentication.settings.Port[0], true, "tcp")
	],
)

data_bridge_ports := [port |
	some name, entries in {
		"thrift data": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Thrift]/config[tcpPort]"]],
		"secure thrift data": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Thrift]/config[sslPort]"]],
		"binary data": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Binary]/config[tcpPort]"]],
		"secure binary data": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Binary]/config[sslPort]"]],
	}
	port := listens(name, entries[0], true, "tcp")
]

broker_ports := [port |
	some protocol in ["amqp", "mqtt"]
	some transport in broker_transports[protocol]
	not broker_off(transport, "@enabled")
	spoken := upper(protocol)
	some [name, connection] in [[spoken, "defaultConnection"], [$"{spoken} over TLS", "sslConnection"]]
	not broker_off(transport, $"{connection}/@enabled")
	listener := listens(name, transport.settings[$"{connection}/@port"][0], true, "tcp")
	port := object.union(with_address(listener, {"address": e | e := transport.settings.bindAddress[0]}), {"internal": connection == "defaultConnection"})
]

broker_off(transport, switch) if lib.no(transport.settings[switch][0])

broker_transports["amqp"] := input.items["broker.xml"]["broker/transports/amqp"]

broker_transports["mqtt"] := input.items["broker.xml"]["broker/transports/mqtt"]

# Hazelcast and axis2's group management never see the offset; the slot
# coordination of the broker does.
cluster_ports := array.concat(
	[listens("Hazelcast", hazelcast_port, false, "tcp") | hazelcast_port],
	[listens("broker slots", entry, true, "tcp") |
		clustered
		entry := input.settings["broker.xml"]["broker/coordination/thriftServerPort"][0]
	],
)

# hazelcast_port is where the node listens for the others, in the file that is
# read.
hazelcast_port := clustering.local_port if {
	clustered_by_axis2
} else := last_entry(input.settings["hazelcast.xml"]["hazelcast/network/port"]) if {
	clustered
	count(hazelcast_xml) > 0
}

# The nodes of a host share the multicast port in peace.
group_ports := array.concat(
	[port |
		clustered_by_axis2
		membership_scheme == "multicast"
		entry := last_entry(input.settings["axis2.xml"]["axisconfig/clustering/parameter[mcastPort]"])
		port := listens("multicast", entry, false, "udp")
	],
	[port |
		clustered_by_axis2
		lib.yes(input.items["axis2.xml"]["axisconfig/clustering/groupManagement"][0].settings["@enable"][0])
		some domain in input.items["axis2.xml"]["axisconfig/clustering/groupManagement/applicationDomain"]
		port := listens("group management", domain.settings["@port"][0], false, "tcp")
	],
)

# A server of H2 that nothing starts opens no port.
h2_ports := [port |
	some [name, server, entries] in [
		["H2 console", "web console", [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[webPort]"]]],
		["H2 server", "database server", [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[tcpPort]"]]],
		["H2 PostgreSQL server", "PostgreSQL server", [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[pgPort]"]]],
	]
	some started in h2_servers
	started.name == server
	port := listens(name, entries[0], false, "tcp")
]

behind_proxy if count(proxied_connectors) > 0

# proxied_connectors are the connectors that name the port of a proxy. A proxy
# port that is the server's own pass-through port is none: EI 6.0 serves the
# console through its pass-through listeners.
proxied_connectors := [connector |
	some connector in servlet_connectors
	proxy := connector.proxy_port
	lib.known(proxy)
	not proxy.value in {receiver.port.value | some receiver in passthrough_receivers}
]

# https_for_clients are the ports of HTTPS of the servlet transport as clients
# know them, each with number and at. Behind a proxy it is the proxy's alone.
https_for_clients := proxied_https if {
	count(proxied_https) > 0
} else := [{"number": port.port, "at": port} | some port in https_ports]

proxied_https := [{"number": to_number(connector.proxy_port.value), "at": connector.proxy_port} |
	some connector in proxied_connectors
	connector.https
	port_number(connector.proxy_port.value)
]

https_ports := [port | some port in ports; port.name == "servlet HTTPS"]

https_here if {
	some connector in servlet_connectors
	connector.https
}

https_for_clients_decided if {
	count(proxied_https) > 0
	not proxy_undecided
}

https_for_clients_decided if {
	not proxy_undecided
	count(https_ports) > 0
	every port in https_ports {
		exact(port)
	}
}

proxy_undecided if {
	some connector in servlet_connectors
	connector.proxy_port.unknown
}

proxy_undecided if {
	count(servlet_connectors) == 0
	not all_read("catalina-server.xml")
}

tls_key_stores := [store |
	some [listeners, console] in [[servlet_connectors, true], [passthrough_receivers, false]]
	some listener in listeners
	listener.https
	store := object.union(
		{"ref": listener.keystore, "console": console},
		object.union(
			{"alias": lower(alias.value) | alias := listener.key_alias; lib.known(alias)},
			{"file": file | file := file_in_home(listener.keystore)},
		),
	)
]

served_certificates(store) := [certificate |
	some certificate in input.certificates
	certificate.file == store.file
	certificate.private
	object.get(store, "alias", certificate.alias) == certificate.alias
]
