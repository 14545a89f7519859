# METADATA
# title: A literal JMX port ignores the port offset
# description: >-
#   Two servers with different offsets on one machine still both want this port.
#   The second does not get it, and monitoring, which expects the port of the
#   second, watches the first one twice.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# custom:
#   remediation: |-
#     Name the ports of carbon.xml in jmx.xml, and set the numbers there.
#
#     ```xml
#     <RMIRegistryPort>${Ports.JMX.RMIRegistryPort}</RMIRegistryPort>
#     <RMIServerPort>${Ports.JMX.RMIServerPort}</RMIServerPort>
#     ```
#
#     A number that already is the one of carbon.xml plus the offset is not
#     reported, nor is any while the offset is 0 or JMX is off.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: auto
#   guideline: jmx
#   since: 0.1.0
package carbonlint.rules.jmx.port_ignores_offset

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.jmx_open

subjects contains {"at": port, "unknown": undecided(port)} if some [_, port] in ports

findings contains lib.graded(port, $"The JMX {name} port {lib.quote(port)} ignores the port offset {model.port_offset}.", {"fix": lib.set(port, reference[name]), "related": [lib.see(model.offset_set, "The offset.")]}) if {
	some [name, port] in ports
	literal(port)
	model.offset_decided
	model.port_offset > 0
	not moved(name, port)
}

ports contains [name, port] if {
	model.jmx_on
	some name in ["registry", "server"]
	port := model.jmx[$"{name}_port"]
}

literal(port) if regex.match(`^\d{1,5}$`, port.value)

moved(name, port) if to_number(port.value) == to_number(model.jmx_ports[name].value) + model.port_offset

default undecided(_) := false

undecided(port) if {
	literal(port)
	not model.offset_decided
}

undecided(port) if {
	port.unknown
	not startswith(port.value, "${Ports.")
}

reference := {"registry": "${Ports.JMX.RMIRegistryPort}", "server": "${Ports.JMX.RMIServerPort}"}
