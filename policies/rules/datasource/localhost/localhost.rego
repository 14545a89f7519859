# METADATA
# title: The database is addressed as localhost
# description: >-
#   Each server that reads this configuration looks for the database on its own
#   machine. A second node finds none there, or worse, one with other users in
#   it, and server and database fail together with the machine.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Name the host of the database as all nodes reach it.
#
#     ```xml
#     <url>jdbc:postgresql://db.example.com:5432/regdb</url>
#     ```
#
#     A note for a node that may be alone, and an error once clustering is on.
#     The embedded H2 database has no host. A proxy on the machine, such as that
#     of a cloud database, is right: suppress the rule there.
#   severity: note
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.datasource.localhost

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": ds.url, "unknown": undecided(ds)} if some ds in served

findings contains lib.finding(ds.url, $"The data source {model.datasource_name(ds)} looks for its database on the server's own machine.") if {
	some ds in served
	model.on_this_host(ds)
	not model.clustered
}

findings contains lib.graded(ds.url, message, {"severity": "error", "related": [lib.see(model.cluster_switch, "Clustering is on.")]}) if {
	some ds in served
	model.on_this_host(ds)
	model.clustered
	message := $"Each node of the cluster looks for the database of {model.datasource_name(ds)} on its own machine."
}

# The data sources with a database server.
served := [ds |
	some ds in model.datasources
	ds.url
	not embedded(ds)
]

embedded(ds) if model.dialect(ds) == "h2"

default undecided(_) := false

undecided(ds) if model.undecided_database_host(ds)
