# METADATA
# title: Registry indexing runs on a node that needs no search
# description: >-
#   The indexer reads the whole registry every few seconds and writes a copy of
#   it to disk. A gateway or a worker never searches it: the database serves
#   the load of each such node for nothing.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning
# custom:
#   remediation: |-
#     Switch indexing off on gateways, key managers, traffic managers and workers.
#
#     ```xml
#     <indexingConfiguration>
#         <startIndexing>false</startIndexing>
#         <lastAccessTimeLocation>/_system/local/repository/components/org.wso2.carbon.registry/indexing/lastaccesstime</lastAccessTimeLocation>
#     </indexingConfiguration>
#     ```
#
#     A node is known to be one of these by -DworkerNode=true or its profile in
#     the start script. A warning where an index keeps its time in a mounted
#     part of the registry: the nodes share it then, and each skips what another
#     has indexed.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.indexing_on_worker

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.indexing if count(model.lean_marks) > 0

subjects contains {"at": model.indexing, "unknown": true} if {
	model.role_open
	model.maybe(model.indexing)
}

subjects contains model.indexed_at if shared_time_possible

findings contains lib.graded(model.indexing, "The registry is indexed on a node that needs no search.", {
	"related": [lib.see(mark, "This makes it such a node.") | some mark in model.lean_marks],
}) if {
	lib.yes(model.indexing)
	count(model.lean_marks) > 0
}

findings contains lib.graded(model.indexed_at, message, {"severity": "warning", "related": related}) if {
	shared_time_possible
	lib.known(model.indexed_at)
	related := [lib.see(mount.local_path, "This part is mounted.") | some mount in model.mounts; below(mount.local_path)]
	count(related) > 0
	message := $"The time of the last indexing is kept at {lib.quote(model.indexed_at)}, which other nodes share."
}

below(path) if {
	lib.known(path)
	startswith($"{model.indexed_at.value}/", $"{trim_right(path.value, "/")}/")
}

shared_time_possible if {
	model.maybe(model.indexing)
	count(model.mounts) > 0
}
