# Launchers and JVM options.
#
# launchers: the start scripts and the service wrapper's configuration that
# give options to the JVM, each with its place and its options by name in
# settings. option gives the entry that counts: HotSpot takes the last of
# duplicate options, and the loader keeps them in the order in which the JVM
# sees them. options gives the entries of all launchers, worker_switches those
# that start a worker, which has no console. judged gives what shows how a
# launcher sets an option: that entry, or the launcher in which it is absent.
# memory gives the bytes that a size means. max_heap and min_heap give the
# entries that set the size of the heap, shipped_heap the sizes with which a
# launcher is shipped.
package carbonlint.model

import data.carbonlint.lib

# A script without any option only calls another one: nothing is missing in it.
launchers := [launcher |
	some launcher in input.items.launcher.script
	count(launcher.settings) > 0
]

option(launcher, name) := entries[count(entries) - 1] if entries := launcher.settings[name]

options(name) := [entries[count(entries) - 1] |
	some launcher in launchers
	entries := launcher.settings[name]
]

worker_switches := [entry |
	some entry in options("-DworkerNode")
	lib.yes(entry)
]

# has_option holds where a launcher sets an option at all.
has_option(launcher, name) if launcher.settings[name]

# maybe_absent holds for an option that a script or a template gives under a
# condition: text in a branch of a template has no value.
maybe_absent(entry) if entry.conditional

maybe_absent(entry) if {
	entry.unknown
	entry.value == ""
}

judged(launcher, name) := option(launcher, name) if {
	has_option(launcher, name)
} else := launcher

# verifier_read holds for the kernels whose HTTP clients take their host name
# verifier from -Dhttpclient.hostnameVerifier.
verifier_read if lib.at_least(kernel, "4.4.17")

# ships_ignored holds where products ship -Dorg.wso2.ignoreHostnameVerification
# as true: the kernels from 4.4.9 to 4.4.16, and EI 6 on every kernel.
ships_ignored if input.home.layout in {"ei6", "ei6-profile"}

ships_ignored if {
	lib.at_least(kernel, "4.4.9")
	not verifier_read
}

# ships_no_verifier holds for the launchers that the products ship without
# that option although their kernel reads it: those of EI 6 and the scripts of
# the Data Analytics Server.
ships_no_verifier(_) if input.home.layout in {"ei6", "ei6-profile"}

ships_no_verifier(launcher) if {
	input.home.product == "WSO2 Data Analytics Server"
	not endswith(launcher.file, ".conf")
}

# Letters tell the unit of a size, nothing means bytes.
memory(entry) := to_number(digits) * units[lower(unit)] if {
	lib.known(entry)
	[_, digits, unit] := regex.find_all_string_submatch_n(`^(\d+)([kKmMgGtT]?)$`, entry.value, 1)[0]
	units := {"": 1, "k": 1024, "m": 1048576, "g": 1073741824, "t": 1099511627776}
}

max_heap(launcher) := option(launcher, "-Xmx") if {
	has_option(launcher, "-Xmx")
} else := option(launcher, "-XX:MaxHeapSize")

min_heap(launcher) := option(launcher, "-Xms") if {
	has_option(launcher, "-Xms")
} else := option(launcher, "-XX:InitialHeapSize")

# The Data Analytics Server raised the heap in its scripts, but not in the
# configuration of the service; the broker and the micro integrator of EI 6 in
# the script for Windows alone.
shipped_heap(launcher) := {"min": "256m", "max": "2048m"} if {
	regex.match(`(Data Analytics Server|Integrator Analytics)$`, input.home.product)
	not endswith(launcher.file, ".conf")
} else := {"min": "1024m", "max": "2048m"} if {
	ei_profile
	regex.match(`(Message Broker|Micro Integrator)$`, input.home.product)
	endswith(launcher.file, ".bat")
} else := {"min": "256m", "max": "1024m"}
