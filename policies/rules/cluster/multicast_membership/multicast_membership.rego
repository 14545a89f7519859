# METADATA
# title: The cluster finds its members by multicast
# description: >-
#   Routers, clouds and most virtual networks drop multicast. The nodes then
#   start as clusters of one, each believing that it is alone, and nothing but
#   stale caches and lost sessions tells. Where multicast does pass, any node
#   of the network that knows the domain joins.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview, membership schemes
# custom:
#   remediation: |-
#     Name the members: set membershipScheme in axis2.xml to wka and list all nodes.
#
#     ```xml
#     <parameter name="membershipScheme">wka</parameter>
#     <members>
#         <member><hostName>10.0.0.11</hostName><port>4000</port></member>
#         <member><hostName>10.0.0.12</hostName><port>4000</port></member>
#     </members>
#     ```
#
#     On Amazon the scheme may be aws, with an accessKey and a secretKey or an
#     iamRole, a region and a securityGroup: without the login it is a warning,
#     without the others a note. Elsewhere it may be a scheme of your own with
#     membershipSchemeClassName. A scheme that the server does not know, also
#     wka in another case, is an error: the server does not start. Where
#     etc/hazelcast.xml replaces these settings, its join element is judged.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.multicast_membership

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if model.clustering_undecided

subjects contains object.get(model.clustering, "scheme", model.clustering) if model.clustered_by_axis2

subjects contains model.hazelcast_multicast if model.clustered

subjects contains model.undecided_place(entry) if {
	model.clustered
	some entry in model.hazelcast_elsewhere
}

findings contains lib.graded(scheme, "The cluster finds its members by multicast.", {"default": model.ships_multicast}) if {
	scheme := known_scheme
	scheme.value == "multicast"
}

findings contains lib.finding(model.clustering, "The cluster has no membership scheme, so it finds its members by multicast.") if {
	model.clustered_by_axis2
	not model.clustering.scheme
}

findings contains lib.graded(scheme, $"The membership scheme {lib.quote(scheme)} does not exist, so the server does not start.", {"severity": "error"}) if {
	scheme := known_scheme
	not scheme.value in {"multicast", "wka", "aws"}
	not model.clustering.scheme_class
}

# Without a region Hazelcast asks us-east-1, without a group it tries all machines.
findings contains lib.graded(scheme, $"The membership scheme {lib.quote(scheme)} lacks {lacking}.", {
	"severity": {true: "warning", false: "note"}[model.aws_login_lacking],
}) if {
	scheme := known_scheme
	count(model.aws_lacking) > 0
	lacking := concat(", ", model.aws_lacking)
}

findings contains lib.finding(model.hazelcast_multicast, "The cluster finds its members by multicast.") if {
	model.clustered
	model.hazelcast_yes(model.hazelcast_multicast)
}

findings contains lib.finding(model.hazelcast_multicast, "The cluster finds its members by multicast, since nothing switches it off.") if {
	model.clustered
	not model.hazelcast_multicast.value
}

known_scheme := model.clustering.scheme if {
	model.clustered_by_axis2
	lib.known(model.clustering.scheme)
}
