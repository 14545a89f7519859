# METADATA
# title: Two instances on one host use the same port
# description: >-
#   The instance that starts second does not get the port. It logs one line
#   among thousands and runs on without its console or its services, and
#   clients that mean it reach the other instance. Which of the two it is
#   changes with every restart.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# - ref: https://docs.wso2.com/display/ADMIN44x/Changing+the+Default+Ports
#   description: Administration guide, Changing the Default Ports
# custom:
#   remediation: |-
#     Give each instance on a host an offset of its own.
#
#     ```xml
#     <!-- carbon.xml -->
#     <Ports>
#         <Offset>1</Offset>
#     </Ports>
#     ```
#
#     Compared are the homes of which the tree shows that they run on one host:
#     EI 6 and its profiles, homes below one nodes/NAME folder, clustered nodes
#     with one address. Where an offset or a port is a placeholder, the verdict
#     is unknown. The port of the cluster, which no offset moves, is the
#     subject of cluster/port_shared_on_host. There are no lesser cases.
#   severity: error
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: ports
#   since: 0.1.0
package carbonlint.rules.network.port_shared_on_host

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": port} if {
	model.host_siblings
	some port in model.host_ports
}

subjects contains entry if {
	model.host_siblings
	some entry in model.undecided_ports
}

# The port of the other instance may be any while its offset is open.
subjects contains {"at": port, "unknown": true} if {
	model.host_siblings
	some port in model.ports
	not model.exact(port)
}

subjects contains {"at": port, "unknown": true} if {
	port := model.host_ports[0]
	some other in model.others(input.siblings.host.open_ports.at.ports)
}

# Ports that the offset moves collide all together: one finding for the offset.
findings contains lib.graded(offset_place(found[0].port), message, {
	"related": [see(c.rival) | some c in array.slice(found, 0, 3)],
}) if {
	some home in rivals
	found := moved(home)
	count(found) > 1
	message := $"The port offset {model.port_offset} leaves this instance {count(found)} ports that {model.home_name(home)} uses on the same host, such as {found[0].port.port}."
}

findings contains lib.graded(clash.port, message, {
	"related": [see(clash.rival)],
}) if {
	some clash in clashes
	not many(clash)
	message := $"The {clash.port.name} listener uses port {clash.port.port}, as the {clash.rival.at.name} listener of {model.home_name(clash.rival.home)} does on the same host."
}

see(rival) := lib.see(rival.at, $"Its {rival.at.name} listener.")

offset_place(_) := model.offset_set

offset_place(port) := port if not model.offset_set

many(clash) if {
	clash.port.shifted
	count(moved(clash.rival.home)) > 1
}

clashes := [{"port": port, "rival": rival} |
	some port in model.host_ports
	rival := [f |
		some key in model.port_rivals(port)
		some f in model.others(input.siblings.host.ports.at[key])
	][0]
]

rivals := {c.rival.home | some c in clashes}

moved(home) := [c |
	some c in clashes
	c.port.shifted
	c.rival.home == home
]
