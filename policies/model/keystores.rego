# Key stores.
#
# store_uses: where the configuration names a key store, each with what it is
# ("the HTTPS connector"), role (primary, internal, registry, tls, client,
# other), trust (it holds whom the server trusts) and the entries location, type,
# password, password_alias, key_password, key_password_alias, alias, as far as
# they are set; store is where it lies in the home, as long as the tree decides
# that, and store_file its path in the tree. What is switched off uses no store.
# used_stores: the uses by store: store, trust, uses, at (the entry of the first
# use); key_stores are those with keys. unused_stores: the files that nothing
# here names. store_at gives the file of a use, pairs the certificates of the key
# pairs that it means. served_certificates_of: the certificates that a used store
# presents to others, with those of their issuers. store_unread tells of a use
# that what its store holds is not known, store_evidence is the place of a used
# store with that, store_subjects those of all. other_uses are places that use
# the same store, for lib.see. certificate_name is what a message calls a
# certificate. store_missing: holds for a use whose store is known not to be in
# the tree. shipped_pair: holds for the certificate of a key pair that ships
# with a product; shipped_certificates: all of those in the tree. shipped_store:
# holds for the path of a store as products name it. now_ns: the day at which
# dates are judged, in nanoseconds.
package carbonlint.model

import data.carbonlint.lib

store_uses := [object.union(use, lies_in(use)) |
	some list in store_use_lists
	some use in list
]

store_use_lists := [
	carbon_stores, connector_stores, receiver_stores, sender_stores, profile_stores, entitlement_stores,
	endpoint_stores, data_bridge_stores, broker_stores, authenticator_stores, agent_stores, vault_stores, jvm_stores,
]

# A use of the settings of an item, of which the first of duplicate elements
# counts; to Axis2, it is the last.
store_use(what, role, trust, item, paths) := object.union({"what": what, "role": role, "trust": trust}, first_entries(item, paths))

axis2_store_use(what, role, trust, item, paths) := object.union({"what": what, "role": role, "trust": trust}, {attribute: entries[count(entries) - 1] |
	some attribute, path in paths
	entries := item.settings[path]
})

carbon_store_paths := {
	"location": "Location", "type": "Type", "alias": "KeyAlias",
	"password": "Password", "password_alias": "Password/@secretAlias",
	"key_password": "KeyPassword", "key_password_alias": "KeyPassword/@secretAlias",
}

carbon_stores := array.flatten([
	[store_use("the primary key store", "primary", false, item, carbon_store_paths) | item := input.items["carbon.xml"]["Server/Security/KeyStore"][0]],
	[store_use("the key store of the registry", "registry", false, item, carbon_store_paths) | item := input.items["carbon.xml"]["Server/Security/RegistryKeyStore"][0]],
	[store_use("the internal key store", "internal", false, item, carbon_store_paths) | item := input.items["carbon.xml"]["Server/Security/InternalKeyStore"][0]],
	[store_use("the trust store", "trust", true, item, carbon_store_paths) | item := input.items["carbon.xml"]["Server/Security/TrustStore"][0]],
])

# Tomcat 9 keeps the store on a Certificate inside SSLHostConfig; both it and
# the connector know one alias for all their secrets.
connector_stores := array.flatten([
	[store_use("the HTTPS connector", "tls", false, item, {
		"location": "@keystoreFile", "type": "@keystoreType", "alias": "@keyAlias",
		"password": "@keystorePass", "password_alias": "@secretAlias", "key_password": "@keyPass", "key_password_alias": "@secretAlias",
	}) |
		some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
		item.settings["@keystoreFile"]
	],
	[store_use("the HTTPS connector", "tls", false, item, {
		"location": "@certificateKeystoreFile", "type": "@certificateKeystoreType", "alias": "@certificateKeyAlias",
		"password": "@certificateKeystorePassword", "password_alias": "@secretAlias",
		"key_password": "@certificateKeyPassword", "key_password_alias": "@secretAlias",
	}) |
		some item in input.items["catalina-server.xml"]["Server/Service/Connector/SSLHostConfig/Certificate"]
		item.settings["@certificateKeystoreFile"]
	],
	[store_use("the trust store of the HTTPS connector", "trust", true, item, {"location": "@truststoreFile", "type": "@truststoreType", "password": "@truststorePass", "password_alias": "@secretAlias"}) |
		some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
		item.settings["@truststoreFile"]
	],
	[store_use("the trust store of the HTTPS connector", "trust", true, item, {"location": "@truststoreFile", "type": "@truststoreType", "password": "@truststorePassword", "password_alias": "@secretAlias"}) |
		some item in input.items["catalina-server.xml"]["Server/Service/Connector/SSLHostConfig"]
		item.settings["@truststoreFile"]
	],
])

