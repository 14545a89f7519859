# The gateway: message broker, mediation, cross-origin calls and samples.
#
# broker_listeners: the plain listeners of the message broker that are switched
# on, each with its place, protocol, switch (the entry that switches it on,
# where it is set) and bind (the address, where it is set). mqtt: the MQTT
# transport where a client can reach it, with its place, authentication and
# authorization. statistics: the switches of mediation statistics. cors: the
# settings for calls from other origins; cors_here: where they are.
package carbonlint.model

import data.carbonlint.lib

# The broker reads an absent switch as on. A connection below a transport that
# is off is off.
broker_listeners := [listener |
	some protocol, transports in broker_transports
	some transport in transports
	not broker_off(transport, "@enabled")
	not broker_off(transport, "defaultConnection/@enabled")
	listener := object.union_n([
		lib.location(transport),
		{"protocol": upper(protocol), "unknown": broker_undecided(transport)},
		{attribute: entry |
			some attribute, path in {"switch": "defaultConnection/@enabled", "bind": "bindAddress"}
			entry := transport.settings[path][0]
		},
	])
]

# broker_switches_off are what switches listeners off.
broker_switches_off := [entry |
	some transports in broker_transports
	some transport in transports
	entry := [e |
		some path in ["@enabled", "defaultConnection/@enabled"]
		broker_off(transport, path)
		e := transport.settings[path][0]
	][0]
]

default broker_undecided(_) := false

broker_undecided(transport) if {
	some path in ["@enabled", "defaultConnection/@enabled", "bindAddress"]
	transport.settings[path][0].unknown
}

# private_bind holds for an address that only the host or its own network
# reaches.
private_bind(address) if lib.loopback(address)

private_bind(address) if regex.match(`^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|[fF][cCdDeE][0-9a-fA-F]{0,2}:)`, address)

mqtt := object.union_n([
	lib.location(transport),
	{"unknown": mqtt_undecided(transport)},
	{attribute: entry |
		some attribute, path in {"authentication": "security/authentication", "authorization": "security/authorization"}
		entry := transport.settings[path][0]
	},
]) if {
	transport := broker_transports.mqtt[0]
	not broker_off(transport, "@enabled")
	not all_broker_connections_off(transport)
}

default mqtt_undecided(_) := false

mqtt_undecided(transport) if transport.settings["@enabled"][0].unknown

# A connection that is on for sure is enough.
mqtt_undecided(transport) if {
	every path in ["defaultConnection/@enabled", "sslConnection/@enabled"] {
		broker_maybe_off(transport, path)
	}
}

broker_maybe_off(transport, path) if broker_off(transport, path)

broker_maybe_off(transport, path) if transport.settings[path][0].unknown

all_broker_connections_off(transport) if {
	broker_off(transport, "defaultConnection/@enabled")
	broker_off(transport, "sslConnection/@enabled")
}

statistics["enabled"] := last_entry(input.settings["synapse.properties"]["mediation.flow.statistics.enable"])

statistics["all"] := last_entry(input.settings["synapse.properties"]["mediation.flow.statistics.collect.all"])

statistics["payloads"] := last_entry(input.settings["synapse.properties"]["mediation.flow.statistics.tracer.collect.payloads"])

statistics["properties"] := last_entry(input.settings["synapse.properties"]["mediation.flow.statistics.tracer.collect.properties"])

default synapse_files := []

synapse_files := input.files["synapse.properties"]

cors["enabled"] := input.settings["api-manager.xml"]["APIManager/CORSConfiguration/Enabled"][0]

cors["origin"] := input.settings["api-manager.xml"]["APIManager/CORSConfiguration/Access-Control-Allow-Origin"][0]

cors["credentials"] := input.settings["api-manager.xml"]["APIManager/CORSConfiguration/Access-Control-Allow-Credentials"][0]

# api_manager holds for a home of the API manager, which uses the broker
# between its own nodes.
api_manager if server_key == "AM"

api_manager if input.files["api-manager.xml"]

# samples are what the products deploy to be tried, by the file, and the
# folder of samples, which no server reads.
samples := array.concat(
	[file | some file in input.files.sample; not sample_folder(file)],
	[file | some file in input.files["webapp/web.xml"]; contains(file.file, "/webapps/am#sample#")],
)

sample_folders := [file | some file in input.files.sample; sample_folder(file)]

sample_folder(file) if endswith($"/{file.file}", "/samples")
