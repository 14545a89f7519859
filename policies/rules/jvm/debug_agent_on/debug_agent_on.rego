# METADATA
# title: The JVM starts with a debug agent or an OSGi console
# description: >-
#   A debug agent lets whoever reaches its port stop the server, read every
#   password in its memory and run code of their own, without a login. The
#   OSGi console does the same for the bundles: on a port it is an open
#   telnet shell.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.oracle.com/javase/8/docs/technotes/guides/jpda/conninv.html
#   description: JPDA Connection and Invocation
# custom:
#   remediation: |-
#     Remove the agent and the console from every start of the server.
#
#     ```sh
#     # For one session of debugging, on a machine that nobody else reaches:
#     sh wso2server.sh --debug 5005
#     ```
#
#     What a script adds only on demand, as the shipped ones do for --debug, is
#     not judged. An agent that listens on the loopback address alone, a console without a port, and -Xdebug
#     without an agent are warnings.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 9.8
package carbonlint.rules.jvm.debug_agent_on

import data.carbonlint.lib
import data.carbonlint.model

subjects contains launcher if some launcher in model.launchers

# A template decides over these.
subjects contains entry if {
	some launcher in model.launchers
	some name in ["-Xrunjdwp", "-agentlib:jdwp", "-Xdebug", "-DosgiConsole"]
	entry := model.option(launcher, name)
	entry.unknown
	entry.value == ""
}

findings contains lib.fixed(agent, $"Every start loads the debug agent with {lib.quote(agent)}.", lib.remove(agent)) if {
	some agent in agents
	not local(agent)
}

findings contains lib.graded(agent, $"Every start loads the debug agent with {lib.quote(agent)}, which the host alone can reach.", {"severity": "warning", "fix": lib.remove(agent)}) if {
	some agent in agents
	local(agent)
}

findings contains lib.graded(option, "Every start switches debugging on, without an agent.", {"severity": "warning", "fix": lib.remove(option)}) if {
	some launcher in model.launchers
	option := model.option(launcher, "-Xdebug")
	not model.maybe_absent(option)
	count(agents_of(launcher)) == 0
}

findings contains lib.graded(console, message, {"severity": severity, "fix": lib.remove(console)}) if {
	some launcher in model.launchers
	console := model.option(launcher, "-DosgiConsole")
	not model.maybe_absent(console)
	[message, severity] := console_fault(console)
}

agents contains agent if {
	some launcher in model.launchers
	some agent in agents_of(launcher)
}

# What a script adds only on demand is not there on every start.
agents_of(launcher) := [agent |
	some name in ["-Xrunjdwp", "-agentlib:jdwp"]
	agent := model.option(launcher, name)
	not model.maybe_absent(agent)
]

local(agent) if regex.match(`(^|,)address=(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?):`, agent.value)

console_fault(console) := ["Every start opens the OSGi console on the standard input.", "warning"] if {
	console.value == ""
} else := [$"Every start opens the OSGi console on the port {lib.quote(console)}.", "error"]
