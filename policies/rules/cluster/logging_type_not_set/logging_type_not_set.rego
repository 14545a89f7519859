# METADATA
# title: Hazelcast does not log through the product's log
# description: >-
#   Left to itself Hazelcast writes to the JDK's log, of which the server lets
#   only severe errors through. That a node joined, left or was merged is then
#   in no file when you look for the reason of an outage.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+hazelcast.properties
#   description: Configuring hazelcast.properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast properties
# custom:
#   remediation: |-
#     Set hazelcast.logging.type in hazelcast.properties beside carbon.xml.
#
#     ```properties
#     hazelcast.shutdownhook.enabled=false
#     hazelcast.logging.type=log4j
#     ```
#
#     From kernel 4.5 on it may be log4j2. The type none is a warning: Hazelcast
#     then logs nothing at all.
#   severity: note
#   kind: static
#   tier: core
#   fix: auto
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.logging_type_not_set

import data.carbonlint.lib
import data.carbonlint.model

key := "hazelcast.logging.type"

subjects contains entry if some entry in model.hazelcast_deciding(key)

subjects contains place if some place in model.hazelcast_missing(key)

subjects contains place if some place in model.hazelcast_undecided(key)

findings contains lib.graded(type, "Hazelcast logs nothing.", {"severity": "warning", "fix": lib.set(type, model.wanted_logging_type)}) if {
	some type in model.hazelcast_deciding(key)
	type.value == "none"
}

findings contains lib.fixed(type, $"Hazelcast's logging type {lib.quote(type)} does not lead to the product's log.", lib.set(type, model.wanted_logging_type)) if {
	some type in model.hazelcast_deciding(key)
	lib.known(type)
	type.value != "none"
	types := model.product_logging_types
	not type.value in types
}

findings contains lib.graded(place, "Hazelcast's logging type is not set, so it logs to the JDK's log.", extra) if {
	some place in model.hazelcast_missing(key)
	extra := object.union(
		{"default": true, "fix": model.hazelcast_fix(place, key, model.wanted_logging_type)},
		{"related": r | r := [on]; lib.location(place) != on.at},
	)
}

on := lib.see(model.cluster_switch, "Clustering is on here.")
