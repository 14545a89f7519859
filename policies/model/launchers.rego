# Launchers and JVM options.
#
# launchers: the start scripts and the service wrapper's configuration that
# give options to the JVM, each with its place and its options by name in
# settings. option gives the entry that counts: HotSpot takes the last of
# duplicate options, and the loader keeps them in the order in which the JVM
# sees them. judged gives what shows how a launcher sets an option: that
# entry, or the launcher in which it is absent.
package carbonlint.model

import data.carbonlint.lib

# A script without any option only calls another one: nothing is missing in it.
launchers := [launcher |
	some launcher in input.items.launcher.script
	count(launcher.settings) > 0
]

option(launcher, name) := entries[count(entries) - 1] if {
	entries := launcher.settings[name]
	count(entries) > 0
}

# has_option holds where a launcher sets an option at all.
has_option(launcher, name) if option(launcher, name)

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
