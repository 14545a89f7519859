# METADATA
# title: A Cassandra data node has fewer than four cores or 8 GB
# description: >-
#   Cassandra answers from memory and compacts its files all the time. On a
#   small machine it pauses for garbage collection, its peers take it for dead, and
#   the events that should be written are lost or come late.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, System requirements
# custom:
#   remediation: |-
#     Check that each node of the Cassandra clusters that are listed here has four cores and 8 GB of memory or more.
#
#     ```sh
#     # on each data node
#     nproc
#     free --giga
#     nodetool status
#     ```
#
#     The lines are the data sources that lead to Cassandra; a home without one
#     has nothing to check.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: system-requirements
#   since: 0.1.0
package carbonlint.rules.host.cassandra_node_too_small

import data.carbonlint.model

subjects contains item if {
	some item in model.other_datasources
	upper(item.settings["definition/@type"][0].value) == "CASSANDRA"
}

subjects contains ds.url if {
	some ds in model.datasources
	startswith(lower(ds.url.value), "jdbc:cassandra:")
}

findings := null
