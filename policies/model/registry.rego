# Registry.
#
# registry_files: the registry.xml files. registry_databases: the databases
# that it knows, each with its place and name, datasource (the JNDI name of
# one), or url, username and driver of its own. current_registry_database:
# the name of the registry's own, local one. remote_instances: the remote
# registries, each with id, url, username, password, password_alias, database
# (the name of the registry database that it reads directly), read_only, cache
# and cache_id. mounts: the registry paths that lead to one, each with
# local_path (path is its place in the file), instance, target and overwrite. All of
# them as far as they are set. skipped_mounts: those that the server leaves out,
# with lacks, the attributes that are not there.
# mounts_of gives the mounts of a remote registry, registry_database_of its
# database, registry_datasources the data sources of a database.
# registry_read_only, registry_cache: the switches of the registry itself.
# indexing, indexed_at: the switch of the search index and where it keeps its
# time.
# local_registries: the local part of a node that mounts the rest. lean_marks:
# what shows that a node needs neither search nor writing; role_open holds where
# a template decides that.
package carbonlint.model

import data.carbonlint.lib

default registry_files := []

registry_files := input.files["registry.xml"]

registry_database_paths := {
	"name": "@name",
	"datasource": "dataSource",
	"url": "url",
	"username": "userName",
	"driver": "driverName",
}

registry_databases := [object.union(lib.location(item), first_entries(item, registry_database_paths)) |
	some item in input.items["registry.xml"]["wso2registry/dbConfig"]
]

# first_entries are the entries of an item by attribute where the first of
# duplicates wins, as it does in all of registry.xml.
first_entries(item, paths) := {attribute: entries[0] |
	some attribute, path in paths
	entries := item.settings[path]
}

current_registry_database := input.settings["registry.xml"]["wso2registry/currentDBConfig"][0]

remote_instance_paths := {
	"id": "id",
	"url": "@url",
	"username": "username",
	"password": "password",
	"password_alias": "password/@secretAlias",
	"database": "dbConfig",
	"read_only": "readOnly",
	"cache": "enableCache",
	"cache_id": "cacheId",
}

remote_instances := [object.union(lib.location(item), first_entries(item, remote_instance_paths)) |
	some item in input.items["registry.xml"]["wso2registry/remoteInstance"]
]

mount_paths := {
	"local_path": "@path",
	"instance": "instanceId",
	"target": "targetPath",
	"overwrite": "@overwrite",
}

# The server skips a mount that lacks one of the three.
mounts := [mount |
	some mount in written_mounts
	count(mount_lacks(mount)) == 0
]

skipped_mounts := [object.union(mount, {"lacks": lacks}) |
	some mount in written_mounts
	lacks := mount_lacks(mount)
	count(lacks) > 0
]

written_mounts := [object.union(lib.location(item), first_entries(item, mount_paths)) |
	some item in input.items["registry.xml"]["wso2registry/mount"]
]

mount_lacks(mount) := [attribute |
	some attribute in ["local_path", "instance", "target"]
	not mount[attribute]
]

mounts_of(instance) := [m |
	some m in mounts
	m.instance.value == instance.id.value
]

# mounted holds for a remote registry that a mount uses or may use.
mounted(instance) if count(mounts_of(instance)) > 0

mounted(instance) if {
	instance.id.unknown
	count(mounts) > 0
}

mounted(_) if {
	some m in mounts
	m.instance.unknown
}

# The last of two databases of one name counts.
registry_database_of(instance) := last_entry([d |
	some d in registry_databases
	d.name.value == instance.database.value
])

registry_database_names := {d.name.value | some d in registry_databases}

# registry_names_open holds where a database may have any name.
registry_names_open if {
	some d in registry_databases
	d.name.unknown
}

registry_datasources(database) := [ds |
	some ds in datasources
	ds.jndi.value == database.datasource.value
]

# The server compares these switches with true as it is written.
registry_read_only := input.settings["registry.xml"]["wso2registry/readOnly"][0]

registry_cache := input.settings["registry.xml"]["wso2registry/enableCache"][0]

indexing := input.settings["registry.xml"]["wso2registry/indexingConfiguration/startIndexing"][0]

indexed_at := input.settings["registry.xml"]["wso2registry/indexingConfiguration/lastAccessTimeLocation"][0]

# h2_file is the file of an H2 database that lies at one place of the host,
# whichever home opens it.
h2_file(ds) := path if {
	lib.known(ds.url)
	[_, path] := regex.find_all_string_submatch_n(`^(?i)jdbc:h2:(?:file:)?((?:/|[A-Z]:)[^;]*)`, ds.url.value, 1)[0]
}

# mounted_databases are the names of the databases behind mounts.
mounted_databases := {i.database.value |
	some m in mounts
	some i in remote_instances
	i.id.value == m.instance.value
}

# local_registries are the names of the registry databases (one or none) that
# only keep the local part of a node whose governance and configuration parts
# are mounted from a database that is not embedded.
local_registries contains name if {
	name := current_registry_database.value
	not name in mounted_databases
	shared_mount("/_system/governance")
	shared_mount("/_system/config")
}

shared_mount(path) if {
	some m in mounts
	m.local_path.value == path
	some i in remote_instances
	i.id.value == m.instance.value
	some ds in registry_datasources(registry_database_of(i))
	not embedded_h2(ds)
}

# A database of the registry that nothing selects is never opened. One with a
# URL of its own names no data source.
registry_references := [r |
	some database in opened_registry_databases
	entry := database.datasource
	user := $"the registry database '{database.name.value}'"
	r := object.union(reference(entry, user, "jndi", true), {"local": database.name.value in local_registries})
]

opened_registry_databases := [database |
	some database in registry_databases
	opened(database.name)
]

opened(name) if name.value == current_registry_database.value

opened(name) if name.value in instance_databases

opened(name) if name.unknown

opened(_) if not registry_database_known

opened(_) if {
	some i in remote_instances
	i.database.unknown
}

registry_database_known if lib.known(current_registry_database)

instance_databases := {i.database.value | some i in remote_instances}

# The worker flag is for workers of a cluster with managers, the profile for
# one part of the API manager.
lean_marks contains entry if some entry in worker_switches

lean_marks contains entry if {
	some entry in options("-Dprofile")
	entry.value in {"gateway-worker", "api-key-manager", "traffic-manager"}
}

role_open if {
	count(lean_marks) == 0
	some name in ["-DworkerNode", "-Dprofile"]
	some entry in options(name)
	entry.unknown
}
