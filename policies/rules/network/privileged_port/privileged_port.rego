# METADATA
# title: The product itself binds a port below 1024
# description: >-
#   On Linux and Unix only root may open these ports, so the server either fails
#   to start or runs with all rights of the machine: whoever breaks into it owns
#   the host and not just one account.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Keep the high port and let the firewall or a proxy lead the low one to it.
#
#     ```sh
#     iptables -t nat -A PREROUTING -p tcp --dport 443 -j REDIRECT --to-port 9443
#     ```
#
#     The port counts after the offset. The proxyPort of a connector is the port
#     of the proxy, which the server does not open.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-running
#   since: 0.1.0
#   security_severity: 5.3
#   parameters:
#     first_free:
#       type: integer
#       default: 1024
#       minimum: 1
#       maximum: 1024
#       description: The first port that every user may open; net.ipv4.ip_unprivileged_port_start on Linux.
package carbonlint.rules.network.privileged_port

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": port, "unknown": undecided(port)} if some port in model.ports

subjects contains entry if some entry in model.undecided_ports

findings contains lib.finding(port, $"The {port.name} listener binds port {port.port}, which only root may open.") if {
	some port in model.ports
	model.exact(port)
	port.port > 0
	port.port < first_free
}

first_free := lib.parameter("network/privileged_port", "first_free")

default undecided(_) := false

undecided(port) if {
	port.base < first_free
	not model.exact(port)
}
