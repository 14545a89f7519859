# METADATA
# title: The cache timeout or size is not tuned
# description: >-
#   Users, roles, claims and registry resources are kept in caches for some
#   minutes. With a time that is too short nearly every request asks the
#   databases again. A cache that each node of a cluster keeps for itself
#   goes on granting a role, or a session, that another node has long taken
#   away.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Performance tuning
# custom:
#   remediation: |-
#     Keep entries for 15 minutes or so, and let the nodes of a cluster share their caches.
#
#     ```xml
#     <!-- carbon.xml -->
#     <Cache>
#         <DefaultCacheTimeout>15</DefaultCacheTimeout>
#         <ForceLocalCache>false</ForceLocalCache>
#     </Cache>
#     ```
#
#     A timeout below five minutes is a note, local caches on a clustered node are a
#     warning.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
#   parameters:
#     minutes:
#       type: integer
#       default: 5
#       minimum: 1
#       maximum: 1440
#       description: The shortest time in minutes for which the caches keep entries.
package carbonlint.rules.tuning.cache_untuned

import data.carbonlint.lib
import data.carbonlint.model

subjects contains timeout

subjects contains {"at": force_local, "unknown": unsure}

findings contains lib.finding(timeout, $"Entries of the caches are dropped after {lib.quote(timeout)} minutes.") if {
	regex.match(`^\d+$`, timeout.value)
	to_number(timeout.value) < lib.parameter("tuning/cache_untuned", "minutes")
}

findings contains lib.graded(force_local, "The caches of a clustered node are forced to be local.", {
	"severity": "warning",
	"related": [lib.see(model.cluster_switch, "Clustering is on.")],
}) if {
	lib.yes(force_local)
	model.clustered
}

timeout := model.cache_timeout

force_local := model.cache_local

default unsure := false

unsure if force_local.unknown

unsure if {
	lib.yes(force_local)
	model.clustering_undecided
}

unsure if {
	lib.yes(force_local)
	not model.clustering
}