# below gives the paths of a store that is named inside an item.
below(prefix) := {attribute: $"{prefix}/{path}" | some attribute, path in carbon_store_paths}

receiver_stores := [use |
	some item in input.items["axis2.xml"]["axisconfig/transportReceiver"]
	name := item.settings["@name"][0].value
	own := [axis2_store_use($"the {name} receiver", role, false, item, below("parameter[keystore]/KeyStore")) |
		item.settings["parameter[keystore]/KeyStore/Location"]
		role := {true: "tls", false: "other"}[name == "https"]
	]
	trusted := [axis2_store_use($"the trust store of the {name} receiver", "trust", true, item, below("parameter[truststore]/TrustStore")) | item.settings["parameter[truststore]/TrustStore/Location"]]
	some list in [own, trusted]
	some use in list
]

sender_stores := [use |
	some item in input.items["axis2.xml"]["axisconfig/transportSender"]
	name := item.settings["@name"][0].value
	own := [axis2_store_use($"the {name} sender", "client", false, item, below("parameter[keystore]/KeyStore")) | item.settings["parameter[keystore]/KeyStore/Location"]]
	trusted := [axis2_store_use($"the trust store of the {name} sender", "trust", true, item, below("parameter[truststore]/TrustStore")) | item.settings["parameter[truststore]/TrustStore/Location"]]
	sockets := [axis2_store_use($"the trust store of the {name} sender", "trust", true, item, {
		"location": "parameter[ws.trust.store]/ws.trust.store.location",
		"password": "parameter[ws.trust.store]/ws.trust.store.Password",
		"password_alias": "parameter[ws.trust.store]/ws.trust.store.Password/@secretAlias",
	}) |
		item.settings["parameter[ws.trust.store]/ws.trust.store.location"]
	]
	some list in [own, trusted, sockets]
	some use in list
]

# Profiles have stores of their own by design.
profile_stores := [use |
	some item in profile_items
	lib.location(item) in used_profiles
	own := [store_use("a TLS profile", "other", false, item, below("KeyStore")) | item.settings["KeyStore/Location"]]
	trusted := [store_use("the trust store of a TLS profile", "other", true, item, below("TrustStore")) | item.settings["TrustStore/Location"]]
	some list in [own, trusted]
	some use in list
]

used_profiles := {lib.location(profile) |
	some list in [sender_profiles, receiver_profiles]
	some profile in list
}

entitlement_stores := [store_use("the thrift entitlement service", "tls", false, item, carbon_store_paths) |
	item := input.items["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/KeyStore"][0]
	switched_on(input.settings["identity.xml"]["Server/EntitlementSettings/ThirftBasedEntitlementConfig/EnableThriftService"][0])
]

switched_on(switch) if lib.yes(switch)

switched_on(switch) if switch.unknown

endpoint_stores := array.flatten([
	[object.union({"what": "the sign-on application", "role": "client", "trust": false, "location": location}, {"password": e |
		e := last_entry(input.settings["EndpointConfig.properties"]["Carbon.Security.KeyStore.Password"])
	}) |
		location := last_entry(input.settings["EndpointConfig.properties"]["client.keyStore"])
	],
	[object.union({"what": "the trust store of the sign-on application", "role": "trust", "trust": true, "location": location}, {"password": e |
		e := last_entry(input.settings["EndpointConfig.properties"]["Carbon.Security.TrustStore.Password"])
	}) |
		location := last_entry(input.settings["EndpointConfig.properties"]["client.trustStore"])
	],
])

data_bridge_stores := [store_use("the data bridge", "tls", false, item, {"location": "keyStoreLocation", "password": "keyStorePassword", "password_alias": "keyStorePassword/@secretAlias"}) |
	item := input.items["data-bridge-config.xml"].dataBridgeConfiguration[0]
	item.settings.keyStoreLocation
]

broker_stores := [use |
	some protocol, transports in broker_transports
	some item in transports
	not broker_off(item, "@enabled")
	not broker_off(item, "sslConnection/@enabled")
	own := [store_use($"the {upper(protocol)} listener of the broker", "tls", false, item, {
		"location": "sslConnection/keyStore/location",
		"password": "sslConnection/keyStore/password", "password_alias": "sslConnection/keyStore/password/@secretAlias",
	}) |
		item.settings["sslConnection/keyStore/location"]
	]
	trusted := [store_use($"the trust store of the {upper(protocol)} listener of the broker", "trust", true, item, {
		"location": "sslConnection/trustStore/location",
		"password": "sslConnection/trustStore/password", "password_alias": "sslConnection/trustStore/password/@secretAlias",
	}) |
		item.settings["sslConnection/trustStore/location"]
	]
	some list in [own, trusted]
	some use in list
]

