# METADATA
# title: The start scripts of one product set different flags
# description: >-
#   The server behaves as it was last tuned only when it is started in one
#   way. Started by the service, by the script of the other system or by a
#   colleague, it runs with another heap, other ports or another role, and
#   nobody sees why the same node is now slow or answers elsewhere.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Setting system properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# custom:
#   remediation: |-
#     Give the same values in every start script of the home, or remove the scripts that are not used.
#
#     ```sh
#     # wso2server.sh
#     JVM_MEM_OPTS="-Xms2048m -Xmx2048m"
#     # yajsw/wrapper.conf
#     wrapper.java.additional.1 = -Xms2048m
#     wrapper.java.additional.2 = -Xmx2048m
#     ```
#
#     Compared are the heap, the port offset and the worker role. Options of
#     security, dumps and host name verification have rules of their own, which
#     look at each script.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: system-properties
#   since: 0.1.0
package carbonlint.rules.jvm.launchers_differ

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.judged(launcher, name) if {
	count(model.launchers) > 1
	some launcher in model.launchers
	some name in compared
}

findings contains lib.graded(place, $"{name} is {said(launcher, name)}, but {said(first, name)} in {first.file}.", {
	"default": shipped(launcher, name),
	"related": [lib.see(model.judged(first, name), "The other launcher.")],
}) if {
	some launcher in model.launchers
	launcher.file != first.file
	some name in compared
	meaning(launcher, name) != meaning(first, name)
	place := model.judged(launcher, name)
}

compared := ["-Xms", "-Xmx", "-DportOffset", "-DworkerNode"]

# The script for Unix is what most servers are started with.
first := array.concat(
	[launcher | some launcher in model.launchers; regex.match(`\.sh(\.|$)`, launcher.file)],
	model.launchers,
)[0]

said(launcher, name) := lib.quote(model.option(launcher, name)) if {
	model.has_option(launcher, name)
} else := "not set"

# meaning makes 1g and 1024m, and no role and the role false, the same; it is
# undefined where the tree does not decide the value.
meaning(launcher, name) := model.memory(model.option(launcher, name)) if {
	startswith(name, "-X")
	model.has_option(launcher, name)
} else := lower(model.option(launcher, name).value) if {
	lib.known(model.option(launcher, name))
	not startswith(name, "-X")
} else := {"-DworkerNode": "false"}[name] if {
	not model.has_option(launcher, name)
} else := "" if {
	not model.has_option(launcher, name)
}

default shipped(_, _) := false

shipped(launcher, name) if {
	side := {"-Xms": "min", "-Xmx": "max"}[name]
	every l in [launcher, first] {
		model.option(l, name).value == model.shipped_heap(l)[side]
	}
}
