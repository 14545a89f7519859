# METADATA
# title: Clustered nodes keep shared data in an embedded H2 database
# description: >-
#   An embedded database belongs to the one process that opened it. Each node
#   of the cluster has users, permissions and registry resources of its own:
#   what is changed on one node is missing on the next, and which of the two a
#   request meets is up to the load balancer.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Point the data sources of users and registry at one database server for all nodes.
#
#     ```xml
#     <!-- master-datasources.xml -->
#     <url>jdbc:postgresql://db.example.com:5432/regdb</url>
#     <driverClassName>org.postgresql.Driver</driverClassName>
#     <validationQuery>SELECT 1</validationQuery>
#     ```
#
#     There are no lesser cases. The registry that each node keeps to itself
#     may stay on H2 once governance and configuration are mounted from a
#     database server. Each data source is also reported where its URL stands,
#     by datasource/embedded_h2.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.nodes_on_embedded_h2

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if model.clustering_undecided

subjects contains object.get(ds, "url", ds) if some ds in shared

findings contains lib.graded(model.cluster_switch, "The nodes of the cluster keep shared data in an embedded H2 database.", {"related": related}) if {
	related := [lib.see(object.get(ds, "url", ds), "This data source is a database of each node.") |
		some ds in shared
		model.one_node_h2(ds)
	]
	count(related) > 0
}

# The data sources that all nodes must share.
shared contains ds if {
	model.clustered
	some reference in model.shared_references
	some ds in model.named(reference)
}
