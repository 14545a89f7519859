# The management console.
#
# http_console, http_admin_services, wsdls_hidden, xss_filter: switches of
# carbon.xml, absent when not set. http_console_on: holds while the console
# answers over plain http. worker_node: holds for a node that starts without a
# console; node_role: the entry that says what the node is in its cluster.
# console_contexts: the context files of the console. console_valves: the valves
# that a request to the console passes, each with its place, class and
# settings; valves_undecided: holds where a template decides over one.
# catalina_files: catalina-server.xml; https_connectors: its connectors for
# https, each with its place, port, protocol, enabled, secure,
# scheme, keystore and bind_on_init, and working_connectors those that do serve it;
# connectors_undecided: holds where a template decides. address_filters: what
# lets only some addresses reach the console, each with its place, by
# (addresses, networks or names), allow and deny.
package carbonlint.model

import data.carbonlint.lib

http_console := input.settings["carbon.xml"]["Server/EnableHTTPAdminConsole"][0]

# The server leads a browser to https only where the switch is absent, empty or
# false: any other value opens http.
http_console_on if {
	lib.known(http_console)
	not lower(http_console.value) in {"", "false"}
}

http_admin_services := input.settings["carbon.xml"]["Server/Axis2Config/HttpAdminServices"][0]

wsdls_hidden := input.settings["carbon.xml"]["Server/Axis2Config/HideAdminServiceWSDLs"][0]

xss_filter := input.settings["carbon.xml"]["Server/Security/XSSPreventionConfig/Enabled"][0]

worker_node if count(worker_switches) > 0

default console_contexts := []

console_contexts := input.files["carbon/context.xml"]

# node_role is what the cluster's properties say of the node: worker or mgt.
# The last of duplicates counts.
node_role := last_entry(input.settings["axis2.xml"]["axisconfig/clustering/parameter[properties]/property[subDomain]/@value"])

# The console's own context may hold valves besides those of Tomcat.
console_valves := [valve |
	some items in [valves, context_valves]
	some item in items
	valve := object.union(lib.location(item), {"class": item.settings["@className"][0].value, "settings": item.settings})
]

context_valves := [valve | some valve in input.items["carbon/context.xml"]["Context/Valve"]]

valves_undecided if {
	some items in [valves, context_valves]
	some item in items
	item.settings["@className"][0].unknown
}

# error_valves are the valves that make Tomcat's error pages, each with shows
# (what they tell, in words) and at (where that is said). Tomcat installs one
# that shows everything where there is none.
error_valves := [object.union(valve, {"shows": shown, "at": at}) |
	some valve in console_valves
	valve.class == "org.apache.catalina.valves.ErrorReportValve"
	shown := [detail | some attribute, detail in error_details; shows_errors(valve, attribute)]
	at := array.concat([e | some attribute, _ in error_details; shows_errors(valve, attribute); e := valve.settings[attribute][0]], [valve])[0]
]

error_details := {"@showReport": "stack traces", "@showServerInfo": "the server's version"}

# Tomcat shows what no attribute forbids.
shows_errors(valve, attribute) if not valve.settings[attribute]

shows_errors(valve, attribute) if {
	entry := valve.settings[attribute][0]
	lib.known(entry)
	lower(entry.value) != "false"
}

# ships_no_error_valve holds for the products that ship none: the kernels before
# 4.4.32, and before 4.5 all products but the Identity Server.
default ships_no_error_valve := false

ships_no_error_valve if lib.older(kernel, "4.4.32")

ships_no_error_valve if {
	lib.older(kernel, "4.5")
	product := input.home.product
	not product in {"WSO2 Identity Server", "WSO2 Carbon"}
}

# fault_details are the parameters by which Axis2 puts more into a fault, the
# last of duplicates: stack and cause.
fault_details["stack"] := last_entry(input.settings["axis2.xml"]["axisconfig/parameter[sendStacktraceDetailsWithFaults]"])

fault_details["cause"] := last_entry(input.settings["axis2.xml"]["axisconfig/parameter[drillDownToRootCauseForFaultReason]"])

error_pages := [i | some i in input.items["carbon/web.xml"]["web-app/error-page"]]

default catalina_files := []

catalina_files := input.files["catalina-server.xml"]

