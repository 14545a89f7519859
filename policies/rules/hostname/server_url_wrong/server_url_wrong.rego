# METADATA
# title: The server URL has a wrong scheme, host or port
# description: >-
#   The console calls the admin services at this URL. The shipped one calls them
#   inside the same process. One of http sends the administrator's password in
#   clear, and one with a wrong host or port shows and changes another server
#   than the one the administrator logged in to.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hostname
# custom:
#   remediation: |-
#     Keep the shipped URL, unless the console runs on a node of its own.
#
#     ```xml
#     <ServerURL>local:/${carbon.context}/services/</ServerURL>
#     ```
#
#     The server takes the first of several ServerURL elements; each further one,
#     which somebody may think is in force, is a warning. # is no comment in XML.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: hostname
#   since: 0.1.0
package carbonlint.rules.hostname.server_url_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": url, "unknown": undecided(url)} if some url in model.server_urls

findings contains lib.finding(url, $"The server URL {lib.quote(url)} {fault}.") if {
	url := model.server_urls[0]
	not undecided(url)
	fault := first_fault(url)
}

findings contains lib.graded(url, $"The server URL {lib.quote(url)} is not used, because another one stands before it.", {
	"severity": "warning",
	"related": [lib.see(model.server_urls[0], "The URL that counts.")],
}) if {
	some i, url in model.server_urls
	i > 0
}

first_fault(url) := "does not encrypt what the console sends" if {
	startswith(lower(url.value), "http:")
} else := "is neither local nor https" if {
	not regex.match(`^(?i)(local|https):`, url.value)
} else := "leads to another server" if {
	not in_memory(url)
	some target in model.link_targets(url)
	host := target.host
	not own(host)
} else := "names a port that the server does not open" if {
	not in_memory(url)
	model.ports_decided
	some target in model.link_targets(url)
	port := target.port
	regex.match(`^\d+$`, port)
	not model.own_port(port)
}

# What follows local: is a path in the server itself, with one slash or two.
in_memory(url) if regex.match(`^(?i)local:`, url.value)

own(host) if model.own_name(host)

own(host) if lower(host) in model.own_names

# A placeholder in what follows scheme and host changes nothing.
default undecided(_) := false

undecided(url) if {
	url.unknown
	not regex.match(`^(?i)(local:|http:)`, url.value)
	not regex.match(`^(?i)https://(\$\{carbon\.(host|local\.ip)\}|[^/:${}<>%]+):(\d+|\$\{(carbon\.management\.port|mgt\.transport\.https\.port)\})`, url.value)
}
