# METADATA
# title: Group management is on though no load balancer uses it
# description: >-
#   With group management a node runs a second Hazelcast instance, on a port of
#   its own, for the domain of the nodes that it manages. Only WSO2's load
#   balancer and the Application Server's manager have any to manage; anywhere
#   else it is an open port, threads, and a start that fails when the port is
#   taken.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# custom:
#   remediation: |-
#     Switch group management off in axis2.xml.
#
#     ```xml
#     <groupManagement enable="false">
#     ```
#
#     It is a warning where the shipped domain of the managed nodes is left: then
#     nobody is managed at all. An absent attribute means on. The load balancer
#     and a manager of the Application Server may have it on.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.group_management_on

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.clustering_undecided
	management
}

subjects contains switch if model.clustered

findings contains lib.graded(switch, "Group management is on, but nothing here manages other nodes.", extra) if {
	on
	not model.group_manager
	extra := {
		"severity": severity,
		"fix": fix,
		"related": [lib.see(domain, "The managed nodes have the shipped domain.") | some domain in shipped],
	}
}

# A file of Hazelcast's own replaces the members, but not this.
management := input.items["axis2.xml"]["axisconfig/clustering/groupManagement"][0]

switch := object.get(management.settings, ["@enable", 0], management)

on if {
	model.clustered
	lib.yes(switch)
}

on if {
	model.clustered
	not management.settings["@enable"]
}

default severity := "note"

severity := "warning" if count(shipped) > 0

shipped := [domain |
	some item in input.items["axis2.xml"]["axisconfig/clustering/groupManagement/applicationDomain"]
	some domain in item.settings["@name"]
	domain.value in {"wso2.as.domain", "wso2.esb.domain", "wso2.apim.domain"}
]

fix := lib.set(switch, "false") if {
	management.settings["@enable"]
} else := lib.add(management, "@enable", "false")
