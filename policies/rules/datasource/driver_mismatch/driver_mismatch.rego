# METADATA
# title: The JDBC URL and the driver do not belong together
# description: >-
#   A driver refuses the URL of another database, so the pool never gets a
#   connection: after a change of database the server stops at start with "No
#   suitable driver", or starts without what the data source was for.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Name the driver of the database that the URL speaks to.
#
#     ```xml
#     <url>jdbc:mysql://db.example.com:3306/regdb</url>
#     <driverClassName>com.mysql.jdbc.Driver</driverClassName>
#     ```
#
#     mysql: com.mysql.jdbc.Driver, com.mysql.cj.jdbc.Driver or
#     org.mariadb.jdbc.Driver; postgresql: org.postgresql.Driver; oracle:
#     oracle.jdbc.OracleDriver; sqlserver:
#     com.microsoft.sqlserver.jdbc.SQLServerDriver; jtds:
#     net.sourceforge.jtds.jdbc.Driver; db2: com.ibm.db2.jcc.DB2Driver;
#     informix-sqli: com.informix.jdbc.IfxDriver.
#
#     The name is compared letter by letter. A driver that is none of these, for
#     the URL of one of these databases, is a note.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: environment-compatibility
#   since: 0.1.0
package carbonlint.rules.datasource.driver_mismatch

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	some ds in model.datasources
	some entry in evidence(ds)
}

findings contains lib.graded(ds.driver, message, {"related": [lib.see(ds.url, "This is the URL.")]}) if {
	some ds in model.datasources
	dialect := model.dialect(ds)
	dialect in model.driver_dialects
	accepted := model.drivers[ds.driver.value].dialects
	not dialect in accepted
	message := $"The driver {lib.quote(ds.driver)} does not accept a URL of 'jdbc:{dialect}'."
}

findings contains lib.graded(ds.driver, message, {"severity": "note", "related": [lib.see(ds.url, "This is the URL.")]}) if {
	some ds in model.datasources
	lib.known(ds.driver)
	dialect := model.dialect(ds)
	dialect in model.driver_dialects
	not model.drivers[ds.driver.value]
	not misspelt(ds)
	message := $"The driver {lib.quote(ds.driver)} is not known as a driver for 'jdbc:{dialect}'."
}

findings contains lib.graded(ds.driver, message, {"related": [lib.see(ds.url, "This is the URL.")]}) if {
	some ds in model.datasources
	lib.known(ds.driver)
	model.dialect(ds) in model.driver_dialects
	name := misspelt(ds)
	message := $"The driver {lib.quote(ds.driver)} is not found, since its name is written '{name}'."
}

# The name from which that of the driver differs in case alone.
misspelt(ds) := [name |
	some name, _ in model.drivers
	name != ds.driver.value
	lower(name) == lower(ds.driver.value)
][0]

# A URL whose dialect is plain decides, whatever else in it is a placeholder.
evidence(ds) := [ds.driver] if {
	ds.driver
	model.dialect(ds) in model.driver_dialects
}

evidence(ds) := [ds.driver, ds.url] if {
	ds.driver
	ds.url
	not model.dialect(ds)
}
