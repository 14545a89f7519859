# validation_queries has by dialect the cheapest query that the database
# answers.
#
# pool_property adds a property to the pool of a data source. Sources that the
# tree gives a class of their own have no place for it and no fix.
package carbonlint.model

import data.carbonlint.lib

validation_queries := {
	"h2": "SELECT 1",
	"mysql": "SELECT 1",
	"mariadb": "SELECT 1",
	"postgresql": "SELECT 1",
	"sqlserver": "SELECT 1",
	"jtds": "SELECT 1",
	"oracle": "SELECT 1 FROM DUAL",
	"db2": "SELECT 1 FROM SYSIBM.SYSDUMMY1",
	"informix-sqli": "SELECT 1 FROM systables WHERE tabid=1",
	"derby": "VALUES 1",
}

pool_property(datasource, name, value) := lib.add(datasource, $"definition/configuration/{name}", value) if {
	endswith(datasource.url.path, "/definition/configuration/url")
} else := lib.no_fix
