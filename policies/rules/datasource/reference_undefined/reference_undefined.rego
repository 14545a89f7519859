# METADATA
# title: A configuration names a datasource that is not defined
# description: >-
#   The name is looked up when the server starts. Where no data source carries
#   it, the registry, the user manager or the feature that asked for it does
#   not start, and mostly the server does not either.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Define a data source of that name, or correct the name where it is used.
#
#     The name is that of jndiConfig, letter by letter: bpsds and jdbc/bpsds are
#     two names. Only analytics-config.xml uses the name of the data source
#     itself. The server reads master-datasources.xml and the files whose names
#     end in -datasources.xml.
#
#     ```xml
#     <datasource>
#         <name>WSO2UM_DB</name>
#         <jndiConfig><name>jdbc/WSO2UM_DB</name></jndiConfig>
#         <definition type="RDBMS">
#             <configuration>
#                 <url>jdbc:postgresql://db.example.com:5432/userdb</url>
#                 <driverClassName>org.postgresql.Driver</driverClassName>
#             </configuration>
#         </definition>
#     </datasource>
#     ```
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.datasource.reference_undefined

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": r.entry, "unknown": undecided(r)} if some r in judged

findings contains lib.graded(r.entry, $"The data source '{r.name}' of {r.user} is not defined.", {"related": similar(r)}) if {
	some r in judged
	missing(r)
	not undecided(r)
}

judged := [r | sources_here; some r in model.references]

# Without the master file, the data sources are not in the tree. Where a whole
# home has others, they are all that there is.
sources_here if count(model.master_datasources) > 0

sources_here if {
	model.complete
	count(model.datasource_files) + count(model.ignored_datasource_files) > 0
}

missing(r) if {
	name := r.name
	names := object.get(model.datasource_names, r.by, set())
	not name in names
}

default undecided(_) := false

undecided(r) if r.entry.unknown

undecided(r) if {
	missing(r)
	r.by in model.unknown_datasource_names
}

undecided(r) if {
	missing(r)
	not model.all_read("datasources")
	r.name in model.names_of_other_files
}

# similar are the data sources whose names differ in case or prefix alone.
similar(r) := [lib.see(alike[0], "This data source has a similar name.") |
	some ds in model.datasources
	alike := [ds[a] | some a in ["jndi", "name"]; bare(ds[a].value) == bare(r.name)]
]

bare(name) := trim_prefix(lower(name), "jdbc/")
