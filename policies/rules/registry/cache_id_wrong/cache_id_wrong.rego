# METADATA
# title: A mounted registry's cache id does not match its database
# description: >-
#   The id names the cache of the mounted registry, and nodes tell each other
#   by it what has changed. Nodes that give one database two ids go on serving
#   what another node has replaced: the old endpoint, the old policy, until
#   they are restarted.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Write the login and the URL of the mounted database, and the same on all nodes.
#
#     ```xml
#     <remoteInstance url="https://localhost:9443/registry">
#         <id>gov</id>
#         <cacheId>reguser@jdbc:postgresql://db.example.com:5432/regdb</cacheId>
#     </remoteInstance>
#     ```
#
#     What follows ? or ; in the URL and the case of the login do not matter. A
#     missing id is a warning for a registry that is reached by its own URL, and
#     a note for one that is read from a database: there the server makes the
#     id from the connection. Without a cache the id is not used.
#   severity: warning
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.cache_id_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(instance, "cache", instance) if some instance in mounted

subjects contains {"at": instance.cache_id, "unknown": undecided(instance)} if some instance in cached

findings contains lib.graded(instance.cache_id, message, {"related": related}) if {
	some instance in cached
	lib.known(instance.cache_id)
	differs(instance.cache_id.value, database(instance))
	message := $"The cache id {lib.quote(instance.cache_id)} is not that of the mounted database."
	related := [lib.see(database(instance)[part], see) |
		some part, see in {"url": "The URL of the database.", "username": "Its login."}
		database(instance)[part]
	]
}

findings contains lib.graded(instance, message, {"severity": severity}) if {
	some instance in cached
	not instance.cache_id
	[severity, message] := missing[object.get(instance, ["database", "value"], "") == ""]
}

missing := {
	true: ["warning", "The mounted registry is cached without a cache id, so its entries pass for those of the local one."],
	false: ["note", "The mounted registry is cached without a cache id, so each node makes one from its connection."],
}

mounted := [instance |
	some instance in model.remote_instances
	model.mounted(instance)
]

cached := [instance | some instance in mounted; lib.yes(instance.cache)]

# database is where a remote registry is kept: a data source, or the older
# form with a URL of its own.
database(instance) := object.union(config, source) if {
	config := model.registry_database_of(instance)
	source := array.concat(model.registry_datasources(config), [{}])[0]
}

differs(id, database) if {
	lib.known(database.url)
	address(url_of(id)) != address(database.url.value)
}

differs(id, database) if {
	lib.known(database.username)
	login(id) != login(database.username.value)
}

differs(id, _) if not contains(id, "@jdbc:")

url_of(id) := regex.replace(id, `^.*?@(jdbc:)`, "$1")

address(url) := regex.replace(url, `[?;].*$`, "")

# The server takes what stands before the first @ for the login.
login(text) := lower(split(text, "@")[0])

undecided(instance) if {
	instance.cache_id.unknown
} else if {
	some part in ["url", "username"]
	not known_part(instance, part)
} else := false

known_part(instance, part) if lib.known(database(instance)[part])
