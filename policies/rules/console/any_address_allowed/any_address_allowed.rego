# METADATA
# title: The console accepts connections from any address
# description: >-
#   The console and the admin services answer everybody who reaches the port,
#   so a leaked or guessed password, or a weakness that is found in a login
#   page, can be used from anywhere. A list of the administrators' addresses
#   turns the others away before the login.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Running the product
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/valve.html#Remote_Address_Filter
#   description: Tomcat, Remote Address Filter
# custom:
#   remediation: |-
#     Name the addresses of the administrators in tomcat/carbon/META-INF/context.xml.
#
#     ```xml
#     <Valve className="org.apache.catalina.valves.RemoteAddrValve"
#            allow="127\.0\.0\.1|10\.20\.30\.\d+"/>
#     ```
#
#     allow is one regular expression over the whole address. A dot without a
#     backslash also matches other digits: that is a note. Behind a reverse
#     proxy the server sees the proxy's address unless RemoteIpValve is in
#     catalina-server.xml. A node that starts with -DworkerNode=true has no
#     console and is not judged.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: running
#   since: 0.1.0
#   security_severity: 5.9
package carbonlint.rules.console.any_address_allowed

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(filter, "allow", filter) if {
	some filter in filters
}

subjects contains {"at": place, "unknown": undecided} if {
	count(filters) == 0
	place := unguarded
}

findings contains lib.graded(unguarded, "The console accepts connections from any address.", {"default": true}) if {
	count(filters) == 0
	not undecided
}

findings contains lib.finding(object.get(filter, "allow", filter), $"The console accepts connections from any address: {open(filter)}.") if {
	every other in filters {
		model.any_address(other)
	}
	some filter in filters
}

findings contains lib.finding(filter.allow, $"The list of addresses {lib.quote(filter.allow)} is no regular expression, so Tomcat does not start the console.") if {
	some filter in filters
	lib.known(filter.allow)
	filter.by != "networks"
	regex.match(`(^|[|(])\s*[*+?]`, replace(filter.allow.value, "(?", ""))
}

findings contains lib.graded(filter.allow, $"A dot in {lib.quote(filter.allow)} that is not escaped also matches other addresses.", {"severity": "note"}) if {
	some filter in filters
	lib.known(filter.allow)
	filter.by == "addresses"
	not model.any_address(filter)
	regex.match(`(^|[^\\])\.[\d(\[\\]|(^|\|)\s*\d{1,3}\.[*+]`, filter.allow.value)
}

open(filter) := $"{lib.quote(filter.allow)} matches all of them" if {
	filter.allow
} else := "the list only denies some"

filters := [filter |
	some filter in model.address_filters
	not model.worker_node
]

# The valve may stand in files that an overlay does not hold.
default undecided := false

undecided if model.valves_undecided

undecided if {
	not model.all_read("carbon/context.xml")
	count(model.console_contexts) == 0
}

undecided if {
	not model.all_read("carbon/web.xml")
	count(model.consoles) == 0
}

unguarded := place if {
	not model.worker_node
	not model.no_console
	place := array.concat(model.console_contexts, model.consoles)[0]
}
