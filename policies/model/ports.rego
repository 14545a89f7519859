# Ports.
#
# ports: what the server listens on, each with the place and the entry that
# set it, name, protocol (tcp or udp), base (the number that is written
# there), shifted (the offset moves it) and port (the effective number). Only
# listeners that are switched on count, and only numbers that the tree
# decides. ports_decided: holds when no further web or pass-through port can
# be open. opens: holds for an effective TCP port. behind_proxy: holds when
# the connectors name the public port of a proxy; proxy_undecided when a
# template may add it. tls_key_stores: the key stores whose certificate the
# HTTPS listeners present, each with the entry ref, file (its path in the
# tree, absent when it is not known), alias and console (it also serves the
# console). served_certificates: the certificates of one.
package carbonlint.model

import data.carbonlint.lib

ports := [port | some list in port_lists; some port in list]

port_lists := [web_ports, passthrough_ports, websocket_ports, jmx_listeners, directory_ports, thrift_ports, data_bridge_ports, broker_ports, cluster_ports, h2_ports]

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

# The shutdown port of catalina-server.xml is opened by no Carbon server and
# the random ports of the JVM have no number.
port_at(name, entry, shifted, protocol) := listening(name, entry, to_number(entry.value), shifted, protocol) if {
	lib.known(entry)
	regex.match(`^\d{1,5}$`, entry.value)
}

listening(name, entry, base, shifted, protocol) := object.union(lib.location(entry), {
	"entry": entry, "name": name, "protocol": protocol, "base": base, "shifted": shifted,
	"port": base + {true: port_offset, false: 0}[shifted],
})

# A placeholder for one of carbon.xml's ports means that port after the
# offset; a number in the file itself is used as it stands.
carbon_port_at(name, entry, carbon_entry, protocol) := port_at(name, carbon_entry, true, protocol) if startswith(entry.value, "${")

carbon_port_at(name, entry, _, protocol) := port_at(name, entry, false, protocol) if not startswith(entry.value, "${")

web_ports := [port |
	some connector in servlet_connectors
	port := port_at({true: "servlet HTTPS", false: "servlet HTTP"}[connector.https], connector.port, true, "tcp")
]

passthrough_ports := [port |
	some receiver in passthrough_receivers
	port := port_at($"pass-through {receiver.name}", receiver.port, true, "tcp")
]

# The API gateway's web socket listeners are deployed artefacts with fixed
# ports, which the endpoint only repeats.
websocket_ports := [listening($"web socket {scheme}", endpoint, base, true, "tcp") |
	endpoint := input.settings["api-manager.xml"]["APIManager/APIGateway/Environments/Environment/GatewayWSEndpoint"][0]
	some scheme, base in {"ws": 9099, "wss": 8099}
]

jmx_listeners := [port |
	jmx_on
	some attribute in ["registry", "server"]
	port := carbon_port_at($"JMX {attribute}", jmx[$"{attribute}_port"], jmx_ports[attribute], "tcp")
]

directory_ports := array.concat(
	[port |
		lib.yes(embedded_ldap)
		entry := input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/EmbeddedLDAP/Property[port]"][0]
		port := carbon_port_at("embedded LDAP", entry, input.settings["carbon.xml"]["Server/Ports/EmbeddedLDAP/LDAPServerPort"][0], "tcp")
	],
	[port |
		lib.yes(input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/KDCServer/Property[enabled]"][0])
		entry := input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/KDCServer/Property[port]"][0]
		port := carbon_port_at("Kerberos", entry, input.settings["carbon.xml"]["Server/Ports/EmbeddedLDAP/KDCServerPort"][0], "udp")
	],
)

thrift_ports := array.concat(
	[port |
		lib.yes(input.settings["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/EnableThriftService"][0])
		entry := input.settings["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/ReceivePort"][0]
		port := carbon_port_at("thrift entitlement", entry, input.settings["carbon.xml"]["Server/Ports/ThriftEntitlementReceivePort"][0], "tcp")
	],
	# Other products carry the file without the service.
	[port |
		input.files["api-manager.xml"]
		port := port_at("thrift authentication", input.settings["thrift-authentication.xml"]["Server/Port"][0], true, "tcp")
	],
)

data_bridge_ports := [port |
	some name, entries in {
		"thrift receiver": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Thrift]/config[tcpPort]"]],
		"secure thrift receiver": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Thrift]/config[sslPort]"]],
		"binary receiver": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Binary]/config[tcpPort]"]],
		"secure binary receiver": [e | some e in input.settings["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver[Binary]/config[sslPort]"]],
	}
	port := port_at(name, entries[0], true, "tcp")
]

broker_ports := [port |
	some protocol in ["amqp", "mqtt"]
	some transport in broker_transports[protocol]
	not broker_off(transport, "@enabled")
	some name, connection in {protocol: "defaultConnection", $"{protocol} over TLS": "sslConnection"}
	not broker_off(transport, $"{connection}/@enabled")
	port := port_at(name, transport.settings[$"{connection}/@port"][0], true, "tcp")
]

broker_off(transport, switch) if lib.no(transport.settings[switch][0])

broker_transports["amqp"] := input.items["broker.xml"]["broker/transports/amqp"]

broker_transports["mqtt"] := input.items["broker.xml"]["broker/transports/mqtt"]

# Hazelcast and axis2's group management never see the offset; the slot
# coordination of the broker does.
cluster_ports := [port |
	clustered
	some [name, entries, shifted, protocol] in [
		["Hazelcast", [e | some e in input.settings["axis2.xml"]["axisconfig/clustering/parameter[localMemberPort]"]], false, "tcp"],
		["broker slots", [e | some e in input.settings["broker.xml"]["broker/coordination/thriftServerPort"]], true, "tcp"],
	]
	port := port_at(name, entries[0], shifted, protocol)
]

h2_ports := [port |
	some name, entries in {
		"H2 console": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[webPort]"]],
		"H2 server": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[tcpPort]"]],
		"H2 PostgreSQL server": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[pgPort]"]],
	}
	port := port_at(name, entries[0], false, "tcp")
]

# A proxy port that is the server's own pass-through port is no proxy: EI 6.0
# serves the console through its pass-through listeners.
behind_proxy if {
	some connector in servlet_connectors
	lib.known(connector.proxy_port)
	every receiver in passthrough_receivers {
		receiver.port.value != connector.proxy_port.value
	}
}

proxy_undecided if {
	some connector in servlet_connectors
	connector.proxy_port.unknown
}

proxy_undecided if {
	count(servlet_connectors) == 0
	not complete
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

# file_in_home is the path in the tree of a file that an entry names relative
# to the home.
file_in_home(entry) := concat("/", [part | some part in [input.home.path, rest]; part != "."]) if {
	rest := regex.replace(entry.value, `^(\$\{carbon\.home\}/|\./)`, "")
	not regex.match(`[${}<>%]|^/|^[A-Za-z]:|^\.\./`, rest)
}

served_certificates(store) := [certificate |
	some certificate in input.certificates
	certificate.file == store.file
	certificate.private
	object.get(store, "alias", certificate.alias) == certificate.alias
]
