# METADATA
# title: The driver of the configured database is not installed
# description: >-
#   The products ship the driver of H2 alone. Without the archive of the
#   database's own driver the class is not found when the server starts, and
#   nothing that keeps its data there works.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Copy the driver's archive into the library folder and restart the server.
#
#     ```console
#     cp postgresql-42.0.0.jar <PRODUCT_HOME>/repository/components/lib/
#     cp postgresql-42.0.0.jar <EI_HOME>/lib/
#     ```
#
#     A driver that is an OSGi bundle already goes into dropins instead. The
#     rule is undecided where no library folder is in the tree, as in a
#     repository of configuration files, and for a driver that it does not know.
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: environment-compatibility
#   since: 0.1.0
package carbonlint.rules.datasource.driver_jar_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": named(ds), "unknown": undecided(ds)} if some ds in on_servers

findings contains lib.finding(named(ds), $"No archive of the driver is installed for the data source {model.datasource_name(ds)}.") if {
	some ds in on_servers
	not undecided(ds)
	not installed(ds)
}

# H2 is part of the products, and its driver beside the URL of another database
# is another fault.
on_servers := [ds |
	some ds in model.datasources
	not model.embedded_h2(ds)
	not h2_driver(ds)
	named(ds)
]

h2_driver(ds) if startswith(ds.driver.value, "org.h2.")

named(ds) := [ds[a] | some a in ["driver", "class", "url"]; ds[a]][0]

installed(ds) if {
	some pattern in model.driver_archives(ds)
	some archive in input.libraries
	regex.match(pattern, lower(archive))
}

default undecided(_) := false

# An overlay adds archives to those that it does not show.
undecided(ds) if {
	not installed(ds)
	not whole
}

undecided(ds) if {
	not installed(ds)
	not model.driver_archives(ds)
}

whole if {
	model.complete
	input.libraries
}
