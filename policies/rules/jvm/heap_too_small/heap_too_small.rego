# METADATA
# title: The JVM heap is below the recommended size
# description: >-
#   With a heap that is too small the server spends its time in garbage
#   collection, answers ever more slowly and at last fails with an
#   OutOfMemoryError. What the products ship is enough to try them, not for
#   the load of production. A heap that begins larger than it may grow keeps
#   the JVM from starting at all.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, System requirements
# custom:
#   remediation: |-
#     Size the heap for the load, at least 1 GB and as a rule 2 GB or more, and let it start at its full size.
#
#     ```sh
#     JVM_MEM_OPTS="-Xms2048m -Xmx2048m"
#     ```
#
#     Below half of the smallest heap, 512 MB, and with -Xms above -Xmx, it is an error.
#     The smallest heap itself, which is the shipped one, is a warning on servers that
#     carry traffic or logins (ESB, EI, API Manager, Identity Server, Data Analytics
#     Server), a note on the others. A smaller -Xms under a sufficient -Xmx is a note.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: system-requirements
#   since: 0.1.0
#   parameters:
#     smallest:
#       type: integer
#       default: 1024
#       minimum: 2
#       maximum: 1048576
#       description: The smallest maximum heap in MB; below half of it is an error.
package carbonlint.rules.jvm.heap_too_small

import data.carbonlint.lib
import data.carbonlint.model

subjects contains evidence(launcher) if some launcher in model.launchers

findings contains lib.graded(maximum, $"The maximum heap size {lib.quote(maximum)} is below {limit} MB.", {"severity": severity}) if {
	some heap in heaps
	maximum := heap.maximum
	some limit, [least, severity] in {half: [0, "error"], smallest: [half, "warning"]}
	size := heap.size / 1048576
	size >= least
	size < limit
}

findings contains lib.graded(maximum, $"The maximum heap size {lib.quote(maximum)} is that of a fresh installation.", {
	"severity": untuned,
	"default": shipped(heap.launcher, maximum, "max"),
}) if {
	smallest == shipped_size
	some heap in heaps
	maximum := heap.maximum
	heap.size == shipped_size * 1048576
}

findings contains lib.graded(minimum, $"The heap begins with {lib.quote(minimum)}, more than its maximum {lib.quote(maximum)}.", {
	"severity": "error",
	"related": [lib.see(maximum, "The maximum heap size.")],
}) if {
	some heap in heaps
	maximum := heap.maximum
	minimum := model.min_heap(heap.launcher)
	model.memory(minimum) > heap.size
}

findings contains lib.graded(minimum, $"The heap begins with {lib.quote(minimum)}, less than its maximum {lib.quote(maximum)}.", {
	"severity": "note",
	"default": shipped(heap.launcher, minimum, "min"),
	"related": [lib.see(maximum, "The maximum heap size.")],
}) if {
	some heap in heaps
	heap.size > smallest * 1048576
	maximum := heap.maximum
	minimum := model.min_heap(heap.launcher)
	model.memory(minimum) < heap.size
}

# heaps are the launchers that say how large the heap may be.
heaps := [{"launcher": launcher, "maximum": maximum, "size": model.memory(maximum)} |
	some launcher in model.launchers
	maximum := model.max_heap(launcher)
]

smallest := lib.parameter("jvm/heap_too_small", "smallest")

half := floor(smallest / 2)

# A site that sets another limit has thought about what is shipped.
shipped_size := 1024

# Without a size the JVM takes a part of the memory of the host.
evidence(launcher) := model.max_heap(launcher) if {
	model.max_heap(launcher)
} else := {"at": launcher, "unknown": true}

default untuned := "note"

untuned := "warning" if regex.match(`(Enterprise Service Bus|Enterprise Integrator|Micro Integrator|API Manager|Identity Server|Data Analytics Server)$`, input.home.product)

default shipped(_, _, _) := false

shipped(launcher, entry, side) if entry.value == model.shipped_heap(launcher)[side]
