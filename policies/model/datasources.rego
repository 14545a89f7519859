# METADATA
# title: Data sources
# description: >-
#   datasources: every relational data source that the server loads, with its
#   place and the entries name, jndi, url, driver, username, password,
#   validation_query, test_on_borrow, test_while_idle, validation_interval, as
#   far as they are set. references: where the configuration names a data
#   source, each with the entry, what uses it (registry, user management, …)
#   and by which attribute it is named (jndi or name). named gives the data
#   sources that a reference means.
package carbonlint.model

import data.carbonlint.lib

datasource_paths := {
	"name": "name",
	"jndi": "jndiConfig/name",
	"type": "definition/@type",
	"url": "definition/configuration/url",
	"driver": "definition/configuration/driverClassName",
	"username": "definition/configuration/username",
	"password": "definition/configuration/password",
	"validation_query": "definition/configuration/validationQuery",
	"validation_interval": "definition/configuration/validationInterval",
	"test_on_borrow": "definition/configuration/testOnBorrow",
	"test_while_idle": "definition/configuration/testWhileIdle",
}

datasources := [datasource |
	some item in input.items.datasources["datasources-configuration/datasources/datasource"]
	relational(item)
	entries := {attribute: entry |
		some attribute, path in datasource_paths
		entry := item.settings[path][0]
	}
	datasource := object.union(lib.location(item), entries)
]

# Tabular, query and NoSQL sources have no JDBC URL and no pool.
relational(item) if item.settings["definition/@type"][0].value == "RDBMS"

relational(item) if not item.settings["definition/@type"]

# all_datasource_names are the names of data sources of every type.
all_datasource_names contains entry.value if {
	some item in input.items.datasources["datasources-configuration/datasources/datasource"]
	some path in ["name", "jndiConfig/name"]
	entry := item.settings[path][0]
}

# unknown_datasource_names holds where a data source's own name is undecided:
# then no reference can be called undefined.
unknown_datasource_names if {
	some item in input.items.datasources["datasources-configuration/datasources/datasource"]
	some path in ["name", "jndiConfig/name"]
	item.settings[path][0].unknown
}

# The kind of user decides how bad an embedded database is: product data is
# lost or diverges, optional features only lose statistics.
reference(entry, user, by, product) := {"entry": entry, "user": user, "by": by, "product": product}

references := array.concat(core_references, feature_references)

core_references := array.concat(registry_references, user_references)

registry_references := [reference(entry, $"the registry database '{name}'", "jndi", true) |
	some config in input.items["registry.xml"]["wso2registry/dbConfig"]
	entry := config.settings.dataSource[0]
	name := config.settings["@name"][0].value
]

user_references := array.concat(
	[reference(entry, "the user manager", "jndi", true) | entry := realm_datasource],
	[reference(entry, "a user store", "jndi", true) |
		some store in user_stores
		entry := store.datasource
	],
)

realm_datasource := input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/Property[dataSource]"][0]

feature_references := [r | some list in feature_lists; some r in list]

feature_lists := [
	[reference(e, "the identity features", "jndi", true) | e := input.settings["identity.xml"]["Server/JDBCPersistenceManager/DataSource/Name"][0]],
	[reference(e, "the thrift authenticator", "jndi", true) | e := input.settings["thrift-authentication.xml"]["Server/JDBCPersistenceManager/DataSource/Name"][0]],
	[reference(e, "the consent manager", "jndi", true) | e := input.settings["consent-mgt-config.xml"]["ConsentManager/DataSource/Name"][0]],
	[reference(e, "the API manager", "jndi", true) | e := input.settings["api-manager.xml"]["APIManager/DataSourceName"][0]],
	[reference(e, "WSO2 metrics", "jndi", false) | e := input.settings["metrics.xml"]["Metrics/Reporting/JDBC/DataSourceName"][0]; metrics_jdbc_on],
	[reference(e, "the message store of the broker", "jndi", true) | e := input.settings["broker.xml"]["broker/persistence/messageStore/property[dataSource]"][0]],
	[reference(e, "the context store of the broker", "jndi", true) | e := input.settings["broker.xml"]["broker/persistence/contextStore/property[dataSource]"][0]],
	[reference(e, "the process engine", "jndi", true) | some i in input.items["bps.xml"]["WSO2BPS/DataBaseConfig/DataSource"]; e := i.settings["@name"][0]],
	[reference(e, "the human task engine", "jndi", true) | e := input.settings["humantask.xml"]["HumanTaskServerConfig/PersistenceConfig/DataSource"][0]],
	[reference(e, "attachment management", "jndi", true) | e := input.settings["attachment-management.xml"]["AttachmentManagementConfig/PersistenceConfig/DataSource"][0]],
	[reference(e, "the BPMN engine", "jndi", false) | some i in input.items["activiti.xml"]["beans/bean/property"]; i.settings["@name"][0].value == "dataSourceJndiName"; e := i.settings["@value"][0]],
	[reference(e, "the analytics record store", "name", true) | some i in input.items["analytics-config.xml"]["analytics-dataservice-configuration/analytics-record-store"]; e := i.settings["properties/property[datasource]"][0]],
]

