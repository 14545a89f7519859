# User stores and the super admin.
#
# user_stores: the primary store of user-mgt.xml, the further ones there and
# the secondary ones in userstores/, each with its place, primary, class,
# url (of a directory), connection_name, connection_password, connection_alias
# and anonymous (how it is bound to), read_only, datasource, pooling, start_tls,
# password_digest, salted, password_hash (of a directory), password_pattern,
# user_limit, role_limit, roles_cached, jdbc_url, as far as they are set.
# realm_here: holds where the tree has the primary store. admin: name,
# password and password_alias of the super admin, created: the switch by which
# the server creates it. admin_created holds where it does, also where nothing
# says so; reads_only for a store that the server does not write to.
# embedded_ldap: the switch of the embedded directory; embedded_ldap_off holds
# where it is known not to run. directory_urls: the URLs of a directory, each
# with scheme, host and port. start_tls_unknown: holds where the server does not
# know StartTLS, whatever a store says of it.
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
	"connection_password": "Property[ConnectionPassword]",
	"connection_alias": "Property[ConnectionPassword]/@secretAlias",
	"anonymous": "Property[AnonymousBind]",
	"read_only": "Property[ReadOnly]",
	"password_pattern": "Property[PasswordJavaRegEx]",
	"user_limit": "Property[MaxUserNameListLength]",
	"role_limit": "Property[MaxRoleNameListLength]",
	"roles_cached": "Property[UserRolesCacheEnabled]",
}

# The property came with updates of the Identity Server 5.7.0.
start_tls_unknown if lib.older(kernel, "4.4.35")

user_stores := [store |
	some store in array.concat(realm_user_stores, secondary_user_stores)
	not switched_off(store)
]

# A negated call does not hold where its argument is undefined, so that the
# switch, which is mostly absent, is asked for by a helper.
switched_off(store) if lib.yes(store.disabled)

realm_user_stores := [user_store(item, i == 0) |
	some i, item in input.items["user-mgt.xml"]["UserManager/Realm/UserStoreManager"]
]

secondary_user_stores := [user_store(item, false) |
	some item in input.items["user-store"].UserStoreManager
]

# The realm keeps properties in a map, so that the last of duplicates counts.
user_store(item, primary) := object.union(
	object.union(lib.location(item), {"primary": primary}),
	{attribute: entries[count(entries) - 1] | some attribute, path in user_store_paths; entries := item.settings[path]},
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

# An empty switch is none.
admin["created"] := input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/AddAdmin"][0]

admin_created if lib.yes(admin.created)

admin_created if not admin_switch_set

admin_switch_set if admin.created.value != ""

reads_only(store) if lib.yes(store.read_only)

reads_only(store) if contains(store.class.value, "ReadOnly")

# sample_directory holds for a store that is set up as in the shipped samples,
# as which the micro integrator runs.
default sample_directory(_) := false

sample_directory(store) if {
	store.url.value == "ldap://localhost:10389"
	store.connection_name.value == "uid=admin,ou=system"
}

# realm_here holds where the tree tells which user stores there are.
realm_here if input.files["user-mgt.xml"]

# The directory keeps its properties in a map, as the realm does.
embedded_ldap := last_entry(input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/EmbeddedLDAP/Property[enable]"])

# Only the Identity Server has the file; without the switch it does not start.
embedded_ldap_off if lib.no(embedded_ldap)

embedded_ldap_off if {
	input.files["embedded-ldap.xml"]
	not embedded_ldap
}

embedded_ldap_off if {
	all_read("embedded-ldap.xml")
	not input.files["embedded-ldap.xml"]
}

# A directory's value may hold several URLs, apart by blanks or commas.
directory_urls(store) := [{"text": text, "scheme": lower(scheme), "host": host, "port": port} |
	some text in lib.words(store.url.value)
	[_, scheme, host, port] := regex.find_all_string_submatch_n(`^(?i)(ldaps?)://(\[[^\]]+\]|[^:/]*)(?::(\d+|\$\{[^}]*\}))?`, text, 1)[0]
]

# external holds for a directory URL that leaves the machine; a placeholder as
# host decides nothing.
external(url) if {
	host := url.host
	not lib.loopback(host)
	not undecided_host(host)
}

undecided_host(host) if regex.match(`[${}<>%@]|^[A-Z][A-Z0-9_]*_[A-Z0-9_]+$|^$`, host)

# embedded_ldap_port is the port of the embedded directory: that of carbon.xml,
# to which the offset is added, or a number in its own file, to which none is.
embedded_ldap_port := to_number(own_ldap_port.value) if {
	regex.match(`^\d{1,5}$`, own_ldap_port.value)
} else := to_number(carbon_ldap_port.value) + port_offset if {
	regex.match(`^\d{1,5}$`, carbon_ldap_port.value)
} else := 10389 + port_offset

own_ldap_port := last_entry(input.settings["embedded-ldap.xml"]["EmbeddedLDAPConfig/EmbeddedLDAP/Property[port]"])

carbon_ldap_port := input.settings["carbon.xml"]["Server/Ports/EmbeddedLDAP/LDAPServerPort"][0]

# on_embedded_ldap holds for a store that reads the embedded directory: by the
# placeholder for its port, or by its number where the server may run it. The
# placeholder means it where it is switched off too.
on_embedded_ldap(store) if {
	contains(store.url.value, "${Ports.EmbeddedLDAP.LDAPServerPort}")
	not embedded_ldap_off
}

on_embedded_ldap(store) if {
	contains(store.url.value, "${Ports.EmbeddedLDAP.LDAPServerPort}")
	lib.no(embedded_ldap)
}

on_embedded_ldap(store) if {
	some url in directory_urls(store)
	lib.loopback(url.host)
	regex.match(`^\d{1,5}$`, url.port)
	to_number(url.port) == embedded_ldap_port
	not embedded_ldap_off
}

# writes_hashes holds for a directory into which the server writes passwords
# in the form that it chose. It changes none in a read-only directory, and
# Active Directory always hashes by itself.
writes_hashes(store) if {
	store.url
	class := object.get(store, ["class", "value"], "")
	not contains(class, "ActiveDirectory")
	not reads_only(store)
}
