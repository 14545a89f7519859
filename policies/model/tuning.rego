# Tuning.
#
# cache_timeout and cache_local: the entries of carbon.xml that say for how
# many minutes entries are kept and whether each node has caches of its own.
# deployment_interval: the seconds between two looks at what is deployed;
# hot_deployment: the switch for what is deployed while the server runs;
# hot_deployment_off holds where nothing is.
# worker_pool: core and max of the pass-through transport's threads;
# worker_pool_read holds unless axis2.xml has no such transport, and
# transport_buffer is the size of its buffers.
# socket_timeout: what its connections wait, in milliseconds, with the place
# that tells so; mediation_timeout: the entry of what a mediation waits.
# connector_threads: the servlet connectors with their place, threads and queue,
# as far as they are set; one with an executor has no threads of its own.
# session_cleanup: the switch of the task that deletes expired sessions,
# absent where sessions are not kept in the database.
package carbonlint.model

import data.carbonlint.lib

# The server takes the first of duplicate elements of carbon.xml.
cache_timeout := input.settings["carbon.xml"]["Server/Cache/DefaultCacheTimeout"][0]

cache_local := input.settings["carbon.xml"]["Server/Cache/ForceLocalCache"][0]

deployment_interval := input.settings["carbon.xml"]["Server/Axis2Config/DeploymentUpdateInterval"][0]

hot_deployment := last_entry(input.settings["axis2.xml"]["axisconfig/parameter[hotdeployment]"])

hot_deployment_off if lib.no(hot_deployment)

worker_pool["core"] := last_entry(input.settings["passthru-http.properties"].worker_pool_size_core)

worker_pool["max"] := last_entry(input.settings["passthru-http.properties"].worker_pool_size_max)

transport_buffer := last_entry(input.settings["passthru-http.properties"].io_buffer_size)

worker_pool_read if not input.files["axis2.xml"]

worker_pool_read if {
	some transport in array.concat(passthrough_receivers, passthrough_senders)
	contains(transport.class.value, ".PassThrough")
}

# The sender, which waits for the backend, may have a timeout of its own.
# Without either the transport waits for a minute.
socket_timeout := {"place": entry, "milliseconds": milliseconds(entry)} if {
	entry := last_entry(input.settings["passthru-http.properties"]["http.socket.timeout.sender"])
} else := {"place": entry, "milliseconds": milliseconds(entry)} if {
	entry := last_entry(input.settings["passthru-http.properties"]["http.socket.timeout"])
} else := {"place": input.files["passthru-http.properties"][0], "milliseconds": 60000}

mediation_timeout := last_entry(input.settings["synapse.properties"]["synapse.global_timeout_interval"])

# milliseconds is -1 for what is no number, or not decided.
milliseconds(entry) := to_number(trim_space(entry.value)) if {
	regex.match(`^\s*\d+\s*$`, entry.value)
} else := -1

connector_threads := [object.union(lib.location(item), {attribute: entry |
	some attribute, path in {"threads": "@maxThreads", "queue": "@acceptCount"}
	entry := item.settings[path][0]
}) |
	some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
	not item.settings["@executor"]
]

# session_storage is the switch that keeps sessions in the database.
session_storage := input.settings["identity.xml"]["Server/JDBCPersistenceManager/SessionDataPersist/Enable"][0]

session_cleanup := input.settings["identity.xml"]["Server/JDBCPersistenceManager/SessionDataPersist/SessionDataCleanUp/Enable"][0] if {
	not sessions_in_memory
}

sessions_in_memory if lib.no(session_storage)
