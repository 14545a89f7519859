# METADATA
# title: A datasource uses the embedded H2 database
# description: >-
#   The embedded database lives in files of one server. No second node sees
#   what is in it, no backup tool copies it while the server runs, and a crash
#   or a full disk corrupts it: users, registry entries, tokens or running
#   processes are gone with the machine. AUTO_SERVER also opens a TCP port of
#   its own choice.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Environment compatibility
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Move the data source to Oracle, MySQL, SQL Server or PostgreSQL.
#
#     Create the tables with the scripts in dbscripts, copy the driver to the
#     library folder, and name the database:
#
#     ```xml
#     <url>jdbc:postgresql://db.example.com:5432/regdb?ssl=true&amp;sslmode=verify-full</url>
#     <driverClassName>org.postgresql.Driver</driverClassName>
#     <validationQuery>SELECT 1</validationQuery>
#     ```
#
#     An error where product data is kept in it: registry, users, identity,
#     APIs, messages of the broker, BPEL processes, analytics records. A warning
#     where it serves metrics, API statistics or the BPMN engine, or where the
#     files that would name it are not in the tree. A note where nothing uses
#     it, and where it is the local registry of a node whose configuration and
#     governance registries are mounted from a shared database: that part may
#     stay.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: environment-compatibility
#   since: 0.1.0
package carbonlint.rules.datasource.embedded_h2

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": database(ds), "unknown": undecided(ds)} if some ds in model.datasources

findings contains lib.graded(at, message, {"severity": severity, "default": shipped(ds), "related": related}) if {
	some ds in model.datasources
	model.embedded_h2(ds)
	at := database(ds)
	use := model.use_of(ds)
	severity := severities[use]
	message := sprintf(messages[use], [model.datasource_name(ds)])
	related := [see |
		some r in model.users_of(ds)
		see := lib.see(r.entry, $"This makes it the data source of {r.user}.")
	]
}

severities := {"product": "error", "feature": "warning", "undecided": "warning", "local": "note", "unused": "note"}

messages := {
	"product": "The data source %s keeps product data in an embedded H2 database.",
	"feature": "The data source %s keeps the data of optional features in an embedded H2 database.",
	"undecided": "The data source %s is an embedded H2 database.",
	"local": "The data source %s keeps the local registry of the node in an embedded H2 database.",
	"unused": "The data source %s, which nothing uses, is an embedded H2 database.",
}

# A data source without a URL is known by its driver.
database(ds) := [ds[a] | some a in ["url", "class", "driver"]; ds[a]][0]

# A URL whose dialect is plain decides, whatever else in it is a placeholder.
default undecided(_) := false

undecided(ds) if {
	ds.url.unknown
	not model.dialect(ds)
}

default shipped(_) := false

shipped(ds) if model.shipped_h2(ds)
