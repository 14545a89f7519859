# METADATA
# title: Internal hosts are called through the forward proxy
# description: >-
#   With a forward proxy every call that is not exempted goes through it: the
#   calls of the components to each other, and even those of the server to
#   itself. A proxy at the edge of the network cannot reach them, so that logins
#   and key checks fail, or it can, and then sees their credentials.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Proxy servers
# - ref: https://docs.oracle.com/javase/8/docs/api/java/net/doc-files/net-properties.html
#   description: Java, Networking Properties
# custom:
#   remediation: |-
#     List the hosts of your own network next to the proxy.
#
#     ```sh
#     -Dhttp.nonProxyHosts="localhost|127.*|10.*|*.example.com" \
#     ```
#
#     ```xml
#     <parameter name="http.nonProxyHosts" locked="false">localhost|*.example.com</parameter>
#     ```
#
#     Java separates by bars and reads the list for https too; the senders of the
#     pass-through transport also take commas. The list must name localhost, the
#     server's own names, the members of the cluster and the hosts of the own
#     network in the URLs of components. Databases and directories are not called
#     by HTTP and need no entry.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: proxy
#   since: 0.1.0
package carbonlint.rules.network.proxy_bypass_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(user, "bypass", user.host) if some user in model.proxy_users

findings contains lib.finding(user.host, $"The {user.of} has a proxy and no {user.bypass_name}, so that it also calls {internal} through it.") if {
	some user in model.proxy_users
	lib.known(user.host)
	not user.bypass
	internal := array.concat(own_hosts, ["internal hosts"])[0]
}

findings contains lib.graded(user.bypass, $"The list {lib.quote(user.bypass)} is separated by commas, so that Java reads it as one name.", {"related": [lib.see(user.host, "The proxy.")]}) if {
	some user in model.proxy_users
	commas(user)
}

findings contains lib.graded(user.bypass, $"The list {lib.quote(user.bypass)} lacks {lacking}.", {"related": [lib.see(user.host, "The proxy.")]}) if {
	some user in model.proxy_users
	not commas(user)
	lib.known(user.bypass)
	hosts := [$"'{host}'" | some host in sort(model.internal_hosts); not model.bypassed(host, user)]
	count(hosts) > 0
	lacking := concat(", ", hosts)
}

# Without a list Java leaves out localhost by itself.
own_hosts := [concat(", ", hosts) |
	hosts := [$"'{host}'" | some host in sort(model.internal_hosts); host != "localhost"]
	count(hosts) > 0
]

commas(user) if {
	lib.known(user.bypass)
	user.separators == `\|`
	contains(user.bypass.value, ",")
}
