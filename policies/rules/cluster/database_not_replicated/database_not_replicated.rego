# METADATA
# title: The shared databases are neither clustered nor replicated
# description: >-
#   All nodes of a cluster keep users, permissions and registry in the same
#   databases. While these are down no node can log anybody in, however many nodes there
#   are: the cluster is as available as its databases.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Check that each database that is listed here survives the loss of its machine, and that the nodes find it again.
#
#     ```xml
#     <!-- a URL with several hosts, or the address of the database cluster itself -->
#     <url>jdbc:mysql://db1.example.com,db2.example.com:3306/regdb</url>
#     <!-- connections that died with a host are found before they are used -->
#     <testOnBorrow>true</testOnBorrow>
#     ```
#
#     The lines are the URLs of the database servers of a node whose clustering
#     is on. One host in a URL may be the address of a cluster (Oracle RAC, a proxy,
#     a managed database), so that only its owner can tell.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: high-availability
#   since: 0.1.0
package carbonlint.rules.cluster.database_not_replicated

import data.carbonlint.model

subjects contains url if {
	in_cluster
	some url in urls
}

findings := null

in_cluster if model.clustered

in_cluster if model.clustering_undecided

urls contains ds.url if {
	some ds in model.datasources
	not embedded(ds)
}

# The older forms have a URL in place of a data source.
urls contains url if {
	some entries in [[d.url | some d in model.registry_databases], [s.jdbc_url | some s in model.user_stores]]
	some url in entries
	not startswith(lower(url.value), "jdbc:h2:")
}

embedded(ds) if model.dialect(ds) == "h2"
