# METADATA
# title: Two broker nodes carry the same node id
# description: >-
#   The brokers of a cluster tell by the id who holds which messages. Two nodes
#   with one id are one to the others: each takes up the other's queues,
#   messages are delivered twice or lost, and when one of them stops, the work
#   of both is handed on.
# related_resources:
# - ref: https://docs.wso2.com/display/MB320/Clustered+Deployment
#   description: Message Broker, Clustered Deployment
# custom:
#   remediation: |-
#     Leave the id to the broker, or give each node one of its own in broker.xml.
#
#     ```xml
#     <coordination>
#         <nodeID>default</nodeID>
#     </coordination>
#     ```
#
#     Compared are brokers of one environment in the tree that are clustered
#     with each other or keep their messages in one database. There are no
#     lesser cases.
#   severity: error
#   kind: fleet
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.cluster.broker_id_shared

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.broker_id if input.siblings

findings contains lib.graded(model.broker_id, message, {"related": [lib.see(other.at, "The id of the other node.")]}) if {
	other := same_id[0]
	message := $"The broker and {model.home_name(other.home)} have the same id {lib.quote(model.broker_id)}."
}

same_id := array.concat(
	[other | some other in model.others(input.siblings.cluster.broker_ids.at[model.broker_id.value])],
	[other |
		some key in model.message_store_keys
		some other in model.others(input.siblings.environment.broker_ids.at[in_store(key)])
	],
)

in_store(key) := $"{model.broker_id.value} {key}"
