# METADATA
# title: User stores and the super admin
# description: >-
#   user_stores: the primary store of user-mgt.xml, the further ones there and
#   the secondary ones in userstores/, each with its place, primary, class,
#   url (of a directory), datasource, pooling, start_tls, password_digest,
#   salted, password_hash (of a directory), jdbc_url, as far as they are set.
#   admin: name and password of the super admin. embedded_ldap: the switch of
#   the embedded directory.
package carbonlint.model

import data.carbonlint.lib

user_store_paths := {
	"class": "@class",
	"url": "Property[ConnectionURL]",
	"datasource": "Property[dataSource]",
	"jdbc_url": "Property[url]",
	"driver": "Property[driverName]",
	"disabled": "Property[Disabled]",
	"pooling": "Property[ConnectionPoolingEnabled]",
	"start_tls": "Property[StartTLSEnabled]",
	"password_digest": "Property[PasswordDigest]",
	"salted": "Property[StoreSaltedPassword]",
	"password_hash": "Property[PasswordHashMethod]",
	"connection_name": "Property[ConnectionName]",
}

user_stores := [store |
	some store in array.concat(realm_user_stores, secondary_user_stores)
	not lib.yes(store.disabled)
]

realm_user_stores := [user_store(item, i == 0) |
	some i, item in input.items["user-mgt.xml"]["UserManager/Realm/UserStoreManager"]
]

secondary_user_stores := [user_store(item, false) |
	some item in input.items["user-store"].UserStoreManager
]

user_store(item, primary) := object.union(
	object.union(lib.location(item), {"primary": primary}),
	{attribute: entry | some attribute, path in user_store_paths; entry := item.settings[path][0]},
)

# directory holds for a store that is an LDAP directory.
directory(store) if store.url

# jdbc holds for a store that is a database.
jdbc(store) if contains(store.class.value, "JDBCUserStoreManager")

# store_datasource is the entry that names a JDBC store's data source: its
# own, else that of the realm.
store_datasource(store) := store.datasource if jdbc(store)

store_datasource(store) := realm_datasource if {
	jdbc(store)
	not store.datasource
	not store.jdbc_url
}

admin["name"] := input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/AdminUser/UserName"][0]

admin["password"] := input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/AdminUser/Password"][0]

admin["password_alias"] := input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/AdminUser/Password/@secretAlias"][0]

embedded_ldap := input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/EmbeddedLDAP/Property[enable]"][0]

# embedded_ldap_port is the port of the embedded directory before the offset.
default embedded_ldap_port := 10389

embedded_ldap_port := to_number(entry.value) if {
	entry := input.settings["carbon.xml"]["Server/Ports/EmbeddedLDAP/LDAPServerPort"][0]
	regex.match(`^\d{1,5}$`, entry.value)
}

# on_embedded_ldap holds for a store that is the embedded directory.
on_embedded_ldap(store) if {
	some url in lib.words(store.url.value)
	contains(url, "${Ports.EmbeddedLDAP.LDAPServerPort}")
}

on_embedded_ldap(store) if {
	some url in lib.words(store.url.value)
	[_, host, port] := regex.find_all_string_submatch_n(`^ldaps?://(\[[^\]]+\]|[^:/]+):(\d+)`, lower(url), 1)[0]
	lib.loopback(host)
	to_number(port) in {embedded_ldap_port, embedded_ldap_port + port_offset}
}
