# METADATA
# title: A member's subdomain or port mapping is wrong
# description: >-
#   A node tells the load balancer by these properties what it is and at which
#   ports it serves. With a word that the balancer does not know, or a port at
#   which nothing listens, the node joins the cluster and gets no requests.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview, worker and manager nodes
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# custom:
#   remediation: |-
#     Write mgt or worker, and map each port of the balancer to a port of this node after its offset.
#
#     ```xml
#     <parameter name="properties">
#         <property name="port.mapping.8280" value="9764"/>
#         <property name="port.mapping.8243" value="9444"/>
#         <property name="subDomain" value="mgt"/>
#     </parameter>
#     ```
#
#     There are no lesser cases. The ports of the shipped sample, 9764 and 9444,
#     are right for an offset of 1 alone.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.member_properties_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.clustering_undecided
	count(properties) > 0
}

subjects contains model.node_role if model.clustered

subjects contains {"at": mapping, "unknown": not_decided(mapping)} if {
	model.clustered
	some mapping in mappings
}

findings contains lib.finding(model.node_role, $"The node has the subdomain {lib.quote(model.node_role)}, which is neither mgt nor worker.") if {
	model.clustered
	lib.known(model.node_role)
	role := model.node_role.value
	not role in {"mgt", "worker"}
}

findings contains lib.graded(mapping, $"The balancer is sent to port {lib.quote(mapping)}, at which the node does not listen.", {"related": moved(mapping)}) if {
	model.clustered
	some mapping in mappings
	not not_decided(mapping)
	not listens(mapping.value)
}

listens(text) if {
	regex.match(`^\d{1,5}$`, text)
	model.opens(to_number(text))
}

# A port of a listener that a template may add, or an offset may move.
default not_decided(_) := false

not_decided(mapping) if mapping.unknown

not_decided(mapping) if {
	not model.ports_decided
	not listens(mapping.value)
}

# What listened at that number before the offset moved it.
moved(mapping) := [lib.see(port.entry, note) |
	regex.match(`^\d{1,5}$`, mapping.value)
	port := model.moved_port(to_number(mapping.value))
	note := $"The offset moves the {port.name} port to {port.port}."
]

properties := [item | some item in input.items["axis2.xml"]["axisconfig/clustering/parameter/property"]]

mappings := [item.settings["@value"][0] |
	some item in properties
	some name in item.settings["@name"]
	startswith(name.value, "port.mapping.")
]
