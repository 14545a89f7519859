# METADATA
# title: Datasources with different purposes share one schema
# description: >-
#   Each purpose brings tables, scripts and clean-up jobs of its own, and some
#   have tables of the same names. In one schema a migration of one product
#   breaks another, statistics fill the disk of the users, and no part can be
#   backed up or restored by itself.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Give API management, statistics, broker, processes and analytics a schema of their own each.
#
#     ```xml
#     <!-- WSO2REG_DB -->
#     <url>jdbc:mysql://db.example.com:3306/regdb</url>
#     <!-- WSO2AM_STATS_DB -->
#     <url>jdbc:mysql://db.example.com:3306/statsdb</url>
#     ```
#
#     Users, registry, identity and local data may share one. There are no lesser
#     cases.
#   severity: error
#   kind: cross
#   tier: extended
#   fix: none
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.datasource.schema_shared

import data.carbonlint.lib
import data.carbonlint.model

subjects contains ds.url if {
	count(model.datasources) > 1
	some ds in model.datasources
	ds.url
}

findings contains lib.graded(last.url, message, {"related": related}) if {
	some group in groups
	count(group) > 1
	purposes := union({model.purposes_of(ds) | some ds in group})
	count(purposes) > 1
	own := [ds | some ds in group; model.purposes_of(ds) != {"common"}]
	last := own[count(own) - 1]
	message := $"The data source {model.datasource_name(last)} shares its schema with one of another purpose."
	related := [see |
		some ds in group
		ds.url != last.url
		see := lib.see(ds.url, $"The data source {model.datasource_name(ds)} uses the same schema.")
	]
}

# The data sources by schema.
groups[schema] := [ds | some ds in model.datasources; model.database_schema(ds) == schema] if {
	some schema in {model.database_schema(ds) | some ds in model.datasources}
}
