# Listeners.
#
# servlet_connectors: the connectors of catalina-server.xml with their place,
# https (true for TLS), encrypted (false where a proxy does it), port, address,
# redirect_port, proxy_port, proxy_name, server, client_auth, protocols,
# ciphers, keystore, truststore, as far as they are set; Tomcat 7 keeps them on
# the connector, Tomcat 9 in SSLHostConfig. servlet_tls: what ends TLS there,
# with its place, protocols and ciphers: a connector, or each SSLHostConfig of
# one. passthrough_receivers and passthrough_senders: the transports of the
# live axis2.xml that are pass-through or NIO, with https, name, class, port,
# address, client_auth, protocols, ciphers, wsdl_prefix, hostname_verifier,
# no_certificate_check, keystore, truststore, proxy_host, proxy_port,
# proxy_bypass. receiver_profiles and sender_profiles: the settings
# of their own that https transports have for some addresses or hosts.
# old_tls_versions gives the protocol versions before TLS 1.2 that a list
# enables, cipher_suites the suites that one does; weak_suite and
# modern_suite tell suites apart. plain_listeners: the connectors and receivers
# without TLS, with name, proxied (a proxy ends TLS before them) and port.
package carbonlint.model

import data.carbonlint.lib

# The attributes of a connector by their paths: Tomcat 7 has all on the
# connector, Tomcat 9 those of TLS in SSLHostConfig, for one in two spellings.
connector_attributes := {
	"@port": "port",
	"@scheme": "scheme",
	"@proxyPort": "proxy_port",
	"@proxyName": "proxy_name",
	"@address": "address",
	"@protocol": "protocol",
	"@redirectPort": "redirect_port",
	"@server": "server",
	"@clientAuth": "client_auth",
	"@truststoreFile": "truststore",
	"@sslEnabledProtocols": "protocols",
	"@ciphers": "ciphers",
	"@keystoreFile": "keystore",
	"@keyAlias": "key_alias",
}

host_attributes := {
	"SSLHostConfig/@certificateVerification": "client_auth",
	"SSLHostConfig/@truststoreFile": "truststore",
	"SSLHostConfig/@protocols": "protocols",
	"SSLHostConfig/@ciphers": "ciphers",
	"SSLHostConfig/Certificate/@certificateKeystoreFile": "keystore",
	"SSLHostConfig/Certificate/@certificateKeyAlias": "key_alias",
}

host_attributes_old := {
	"SSLHostConfig/@clientAuth": "client_auth",
}

servlet_connectors := [connector |
	some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
	settings := item.settings
	entries := [{attribute: settings[path][0] | some path, attribute in attributes} |
		some attributes in [host_attributes_old, host_attributes, connector_attributes]
	]
	connector := object.union_n(array.concat(
		array.concat([lib.location(item)], entries),
		[{"https": tls_connector(item), "encrypted": encrypted_connector(item)}],
	))
]

default tls_connector(_) := false

tls_connector(item) if lower(item.settings["@scheme"][0].value) == "https"

tls_connector(item) if lib.yes(item.settings["@SSLEnabled"][0])

default encrypted_connector(_) := false

encrypted_connector(item) if lib.yes(item.settings["@SSLEnabled"][0])

# Without SSLEnabled nothing is encrypted: scheme="https" alone tells Tomcat
# that a proxy has done it.
servlet_tls := array.concat(
	[tls_host(item, "@sslEnabledProtocols", "@ciphers") |
		some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
		enabled := item.settings["@SSLEnabled"][0]
		not lib.no(enabled)
		not nested_tls(item)
	],
	[tls_host(item, "@protocols", "@ciphers") |
		some item in input.items["catalina-server.xml"]["Server/Service/Connector/SSLHostConfig"]
	],
)

nested_tls(item) if {
	some path, _ in item.settings
	startswith(path, "SSLHostConfig/")
}

tls_host(item, protocols, ciphers) := object.union(
	lib.location(item),
	{attribute: entry |
		some attribute, path in {"protocols": protocols, "ciphers": ciphers}
		entry := item.settings[path][0]
	},
)

# AJP connectors talk to a web server and no client.
plain_listeners := array.concat(
	[object.union(connector, {"name": "servlet transport", "proxied": connector.https}) |
		some connector in servlet_connectors
		not connector.encrypted
		not ajp(connector)
	],
	[object.union(receiver, {"name": "pass-through transport", "proxied": false}) |
		some receiver in passthrough_receivers
		not receiver.https
	],
)

ajp(connector) if contains(lower(connector.protocol.value), "ajp")

# A list names versions with commas; Tomcat 9 also reads + and - before them,
# and "all".
old_tls_versions(text) := (named_versions(text, {"", "+"}) - named_versions(text, {"-"})) - {"TLSv1.2", "TLSv1.3"}

named_versions(text, signs) := union({expanded(name) |
	some [_, sign, name] in regex.find_all_string_submatch_n(`([-+]?)\s*([A-Za-z][\w.]*)`, text, -1)
	sign in signs
})

expanded(name) := {"SSLv2Hello", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"} if {
	lower(name) == "all"
} else := {name}

