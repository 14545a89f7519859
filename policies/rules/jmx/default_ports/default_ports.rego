# METADATA
# title: JMX listens on its default ports
# description: >-
#   Scanners and worms look for management interfaces at the ports that
#   products ship. Ports of your own do not protect anything by themselves, but
#   they keep the node out of the lists that such scans make, and two servers
#   on one host out of each other's way.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Monitoring with JMX
# custom:
#   remediation: |-
#     Choose other ports in carbon.xml, or switch JMX off in jmx.xml.
#
#     ```xml
#     <JMX>
#         <RMIRegistryPort>19999</RMIRegistryPort>
#         <RMIServerPort>21111</RMIServerPort>
#     </JMX>
#     ```
#
#     The offset counts for nothing here: it is added to every port of a node.
#   severity: note
#   kind: static
#   tier: core
#   fix: assist
#   guideline: jmx
#   since: 0.1.0
package carbonlint.rules.jmx.default_ports

import data.carbonlint.lib
import data.carbonlint.model

shipped := {"registry": "9999", "server": "11111"}

subjects contains model.jmx_open

subjects contains port if {
	model.jmx_on
	some name, _ in shipped
	port := model.jmx_port(name)
}

findings contains lib.graded(port, $"The JMX {name} port is {lib.quote(port)}, which is the default.", {"default": in_carbon(name, port)}) if {
	model.jmx_on
	some name, number in shipped
	port := model.jmx_port(name)
	port.value == number
}

# Products ship the numbers in carbon.xml and placeholders in jmx.xml.
in_carbon(name, port) := port == object.get(model.jmx_ports, name, null)
