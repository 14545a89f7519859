# METADATA
# title: Ports meant for internal use may be reached from outside
# description: >-
#   These ports serve other nodes, monitoring and administrators. They were not
#   made for strangers: some talk in clear, some trust whoever reaches them. On
#   a machine with a leg in a public network, or behind a firewall that lets
#   everything of the own data center through, they are the side entrance.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Close the port in the firewall for all but the nodes that use it, or bind the listener to an internal address.
#
#     ```xml
#     <!-- broker.xml -->
#     <bindAddress>10.0.0.11</bindAddress>
#     ```
#
#     ```sh
#     iptables -A INPUT -p tcp --dport 9999 ! -s 10.0.0.0/24 -j DROP
#     ```
#
#     Each such listener is a note, since only the firewall knows who reaches it. One
#     that is bound to an address of its own is not reported.
#   severity: note
#   kind: cross
#   tier: extended
#   fix: none
#   guideline: ports
#   since: 0.1.0
#   security_severity: 3.7
package carbonlint.rules.network.internal_ports_open

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": port, "unknown": object.get(port, ["address", "unknown"], false)} if some port in internal

subjects contains entry if some entry in model.undecided_ports

findings contains lib.graded(port, $"The {port.name} listener is for internal use and open on all addresses{number(port)}.", {"default": shipped(port)}) if {
	some port in internal
	model.on_all_addresses(port)
	not port.address.unknown
}

internal := [port | some port in model.ports; port.internal]

number(port) := $", on {port.protocol} port {port.port}" if model.exact(port)

number(port) := "" if not model.exact(port)

default shipped(_) := false

shipped(port) if model.ships_port(port)
