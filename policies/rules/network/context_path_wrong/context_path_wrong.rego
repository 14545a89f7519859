# METADATA
# title: A proxy context path is malformed or does not match
# description: >-
#   Behind a proxy that serves several products the path in front tells them
#   apart. The server puts it before every link as it is written: without its
#   slash the links run into the host name, and a mailed or configured link
#   without the path leads to another product.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Proxy servers
# - ref: https://docs.wso2.com/display/ADMIN44x/Adding+a+Custom+Proxy+Path
#   description: Administration guide, Adding a Custom Proxy Path
# custom:
#   remediation: |-
#     Begin the path with a slash, end it without one, and put it into the links that lead through the proxy.
#
#     ```xml
#     <ProxyContextPath>/esb</ProxyContextPath>
#     <MgtProxyContextPath>/esb</MgtProxyContextPath>
#     ```
#
#     A path that is no path is a warning; a slash at its end, and an own link
#     without the path, are a note.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: proxy
#   since: 0.1.0
package carbonlint.rules.network.context_path_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains path.entry if some path in model.context_paths

findings contains lib.graded(path.entry, $"{path.name} {lib.quote(path.entry)} {fault}.", {"severity": severity}) if {
	some path in model.context_paths
	lib.known(path.entry)
	[severity, fault] := first_fault(path.entry.value)
}

first_fault(value) := ["warning", "is a URL and not a path"] if {
	contains(value, "://")
} else := ["warning", "does not begin with a slash"] if {
	not startswith(value, "/")
} else := ["warning", "holds two slashes in a row"] if {
	contains(value, "//")
} else := ["warning", "holds blanks"] if {
	regex.match(`\s`, value)
} else := ["note", "ends with a slash"] if regex.match(".+/$", value)

findings contains lib.graded(link.entry, $"The URL {lib.quote(link.entry)} of {link.component} lacks the path {lib.quote(path.entry)} of the proxy.", {
	"severity": "note",
	"related": [lib.see(path.entry, $"{path.name} is set here.")],
}) if {
	some path in model.context_paths
	path.name == "MgtProxyContextPath"
	lib.known(path.entry)
	some link in array.concat(model.mail_links, model.console_links)
	leads_here(link)
	not below(link, trim_suffix(path.entry.value, "/"))
}

below(link, path) if startswith(regex.replace($"{link.entry.value}/", `^\w+://[^/]*`, ""), $"{path}/")

leads_here(link) if {
	lib.known(link.entry)
	some target in model.link_targets(link.entry)
	lower(target.host) in model.own_names
}
