# METADATA
# title: The JMX port is given in a form the server no longer reads
# description: >-
#   Until Carbon 4.0 the element JMX held the port itself. Carbon 4.4 looks
#   for elements inside it, finds none, takes the port for -1 and does not
#   start; with an offset the port becomes a random one, which no firewall
#   rule and no monitoring knows.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Monitoring with JMX
# custom:
#   remediation: |-
#     Name the two ports of carbon.xml in elements of their own.
#
#     ```xml
#     <JMX>
#         <RMIRegistryPort>9999</RMIRegistryPort>
#         <RMIServerPort>11111</RMIServerPort>
#     </JMX>
#     ```
#
#     The older form `<JMX>9999</JMX>` is what some editions of the guidelines show.
#     What a template writes there is moved by hand. It is an error as well when
#     RMIRegistryPort is missing, and jmx.xml takes its port from there. To be rid of
#     JMX, switch StartRMIServer off in jmx.xml and leave the ports; `--fix=unsafe`
#     writes the usual port, which the server then opens.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: jmx
#   since: 0.1.0
package carbonlint.rules.jmx.port_in_old_form

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.jmx_ports_text if not off

subjects contains port if some port in model.jmx_ports

subjects contains model.jmx.registry_port if lost

# A placeholder in this place is as little read as a number.
findings contains lib.fixed(model.jmx_ports_text, $"The element Ports/JMX holds {lib.quote(model.jmx_ports_text)} instead of the elements RMIRegistryPort and RMIServerPort.", split) if {
	not off
	model.jmx_ports_text.value != ""
}

# A server that opens no port does not ask which.
off if {
	count(model.jmx_files) > 0
	not model.jmx_on
	not model.jmx_open
}

findings contains lib.graded(model.jmx.registry_port, "The JMX registry port is that of carbon.xml, which has none.", {
	"fix": lib.unsafe(lib.add(lib.top(file), "Ports/JMX/RMIRegistryPort", "9999")),
	"related": [lib.see(file, "The port is missing here.")],
}) if {
	lost
	file := model.carbon[0]
}

# lost holds where jmx.xml leads to a port that is not there.
lost if {
	model.jmx_on
	count(model.carbon) > 0
	model.jmx.registry_port.value == "${Ports.JMX.RMIRegistryPort}"
	not model.jmx_ports.registry
	not moved
}

# What stands in the old form is moved to its place.
moved if model.jmx_ports_text.value != ""

# The number was that of the registry, and so is a placeholder for one.
split := lib.all_of([
	lib.set(model.jmx_ports_text, ""),
	lib.add(lib.top(model.jmx_ports_text), "Ports/JMX/RMIRegistryPort", model.jmx_ports_text.value),
	lib.add(lib.top(model.jmx_ports_text), "Ports/JMX/RMIServerPort", "11111"),
]) if {
	regex.match(`^(\d{1,5}|\$\{[\w.-]+\})$`, model.jmx_ports_text.value)
} else := lib.no_fix