https_connectors := [connector |
	some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
	for_https(item)
	connector := object.union(lib.location(item), {attribute: entry |
		some attribute, paths in https_connector_paths
		entry := [e | some path in paths; e := item.settings[path][0]][0]
	})
]

https_connector_paths := {
	"port": ["@port"],
	"protocol": ["@protocol"],
	"scheme": ["@scheme"],
	"secure": ["@secure"],
	"enabled": ["@SSLEnabled"],
	"keystore": ["@keystoreFile", "SSLHostConfig/Certificate/@certificateKeystoreFile", "SSLHostConfig/@certificateKeystoreFile"],
	"bind_on_init": ["@bindOnInit"],
}

for_https(item) if lower(item.settings["@scheme"][0].value) == "https"

for_https(item) if {
	enabled := item.settings["@SSLEnabled"][0]
	not lib.no(enabled)
}

# connector_lacks are the faults, in words, that keep a connector from serving
# https, by the attribute that has each.
connector_lacks(connector) := {attribute: fault |
	some attribute, [fault, works] in {
		"protocol": ["its protocol is not HTTP", speaks_http(connector)],
		"scheme": ["scheme is not https", lower(object.get(connector, ["scheme", "value"], "")) == "https"],
		"secure": ["secure is not true", connector_has(connector, "secure")],
		"enabled": ["SSLEnabled is not true", connector_has(connector, "enabled")],
		"keystore": ["it names no key store", object.get(connector, ["keystore", "value"], "") != ""],
	}
	not works
}

# A connector without a protocol, or with a class for it, speaks HTTP; AJP is
# for a web server in front.
default speaks_http(_) := true

speaks_http(connector) := false if {
	protocol := connector.protocol.value
	not regex.match(`(?i)http`, protocol)
}

default connector_has(_, _) := false

connector_has(thing, attribute) if lib.yes(thing[attribute])

working_connectors := [connector |
	some connector in https_connectors
	count(connector_lacks(connector)) == 0
]

# A template decides whether one works. A connector without a port is written
# by a loop.
connectors_undecided if {
	count(working_connectors) == 0
	some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
	not item.settings["@port"]
}

connectors_undecided if {
	count(working_connectors) == 0
	some item in input.items["catalina-server.xml"]["Server/Service/Connector"]
	item.settings["@scheme"][0].unknown
}

connectors_undecided if {
	count(working_connectors) == 0
	some connector in https_connectors
	every attribute, _ in connector_lacks(connector) {
		connector[attribute].unknown
	}
}

address_filters := array.concat(
	[object.union(filter, {attribute: entry |
		some attribute in ["allow", "deny"]
		entry := valve.settings[$"@{attribute}"][0]
	}) |
		some valve in console_valves
		by := address_kinds[valve.class]
		filter := object.union(lib.location(valve), {"by": by})
	],
	[object.union(filter, {attribute: entry |
		some attribute in ["allow", "deny"]
		entry := web.params[attribute]
	}) |
		some web in web_filters
		web.on_console
		by := address_kinds[web.class]
		filter := object.union(lib.location(web), {"by": by})
	],
)

address_kinds := {
	"org.apache.catalina.valves.RemoteAddrValve": "addresses",
	"org.apache.catalina.valves.RemoteHostValve": "names",
	"org.apache.catalina.valves.RemoteCIDRValve": "networks",
	"org.apache.catalina.filters.RemoteAddrFilter": "addresses",
	"org.apache.catalina.filters.RemoteHostFilter": "names",
	"org.apache.catalina.filters.RemoteCIDRFilter": "networks",
}

# any_address holds for a filter that lets every client pass. One that only
# denies lets all others pass, one that says nothing lets none.
any_address(filter) if {
	lib.known(filter.allow)
	filter.by == "networks"
	count({"0.0.0.0/0", "::/0"} & {network | some network in lib.words(filter.allow.value)}) > 0
}

any_address(filter) if {
	lib.known(filter.allow)
	filter.by != "networks"
	pattern := $"^(?:{filter.allow.value})$"
	regex.is_valid(pattern)
	every client in any_clients[filter.by] {
		regex.match(pattern, client)
	}
}

any_address(filter) if {
	filter.deny
	not filter.allow
}

any_clients := {
	"addresses": ["8.8.4.4", "198.51.100.77", "203.0.113.250", "91.12.0.1"],
	"names": ["a.example.com", "mail.example.org", "proxy7.example.net"],
}
