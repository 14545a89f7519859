# METADATA
# title: Mediation statistics or payload tracing are on
# description: >-
#   With tracing on, every message that the gateway handles is kept a second
#   time, with its contents, and sent on to the analytics server: personal data
#   and tokens end up where nobody guards them, and under load the copies use
#   up the memory of the gateway.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning
# - ref: https://docs.wso2.com/display/EI640/Monitoring+WSO2+Enterprise+Integrator
#   description: Enterprise Integrator, Monitoring
# custom:
#   remediation: |-
#     Switch the collection off in synapse.properties; where analytics is used, leave the payloads out.
#
#     ```properties
#     mediation.flow.statistics.enable=false
#     mediation.flow.statistics.tracer.collect.payloads=false
#     mediation.flow.statistics.tracer.collect.properties=false
#     mediation.flow.statistics.collect.all=false
#     ```
#
#     Payloads of all artifacts, with collect.all on, are an error. Statistics
#     without payloads and properties are a note: analytics needs them. While
#     mediation.flow.statistics.enable is off, nothing is collected.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.7
package carbonlint.rules.gateway.payload_tracing_on

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if some entry in judged

subjects contains file if {
	not model.statistics.enabled
	some file in model.synapse_files
}

findings contains lib.graded(entry, $"{message}.", {"severity": severity, "related": related, "fix": lib.set(entry, "false")}) if {
	on("enabled")
	[name, message] := [n | some n in faults; on(n[0])][0]
	entry := model.statistics[name]
	severity := severities[[name, all_artifacts]]
	related := [lib.see(other, meaning[key]) | some key, other in model.statistics; key != name; on(key)]
}

# The first that is on tells what the others add to.
faults := [
	["payloads", "The contents of messages are traced"],
	["properties", "The headers and properties of messages are traced"],
	["enabled", "Mediation statistics are collected"],
]

severities := {
	["payloads", true]: "error", ["payloads", false]: "warning",
	["properties", true]: "warning", ["properties", false]: "warning",
	["enabled", true]: "note", ["enabled", false]: "note",
}

meaning := {
	"enabled": "Statistics are on.",
	"all": "All artifacts take part.",
	"properties": "Headers and properties are collected.",
}

default all_artifacts := false

all_artifacts if on("all")

on(name) if {
	lib.known(model.statistics[name])
	lib.yes(model.statistics[name])
}

# While statistics are off, nothing else is read.
judged := [model.statistics.enabled] if {
	lib.no(model.statistics.enabled)
} else := [entry | model.statistics.enabled; some entry in model.statistics]
