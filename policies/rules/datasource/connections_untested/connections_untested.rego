# METADATA
# title: Pooled connections are handed out untested
# description: >-
#   A database or a firewall closes idle connections without telling the pool.
#   When the pool hands out such a connection untested, a request fails for no
#   visible reason, and after a restart of the database all of them do until
#   the server is restarted too.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning, JDBC pool configuration
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/jdbc-pool.html
#   description: The Tomcat JDBC Connection Pool, which the products use
# custom:
#   remediation: |-
#     Test connections on borrow, with a query that the database answers at once.
#
#     ```xml
#     <testOnBorrow>true</testOnBorrow>
#     <validationQuery>SELECT 1</validationQuery>
#     <validationInterval>30000</validationInterval>
#     ```
#
#     Testing that is switched on without a query is an error. No testing at all
#     of the connections to a database server is a warning, and so is a
#     validation interval of 0, which runs the query on every borrow. `--fix`
#     adds no query where the URL does not tell the database.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.datasource.connections_untested

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	some ds in model.datasources
	some entry in evidence(ds)
}

findings contains lib.graded(at, "Connections are tested without a query, so the test does nothing.", {"default": shipped(ds), "fix": with_query(ds)}) if {
	some ds in model.datasources
	model.pool_tested(ds)
	at := queryless(ds)
}

findings contains lib.graded(at, "Connections to a database server are handed out untested.", {"severity": "warning", "fix": tested(ds)}) if {
	some ds in model.datasources
	model.database_server(ds)
	every switch in model.pool_tests(ds) { lib.no(switch) }
	at := array.concat(model.pool_tests(ds), [ds])[0]
}

findings contains lib.graded(interval, $"A validation interval of {lib.quote(interval)} runs the query on every borrow.", {"severity": "warning", "fix": lib.set(interval, "30000")}) if {
	some ds in model.datasources
	lib.yes(ds.test_on_borrow)
	not queryless(ds)
	interval := ds.validation_interval
	regex.match(`^(0+|-\d+)$`, interval.value)
}

# queryless is the place of a query that is empty or absent.
queryless(ds) := ds.validation_query if {
	ds.validation_query.value == ""
	not ds.validator
}

queryless(ds) := [e | some e in model.pool_tests(ds); lib.yes(e)][0] if {
	not ds.validation_query
	not ds.validator
}

evidence(ds) := array.concat(model.pool_tests(ds), [object.get(ds, "validation_query", ds)]) if model.pool_tested(ds)

# No network lies between the server and an embedded database, so that what the
# database is decides where nothing is tested.
evidence(ds) := array.concat(model.pool_tests(ds), [lib.location(ds)]) if {
	not model.pool_tested(ds)
	model.dialect(ds)
}

evidence(ds) := array.concat(model.pool_tests(ds), [object.get(ds, "url", ds)]) if {
	not model.pool_tested(ds)
	not model.dialect(ds)
}

default shipped(_) := false

# All others that products ship have a query.
shipped(ds) if {
	model.shipped_h2(ds)
	contains(ds.url.value, "/WSO2SHARED_DB")
}

# The query of a database whose URL does not tell what it is, is not known.
with_query(ds) := lib.set(ds.validation_query, query) if {
	ds.validation_query
	query := model.validation_queries[model.dialect(ds)]
} else := model.pool_property(ds, "validationQuery", query) if {
	query := model.validation_queries[model.dialect(ds)]
} else := lib.no_fix

tested(ds) := lib.all_of([
	borrowed,
	queried,
]) if {
	borrowed := tested_on_borrow(ds)
	queried := fitting_query(ds)
} else := lib.no_fix

tested_on_borrow(ds) := lib.set(ds.test_on_borrow, "true") if {
	ds.test_on_borrow
} else := model.pool_property(ds, "testOnBorrow", "true")

fitting_query(ds) := lib.no_fix if {
	ds.validator
} else := lib.no_fix if {
	ds.validation_query.value != ""
} else := fix if {
	fix := with_query(ds)
	count(fix.edits) > 0
}
