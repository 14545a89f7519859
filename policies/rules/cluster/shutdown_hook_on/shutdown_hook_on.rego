# METADATA
# title: Hazelcast's own shutdown hook is enabled
# description: >-
#   When the server stops, Hazelcast's hook and the server's own race. If
#   Hazelcast is gone first, everything that still wants to leave the cluster
#   in order fails with "Hazelcast instance is not active", and the node is
#   stopped with work half done.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+hazelcast.properties
#   description: Configuring hazelcast.properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast properties
# custom:
#   remediation: |-
#     Create hazelcast.properties beside carbon.xml with both of its lines.
#
#     ```properties
#     hazelcast.shutdownhook.enabled=false
#     hazelcast.logging.type=log4j
#     ```
#
#     There are no lesser cases. Where etc/hazelcast.xml replaces
#     hazelcast.properties, set it there as a property; a start script may set
#     it with -Dhazelcast.shutdownhook.enabled=false, and then all of them must.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.shutdown_hook_on

import data.carbonlint.lib
import data.carbonlint.model

key := "hazelcast.shutdownhook.enabled"

subjects contains entry if some entry in model.hazelcast_deciding(key)

subjects contains place if some place in model.hazelcast_missing(key)

subjects contains place if some place in model.hazelcast_undecided(key)

findings contains lib.graded(entry, "Hazelcast's own shutdown hook is enabled.", {"related": [on], "fix": lib.set(entry, "false")}) if {
	some entry in model.hazelcast_deciding(key)
	lib.yes(entry)
}

findings contains lib.graded(place, $"Hazelcast's own shutdown hook is enabled, since {key} is not set.", extra) if {
	some place in model.hazelcast_missing(key)
	extra := object.union(
		{"default": count(model.hazelcast_files) == 0, "fix": model.hazelcast_fix(place, key, "false")},
		{"related": r | r := [on]; lib.location(place) != on.at},
	)
}

on := lib.see(model.cluster_switch, "Clustering is on here.")
