# METADATA
# title: Launchers and JVM options
# description: >-
#   launchers: the start scripts and the service wrapper's configuration, each
#   with its place and its options by name in settings. option gives the entry
#   that counts: HotSpot takes the last of duplicate options, and the loader
#   keeps them in the order in which the JVM sees them.
package carbonlint.model

default launchers := []

launchers := input.items.launcher.script

option(launcher, name) := entries[count(entries) - 1] if {
	entries := launcher.settings[name]
	count(entries) > 0
}

# has_option holds where a launcher sets an option at all.
has_option(launcher, name) if option(launcher, name)
