# METADATA
# title: The member list names a loopback address
# description: >-
#   A node asks the members of its list to let it in. At a loopback address it
#   asks itself, and the node that was meant is never asked: where no other
#   entry helps, each node starts as a cluster of one, without an error.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview, well-known members
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast
# custom:
#   remediation: |-
#     List the addresses at which the nodes reach each other, the same list on all of them.
#
#     ```xml
#     <members>
#         <member><hostName>10.0.0.11</hostName><port>4000</port></member>
#         <member><hostName>10.0.0.12</hostName><port>4000</port></member>
#     </members>
#     ```
#
#     There are no lesser cases: a loopback address beside real ones is as
#     wrong. The list is read under the scheme wka only. Where
#     etc/hazelcast.xml replaces it, the members of its tcp-ip element are
#     judged.
#   severity: error
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.loopback_member

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if model.clustering_undecided

subjects contains model.clustering.scheme if model.members_undecided

subjects contains host if some host in hosts

subjects contains entry if some entry in model.hazelcast_members

subjects contains model.undecided_place(entry) if {
	model.clustered
	some entry in model.hazelcast_elsewhere
}

findings contains lib.graded(host, $"The member list names {lib.quote(host)}, at which a node reaches only itself.", {"default": host.value == "127.0.0.1"}) if {
	some host in hosts
	lib.known(host)
	model.unreachable_member(host.value)
}

findings contains lib.finding(entry, $"The member list names '{host}', at which a node reaches only itself.") if {
	some entry in model.hazelcast_members
	lib.known(entry)
	some host in model.hosts_listed(entry)
	model.unreachable_member(host)
}

# A member without a host stops the server, which is another fault.
hosts := [member.host |
	some member in model.wka_members
	is_object(member.host)
]
