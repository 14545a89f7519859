# METADATA
# title: Listeners
# description: >-
#   servlet_connectors: the connectors of catalina-server.xml with their place,
#   https (true for TLS), port, proxy_port, protocols, ciphers, keystore, as
#   far as they are set; Tomcat 7 keeps them on the connector, Tomcat 9 in
#   SSLHostConfig. passthrough_receivers and passthrough_senders: the
#   transports of the live axis2.xml that are pass-through or NIO, with https,
#   port, protocols, ciphers, wsdl_prefix, hostname_verifier,
#   no_certificate_check.
package carbonlint.model

import data.carbonlint.lib

connector_paths := {
	"port": ["@port"],
	"scheme": ["@scheme"],
	"proxy_port": ["@proxyPort"],
	"proxy_name": ["@proxyName"],
	"protocols": ["@sslEnabledProtocols", "SSLHostConfig/@protocols"],
	"ciphers": ["@ciphers", "SSLHostConfig/@ciphers"],
	"keystore": ["@keystoreFile", "SSLHostConfig/Certificate/@certificateKeystoreFile"],
	"key_alias": ["@keyAlias", "SSLHostConfig/Certificate/@certificateKeyAlias"],
	"ssl_protocol": ["@sslProtocol", "SSLHostConfig/@sslProtocol"],
}

servlet_connectors := [connector |
	some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
	entries := {attribute: entry |
		some attribute, paths in connector_paths
		entry := [e | some path in paths; e := item.settings[path][0]][0]
	}
	connector := object.union_n([lib.location(item), entries, {"https": tls_connector(item)}])
]

default tls_connector(_) := false

tls_connector(item) if lower(item.settings["@scheme"][0].value) == "https"

tls_connector(item) if lib.yes(item.settings["@SSLEnabled"][0])

transport_paths := {
	"class": "@class",
	"port": "parameter[port]",
	"protocols": "parameter[HttpsProtocols]",
	"ciphers": "parameter[PreferredCiphers]",
	"wsdl_prefix": "parameter[WSDLEPRPrefix]",
	"hostname_verifier": "parameter[HostnameVerifier]",
	"no_certificate_check": "parameter[novalidatecert]",
	"keystore": "parameter[keystore]/KeyStore/Location",
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
passthrough(item) if regex.match(`\.(PassThrough|HttpCoreNIO|MultiPort|SSL?HttpCore)\w*$|passthru`, item.settings["@class"][0].value)

transport(item) := object.union_n([
	lib.location(item),
	{"https": item.settings["@name"][0].value == "https", "name": item.settings["@name"][0].value},
	{attribute: entry | some attribute, path in transport_paths; entry := item.settings[path][0]},
])

# ssl_profiles: the profiles of the senders and receivers, which may have
# settings of their own for some hosts.
sender_profiles := [item |
	some item in input.items["axis2.xml"]["axisconfig/transportSender/parameter/profile"]
]
