# METADATA
# title: The pass-through worker pool is not tuned
# description: >-
#   Every message that the gateway mediates is worked on by a thread of this
#   pool. The shipped numbers fit a machine that nobody has measured: too
#   few, and messages wait although the processor idles; too many, and they
#   only change places. A core above the maximum keeps the transport from
#   starting.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Performance tuning
# custom:
#   remediation: |-
#     Measure, then set both numbers to what the machine and the backends can take.
#
#     ```properties
#     # passthru-http.properties
#     worker_pool_size_core=200
#     worker_pool_size_max=300
#     ```
#
#     The shipped 400 and 500 are a note. A core above the maximum, or what is no
#     number, io_buffer_size too, is an error.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.tuning.passthrough_pool_untuned

import data.carbonlint.lib
import data.carbonlint.model

subjects contains size if {
	model.worker_pool_read
	some size in model.worker_pool
}

findings contains lib.graded(size, $"The size {lib.quote(size)} of the worker pool is no number.", {"severity": "error"}) if {
	model.worker_pool_read
	some size in model.worker_pool
	lib.known(size)
	model.milliseconds(size) < 0
}

subjects contains model.transport_buffer if model.worker_pool_read

findings contains lib.graded(size, $"The size {lib.quote(size)} of the buffers is no number.", {"severity": "error"}) if {
	model.worker_pool_read
	size := model.transport_buffer
	lib.known(size)
	model.milliseconds(size) < 0
}

findings contains lib.graded(core, $"The worker pool's core {lib.quote(core)} is above its maximum {lib.quote(maximum)}.", {
	"severity": "error",
	"related": [lib.see(maximum, "The maximum.")],
}) if {
	crossed
	model.milliseconds(core) != 400
}

# The core is the shipped one, so that somebody has set the maximum.
findings contains lib.graded(maximum, $"The worker pool's maximum {lib.quote(maximum)} is below its core {lib.quote(core)}.", {
	"severity": "error",
	"related": [lib.see(core, "The core.")],
}) if {
	crossed
	model.milliseconds(core) == 400
}

crossed if {
	model.worker_pool_read
	model.milliseconds(maximum) >= 0
	model.milliseconds(core) > model.milliseconds(maximum)
}

findings contains lib.graded(core, "The worker pool has the shipped size, 400 threads and at most 500.", {"default": true}) if {
	model.worker_pool_read
	model.milliseconds(core) == 400
	model.milliseconds(maximum) == 500
}

core := model.worker_pool.core

maximum := model.worker_pool.max
