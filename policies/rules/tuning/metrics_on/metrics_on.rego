# METADATA
# title: WSO2 Metrics monitors the system
# description: >-
#   WSO2 Metrics samples the JVM and every instrumented call inside of the
#   server that it is meant to watch. That costs memory and processor time
#   when the load is highest, and when the server fails its own monitoring
#   fails with it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Tuning parameters
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# custom:
#   remediation: |-
#     Switch the metrics off and watch JVM, CPU and load with a tool outside of the server.
#
#     ```xml
#     <!-- metrics.xml, the element below the root -->
#     <Enabled>false</Enabled>
#     ```
#
#     On the Message Broker, whose charts need the metrics, it is a note.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: tuning-parameters
#   since: 0.1.0
package carbonlint.rules.tuning.metrics_on

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	count(model.metrics_reporters) > 0
	some entry in model.metrics_switches
}

# A reporter may be what keeps the metrics from going anywhere.
subjects contains entry if {
	some entry in model.metrics_reporters
	entry.unknown
	not model.metrics_off
}

findings contains lib.graded(entry, $"WSO2 Metrics is on and reports by {concat(", ", reporting)}.", {
	"severity": severity,
	"default": shipped(entry),
	"fix": lib.set(entry, "false"),
}) if {
	some entry in model.metrics_switches
	lib.yes(entry)
	count(reporting) > 0
}

reporting := [name | some name, entry in model.metrics_reporters; lib.yes(entry)]

default shipped(_) := false

shipped(entry) if entry == model.metrics

default severity := "warning"

severity := "note" if regex.match(`Message Broker$`, input.home.product)
