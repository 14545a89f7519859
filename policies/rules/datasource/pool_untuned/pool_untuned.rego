# METADATA
# title: The connection pool is not sized for the load
# description: >-
#   Requests queue for a connection when the pool is too small, and all servers
#   together overrun the database when it is too large. A pool that waits
#   forever hides both: threads pile up until the server answers nobody.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning, JDBC pool configuration
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/jdbc-pool.html
#   description: The Tomcat JDBC Connection Pool, which the products use
# custom:
#   remediation: |-
#     Size the pool by the load, and let a request give up after a minute.
#
#     ```xml
#     <maxActive>50</maxActive>
#     <maxIdle>10</maxIdle>
#     <minIdle>5</minIdle>
#     <maxWait>60000</maxWait>
#     ```
#
#     The sum over all servers must stay below the limit of the database. More
#     idle connections than active ones, by maxIdle or minIdle, are an error: the
#     pool corrects them. Fewer than 10 or more than 500 active ones, a size that
#     is no number above 0, for which the pool takes 100, a minIdle below 0, an
#     initialSize above the size, waiting without a limit, and removeAbandoned or
#     logAbandoned, which close connections in use or take a stack trace at each
#     borrow, are notes.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
#   parameters:
#     largest:
#       type: integer
#       default: 500
#       minimum: 1
#       maximum: 100000
#       description: The most connections of a pool.
#     smallest:
#       type: integer
#       default: 10
#       minimum: 1
#       maximum: 10000
#       description: The fewest connections of a pool.
package carbonlint.rules.datasource.pool_untuned

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if {
	some ds in model.datasources
	set := [ds[a] |
		some a in ["max_active", "max_idle", "min_idle", "initial_size", "max_wait", "remove_abandoned", "log_abandoned"]
		ds[a]
	]
	some place in {true: [lib.location(ds)], false: set}[count(set) == 0]
}

findings contains lib.finding(ds.max_active, $"The pool of {model.datasource_name(ds)} holds {size} connections, {fault}.") if {
	some ds in model.datasources
	model.sized(ds)
	size := model.pool_size(ds)
	fault := [word | some word, wrong in {$"fewer than {smallest}": size < smallest, $"more than {largest}": size > largest}; wrong][0]
}

findings contains lib.finding(ds.max_active, $"The pool of {model.datasource_name(ds)} holds {model.pool_size(ds)} connections, since {lib.quote(ds.max_active)} is no number above 0.") if {
	some ds in model.datasources
	lib.known(ds.max_active)
	not model.sized(ds)
}

findings contains lib.graded(ds[bound], message, {"severity": severity, "related": [lib.see(ds.max_active, "This is the size of the pool.") | ds.max_active]}) if {
	some ds in model.datasources
	some bound, [severity, what] in {
		"max_idle": ["error", "may keep more connections idle than it holds"],
		"min_idle": ["error", "is to keep more connections idle than it holds"],
		"initial_size": ["note", "is to open more connections at start than it holds"],
	}
	number(ds[bound]) > model.pool_size(ds)
	message := $"The pool of {model.datasource_name(ds)} {what}."
}

findings contains lib.finding(ds.min_idle, $"The pool of {model.datasource_name(ds)} is to keep {lib.quote(ds.min_idle)} connections idle, fewer than none.") if {
	some ds in model.datasources
	number(ds.min_idle) < 0
}

findings contains lib.finding(ds.max_wait, $"A request waits forever for a connection of {model.datasource_name(ds)}.") if {
	some ds in model.datasources
	number(ds.max_wait) <= 0
}

findings contains lib.finding(ds.remove_abandoned, $"The pool of {model.datasource_name(ds)} closes connections that are in use.") if {
	some ds in model.datasources
	lib.yes(ds.remove_abandoned)
}

findings contains lib.finding(ds.log_abandoned, $"The pool of {model.datasource_name(ds)} takes a stack trace at each borrow.") if {
	some ds in model.datasources
	lib.yes(ds.log_abandoned)
}

smallest := lib.parameter("datasource/pool_untuned", "smallest")

largest := lib.parameter("datasource/pool_untuned", "largest")

number(entry) := to_number(entry.value) if {
	lib.known(entry)
	regex.match(`^-?\d{1,9}$`, entry.value)
}
