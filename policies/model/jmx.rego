# JMX.
#
# jmx: the settings of jmx.xml: start, host_name, registry_port and
# server_port. jmx_files: the file, where an absent one is reported.
# jmx_ports: the entries of carbon.xml that the placeholders of jmx.xml mean,
# both as long as they are set. jmx_port gives the entry that decides a port.
# jmx_on: holds while the server opens the RMI ports. jmx_open: the switch
# where the tree does not decide it. jmx_ports_text: the element Ports/JMX
# where it holds a port itself, as it did before Carbon 4.0.
package carbonlint.model

import data.carbonlint.lib

default jmx_files := []

jmx_files := input.files["jmx.xml"]

jmx["start"] := input.settings["jmx.xml"]["JMX/StartRMIServer"][0]

jmx["host_name"] := input.settings["jmx.xml"]["JMX/HostName"][0]

jmx["registry_port"] := input.settings["jmx.xml"]["JMX/RMIRegistryPort"][0]

jmx["server_port"] := input.settings["jmx.xml"]["JMX/RMIServerPort"][0]

jmx_ports["registry"] := input.settings["carbon.xml"]["Server/Ports/JMX/RMIRegistryPort"][0]

jmx_ports["server"] := input.settings["carbon.xml"]["Server/Ports/JMX/RMIServerPort"][0]

jmx_ports_text := input.settings["carbon.xml"]["Server/Ports/JMX"][0]

# The server reads an absent switch as off.
jmx_on if {
	lib.known(jmx.start)
	lib.yes(jmx.start)
}

jmx_open := jmx.start if jmx.start.unknown

# A port that jmx.xml gives in digits is used as it stands; a placeholder
# means the one of carbon.xml, to which the offset is added.
jmx_port("registry") := deciding_port(jmx.registry_port, "${Ports.JMX.RMIRegistryPort}", "registry")

jmx_port("server") := deciding_port(jmx.server_port, "${Ports.JMX.RMIServerPort}", "server")

deciding_port(entry, placeholder, name) := jmx_ports[name] if {
	entry.value == placeholder
} else := entry if not entry.value == placeholder
