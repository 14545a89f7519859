# METADATA
# title: The Metrics reporter writes to an embedded H2 database
# description: >-
#   The JDBC reporter writes all metrics once a minute. On the embedded H2
#   database that grows on the disk of the server, competes with it for
#   processor and disk, and opens a port of its own, which no firewall rule
#   knows.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Tuning parameters
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Administration guide, Working with Databases
# custom:
#   remediation: |-
#     Switch the reporter off, or give its data source a database server.
#
#     ```xml
#     <!-- metrics.xml -->
#     <JDBC>
#         <Enabled>false</Enabled>
#     ```
#   severity: warning
#   kind: cross
#   tier: core
#   fix: auto
#   guideline: tuning-parameters
#   since: 0.1.0
package carbonlint.rules.tuning.metrics_written_to_h2

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": name, "unknown": open} if {
	name := model.metrics_datasource
	not off
}

findings contains lib.graded(name, $"The metrics are written to the embedded H2 database {lib.quote(name)}.", {
	"default": shipped(datasource),
	"fix": lib.set(reporter, "false"),
	"related": [lib.see(datasource.url, "The data source."), lib.see(reporter, "The metrics are written since this is on.")],
}) if {
	name := model.metrics_datasource
	some datasource in targets
	model.embedded_h2(datasource)
	model.metrics_on
	lib.yes(reporter)
}

default shipped(_) := false

shipped(datasource) if model.shipped_h2(datasource)

reporter := model.metrics_reporters.JDBC

targets := [datasource |
	some datasource in model.datasources
	datasource.jndi.value == model.metrics_datasource.value
]

# What does not run writes nowhere.
off if lib.no(reporter)

off if not reporter

off if model.metrics_off

default open := false

open if not model.metrics_on

open if not lib.yes(reporter)

open if count(targets) == 0

open if {
	some datasource in targets
	undecided(datasource)
}

undecided(datasource) if {
	datasource.url.unknown
	not model.embedded_h2(datasource)
}

undecided(datasource) if {
	not datasource.url
	not model.embedded_h2(datasource)
}