transport_paths := {
	"class": "@class",
	"port": "parameter[port]",
	"address": "parameter[bind-address]",
	"client_auth": "parameter[SSLVerifyClient]",
	"proxy_host": "parameter[http.proxyHost]",
	"proxy_port": "parameter[http.proxyPort]",
	"proxy_bypass": "parameter[http.nonProxyHosts]",
	"protocols": "parameter[HttpsProtocols]",
	"ciphers": "parameter[PreferredCiphers]",
	"wsdl_prefix": "parameter[WSDLEPRPrefix]",
	"hostname_verifier": "parameter[HostnameVerifier]",
	"no_certificate_check": "parameter[novalidatecert]",
	"keystore": "parameter[keystore]/KeyStore/Location",
	"truststore": "parameter[truststore]/TrustStore/Location",
	"profiles_file": "parameter[dynamicSSLProfilesConfig]/filePath",
}

passthrough_receivers := [transport(item) |
	some item in input.items["axis2.xml"]["axisconfig/transportReceiver"]
	passthrough(item)
]

passthrough_senders := [transport(item) |
	some item in input.items["axis2.xml"]["axisconfig/transportSender"]
	passthrough(item)
]

# The servlet transports of axis2 listen through Tomcat and are no listeners
# of their own.
passthrough(item) if regex.match(`\.(PassThrough|HttpCoreNIO)\w+$`, item.settings["@class"][0].value)

# Axis2 takes the last of duplicate parameters. A transport of TLS may have any
# name: EI's documentation calls a second one multi-https.
transport(item) := object.union_n([
	lib.location(item),
	{"https": tls_transport(item), "name": item.settings["@name"][0].value},
	{attribute: entries[count(entries) - 1] | some attribute, path in transport_paths; entries := item.settings[path]},
])

default tls_transport(_) := false

tls_transport(item) if item.settings["@name"][0].value == "https"

tls_transport(item) if contains(item.settings["@class"][0].value, "SSL")

# Profiles stand inside the transport, or in the file that it names, which then
# replaces them. A profile has its place and what it sets for itself.
sender_profiles := [profile |
	some sender in passthrough_senders
	sender.https
	some item in profiles_of(sender, inside_senders)
	profile := object.union(profile_settings(item), {"transport": sender})
]

receiver_profiles := [profile |
	some receiver in passthrough_receivers
	receiver.https
	some item in profiles_of(receiver, inside_receivers)
	profile := object.union(profile_settings(item), {"transport": receiver})
]

profiles_of(transport, inside) := [item |
	some item in profile_files
	endswith($"/{item.file}", $"/{trim_prefix(transport.profiles_file.value, "/")}")
] if {
	transport.profiles_file
} else := [item |
	some item in inside
	startswith(item.path, $"{transport.path}/")
]

# profile_items are all profiles, whether a transport reads them or not.
profile_items := array.flatten([profile_files, inside_senders, inside_receivers])

inside_senders := [item | some item in input.items["axis2.xml"]["axisconfig/transportSender/parameter/profile"]]

inside_receivers := [item | some item in input.items["axis2.xml"]["axisconfig/transportReceiver/parameter/profile"]]

profile_files := array.flatten([
	[item | some item in input.items["sslprofiles.xml"]["parameter/profile"]],
	[item | some item in input.items["senderprofiles.xml"]["parameter/profile"]],
	[item | some item in input.items["listenerprofiles.xml"]["parameter/profile"]],
])

# profiles_unread gives the entry by which a transport names a file of profiles
# that is not in the tree.
profiles_unread(transport) := transport.profiles_file if {
	not complete
	path := trim_prefix(transport.profiles_file.value, "/")
	every file in array.flatten([
		[f | some f in input.files["sslprofiles.xml"]],
		[f | some f in input.files["senderprofiles.xml"]],
		[f | some f in input.files["listenerprofiles.xml"]],
	]) {
		not endswith(file.file, path)
	}
}

profile_settings(item) := object.union(lib.location(item), {attribute: entry |
	some attribute, path in {
		"protocols": "HttpsProtocols",
		"ciphers": "PreferredCiphers",
		"no_certificate_check": "@novalidatecert",
		"truststore": "TrustStore/Location",
	}
	entry := item.settings[path][0]
})

# Suites are separated by commas, or by colons in the way of OpenSSL, where !
# and - take some out again; the signalling values are no suites.
cipher_suites(text) := [suite |
	some suite in regex.split(`[\s,:]+`, text)
	not regex.match(`^$|^[!-]|_SCSV$`, suite)
]

weak_suite(suite) if regex.match(`(?i)RC[24]|DES|MD5|NULL|anon|ADH|AECDH|EXP|DSS|^(ALL|LOW|COMPLEMENTOFALL)$`, suite)

# Both the names of Java (and SSL_… of IBM) and those of OpenSSL; a suite of TLS
# 1.3 names no key exchange.
modern_suite(suite) if regex.match(`(?i)^(?:(?:TLS|SSL)_)?(?:ECDHE|DHE)[_-].*(?:GCM|CCM|CHACHA20)`, suite)

modern_suite(suite) if regex.match(`^TLS_(AES|CHACHA20)_`, suite)
