# METADATA
# title: The port offset is missing, negative or too large
# description: >-
#   The server adds the offset to every port it opens, so that several servers
#   can share a machine. Without one, or with text in its place, it does not
#   start at all; with one that is too large it starts and then fails to open
#   its listeners. An offset in a start script silently wins over carbon.xml, so
#   that the ports are not those that everybody reads in the file.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Set Offset in carbon.xml to a small number, 0 where the server is alone on its machine.
#
#     ```xml
#     <Ports>
#         <Offset>0</Offset>
#     </Ports>
#     ```
#
#     A missing offset, text, and one that moves a listener past port 65535 are an
#     error, and so is a port that is past it as it is written. A negative one, one above 5000, and a start script whose -DportOffset
#     differs from carbon.xml are a warning.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: ports
#   since: 0.1.0
#   parameters:
#     largest:
#       type: integer
#       default: 5000
#       minimum: 0
#       maximum: 65535
#       description: The largest usual offset.
package carbonlint.rules.network.offset_invalid

import data.carbonlint.lib
import data.carbonlint.model

subjects contains offset if some offset in offsets

subjects contains file if some file in lacking

findings contains lib.finding(file, "The port offset is missing, so the server does not start.") if some file in lacking

findings contains lib.graded(offset, $"The port offset {lib.quote(offset)} {fault}.", {"severity": severity, "related": related}) if {
	some offset in offsets
	lib.known(offset)
	[severity, fault, related] := first_fault(offset)
}

offsets contains model.port_offset_entry

offsets contains entry if some entry in model.script_offset_entries

# A start script may set the offset instead of the file.
lacking contains file if {
	not model.port_offset_entry
	count(model.script_offset_entries) == 0
	some file in model.carbon
}

first_fault(offset) := ["error", "is not a number, so the server does not start", []] if {
	not regex.match(`^[+-]?\d+$`, offset.value)
} else := ["warning", "is negative", []] if {
	to_number(trim_prefix(offset.value, "+")) < 0
} else := ["error", $"moves the {highest.name} listener past port 65535", [lib.see(highest, $"Its port before the offset is {highest.base}.")]] if {
	offset == model.offset_set
	highest := past_the_end[0]
} else := ["warning", $"is above {largest}", []] if {
	to_number(trim_prefix(offset.value, "+")) > largest
} else := ["warning", "in the start script wins over carbon.xml", [lib.see(model.port_offset_entry, $"The offset {lib.quote(model.port_offset_entry)} is not used.")]] if {
	lib.known(model.port_offset_entry)
	offset.value != model.port_offset_entry.value
}

largest := lib.parameter("network/offset_invalid", "largest")

past_the_end := [port |
	some port in model.ports
	port.shifted
	port.base <= 65535
	port.port > 65535
]

# No offset moved a port that is too high as it is written. That of Hazelcast
# is judged with the cluster.
findings contains lib.finding(port.entry, $"The port {port.base} of the {port.name} listener is past 65535.") if some port in too_high

subjects contains port.entry if some port in too_high

too_high := [port |
	some port in model.ports
	port.base > 65535
	port.name != "Hazelcast"
]
