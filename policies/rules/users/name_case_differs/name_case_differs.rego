# METADATA
# title: Nodes treat the case of user names differently
# description: >-
#   Where one node takes Admin and admin for one user and the next for two, a
#   name that is free on one is taken on the other: users are created twice,
#   or log in on some nodes and not on others.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, User stores
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+a+JDBC+User+Store
#   description: Configuring a JDBC User Store
# custom:
#   remediation: |-
#     Give CaseInsensitiveUsername one value on all nodes, and one that fits the collation of the database.
#
#     ```xml
#     <!-- user-mgt.xml, in the primary user store -->
#     <Property name="CaseInsensitiveUsername">true</Property>
#     ```
#
#     Compared is the primary user store where it is a database. A difference
#     between nodes of one cluster is an error; where products that are not
#     clustered with each other share a user database it is a note. The collation
#     of the database is not in the tree. A node without the property is not
#     compared, since kernels differ in what that means.
#   severity: note
#   kind: fleet
#   tier: extended
#   fix: none
#   guideline: user-stores
#   since: 0.1.0
package carbonlint.rules.users.name_case_differs

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.name_case_entry if input.siblings.cluster

subjects contains model.name_case_entry if {
	some entry in [input.siblings.environment.name_case_homes.at[model.realm_database.key]]
	entry.count > 1
}

findings contains lib.graded(model.name_case.at, $"{what} the case of user names, which {model.home_name(other.home)} does not do.", {
	"severity": "error",
	"related": [lib.see(other.at, "The setting of the other node.")],
}) if {
	other := in_cluster[0]
}

findings contains lib.graded(model.name_case.at, $"{what} the case of user names, which {model.home_name(other.home)} over the same user database does not do.", {
	"related": [lib.see(other.at, "The setting of the other server.")],
}) if {
	count(in_cluster) == 0
	other := over_database[0]
}

what := {"true": "The node ignores", "false": "The node heeds"}[model.name_case.ignored]

# Where most nodes agree, the others alone are reported.
in_cluster := [other |
	key := model.name_case.ignored
	model.odd_one_out(key, input.siblings.cluster.name_cases.leader, input.siblings.cluster.name_cases.leaders)
	instead := {"true": "false", "false": "true"}[key]
	other := input.siblings.cluster.name_cases.at[instead].first[0]
]

# What differs inside a cluster is said of the cluster.
over_database := [other |
	some other in input.siblings.environment.name_cases.at[model.realm_database.key].first
	other.at.ignored != model.name_case.ignored
	not in_own_cluster(other)
]

in_own_cluster(other) if {
	input.siblings.cluster
	other.at.product == model.server_product
}
