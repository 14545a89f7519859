# METADATA
# title: The remote JMX agent runs without login or TLS
# description: >-
#   Java's own JMX agent knows nothing of Carbon's users. With its login off,
#   anybody who reaches the port loads code into the server and runs it with the
#   rights of the service: there are ready-made tools for that. With TLS off
#   the agent's password can be read on the way, which comes to the same.
# related_resources:
# - ref: https://docs.oracle.com/javase/8/docs/technotes/guides/management/agent.html
#   description: Monitoring and Management Using JMX Technology
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# custom:
#   remediation: |-
#     Take the agent's port out of the launcher, or give the agent a login and TLS.
#
#     ```sh
#     -Dcom.sun.management.jmxremote.port=9010 \
#     -Dcom.sun.management.jmxremote.authenticate=true \
#     -Dcom.sun.management.jmxremote.ssl=true \
#     -Dcom.sun.management.jmxremote.password.file=/etc/wso2/jmxremote.password \
#     ```
#
#     Both are on unless they are switched off. The bare
#     -Dcom.sun.management.jmxremote of every launcher opens no port and is fine.
#     An agent that jmxremote.host binds to the machine itself is a note.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: jmx
#   since: 0.1.0
#   security_severity: 9.8
package carbonlint.rules.jmx.remote_agent_unprotected

import data.carbonlint.lib
import data.carbonlint.model

port := "-Dcom.sun.management.jmxremote.port"

# Java takes every value but true for false.
protections := {
	"-Dcom.sun.management.jmxremote.authenticate": "without a login",
	"-Dcom.sun.management.jmxremote.ssl": "without TLS",
}

subjects contains model.judged(launcher, port) if {
	some launcher in model.launchers
	not opens_port(launcher)
}

subjects contains model.judged(launcher, name) if {
	some launcher in model.launchers
	opens_port(launcher)
	some name, _ in protections
}

findings contains lib.graded(protection, $"The remote JMX agent runs {lack}: {name} is {lib.quote(protection)}.", {
	"severity": severity(launcher),
	"related": [lib.see(model.option(launcher, port), "The agent listens here.")],
}) if {
	some launcher in model.launchers
	opens_port(launcher)
	some name, lack in protections
	protection := model.option(launcher, name)
	lib.no(protection)
}

# Whatever the port is, given at all it starts the agent.
opens_port(launcher) if model.has_option(launcher, port)

severity(launcher) := "note" if {
	lib.loopback(model.option(launcher, "-Dcom.sun.management.jmxremote.host").value)
} else := "error"
