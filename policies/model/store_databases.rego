# Databases of user stores.
#
# store_database: what the primary user store reads, where it is a database:
# the entry that names it and key, a schema that can be compared. The entry is
# the realm's where the store names no database of its own; it is undefined
# where the tree does not tell, and for an embedded database.
# own_store_database: the entry by which the primary store names its own.
package carbonlint.model

primary_store := realm_user_stores[0]

own_store_database := primary_store.datasource if {
	jdbc(primary_store)
} else := primary_store.jdbc_url if {
	jdbc(primary_store)
}

store_database := {"entry": entry, "key": key} if {
	entry := store_datasource(primary_store)
	keys := reference_keys([reference(entry, "a user store", "jndi", true)])
	some key in keys
	count(keys) == 1
}

# A URL of its own counts where no data source is named.
store_database := {"entry": primary_store.jdbc_url, "key": key} if {
	jdbc(primary_store)
	not primary_store.datasource
	key := database_key({"url": primary_store.jdbc_url})
}

store_facts := array.concat(
	[fact("cluster", "store_databases", store_database.key, store_database.entry, {}) | store_database],
	[fact_of(store_database.key, fact("environment", "stores_by_mount", mount.shared, store_database.entry, {})) | some mount in known_mounts],
)
