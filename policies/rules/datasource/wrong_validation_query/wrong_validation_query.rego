# METADATA
# title: The validation query does not fit the database
# description: >-
#   The pool throws away each connection whose validation query fails. A query
#   that the database cannot parse fails on every one of them, so the server
#   opens and closes connections without ever getting one.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning, JDBC pool configuration
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/jdbc-pool.html
#   description: The Tomcat JDBC Connection Pool, which the products use
# custom:
#   remediation: |-
#     Write the query in the language of the database that the URL names.
#
#     ```xml
#     <!-- Oracle -->
#     <validationQuery>SELECT 1 FROM DUAL</validationQuery>
#     <!-- DB2 -->
#     <validationQuery>SELECT 1 FROM SYSIBM.SYSDUMMY1</validationQuery>
#     <!-- Informix -->
#     <validationQuery>select 1 from systables where tabid=1</validationQuery>
#     <!-- MySQL, PostgreSQL, SQL Server, H2 -->
#     <validationQuery>SELECT 1</validationQuery>
#     ```
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.datasource.wrong_validation_query

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	some ds in tested
	some entry in evidence(ds)
}

findings contains lib.graded(ds.validation_query, message, {"fix": fix, "related": [lib.see(ds.url, "This is the URL.")]}) if {
	some ds in tested
	model.pool_tested(ds)
	lib.known(ds.validation_query)
	dialect := model.dialect(ds)
	misfit(dialect, trim_space(lower(ds.validation_query.value)))
	fix := lib.set(ds.validation_query, model.validation_queries[dialect])
	message := $"The validation query {lib.quote(ds.validation_query)} fails on a 'jdbc:{dialect}' database, so every connection is judged dead."
}

# The query of a pool that tests nothing is not run.
tested := [ds |
	some ds in model.datasources
	maybe_tested(ds)
	ds.validation_query.value != ""
	not ds.validator
]

maybe_tested(ds) if {
	some switch in model.pool_tests(ds)
	model.maybe(switch)
}

evidence(ds) := array.concat(switches(ds), [ds.validation_query]) if model.dialect(ds)

evidence(ds) := array.concat(switches(ds), [ds.validation_query, ds.url]) if {
	ds.url
	not model.dialect(ds)
}

switches(ds) := [] if model.pool_tested(ds)

switches(ds) := model.pool_tests(ds) if not model.pool_tested(ds)

# These databases select from a table and from nothing else.
misfit(dialect, query) if {
	dialect in {"oracle", "db2", "informix-sqli", "derby"}
	startswith(query, "select")
	not regex.match(`\bfrom\b`, query)
}

# The dummy tables of one database are unknown to the others.
misfit(dialect, query) if {
	dialect in {"postgresql", "sqlserver", "jtds"}
	regex.match(`\bfrom\s+dual\b`, query)
}

misfit(dialect, query) if {
	dialect in {"mysql", "mariadb", "postgresql", "sqlserver", "jtds", "oracle"}
	regex.match(`\bsysibm\.|^values\s+\d`, query)
}

# Oracle takes a semicolon for a part of the statement.
misfit("oracle", query) if regex.match(`^select\b.*;$`, query)
