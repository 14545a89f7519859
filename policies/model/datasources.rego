# Data sources.
#
# datasources: every relational data source that the server loads, with its
# place and the entries name, jndi, type, url, driver (of DriverManager),
# class (a DataSource of the driver), username, password, password_alias,
# password_encrypted, connection_properties, max_active, max_idle, min_idle,
# initial_size, max_wait, remove_abandoned, log_abandoned, validation_query, validation_interval,
# validator, test_on_borrow, test_on_return, test_while_idle, as far as they
# are set. references: where the configuration names a data source, each with
# the entry, name, what uses it (user: "the user manager"), by which attribute
# it is named (jndi or name), whether product data is kept in it and whether
# it is only the local part of the registry. named gives the data sources that
# a reference means, users_of the references to a data source, use_of what
# they amount to. database_hosts and database_schema say what a URL leads to.
# datasource_files are the files that the server loads, and
# ignored_datasource_files those that lie beside them. h2_servers are the
# servers of the embedded database.
package carbonlint.model

import data.carbonlint.lib

# The attributes of a data source by their paths; where the connection is given
# as properties of a class instead, the second and third map have them.
datasource_attributes := {
	"name": "name",
	"jndiConfig/name": "jndi",
	"definition/@type": "type",
	"definition/configuration/url": "url",
	"definition/configuration/driverClassName": "driver",
	"definition/configuration/dataSourceClassName": "class",
	"definition/configuration/username": "username",
	"definition/configuration/password": "password",
	"definition/configuration/password/@secretAlias": "password_alias",
	"definition/configuration/password/@encrypted": "password_encrypted",
	"definition/configuration/connectionProperties": "connection_properties",
	"definition/configuration/maxActive": "max_active",
	"definition/configuration/maxIdle": "max_idle",
	"definition/configuration/minIdle": "min_idle",
	"definition/configuration/initialSize": "initial_size",
	"definition/configuration/maxWait": "max_wait",
	"definition/configuration/removeAbandoned": "remove_abandoned",
	"definition/configuration/logAbandoned": "log_abandoned",
	"definition/configuration/validationQuery": "validation_query",
	"definition/configuration/validationInterval": "validation_interval",
	"definition/configuration/validatorClassName": "validator",
	"definition/configuration/testOnBorrow": "test_on_borrow",
	"definition/configuration/testOnReturn": "test_on_return",
	"definition/configuration/testWhileIdle": "test_while_idle",
}

datasource_properties := {
	"definition/configuration/dataSourceProps/property[url]": "url",
	"definition/configuration/dataSourceProps/property[user]": "username",
	"definition/configuration/dataSourceProps/property[password]": "password",
}

datasource_properties_upper := {
	"definition/configuration/dataSourceProps/property[URL]": "url",
}

# JAXB reads a data source, and takes the last of duplicate elements.
datasources := [datasource |
	some item in input.items.datasources["datasources-configuration/datasources/datasource"]
	relational(item)
	settings := item.settings
	entries := [{attribute: list[count(list) - 1] | some path, attribute in attributes; list := settings[path]} |
		some attributes in [datasource_properties_upper, datasource_properties, datasource_attributes]
	]
	datasource := object.union_n(array.concat([lib.location(item)], entries))
]

# Tabular, query and NoSQL sources have no JDBC URL and no pool.
relational(item) if item.settings["definition/@type"][0].value == "RDBMS"

relational(item) if item.settings["definition/@type"][0].unknown

relational(item) if not item.settings["definition/@type"]

# datasource_names are the names of the data sources of every type, jndi and
# name; unknown_datasource_names are those of the two of which a name is
# undecided: then no reference can be called undefined.
datasource_names := {
	"name": {e.value | some e in name_entries.name},
	"jndi": {e.value | some e in name_entries.jndi},
}

unknown_datasource_names := {by | some by, entries in name_entries; some e in entries; e.unknown}

name_entries := {
	"name": [e | some item in all_datasources; some e in item.settings.name],
	"jndi": [e | some item in all_datasources; some e in item.settings["jndiConfig/name"]],
}

default all_datasources := []

all_datasources := input.items.datasources["datasources-configuration/datasources/datasource"]

# named_datasources are the names of all data sources as the server comes to
# them: the master file first, the others in no certain order.
named_datasources := array.concat(
	[source_names(item) | some item in all_datasources; contains(item.file, "master-datasources.xml")],
	[source_names(item) | some item in all_datasources; not contains(item.file, "master-datasources.xml")],
)

source_names(item) := {attribute: entry |
	some path, attribute in {"name": "name", "jndiConfig/name": "jndi"}
	entry := last_entry(item.settings[path])
}

# other_datasources are the data sources that are not relational.
other_datasources := [item |
	some item in all_datasources
	not relational(item)
]

# master_datasources is the file in which the products define what the registry
# and the user manager need.
master_datasources := [file |
	some file in input.files.datasources
	contains(file.file, "master-datasources.xml")
]