authenticator_stores := [store_use($"the trust store of the authenticator {name}", "trust", true, item, {"location": "Parameter[TrustStorePath]", "password": "Parameter[TrustStorePassword]", "password_alias": "Parameter[TrustStorePassword]/@secretAlias"}) |
	some item in input.items["application-authentication.xml"]["ApplicationAuthentication/AuthenticatorConfigs/AuthenticatorConfig"]
	switched_on(item.settings["@enabled"][0])
	item.settings["Parameter[TrustStorePath]"]
	name := item.settings["@name"][0].value
]

# The element is spelled so.
agent_stores := [store_use("the trust store of the data agent", "trust", true, item, {"location": "TrustSore", "password": "TrustSorePassword", "password_alias": "TrustSorePassword/@secretAlias"}) |
	some item in input.items["data-agent-config.xml"]["DataAgentsConfiguration/Agent"]
	item.settings.TrustSore
]

# The passwords there are aliases of the provider.
vault_stores := [object.union({"what": "the secure vault", "role": "vault", "trust": false, "location": location}, {"alias": e |
	e := last_entry(input.settings["secret-conf.properties"]["keystore.identity.alias"])
}) |
	location := last_entry(input.settings["secret-conf.properties"]["keystore.identity.location"])
]

jvm_stores := [use |
	some launcher in launchers
	own := [{"what": "the JVM", "role": "client", "trust": false, "location": e} | e := option(launcher, "-Djavax.net.ssl.keyStore")]
	trusted := [{"what": "the trust store of the JVM", "role": "trust", "trust": true, "location": e} | e := option(launcher, "-Djavax.net.ssl.trustStore")]
	some list in [own, trusted]
	some use in list
]

default lies_in(_) := {}

lies_in(use) := place_of(use.location.value, object.get(use.location, "unknown", false))

# file_in_home is the path in the tree of a file that an entry names.
file_in_home(entry) := place_of(entry.value, object.get(entry, "unknown", false)).store_file

# place_of takes the path instead of the entry: most uses name one of two files,
# and a call with the same arguments is made once.
place_of(text, unknown) := object.union({"store": path}, in_tree(path)) if {
	path := in_home(text, unknown)
}

