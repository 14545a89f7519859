# METADATA
# title: The node offers the cluster a loopback address
# description: >-
#   The node tells the others to reach it at this address. At a loopback
#   address every other node reaches itself: the node starts without an error,
#   stays alone, and users see sessions, caches and deployments that differ
#   from node to node.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Set localMemberHost in axis2.xml to the IP address by which the other nodes reach this one.
#
#     ```xml
#     <parameter name="localMemberHost">10.0.0.11</parameter>
#     ```
#
#     A host name is a warning, since Hazelcast compares members by address and
#     what the name resolves to may change; under the Kubernetes membership
#     scheme it is right, being the name of the service. An absent
#     parameter is a note: the server takes the address of the first network
#     card.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.local_member_loopback

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if model.clustering_undecided

subjects contains object.get(model.clustering, "local_host", model.clustering) if model.clustered_by_axis2

# Whether a name is right depends on the membership scheme.
subjects contains model.clustering.scheme if named(host)

findings contains lib.graded(entry, $"The node offers the cluster the address {lib.quote(entry)}, at which no other node reaches it.", {"default": entry.value == "127.0.0.1"}) if {
	entry := known_host
	model.unreachable_member(host)
}

findings contains lib.graded(entry, $"The node offers the cluster the name {lib.quote(entry)} instead of an address.", {"severity": "warning"}) if {
	entry := known_host
	named(host)
	not model.clustering.scheme.unknown
	not kubernetes
}

findings contains lib.graded(model.clustering, "The node offers the cluster the address of its first network card.", {"severity": "note"}) if {
	model.clustered_by_axis2
	not model.clustering.local_host
}

known_host := model.clustering.local_host if {
	model.clustered_by_axis2
	lib.known(model.clustering.local_host)
}

# The address may carry a port.
host := regex.replace(known_host.value, `^([^:]+):\d+$`, "$1")

named(name) if {
	not model.unreachable_member(name)
	not regex.match(`^\d+\.\d+\.\d+\.\d+$|:`, name)
}

kubernetes if model.clustering.scheme.value == "kubernetes"

kubernetes if contains(lower(model.clustering.scheme_class.value), "kubernetes")
