# METADATA
# title: Stuck threads are not detected
# description: >-
#   A request that never ends holds its thread. One by one they fill the pool
#   until the server answers nobody, although its processor is idle. The
#   valve writes to the log which thread has been at work for too long and
#   where it hangs.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/valve.html#Stuck_Thread_Detection_Valve
#   description: Apache Tomcat 7, Stuck Thread Detection Valve
# custom:
#   remediation: |-
#     Keep the valve in the host of catalina-server.xml, with a threshold of at most 600 seconds.
#
#     ```xml
#     <Valve className="org.wso2.carbon.tomcat.ext.valves.CarbonStuckThreadDetectionValve" threshold="600"/>
#     ```
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
#   parameters:
#     seconds:
#       type: integer
#       default: 600
#       minimum: 1
#       maximum: 86400
#       description: The longest threshold in seconds.
package carbonlint.rules.tuning.stuck_threads_unseen

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(valve.settings, ["@threshold", 0], valve) if some valve in detectors

subjects contains {"at": host, "unknown": undecided} if {
	count(detectors) == 0
	some host in model.tomcat_hosts
}

findings contains lib.fixed(host, "No valve detects stuck threads.", lib.put(host, $`<Valve className="org.wso2.carbon.tomcat.ext.valves.CarbonStuckThreadDetectionValve" threshold="{seconds}"/>`)) if {
	count(detectors) == 0
	not undecided
	some host in model.tomcat_hosts
}

findings contains lib.fixed(threshold, $"The threshold of {lib.quote(threshold)} seconds switches the detection of stuck threads off.", lib.set(threshold, seconds)) if {
	some threshold in thresholds
	to_number(threshold.value) <= 0
}

findings contains lib.fixed(threshold, $"A stuck thread is seen only after {lib.quote(threshold)} seconds.", lib.set(threshold, seconds)) if {
	some threshold in thresholds
	to_number(threshold.value) > lib.parameter("tuning/stuck_threads_unseen", "seconds")
}

# A template decides what some valve is.
default undecided := false

undecided if model.valves_undecided

# The valve of Carbon, or that of Tomcat which it extends.
detectors := [valve |
	some valve in model.valves
	endswith(valve.settings["@className"][0].value, "StuckThreadDetectionValve")
]

# Without one Tomcat takes 600.
thresholds := [threshold |
	some valve in detectors
	threshold := valve.settings["@threshold"][0]
	regex.match(`^-?\d+$`, threshold.value)
]

seconds := $"{lib.parameter("tuning/stuck_threads_unseen", "seconds")}"
