# METADATA
# title: A remote registry is reached with a login in clear
# description: >-
#   The server sends the login with every request for a mounted resource. Over
#   plain HTTP whoever is on the way reads it, and with it reads and rewrites
#   the registry of all nodes: endpoints, policies, passwords of back ends.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Read the shared registry from its database, or reach it over HTTPS.
#
#     ```xml
#     <remoteInstance url="https://localhost:9443/registry">
#         <id>gov</id>
#         <cacheId>reguser@jdbc:postgresql://db.example.com:5432/regdb</cacheId>
#         <dbConfig>govregistry</dbConfig>
#     </remoteInstance>
#     ```
#
#     With a dbConfig the URL is only a label. A login over plain HTTP is an
#     error. Plain HTTP without a login is a warning, since what is read can be
#     changed on the way. A URL of the machine itself crosses no network. The
#     password in the file is reported by secrets/plain_text.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: registry
#   since: 0.1.0
#   security_severity: 6.5
package carbonlint.rules.registry.remote_login_in_clear

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": instance.url, "unknown": undecided(instance)} if some instance in remote

findings contains lib.graded(instance.url, message, {"severity": severity, "related": related}) if {
	some instance in remote
	in_clear(instance)
	login := [lib.see(instance[a], "This is sent along.") | some a in ["username", "password"]; instance[a]]
	[severity, message] := faults[count(login) > 0]
	related := array.slice(login, 0, 1)
}

faults := {
	true: ["error", "The login of the remote registry is sent over plain HTTP."],
	false: ["warning", "The remote registry is read over plain HTTP."],
}

# A remote registry without a database is called at its URL.
remote := [instance |
	some instance in model.remote_instances
	instance.url
	object.get(instance, ["database", "value"], "") == ""
	not undecided_database(instance)
]

undecided_database(instance) if instance.database.unknown

in_clear(instance) if {
	host := plain_host(instance)
	not lib.loopback(host)
	not model.undecided_host(host)
}

plain_host(instance) := regex.find_all_string_submatch_n(`^(?i)http://(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)`, instance.url.value, 1)[0][1]

undecided(instance) if {
	instance.url.unknown
	not in_clear(instance)
	not encrypted(instance)
} else := false

encrypted(instance) if regex.match(`^(?i)https://`, instance.url.value)
