# METADATA
# title: The servlet connector's threads do not fit the load
# description: >-
#   Each request to the console, a service or a login page holds a thread of
#   its connector. With too few threads, or no room to wait, users are turned
#   away while the server idles. With far more threads than database
#   connections they all wait for one another.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/http.html
#   description: Apache Tomcat 7, the HTTP connector
# custom:
#   remediation: |-
#     Fit the threads to the load, and the connections of the user database to the threads.
#
#     ```xml
#     <Connector port="9443" maxThreads="250" acceptCount="200" acceptorThreadCount="2"/>
#     ```
#
#     Fewer than 50 threads, or no room for waiting connections, are a warning. More
#     threads than ten times the connections of the databases that logins ask are a
#     note.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
#   parameters:
#     threads:
#       type: integer
#       default: 50
#       minimum: 1
#       maximum: 10000
#       description: The fewest threads of a connector.
#     threads_per_connection:
#       type: integer
#       default: 10
#       minimum: 1
#       maximum: 1000
#       description: How many threads may share a connection to the databases of logins.
package carbonlint.rules.tuning.connector_threads_untuned

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(connector, "threads", connector) if some connector in model.connector_threads

subjects contains connector.queue if some connector in model.connector_threads

subjects contains datasource.max_active if some datasource in asked

findings contains lib.graded(threads, $"The connector serves no more than {lib.quote(threads)} requests at a time.", {"severity": "warning"}) if {
	some connector in model.connector_threads
	threads := connector.threads
	number(threads) < lib.parameter("tuning/connector_threads_untuned", "threads")
}

findings contains lib.graded(queue, $"The connector lets {lib.quote(queue)} connections wait.", {"severity": "warning"}) if {
	some connector in model.connector_threads
	queue := connector.queue
	number(queue) <= 0
}

findings contains lib.graded(threads, $"The connector's {lib.quote(threads)} threads share {connections} database connections for logins.", {"related": [lib.see(object.get(datasource, "max_active", datasource), "A database that logins ask.") | some datasource in login_databases]}) if {
	some connector in model.connector_threads
	threads := connector.threads
	number(threads) > lib.parameter("tuning/connector_threads_untuned", "threads_per_connection") * connections
}

number(entry) := to_number(entry.value) if regex.match(`^-?\d+$`, entry.value)

login_databases := [datasource |
	some datasource in model.datasources
	datasource.jndi.value in {reference.name | some reference in model.user_references}
]

# The threads of a connector with a number of them share these.
asked := [datasource |
	some connector in model.connector_threads
	connector.threads
	some datasource in login_databases
	datasource.max_active.unknown
]

# It is undefined where one of them is not decided.
connections := sum(sizes) if {
	count(login_databases) > 0
	sizes := [size | some datasource in login_databases; size := model.pool_size(datasource)]
	count(sizes) == count(login_databases)
}
