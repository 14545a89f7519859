# METADATA
# title: A component is addressed as localhost in a split deployment
# description: >-
#   Gateway, key manager, publisher, store and traffic manager can run on nodes
#   of their own. A URL that was left on localhost then leads a node to a copy of
#   the component that it does not run, or that runs there with other data: keys
#   are not found, revoked tokens stay valid, throttling limits nothing.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Administration guide, Clustering Overview
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Name the node, or the load balancer, that runs the component in api-manager.xml.
#
#     ```xml
#     <APIKeyValidator>
#         <ServerURL>https://km.example.com:9443/services/</ServerURL>
#     </APIKeyValidator>
#     ```
#
#     A deployment is split where a launcher chooses a profile, where GatewayType says
#     that the node runs no gateway, or where another URL of the same component leads
#     to another host. A key manager calls the gateway to revoke tokens. On a node that
#     runs all components localhost works, and the rule does not apply.
#   severity: error
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.hostname.component_url_local

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": link.entry, "unknown": undecided(link)} if {
	some link in model.component_links
	concerned(link)
}

findings contains lib.graded(link.entry, $"The URL {lib.quote(link.entry)} of {link.part} leads to this machine, but {link.part} runs elsewhere.", {"related": marks(link)}) if {
	some link in model.misled_links
}

# A node that runs all components calls itself.
concerned(_) if model.split_components

concerned(link) if link.unknown

address_of(link) := lib.see(link.entry, $"The address of {link.part}.")

marks(link) := array.concat(
	[lib.see(profile, "The node runs a profile of its own.") | some profile in model.profiles],
	array.concat(gateway_marks(link), [address_of(other) | some other in model.sibling_links(link)]),
)

gateway_marks(link) := [lib.see(entry, "The node runs no gateway.") |
	link.part == "the gateway"
	entry := model.no_gateway
]

default undecided(_) := false

undecided(link) if link.unknown

undecided(link) if {
	model.here(link)
	some profile in model.profiles
	profile.unknown
}