# The kind of user decides how bad an embedded database is: product data is
# lost or diverges, optional features only lose statistics.
reference(entry, user, by, product) := {
	"entry": entry,
	"name": entry.value,
	"user": user,
	"by": by,
	"product": product,
	"local": false,
}

references := array.concat(core_references, feature_references)

core_references := array.concat(registry_references, user_references)

# The realm, and each user store that names a data source of its own.
user_references := array.concat(
	[reference(entry, "the user manager", "jndi", true) | entry := realm_datasource],
	[reference(entry, "a user store", "jndi", true) |
		some store in user_stores
		entry := store.datasource
	],
)

# The realm keeps its properties in a map.
realm_datasource := last_entry(input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/Property[dataSource]"])

feature_references := [r | some list in feature_lists; some r in list]

feature_lists := [
	[reference(e, "the identity features", "jndi", true) | e := input.settings["identity.xml"]["Server/JDBCPersistenceManager/DataSource/Name"][0]],
	[reference(e, "the thrift authenticator", "jndi", true) | some e in input.settings["thrift-authentication.xml"]["Server/JDBCPersistenceManager/DataSource/Name"]],
	[reference(e, "the consent manager", "jndi", true) | e := input.settings["consent-mgt-config.xml"]["ConsentManager/DataSource/Name"][0]],
	[reference(e, "the API manager", "jndi", true) | e := input.settings["api-manager.xml"]["APIManager/DataSourceName"][0]],
	[r | r := statistics_reference],
	[reference(e, "WSO2 metrics", "jndi", false) | e := input.settings["metrics.xml"]["Metrics/Reporting/JDBC/DataSourceName"][0]; metrics_jdbc_on],
	[reference(e, "the message store of the broker", "jndi", true) | e := input.settings["broker.xml"]["broker/persistence/messageStore/property[dataSource]"][0]],
	[reference(e, "the context store of the broker", "jndi", true) | e := input.settings["broker.xml"]["broker/persistence/contextStore/property[dataSource]"][0]],
	[reference(e, "the process engine", "jndi", true) | some i in input.items["bps.xml"]["WSO2BPS/DataBaseConfig/DataSource"]; e := i.settings["@name"][0]],
	[reference(e, "the human task engine", "jndi", true) | e := input.settings["humantask.xml"]["HumanTaskServerConfig/PersistenceConfig/DataSource"][0]],
	[reference(e, "attachment management", "jndi", true) | e := input.settings["attachment-management.xml"]["AttachmentManagementConfig/PersistenceConfig/DataSource"][0]],
	[reference(e, "the BPMN engine", "jndi", false) | some i in input.items["activiti.xml"]["beans/bean/property"]; i.settings["@name"][0].value == "dataSourceJndiName"; e := i.settings["@value"][0]],
	[reference(e, "the analytics record store", "name", true) | some i in input.items["analytics-config.xml"]["analytics-dataservice-configuration/analytics-record-store"]; e := i.settings["properties/property[datasource]"][0]],
	[reference(e, "device management", "jndi", true) | e := input.settings["cdm-config.xml"]["DeviceMgtConfiguration/ManagementRepository/DataSourceConfiguration/JndiLookupDefinition/Name"][0]],
]

# Metrics uses its data source only while it is on and the JDBC reporter too.
metrics_jdbc_on if {
	maybe(input.settings["metrics.xml"]["Metrics/Enabled"][0])
	maybe(input.settings["metrics.xml"]["Metrics/Reporting/JDBC/Enabled"][0])
}

# maybe holds for a switch that is on or not decided.
maybe(entry) if lib.yes(entry)

maybe(entry) if entry.unknown

# The statistics client for databases has the name of its data source in its
# code, and runs while analytics is on.
statistics_reference := object.union(reference(client, "the API statistics", "jndi", false), {"name": "jdbc/WSO2AM_STATS_DB"}) if {
	client := input.settings["api-manager.xml"]["APIManager/Analytics/StatsProviderImpl"][0]
	endswith(client.value, ".APIUsageStatisticsRdbmsClientImpl")
	maybe(input.settings["api-manager.xml"]["APIManager/Analytics/Enabled"][0])
}

# named are the data sources that a reference means. JNDI names are compared
# as they stand: bpsds and jdbc/bpsds are two names.
named(reference) := [ds |
	some ds in datasources
	ds[reference.by].value == reference.name
]

# users_of are the references to a data source.
users_of(datasource) := [r |
	some r in references
	datasource[r.by].value == r.name
]

# use_of tells what a data source is for: product (data that the product
# cannot lose), feature, local (nothing but the local part of the registry),
# unused, or undecided.
use_of(datasource) := "product" if {
	some r in users_of(datasource)
	r.product
	not r.local
} else := "feature" if {
	some r in users_of(datasource)
	not r.local
} else := "undecided" if {
	used_elsewhere(datasource)
} else := "local" if {
	count(users_of(datasource)) > 0
} else := "unused"

# used_elsewhere holds for a data source that may have users outside the tree:
# in an overlay or a file that does not parse, where a reference is not decided, or where the file that names
# it in every product is left as it is shipped.
used_elsewhere(datasource) if {
	not complete
	count(users_of(datasource)) == 0
}

used_elsewhere(datasource) if {
	input.home.broken
	count(users_of(datasource)) == 0
}

used_elsewhere(_) if {
	some r in references
	r.entry.unknown
}

used_elsewhere(datasource) if {
	some attribute in ["jndi", "name"]
	datasource[attribute].unknown
}

used_elsewhere(datasource) if datasource.jndi.value in names_of_absent_files

used_elsewhere(datasource) if datasource.name.value in names_of_absent_files

names_of_absent_files contains "jdbc/WSO2CarbonDB" if not input.files["registry.xml"]

names_of_absent_files contains "jdbc/WSO2CarbonDB" if not input.files["user-mgt.xml"]

names_of_absent_files contains "WSO2MBStoreDB" if not input.files["broker.xml"]

names_of_absent_files contains "bpsds" if not input.files["bps.xml"]

names_of_absent_files contains "jdbc/ActivitiDB" if not input.files["activiti.xml"]

names_of_absent_files contains "jdbc/WSO2MetricsDB" if not input.files["metrics.xml"]

names_of_absent_files contains name if {
	not input.files["api-manager.xml"]
	some name in ["jdbc/WSO2AM_DB", "jdbc/WSO2AM_STATS_DB"]
}

names_of_absent_files contains name if {
	not input.files["analytics-config.xml"]
	some name in ["WSO2_ANALYTICS_EVENT_STORE_DB", "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB"]
}

names_of_absent_files contains "jdbc/DM_DS" if not input.files["cdm-config.xml"]

# names_of_other_files are the names that products define outside the master
# file: an overlay without that file may still have them.
names_of_other_files := {
	"jdbc/WSO2MetricsDB", "bpsds", "jdbc/ActivitiDB", "jdbc/DM_DS",
	"WSO2_ANALYTICS_EVENT_STORE_DB", "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB",
}

# datasource_name is a data source's name as a message may show it.
datasource_name(datasource) := lib.quote(datasource.name)

datasource_name(datasource) := "without a name" if not datasource.name

# embedded_h2 holds for a data source on the embedded database. A driver of it
# left beside the URL of another database is another fault.
embedded_h2(datasource) if startswith(lower(datasource.url.value), "jdbc:h2:")

embedded_h2(datasource) if {
	not datasource.url
	some attribute in ["driver", "class"]
	startswith(datasource[attribute].value, "org.h2.")
}

# database_server holds for a data source that is known to be no embedded H2.
database_server(datasource) if dialect(datasource) != "h2"

database_server(datasource) if {
	not datasource.url
	not embedded_h2(datasource)
}

# shipped_h2 holds for the URLs of the data sources that products ship.
shipped_h2(datasource) if regex.match(`^jdbc:h2:(file:)?(((\./)?repository/database|\$\{carbon\.home\}/repository/database)/(WSO2CARBON_DB|WSO2SHARED_DB|WSO2METRICS_DB|WSO2MB_DB|WSO2AM_DB|WSO2SOCIAL_DB|WSO2SOCIAL_CACHE_DB|WSO2DM_DB|ES_STORAGE|activiti|jpadb|samples/BAM_STATS_DB|ANALYTICS_(EVENT|PROCESSED_DATA)_STORE)|\.\./tmpStatDB/WSO2AM_STATS_DB)(;(DB_CLOSE_ON_EXIT=FALSE|DB_CLOSE_DELAY=-1|LOCK_TIMEOUT=60000|AUTO_SERVER=TRUE|(?i:MVCC=TRUE)))*$`, datasource.url.value)

# h2_servers are the servers of the embedded database that carbon.xml starts,
# each with the entry that does, name, and others, the entry that opens it to
# other machines. A property counts by being there.
h2_servers := [server |
	some name, entries in {
		"web console": {
			"on": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[web]"]],
			"others": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[webAllowOthers]"]],
		},
		"database server": {
			"on": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[tcp]"]],
			"others": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[tcpAllowOthers]"]],
		},
		"PostgreSQL server": {
			"on": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[pg]"]],
			"others": [e | some e in input.settings["carbon.xml"]["Server/H2DatabaseConfiguration/property[pgAllowOthers]"]],
		},
	}
	entry := entries.on[0]
	server := object.union({"name": name, "entry": entry}, {"others": e | some i, e in entries.others; i == 0})
]

default datasource_files := []

datasource_files := input.files.datasources

# xml_name holds for a file that is XML by its name, as a template too.
default xml_name(_) := false

xml_name(name) if regex.match(`(?i)\.xml(\.(erb|epp|j2|jinja2|tpl|tmpl))?$`, name)

default ignored_datasource_files := []

ignored_datasource_files := input.files["datasources-ignored"]
