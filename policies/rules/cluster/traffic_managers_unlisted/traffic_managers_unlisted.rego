# METADATA
# title: The gateways do not list every traffic manager
# description: >-
#   A gateway sends what it serves to the traffic managers of its list, and each
#   of them counts only what it is sent. One that is missing knows nothing of
#   this gateway's calls, so that limits hold for a part of them, and when the
#   listed one stops, nothing is limited at all.
# related_resources:
# - ref: https://docs.wso2.com/display/AM260/Working+with+Throttling
#   description: API Manager, Working with Throttling
# custom:
#   remediation: |-
#     List every traffic manager in both URL groups of api-manager.xml, a group in braces for each.
#
#     ```xml
#     <ReceiverUrlGroup>{tcp://tm1.example.com:9611},{tcp://tm2.example.com:9611}</ReceiverUrlGroup>
#     <AuthUrlGroup>{ssl://tm1.example.com:9711},{ssl://tm2.example.com:9711}</AuthUrlGroup>
#     ```
#
#     A list is compared with those of the other homes of its environment that
#     name a traffic manager too which it names, with the traffic managers of
#     the tree that share a user or registry database with one that it names,
#     and with the other list beside it. A node that counts for itself, by its
#     own address alone, is not judged, unless it is started as a gateway alone
#     and shares such a database with a traffic manager; and a list with nothing to compare it
#     with is unknown. Braces that do not match are reported in any list. There
#     are no lesser cases.
#   severity: warning
#   kind: fleet
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.cluster.traffic_managers_unlisted

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": list.entry, "unknown": undecided(list)} if {
	some list in model.traffic_lists
	judged(list)
}

findings contains lib.graded(receivers.entry, $"The gateway does not send its events to '{missing}', as {model.home_name(other.home)} does.", {
	"related": [lib.see(other.at, "The other list has it.")],
}) if {
	other := differing[0]
	missing := sort({host | some host in other.at.hosts} - receivers.hosts)[0]
}

findings contains lib.graded(receivers.entry, $"The gateway does not send its events to the traffic manager {model.home_name(node.home)}.", {
	"related": [lib.see(node.at, "It is started as a traffic manager.")],
}) if {
	count(differing) == 0
	node := unlisted[0]
}

findings contains lib.graded(logins.entry, $"The list of logins lacks '{missing}', to which the gateway sends its events.", {
	"related": [lib.see(receivers.entry, "The receivers.")],
}) if {
	not receivers.unknown
	not logins.unknown
	count(logins.hosts) > 0
	missing := sort(receivers.hosts - logins.hosts)[0]
}

findings contains lib.graded(receivers.entry, $"The gateway sends its events to itself and not to the traffic manager {model.home_name(node.home)}.", {
	"related": [lib.see(node.at, "It is started as a traffic manager.")],
}) if {
	alone(receivers)
	not receivers.unknown
	node := apart[0]
}

# The traffic managers of the deployment of a node that is a gateway and nothing else.
apart := [node |
	model.gateway_node
	some database in model.reference_keys(model.shared_references)
	some node in input.siblings.environment.traffic_manager_groups.at[database].first
	node.home != input.home.path
]

findings contains lib.finding(list.entry, $"The list {lib.quote(list.entry)} has a brace without its counterpart.") if {
	some list in model.traffic_lists
	list.braces_differ
}

receivers := model.traffic_lists.receivers

logins := model.traffic_lists.logins

judged(list) if not alone(list)

judged(list) if list.braces_differ

judged(_) if count(apart) > 0

# By its own address alone a node is its own traffic manager.
alone(list) if {
	list.local
	count(list.hosts) == 0
}

default undecided(_) := false

undecided(list) if list.unknown

# Alone, a list may be complete or not.
undecided(_) if not input.siblings.environment

differing := [other |
	not receivers.unknown
	some host in receivers.hosts
	some other in model.others(input.siblings.environment.traffic_lists.at[host])
	count({h | some h in other.at.hosts} - receivers.hosts) > 0
]

# The traffic managers of the deployment to which a listed one belongs. A list
# may know one by another name than the node itself, so there must be more of
# them than the list has.
unlisted := [node |
	not receivers.unknown
	some host in receivers.hosts
	some listed in input.siblings.environment.traffic_managers.at[host].first
	some database in listed.at.databases
	input.siblings.environment.traffic_manager_groups.at[database].count > count(receivers.hosts)
	some node in input.siblings.environment.traffic_manager_groups.at[database].first
	node.home != input.home.path
	count({name | some name in node.at.names} & receivers.hosts) == 0
]
