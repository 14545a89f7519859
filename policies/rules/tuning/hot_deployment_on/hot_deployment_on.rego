# METADATA
# title: Artifacts are polled often or deployed while running
# description: >-
#   At each interval the server looks through all deployed artifacts for
#   changes. Every few seconds that keeps disk and processor busy on a node
#   that has many, and may take up an artifact that is only half copied.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Performance tuning
# custom:
#   remediation: |-
#     Poll less often, or switch hot deployment off on nodes that are replaced instead of changed.
#
#     ```xml
#     <!-- carbon.xml, in Axis2Config: seconds -->
#     <DeploymentUpdateInterval>60</DeploymentUpdateInterval>
#     <!-- axis2.xml -->
#     <parameter name="hotdeployment">false</parameter>
#     ```
#
#     Intervals below five seconds are reported.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
#   parameters:
#     seconds:
#       type: integer
#       default: 5
#       minimum: 1
#       maximum: 86400
#       description: The shortest interval in seconds.
package carbonlint.rules.tuning.hot_deployment_on

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": interval, "unknown": undecided}

findings contains lib.fixed(interval, $"Deployed artifacts are polled every {lib.quote(interval)} seconds.", lib.set(interval, "60")) if {
	short
	not undecided
	not model.hot_deployment_off
}

short if {
	regex.match(`^\d+$`, interval.value)
	to_number(interval.value) < lib.parameter("tuning/hot_deployment_on", "seconds")
}

default undecided := false

undecided if interval.unknown

undecided if {
	short
	model.hot_deployment.unknown
}

interval := model.deployment_interval