# A path is relative to the home, with its placeholder, without one, or, in
# some files, with the slash that the product appends to the home.
in_home(text, unknown) := path if {
	rest := regex.replace(text, `^(\$\{carbon\.home\}|\$\{?CARBON_HOME\}?|%CARBON_HOME%)[/\\]+|^\.[/\\]+`, "")
	decided_path(text, rest, unknown)
	path := plain_path(regex.replace(replace(rest, `\`, "/"), `^/repository/`, "repository/"))
	not regex.match(`[${}<>%@:]|(^|/)\.\.(/|$)|^$`, path)
}

# plain_path takes the steps out of a path that lead nowhere, or up again.
plain_path(path) := path if {
	not regex.match(`//|/\.`, path)
} else := regex.replace(regex.replace(direct, `[^/.][^/]*/\.\./`, ""), `[^/.][^/]*/\.\./`, "") if {
	direct := regex.replace(path, `/(\.?/)+`, "/")
}

decided_path(_, _, false)

decided_path(text, rest, true) if rest != text

in_tree(path) := {"store_file": file |
	input.home.layout != "conf-only"
	not startswith(path, "/")
	file := concat("/", [part | some part in [input.home.path, path]; part != "."])
}

used_stores := [{"store": store, "trust": trust, "uses": uses, "at": uses[0].location} |
	some [store, trust] in {[u.store, u.trust] | some u in store_uses}
	uses := [u | some u in store_uses; u.store == store; u.trust == trust]
]

key_stores := [used | some used in used_stores; not used.trust]

stores_by_file[store.file] := store if some store in input.keystores

store_at(use) := stores_by_file[use.store_file]

# What is not in the tree, does not open or is not named is not known.
store_unread(use) if not opened_store(use)

opened_store(use) if store_at(use).opened

store_missing(use) if {
	not store_at(use)
	folder_seen(store_folder(use.store_file))
	not comes_with_product(use)
}

# folder_seen holds for a folder of which the tree tells what lies in it.
folder_seen(place) if place in store_folders

# Of a whole home, that is all below the folder of the shipped stores.
folder_seen(place) if {
	complete
	some known in store_folders
	endswith(known, "repository/resources/security/")
	startswith(place, known)
}

# An overlay may bring one of the shipped stores and leave the other to the
# product beneath it.
comes_with_product(use) if {
	not complete
	shipped_store(use.store)
}

store_folders := {store_folder(store.file) | some store in input.keystores; not store.absent}

store_folder(file) := regex.replace(file, `[^/]*$`, "")

pairs(use) := [c |
	some c in key_pairs_by_file[use.store_file]
	meant_by(use, c.alias)
]

# Lists, since to put certificates into a set costs more than all that is asked
# of them.
certificates_by_file := {file: list |
	some store in input.keystores
	file := store.file
	list := [c | some c in input.certificates; c.file == file]
	count(list) > 0
}

# The files with keys are few, and most certificates are of those that a trust
# store holds.
key_pairs_by_file := {store.file: [c | some c in certificates_by_file[store.file]; c.private] |
	some store in input.keystores
	store.private
}

issuers_in(file) := [c |
	some c in certificates_by_file[file]
	c.chain > 0
	not c.self_signed
]

# Some formats keep no aliases.
meant_by(_, "")

meant_by(use, _) if not use.alias

meant_by(use, alias) if lower(use.alias.value) == alias

meant_by(use, _) if use.alias.unknown

# The key pairs of every download, by the SHA-256 of the certificate.
shipped_pairs := {
	"1d729fb8c468ead820a2a0be4adb8fbabed9ab1ba126c9d21466c5706e8e4d30", # kernel 4.3 to 4.4.14
	"eecb4d02dad4ac6b505353a7e21f4fb9a33fdcac92303ff0ff43e2190a84eaa0", # kernel 4.4.15 and 4.4.16
	"50f0eda5898af3a115c2c508194956e7e114fe234743e9d22f709ae7cb801bbd", # kernel 4.4.17 to 4.4.40
	"bc6d75f85629d1ab50da15ead7161d8a636f542b939060aa70e6db68ce5a807c", # kernel 4.5.0 to 4.5.2
	"3612ad8f01b4ecf4714f0bc8e071b6403dd34c4dde62d81dd4b91d1aa356dee6", # kernel 4.5.3 to 4.6.2
	"02e6217a58fe8ef0d191e30f6acf44cf08f47b4c18c6c64abdf2d487b48c0a00", # kernel 4.6.3 to 4.9
	"8ace6db1dfa6246fd6d7328049090623f05934ad7165f2f22a44612ba7340b28", # analytics on Carbon 5
	"9db36ba11a21dad55653727abce15d745793e891983fe7aadfce1b39e3b7c862", # Identity Server 7.0
	"81b3c3f0fd4fa9fb05bd3ed1c691692a8aee3aa80a74adef76eee9338fc738d3", # the trusted wso2carbon.cert
}

shipped_certificates := [c |
	shipped := shipped_pairs
	some c in input.certificates
	c.sha256 in shipped
]

default shipped_pair(_) := false

shipped_pair(certificate) if certificate.sha256 in shipped_pairs

default shipped_store(_) := false

shipped_store(path) if path in {"repository/resources/security/wso2carbon.jks", "repository/resources/security/client-truststore.jks"}

now_ns := time.parse_rfc3339_ns(input.now)

unused_stores := [store |
	some store in input.keystores
	not store.absent
	not store.file in named_files
]

named_files contains use.store_file if some use in store_uses

# The internal pair and that of the vault encrypt and are shown to nobody.
presenting := {"primary", "tls", "client", "other"}

served_certificates_of(used) := [c |
	aliases := {p.alias | some use in used.uses; use.role in presenting; some p in pairs(use)}
	count(aliases) > 0
	file := used.uses[0].store_file
	some c in array.concat(key_pairs_by_file[file], issuers_in(file))
	c.alias in aliases
]

store_evidence(used) := {"at": used.at, "unknown": unread(used)}

# store_subjects are the stores with keys, or those of trust, as evidence.
store_subjects(trust) := array.concat(
	[store_evidence(used) | some used in used_stores; used.trust == trust],
	[undecided_place(use.location) | some use in store_uses; use.trust == trust; not use.store],
)

default unread(_) := false

unread(used) if store_unread(used.uses[0])

other_uses(used) := [used_too(use) | some use in array.slice(used.uses, 1, count(used.uses))]

used_too(use) := lib.see(use.location, $"{capitalized(use.what)} {same_store[use.trust]}.")

same_store := {true: "is the same file", false: "uses it too"}

capitalized(text) := concat("", [upper(substring(text, 0, 1)), substring(text, 1, -1)])

certificate_name(c) := c.alias if {
	c.alias != ""
	c.chain == 0
} else := c.common_name
