# METADATA
# title: Two listeners of one instance use the same port
# description: >-
#   Only one listener gets the port. The other fails when the server starts,
#   which is one line among thousands in the log: the console is gone, or the
#   services are, or clients of one protocol talk to the listener of another.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# custom:
#   remediation: |-
#     Give each listener a port of its own, after the offset.
#
#     ```xml
#     <!-- tomcat/catalina-server.xml -->
#     <Connector port="9763"/>
#     <Connector port="9443" scheme="https" secure="true" SSLEnabled="true"/>
#     ```
#
#     The ports are compared after the offset, which Hazelcast, literal JMX ports
#     and the H2 server do not see. Listeners that are bound to different
#     addresses share a port in peace. The broker opens its port for slots only
#     where Thrift coordinates them: the same port as the data bridge's is a note.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: ports
#   since: 0.1.0
package carbonlint.rules.network.port_collision

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": port, "unknown": undecided(port)} if some port in model.ports

subjects contains entry if some entry in model.undecided_ports

findings contains lib.graded(moved, $"The {moved.name} listener uses port {moved.port}, as {named(other, moved)} does.", {
	"severity": severity(first, second),
	"default": severity(first, second) == "note",
	"related": [lib.see(other, $"The {other.name} listener.")],
}) if {
	some i, second in model.ports
	first := [port | some port in array.slice(model.ports, 0, i); port.port == second.port; collide(port, second)][0]
	[moved, other] := told_apart(first, second)
}

# The listener with the number that it is shipped with was there first.
told_apart(first, second) := [first, second] if {
	model.usual_port(second)
	not model.usual_port(first)
} else := [second, first]

named(other, moved) := "another one" if {
	other.name == moved.name
} else := $"the {other.name} listener"

# collide is asked of listeners with one number.
collide(a, b) if {
	a.port > 0
	a.protocol == b.protocol
	comparable(a, b)
	not apart(a, b)
}

# The offset moves two ports alike, whatever it is.
comparable(a, b) if a.shifted == b.shifted

comparable(_, _) if model.offset_decided

default undecided(_) := false

undecided(port) if {
	not model.offset_decided
	some other in model.ports
	other.shifted != port.shifted
}

apart(a, b) if {
	model.bound(a)
	model.bound(b)
	lower(a.address.value) != lower(b.address.value)
}

severity(first, second) := "note" if {
	{first.name, second.name} == {"thrift data", "broker slots"}
} else := "error"
