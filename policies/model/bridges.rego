# Receivers between components.
#
# thrift_authentication: the file of the thrift service that API gateways ask
# for keys, where the product runs it. internal_tls: what ends TLS between
# components, each with its place, name, protocols and ciphers (the entries of
# its lists, absent where it has none): the thrift service, the receivers of
# the data bridge, and the broker's connections that have a list of versions.
# ships_internal_tls holds for a list that is shipped so.
package carbonlint.model

import data.carbonlint.lib

# The server reads the file in the folder identity. Other products carry it
# without the service.
thrift_authentication := thrift_files[0] if input.files["api-manager.xml"]

thrift_files := array.concat(
	[item | some item in input.items["thrift-authentication.xml"].Server; contains(item.file, "/identity/")],
	[item | some item in input.items["thrift-authentication.xml"].Server; not contains(item.file, "/identity/")],
)

internal_tls := array.flatten([
	[tls_end(file, "thrift authenticator", "SSLEnabledProtocols", "Ciphers") | file := thrift_authentication],
	[end |
		some item in input.items["data-bridge-config.xml"]["dataBridgeConfiguration/dataReceiver"]
		name := lower(item.settings["@name"][0].value)
		end := tls_end(item, $"{name} data receiver", "config[sslEnabledProtocols]", "config[ciphers]")
	],
	# Most versions of the broker have no list.
	[end |
		some protocol in ["amqp", "mqtt"]
		some transport in broker_transports[protocol]
		not broker_off(transport, "@enabled")
		not broker_off(transport, "sslConnection/@enabled")
		transport.settings["sslConnection/sslEnabledProtocols"]
		name := upper(protocol)
		end := tls_end(transport, $"{name} listener", "sslConnection/sslEnabledProtocols", "sslConnection/ciphers")
	],
])

tls_end(item, name, protocols, ciphers) := object.union_n([
	lib.location(item),
	{"name": name},
	{"protocols": entry | entry := item.settings[protocols][0]},
	{"ciphers": entry | entry := item.settings[ciphers][0]},
])

ships_internal_tls(end) if not end.protocols

ships_internal_tls(end) if {
	end.protocols.value == "TLSv1"
	endswith(end.name, "listener")
}
