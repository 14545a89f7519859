# METADATA
# title: The latency between the cluster's data centres is not known
# description: >-
#   The members of a cluster answer for each other: a lock, a cache entry, an
#   invalidated session waits for the slowest of them. Between two data centres
#   that is felt in every request, and a lost link makes two clusters of one. The
#   guidelines count on about 50 ms at most.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Tuning parameters
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Measure the round trip between the members that are listed here, under load, and note the figures.
#
#     ```sh
#     ping -c 100 -i 0.2 esb2.dc2.example.com | tail -1
#     ```
#
#     Asked only where the members lie in several networks: addresses that differ in
#     their first two numbers, or host names of different domains. That may still be one data
#     centre, which is then all that there is to note. Above 50 ms make two clusters
#     and replicate the databases instead.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: tuning-parameters
#   since: 0.1.0
package carbonlint.rules.cluster.datacenter_latency_unknown

import data.carbonlint.lib
import data.carbonlint.model

subjects contains member.at if {
	spread
	some member in members
}

findings := null

spread if count({member.network | some member in members; member.kind == "address"}) > 1

spread if count({member.network | some member in members; member.kind == "name"}) > 1

# members are the hosts of the cluster, the node itself too, as far as the tree
# tells in which network they are.
members := [object.union(member, network_of(host)) |
	some hosts in [own_host, listed_hosts, hazelcast_hosts]
	some member in hosts
	host := member.host
	not lib.loopback(host)
]

own_host := [{"at": entry, "host": lower(entry.value)} |
	count(model.wka_members) > 0
	entry := model.clustering.local_host
	lib.known(entry)
]

listed_hosts := [{"at": entry, "host": lower(entry.value)} |
	some member in model.wka_members
	entry := member.host
	lib.known(entry)
]

hazelcast_hosts := [{"at": entry, "host": host} |
	some entry in model.hazelcast_members
	lib.known(entry)
	some host in model.hosts_listed(entry)
]

# The first two numbers of an address, or the domain of a host name. A name
# without a domain is in that of the node, whichever that is.
network_of(host) := {"kind": "address", "network": regex.find_n(`^\d+\.\d+`, host, 1)[0]} if {
	regex.match(`^\d+\.\d+\.[\d*.-]+$`, host)
} else := {"kind": "name", "network": substring(host, indexof(host, "."), -1)} if {
	regex.match(`^[a-z][a-z0-9-]*\.[a-z0-9.-]+$`, host)
}
