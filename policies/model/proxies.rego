# Proxies, before the server and behind it.
#
# forward_proxies: each proxy that a launcher or a pass-through sender has for
# its calls, with its place, of (who has it), host, port, host_name and
# port_name (what these are called), as far as they are set. proxy_users: who
# calls others through a proxy, with host, bypass (the hosts that are called
# directly), bypass_name and separators. internal_hosts: the hosts that the
# tree shows to be of the own network. bypassed holds for a host that a list
# names. proxy_parameters: the parameters of axis2.xml named Proxy;
# proxy_parameter_read holds for one that a sender reads. context_paths: the
# paths under which a proxy, or the server itself, serves everything, with
# name and entry. proxy_signs: the entries that tell of a proxy before the
# server's own listeners, service_proxy_signs those that tell of one before the
# pass-through listeners alone.
package carbonlint.model

import data.carbonlint.lib

forward_proxies := array.concat(jvm_proxies, sender_proxies)

jvm_proxies := [proxy |
	some launcher in launchers
	some names in jvm_proxy_names
	entries := {attribute: entry |
		some attribute, name in names
		entry := option(launcher, name)
	}
	count(entries) > 0
	proxy := proxy_of(launcher, "launcher", names, entries)
]

jvm_proxy_names := [
	{"host": "-Dhttp.proxyHost", "port": "-Dhttp.proxyPort"},
	{"host": "-Dhttps.proxyHost", "port": "-Dhttps.proxyPort"},
]

# A sender takes what it lacks from the options of the JVM.
sender_proxies := [proxy |
	some sender in passthrough_senders
	own := {attribute: entry | some attribute in ["host", "port"]; entry := sender[$"proxy_{attribute}"]}
	count(own) > 0
	inherited := {attribute: entry |
		some attribute, name in {"host": "-Dhttp.proxyHost", "port": "-Dhttp.proxyPort"}
		entry := options(name)[0]
	}
	proxy := proxy_of(sender, $"{sender.name} sender", {"host": "http.proxyHost", "port": "http.proxyPort"}, object.union(inherited, own))
]

proxy_of(owner, of, names, entries) := object.union_n([
	lib.location(owner),
	{"of": of, "host_name": names.host, "port_name": names.port},
	set,
]) if {
	# An empty host or port sets nothing.
	set := {attribute: entry | some attribute, entry in entries; not blank(entry)}
	count(set) > 0
}

blank(entry) if {
	lib.known(entry)
	trim_space(entry.value) == ""
}

# Java has one list for both protocols and separates it by bars.
proxy_users := array.concat(
	[object.union({"of": "launcher", "host": hosts[0], "bypass_name": "-Dhttp.nonProxyHosts", "separators": `\|`}, bypass) |
		some launcher in launchers
		hosts := [proxy.host | some proxy in jvm_proxies; lib.location(proxy) == lib.location(launcher); proxy.host]
		count(hosts) > 0
		bypass := {"bypass": entry | entry := option(launcher, "-Dhttp.nonProxyHosts")}
	],
	[object.union({"of": proxy.of, "host": proxy.host, "bypass_name": "http.nonProxyHosts", "separators": `[|,]`}, bypass) |
		some sender in passthrough_senders
		some proxy in sender_proxies
		lib.location(proxy) == lib.location(sender)
		bypass := {"bypass": entry | entry := array.concat([e | e := sender.proxy_bypass], options("-Dhttp.nonProxyHosts"))[0]}
	],
)

internal_hosts := ({"localhost"} | own_names) | (member_hosts | linked_hosts)

member_hosts := {host |
	some member in members
	lib.known(member.host)
	host := lower(member.host.value)
	not lib.loopback(host)
}

linked_hosts := {host |
	some link in links
	some target in link.targets
	host := lower(target.host)
	not contains(host, "$")
	not lib.loopback(host)
	own_network(host)
}

own_network(host) if regex.match(`^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$`, host)

own_network(host) if not contains(host, ".")

own_network(host) if {
	some name in own_names
	labels := split(name, ".")
	count(labels) > 2
	domain := concat(".", array.slice(labels, 1, count(labels)))
	endswith(host, $".{domain}")
}

bypassed(host, user) if {
	some pattern in regex.split(user.separators, user.bypass.value)
	literal := regex.replace(lower(trim_space(pattern)), `[.\\+?()\[\]{}|^$]`, `\$0`)
	regex.match($"^{replace(literal, "*", ".*")}$", host)
}

proxy_parameters := array.concat(
	[entry | some entry in input.settings["axis2.xml"]["axisconfig/parameter[Proxy]/@name"]],
	[entry |
		some sender in input.items["axis2.xml"]["axisconfig/transportSender"]
		some entry in sender.settings["parameter[Proxy]/@name"]
	],
)

# The client transport of Axis2 itself reads the parameter of the whole file.
proxy_parameter_read(entry) if {
	startswith(entry.path, "axisconfig/parameter")
	some sender in input.items["axis2.xml"]["axisconfig/transportSender"]
	contains(sender.settings["@class"][0].value, "CommonsHTTP")
}

# The server takes the first of duplicate elements.
context_paths := [{"name": name, "entry": entry} |
	some name, entries in {
		"ProxyContextPath": [e | some e in input.settings["carbon.xml"]["Server/ProxyContextPath"]],
		"MgtProxyContextPath": [e | some e in input.settings["carbon.xml"]["Server/MgtProxyContextPath"]],
		"WorkerProxyContextPath": [e | some e in input.settings["carbon.xml"]["Server/WorkerProxyContextPath"]],
		"WebContextRoot": [e | some e in input.settings["carbon.xml"]["Server/WebContextRoot"]],
	}
	entry := entries[0]
	not blank(entry)
]

# The path of a proxy, and an own URL on a web port that the server itself does
# not open.
proxy_signs := array.concat(
	[path.entry | some path in context_paths; path.name != "WebContextRoot"; path.entry.value != "/"],
	[link.entry |
		ports_decided
		some link in links
		not link.remote
		some target in link.targets
		lower(target.host) in own_names
		target.port in {"80", "443"}
		not opens(to_number(target.port))
	],
)

service_proxy_signs := [receiver.wsdl_prefix |
	some receiver in passthrough_receivers
	some [_, port] in regex.find_all_string_submatch_n(`^https?://[^:/]+(?::(\d+))?`, receiver.wsdl_prefix.value, 1)
	port in {"", "80", "443"}
]
