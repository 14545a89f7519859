# METADATA
# title: The JVM writes no heap dump when memory runs out
# description: >-
#   A server that runs out of memory leaves nothing behind but a line in the
#   log. Without a heap dump nobody can tell which application, session or
#   cache filled the heap, and the next failure comes just as unexplained.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Performance tuning
# custom:
#   remediation: |-
#     Give both options in every start script, with a folder that has room for a file as large as the heap.
#
#     ```sh
#     -XX:+HeapDumpOnOutOfMemoryError \
#     -XX:HeapDumpPath="$CARBON_HOME/repository/logs/heap-dump.hprof" \
#     ```
#
#     A dump without a path, which lands in the working directory, is a note.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.jvm.heap_dump_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.judged(launcher, dump) if some launcher in model.launchers

subjects contains entry if {
	some launcher in model.launchers
	entry := model.option(launcher, path)
	model.maybe_absent(entry)
}

findings contains lib.finding(launcher, "The launcher sets no heap dump for a lack of memory.") if {
	some launcher in model.launchers
	not model.has_option(launcher, dump)
}

findings contains lib.finding(option, "The heap dump for a lack of memory is switched off.") if {
	some launcher in model.launchers
	option := model.option(launcher, dump)
	option.value == "-"
}

findings contains lib.graded(option, "The heap dump has no path and lands in the working directory.", {"severity": "note"}) if {
	some launcher in model.launchers
	option := model.option(launcher, dump)
	option.value == "+"
	not has_path(launcher)
}

dump := "-XX:HeapDumpOnOutOfMemoryError"

has_path(launcher) if model.option(launcher, path).value != ""

# A template decides whether there is one.
has_path(launcher) if model.option(launcher, path).unknown

path := "-XX:HeapDumpPath"
