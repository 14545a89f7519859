# METADATA
# title: A user store is kept in the embedded H2 database
# description: >-
#   The embedded database is one file inside the home, open to one server. The
#   accounts of all users are lost with the disk or the container, each node of
#   a cluster keeps users of its own, and a crash may leave the file unreadable.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Point the user store at a data source of a database server.
#
#     ```xml
#     <!-- user-mgt.xml -->
#     <Property name="dataSource">jdbc/WSO2UM_DB</Property>
#     <!-- master-datasources.xml, in the data source of that name -->
#     <url>jdbc:postgresql://db.example.com:5432/userdb</url>
#     <driverClassName>org.postgresql.Driver</driverClassName>
#     ```
#
#     Create the tables with the scripts in dbscripts, and move the users before
#     the change. Roles and permissions that a directory's realm keeps in H2 are
#     reported with the data source.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: user-stores
#   since: 0.1.0
package carbonlint.rules.users.store_on_h2

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": entry, "unknown": undecided(entry)} if some entry in references

subjects contains store.jdbc_url if some store in inline_stores

findings contains lib.graded(entry, $"The user store's data source {lib.quote(entry)} is an embedded H2 database.", {
	"default": shipped(entry),
	"related": [lib.see(object.get(ds, "url", ds), "The embedded database.") | some ds in h2_behind(entry)],
}) if {
	some entry in references
	count(h2_behind(entry)) > 0
}

findings contains lib.finding(store.jdbc_url, $"The user store is kept in the embedded H2 database {lib.quote(store.jdbc_url)}.") if {
	some store in inline_stores
	startswith(lower(store.jdbc_url.value), "jdbc:h2:")
}

references contains entry if {
	some store in model.user_stores
	entry := model.store_datasource(store)
}

inline_stores := [store |
	some store in model.user_stores
	model.jdbc(store)
	store.jdbc_url
	not store.datasource
]

behind(entry) := [ds | some ds in model.datasources; ds.jndi.value == entry.value]

h2_behind(entry) := [ds | some ds in behind(entry); model.embedded_h2(ds)]

default shipped(_) := false

shipped(entry) if {
	entry.value in {"jdbc/WSO2CarbonDB", "jdbc/SHARED_DB"}
	some ds in h2_behind(entry)
	model.shipped_h2(ds)
}

# The data source may be defined elsewhere, or its database may be a
# placeholder.
default undecided(_) := false

undecided(entry) if count(behind(entry)) == 0

undecided(entry) if {
	some ds in behind(entry)
	not model.embedded_h2(ds)
	not model.database_server(ds)
}
