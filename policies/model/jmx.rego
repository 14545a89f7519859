# METADATA
# title: JMX
# description: >-
#   jmx: the settings of jmx.xml: start, host_name, registry_port and
#   server_port. jmx_ports: the entries of carbon.xml that the placeholders of
#   jmx.xml mean. jmx_on: holds while the server opens the RMI ports.
package carbonlint.model

import data.carbonlint.lib

jmx["start"] := input.settings["jmx.xml"]["JMX/StartRMIServer"][0]

jmx["host_name"] := input.settings["jmx.xml"]["JMX/HostName"][0]

jmx["registry_port"] := input.settings["jmx.xml"]["JMX/RMIRegistryPort"][0]

jmx["server_port"] := input.settings["jmx.xml"]["JMX/RMIServerPort"][0]

jmx_ports["registry"] := input.settings["carbon.xml"]["Server/Ports/JMX/RMIRegistryPort"][0]

jmx_ports["server"] := input.settings["carbon.xml"]["Server/Ports/JMX/RMIServerPort"][0]

jmx_on if lib.yes(jmx.start)
