# The home and its host names.
#
# kernel: the version of the Carbon kernel, undefined when the tree does not
# tell. complete: holds for a whole home, where a missing file is known to be
# missing; all_read holds where also every file of a kind could be read.
# carbon: the carbon.xml files; what is absent from the server's own
# settings is reported there. host_name, console_host_name: entries, absent
# when not set. own_names: those of them that are decided and can be reached, in
# lower case. unreachable and malformed judge a name. port_offset: the
# number that is added to every port; offset_decided holds when the tree
# tells it, offset_set is the entry that sets it, offset_shipped holds when the
# product ships that number. server_urls: the entries of the URL at which the
# console calls the server, of which the first counts. split_marks: the entries that make the node a
# part of a deployment with managers and workers of its own.
package carbonlint.model

import data.carbonlint.lib

kernel := input.home.kernel if input.home.kernel != ""

complete if input.home.complete

# A file that does not parse may be the one that says it.
all_read(kind) if {
	complete
	not input.home.broken[kind]
}

default carbon := []

carbon := input.files["carbon.xml"]

# The server takes the first of duplicate elements.
host_name := input.settings["carbon.xml"]["Server/HostName"][0]

console_host_name := input.settings["carbon.xml"]["Server/MgtHostName"][0]

own_names contains lower(host_name.value) if usable(host_name)

own_names contains lower(console_host_name.value) if usable(console_host_name)

usable(name) if {
	lib.known(name)
	not unreachable(name.value)
}

default server_urls := []

server_urls := input.settings["carbon.xml"]["Server/ServerURL"]

# sign_on_cookies are the cookies of the identity framework, with domain,
# secure and http_only as far as they are set.
sign_on_cookies := [{attribute: entry |
	some attribute, path in {"domain": "@domain", "secure": "@secure", "http_only": "@httpOnly"}
	entry := item.settings[path][0]
} |
	some item in input.items["identity.xml"]["Server/Cookies/Cookie"]
]

# server_key tells products apart: ESB, EI, IS, AM, MB, BPS, Greg. Where
# carbon.xml does not say it, the name of the product does.
server_key := input.settings["carbon.xml"]["Server/ServerKey"][0].value if {
	input.settings["carbon.xml"]["Server/ServerKey"]
} else := server_keys[name] if {
	some name in regex.find_n(`(API Manager|Business Process Server|Data Analytics Server|Enterprise Integrator|Enterprise Service Bus|Governance Registry|Identity Server|Message Broker|Micro Integrator)$`, input.home.product, 1)
}

server_keys := {
	"API Manager": "AM",
	"Business Process Server": "BPS",
	"Data Analytics Server": "DAS",
	"Enterprise Integrator": "EI",
	"Enterprise Service Bus": "ESB",
	"Governance Registry": "Greg",
	"Identity Server": "IS",
	"Message Broker": "MB",
	"Micro Integrator": "MI",
}

# These products ship localhost as their host name, the others none.
ships_localhost if regex.match(`(Identity Server|Business Process Server|IoT Server)$`, input.home.product)

# unreachable holds for a name by which no client finds the server: a
# loopback or a sample name, or none at all.
unreachable(name) if name in {"", "0.0.0.0"}

unreachable(name) if lib.loopback(name)

unreachable(name) if regex.match(`(?i)^(((www|mgt)\.)?(wso2\.(org|com)|example\.(com|org|net))|your\.host\.name)$`, name)

# malformed says what makes a value no host name.
malformed(name) := "it holds a scheme or a path" if contains(name, "/")

malformed(name) := "it holds a port" if regex.match(`^([^:/\[]+|\[[0-9a-fA-F:]+\]):\d+$`, name)

malformed(name) := "an underscore is not allowed in it" if {
	not contains(name, "/")
	not contains(name, ":")
	not regex.match(name_blank, name)
	contains(name, "_")
}

malformed(name) := "it holds a blank" if {
	not contains(name, "/")
	not contains(name, ":")
	regex.match(name_blank, name)
}

# The no-break space that is pasted from a web page is no blank to Java.
name_blank := `[\s\x{a0}]`

port_offset_entry := input.settings["carbon.xml"]["Server/Ports/Offset"][0]

# -DportOffset of the start scripts wins over carbon.xml. Scripts that differ
# decide nothing.
script_offset_entries := options("-DportOffset")

script_offsets := {value |
	some entry in script_offset_entries
	value := {true: "undecided", false: entry.value}[object.get(entry, "unknown", false)]
}

# offset_set is the entry that decides the offset, where one sets it.
offset_set := script_offset_entries[0] if {
	count(script_offset_entries) > 0
} else := port_offset_entry

offset_text := concat("", script_offsets) if count(script_offsets) == 1

offset_text := port_offset_entry.value if {
	count(script_offsets) == 0
	lib.known(port_offset_entry)
}

default port_offset := 0

# Java reads a plus sign before a number, too.
port_offset := to_number(trim_prefix(offset_text, "+")) if regex.match(`^\+?\d{1,5}$`, offset_text)

offset_decided if regex.match(`^\+?\d{1,5}$`, offset_text)

offset_decided if {
	count(script_offsets) == 0
	count(carbon) > 0
	not port_offset_entry
}

# The profiles of EI 6 ship an offset each, all other homes none. A folder of
# the configuration alone may be that of a profile.
offset_shipped if port_offset == object.get(shipped_offsets, regex.replace(input.home.path, `^.*/`, ""), 0)

offset_shipped if {
	input.home.layout in {"ei6", "ei6-profile", "conf-only"}
	port_offset == profile_offsets[profile_name]
}

shipped_offsets := {"analytics": 1, "business-process": 2, "broker": 3, "micro-integrator": 10}

profile_offsets := {"Integrator Analytics": 1, "Business Process Server": 2, "Message Broker": 3, "Micro Integrator": 10}

# ei_profile holds for a profile of EI 6, also without the root runtime beside it.
ei_profile if input.home.layout == "ei6-profile"

ei_profile if {
	input.home.layout == "ei6"
	profile_name
}

profile_name := regex.find_n(`(Integrator Analytics|Business Process Server|Message Broker|Micro Integrator)$`, input.home.product, 1)[0]

# Every product ships subDomain worker, so only a manager or a start script
# that switches the console off shows that the two are apart.
split_marks contains entry if some entry in worker_switches

split_marks contains entry if {
	clustered
	entry := node_role
	entry.value == "mgt"
}
