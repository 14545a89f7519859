# METADATA
# title: The Hazelcast group has no password
# description: >-
#   Without a password of its own the group has the one that is built into
#   Hazelcast. A node that was copied from production, with its domain and its
#   members, then joins the production cluster: a developer's machine, a
#   restored backup, a test environment.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast
# custom:
#   remediation: |-
#     Give each cluster a password, the same on all its nodes, and keep it in the secure vault.
#
#     ```xml
#     <parameter name="groupPassword">a password of this cluster</parameter>
#     ```
#
#     There are no lesser cases. The password guards against nodes that join by
#     mistake; it encrypts nothing, so the cluster's ports must be closed to
#     others all the same. Kernel 4.5 has a Hazelcast that ignores it: the rule
#     does not apply there. Where etc/hazelcast.xml replaces axis2.xml, its
#     group element is judged.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.group_password_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.group_password_read
	model.clustering_undecided
}

# The place alone is evidence: the password itself is nobody's business.
subjects contains {"at": place, "unknown": password_unknown} if {
	model.group_password_read
	place := judged
}

subjects contains model.undecided_place(entry) if {
	model.group_password_read
	model.clustered
	some entry in model.hazelcast_elsewhere
}

findings contains lib.graded(judged, "The group of the cluster has no password of its own.", {"default": not_set}) if {
	model.group_password_read
	not password_unknown
	without_password
}

judged := object.get(model.clustering, "group_password", model.clustering) if {
	model.clustered_by_axis2
} else := array.concat(in_file, [model.hazelcast_xml[0]])[0] if {
	model.clustered
	not hazelcast_owns
}

in_file := [e | some attribute in ["password", "name"]; e := model.hazelcast_group[attribute]]

# A group that has Hazelcast's name too is the fault of another rule.
hazelcast_owns if {
	model.default_group
	without_password
}

password := model.clustering.group_password if {
	model.clustered_by_axis2
} else := model.hazelcast_group.password

without_password if not password

# The second one is built into Hazelcast.
without_password if password.value in {"", "dev-pass"}

default password_unknown := false

password_unknown if password.unknown

default not_set := false

not_set if not password
