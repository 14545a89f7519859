# METADATA
# title: The firewall rules for the listening ports are not reviewed
# description: >-
#   A server opens more ports than the two or three that clients need: JMX,
#   clustering, message brokers, event receivers. Each one that the firewall lets
#   through by accident is a way in, and each one that it blocks by accident is a
#   cluster that does not form. No file tells which rules the firewall has.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Compare the listed ports, after the offset, with the rules of the firewall.
#
#     ```sh
#     ss -ltn
#     iptables -L -n
#     ```
#
#     This is a list to work through and never a finding: each place is where one
#     port of the server is set. A waiver that names this rule records the review.
#   severity: note
#   kind: cross
#   tier: core
#   fix: none
#   guideline: ports
#   since: 0.1.0
package carbonlint.rules.network.firewall_ports_unreviewed

import data.carbonlint.model

subjects contains port if some port in model.ports

subjects contains entry if some entry in model.undecided_ports

findings := null
