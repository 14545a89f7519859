# METADATA
# title: The broker coordinates over localhost while it is clustered
# description: >-
#   One broker of the cluster hands out the ranges of messages that each node
#   delivers, and tells the others the address at which they ask for them. At
#   localhost every other node asks itself: messages are stored, but not
#   delivered, or delivered twice.
# related_resources:
# - ref: https://docs.wso2.com/display/EI650/Clustering+the+Broker+Profile
#   description: Enterprise Integrator, clustering the broker profile
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Set thriftServerHost in broker.xml to the address by which the other nodes reach this one.
#
#     ```xml
#     <thriftServerHost>10.0.0.11</thriftServerHost>
#     ```
#
#     There are no lesser cases. An absent element means 127.0.0.1. Brokers of one
#     tree and environment that share a message store are several, clustered or
#     not. A broker that is alone may keep localhost.
#   severity: error
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.cluster.broker_coordination_local

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if model.broker_cluster_open

subjects contains host if company

findings contains lib.graded(host, $"The broker {company.fact}, and its coordination has the address {lib.quote(host)}, at which no other broker reaches it.", {
	"default": host.value == "localhost",
	"related": [company.shown],
}) if {
	lib.known(host)
	model.unreachable_member(host.value)
}

findings contains lib.graded(host, $"The broker {company.fact}, and its coordination has the address 127.0.0.1, since none is set.", {"related": [company.shown]}) if {
	not host.value
}

# What shows that there are other brokers.
company := {"fact": "is clustered", "shown": lib.see(model.cluster_switch, "Clustering is on here.")} if {
	model.broker_clustered
} else := {"fact": $"shares its messages with {model.home_name(other.home)}", "shown": lib.see(other.at, "The other broker has the same message store.")} if {
	other := model.store_sharers[0]
}

host := array.concat([entry | entry := model.slot_server], model.broker_files)[0]
