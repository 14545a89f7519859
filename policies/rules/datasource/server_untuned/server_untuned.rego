# METADATA
# title: The database server is not tuned for the pools
# description: >-
#   Each node may open as many connections as all of its pools hold. When the
#   database server allows fewer, requests fail under load and only then, on whichever
#   node asks last. The other limits of the server, on the size of a packet or on open
#   cursors, show in the same way.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Add up the sizes of the pools that are listed here, for each database server and times the nodes, and compare the sum with what the server allows.
#
#     ```sql
#     -- MySQL: more than the sum, and room for the largest registry resource
#     SHOW VARIABLES WHERE Variable_name IN ('max_connections', 'max_allowed_packet');
#     -- PostgreSQL
#     SHOW max_connections;
#     -- Oracle: processes and sessions above the sum, open_cursors per connection
#     SELECT name, value FROM v$parameter WHERE name IN ('processes', 'sessions', 'open_cursors', 'shared_pool_size');
#     ```
#
#     The lines are the sizes of the pools, or the data source where none is set:
#     the pool then has 100 connections. The embedded H2 has no server.
#   severity: note
#   kind: manual
#   tier: extended
#   fix: none
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.datasource.server_untuned

import data.carbonlint.model

subjects contains object.get(ds, "max_active", object.get(ds, "url", ds)) if {
	some ds in model.datasources
	not embedded(ds)
}

findings := null

embedded(ds) if model.embedded_h2(ds)
