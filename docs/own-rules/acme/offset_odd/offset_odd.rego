# METADATA
# title: The port offset is not one that the firewall knows
# description: >-
#   The firewall of the site opens the ports of a few offsets alone. A server
#   with another one starts and answers nobody.
# custom:
#   remediation: |-
#     Take one of the offsets that the firewall opens, or have it open one more.
#
#     ```xml
#     <Offset>10</Offset>
#     ```
#   severity: error
#   kind: static
#   tier: extended
#   fix: none
#   guideline: ports
#   since: 1.0.0
#   parameters:
#     step:
#       type: integer
#       default: 10
#       minimum: 1
#       maximum: 1000
#       description: The firewall opens the multiples of this number.
package carbonlint.rules.acme.offset_odd

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.port_offset_entry

findings contains lib.finding(offset, $"The port offset {lib.quote(offset)} is no multiple of {step}.") if {
	offset := model.port_offset_entry
	lib.known(offset)
	regex.match(`^\d{1,5}$`, offset.value)
	to_number(offset.value) % step != 0
}

step := lib.parameter("acme/offset_odd", "step")
