# METADATA
# title: The home and its host names
# description: >-
#   kernel: the version of the Carbon kernel, undefined when the tree does not
#   tell. complete: holds for a whole home, where a missing file is known to be
#   missing. carbon: the carbon.xml files; what is absent from the server's own
#   settings is reported there. host_name, console_host_name: entries, absent
#   when not set. port_offset: the number that is added to every port.
package carbonlint.model

kernel := input.home.kernel if input.home.kernel != ""

complete if input.home.complete

default carbon := []

carbon := input.files["carbon.xml"]

# The server takes the first of duplicate elements.
host_name := input.settings["carbon.xml"]["Server/HostName"][0]

console_host_name := input.settings["carbon.xml"]["Server/MgtHostName"][0]

# server_key tells products apart: ESB, EI, IS, AM, MB, BPS, Greg.
server_key := input.settings["carbon.xml"]["Server/ServerKey"][0].value

port_offset_entry := input.settings["carbon.xml"]["Server/Ports/Offset"][0]

default port_offset := 0

# -DportOffset of the start script wins over carbon.xml.
port_offset := to_number(script_offset) if {
	script_offset
} else := to_number(port_offset_entry.value) if {
	regex.match(`^\d{1,5}$`, port_offset_entry.value)
}

script_offset := entry.value if {
	some launcher in launchers
	entry := option(launcher, "-DportOffset")
	regex.match(`^\d{1,5}$`, entry.value)
}