# Metrics uses its data source only while it is on and the JDBC reporter too.
metrics_jdbc_on if {
	lib.yes(input.settings["metrics.xml"]["Metrics/Enabled"][0])
	lib.yes(input.settings["metrics.xml"]["Metrics/Reporting/JDBC/Enabled"][0])
}

# named are the data sources that a reference means. JNDI names are compared
# as they stand: bpsds and jdbc/bpsds are two names.
named(reference) := [ds |
	some ds in datasources
	ds[reference.by].value == reference.entry.value
]

# users_of are the references to a data source.
users_of(datasource) := [r |
	some r in references
	datasource[r.by].value == r.entry.value
]

# embedded_h2 holds for a data source on the embedded database.
embedded_h2(datasource) if startswith(lower(datasource.url.value), "jdbc:h2:")

embedded_h2(datasource) if {
	not datasource.url
	datasource.driver.value in {"org.h2.Driver", "org.h2.jdbcx.JdbcDataSource"}
}

# shipped_h2 holds for the URLs of the data sources that products ship.
shipped_h2(datasource) if regex.match(`^jdbc:h2:(\./|\.\./|\$\{carbon\.home\}/)?(repository/database|wso2/[\w-]+/repository/database|tmpStatDB|repository/data|samples|wso2)[\w./-]*(;[\w=;-]*)?$`, datasource.url.value)

# dialect is the database that a JDBC URL speaks to: mysql, postgresql,
# oracle, sqlserver, jtds, db2, h2, informix, mariadb, …
dialect(datasource) := d if {
	d := regex.find_all_string_submatch_n(`^jdbc:([a-z0-9-]+):`, lower(datasource.url.value), 1)[0][1]
}

# registry databases: the registry's own (local) one and the mounted ones.
default registry_databases := []

registry_databases := input.items["registry.xml"]["wso2registry/dbConfig"]

current_registry_database := input.settings["registry.xml"]["wso2registry/currentDBConfig"][0]

# mounts: the registry paths that are mounted from a shared database.
mounts := [{"path": m.settings["@path"][0], "instance": m.settings.instanceId[0]} |
	some m in input.items["registry.xml"]["wso2registry/mount"]
]

# remote_instances: the remote registries by id, with the database that each
# reads when it reads one directly.
remote_instances := [{"id": i.settings.id[0], "database": object.get(i.settings, ["dbConfig", 0], null)} |
	some i in input.items["registry.xml"]["wso2registry/remoteInstance"]
]

# mounted_databases are the names of the dbConfigs behind mounts.
mounted_databases contains i.database.value if {
	some m in mounts
	some i in remote_instances
	i.id.value == m.instance.value
	i.database != null
}

# local_registry holds for a registry database that only keeps the local part
# of a node whose governance and configuration parts are mounted from a
# database that is not embedded.
local_registry(name) if {
	name == current_registry_database.value
	not name in mounted_databases
	shared_mount("/_system/governance")
	shared_mount("/_system/config")
}

shared_mount(path) if {
	some m in mounts
	m.path.value == path
	some i in remote_instances
	i.id.value == m.instance.value
	some config in registry_databases
	config.settings["@name"][0].value == i.database.value
	some ds in datasources
	ds.jndi.value == config.settings.dataSource[0].value
	not embedded_h2(ds)
}
