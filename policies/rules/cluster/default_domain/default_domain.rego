# METADATA
# title: The cluster keeps the default domain name
# description: >-
#   The domain is the name by which Hazelcast tells one cluster from another.
#   Under the shipped name every product on the network is the same cluster:
#   an API gateway joins the integrators, caches and sessions mix, and one
#   cluster cannot be restarted without the other noticing.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Give each cluster a domain of its own in axis2.xml, the same on all its nodes.
#
#     ```xml
#     <parameter name="domain">wso2.esb.production</parameter>
#     ```
#
#     A name that homes of two products share is reported too, where both lie in
#     the tree in one environment. It is an error where a node lists another one
#     of its product that has another domain: they do not become one cluster. Where
#     etc/hazelcast.xml or -Dhazelcast.config replaces these settings, the group
#     name there decides and this rule does not apply.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
#   parameters:
#     domains:
#       type: strings
#       default: [wso2.carbon.domain, apache.axis2.domain]
#       description: The domains that a cluster must not have, such as those of other clusters of the site.
package carbonlint.rules.cluster.default_domain

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if model.clustering_undecided

subjects contains object.get(model.clustering, "domain", model.clustering) if model.clustered_by_axis2

findings contains lib.graded(domain, message, {"default": domain.value == "wso2.carbon.domain"}) if {
	model.clustered_by_axis2
	domain := model.clustering.domain
	lib.known(domain)
	unusable(domain.value)
	message := {
		true: "The cluster has an empty domain.",
		false: $"The cluster has the {kind(domain.value)} domain {lib.quote(domain)}.",
	}[domain.value == ""]
}

findings contains lib.finding(model.clustering, "The cluster has no domain, so it gets the one that is built in.") if {
	model.clustered_by_axis2
	not model.clustering.domain
}

findings contains lib.graded(domain, message, {"related": [lib.see(other.at, "The domain of the other product.")]}) if {
	model.clustered_by_axis2
	domain := model.clustering.domain
	lib.known(domain)
	not unusable(domain.value)
	model.product_known
	other := [f |
		some f in input.siblings.environment.domains.at[domain.value].first
		f.who != model.server_product
	][0]
	message := $"The cluster has the domain {lib.quote(domain)}, as {model.home_name(other.home)}, another product, has."
}

findings contains lib.graded(domain, message, {
	"severity": "error",
	"related": [
		lib.see(stranger.at, $"Its domain is '{stranger.at.domain}'."),
		lib.see(stranger.member, "It is listed here."),
	],
}) if {
	domain := model.clustering.domain
	stranger := strangers[0]
	message := $"The node has the domain {lib.quote(domain)} and lists {model.home_name(stranger.home)}, which has another one, so that they never meet."
}

# Listed nodes of the same product that are in another cluster.
strangers := [object.union(other, {"member": member.at}) |
	model.product_known
	domain := model.cluster_domain
	some member in model.wka_members
	address := model.member_address(member)
	not address in {"", model.own_member.address}
	some other in model.others(input.siblings.environment.cluster_addresses.at[address])
	other.at.product == model.server_product
	other.at.domain != domain
]

kind(name) := "default" if {
	name in {"wso2.carbon.domain", "apache.axis2.domain"}
} else := "forbidden"

# The second domain of the default list is built into axis2.
unusable(name) if name in lib.parameter("cluster/default_domain", "domains")

unusable("")
