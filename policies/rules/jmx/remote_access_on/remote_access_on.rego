# METADATA
# title: JMX accepts remote connections
# description: >-
#   The server opens two more ports on all network cards and lets any user of
#   the admin role manage the JVM through them, without TLS: the password and
#   all that follows cross the network in clear text, past the console's
#   allowed addresses and past the access log.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Monitoring with JMX
# custom:
#   remediation: |-
#     Switch the RMI server off in jmx.xml unless a monitoring system uses it.
#
#     ```xml
#     <StartRMIServer>false</StartRMIServer>
#     ```
#
#     Where one does, let a firewall open the two ports to that system alone and
#     suppress the finding with that reason. A file without the element is
#     fine: the server reads it as false.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: jmx
#   since: 0.1.0
#   security_severity: 6.5
package carbonlint.rules.jmx.remote_access_on

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(model.jmx, "start", file) if some file in model.jmx_files

findings contains lib.graded(model.jmx.start, $"JMX accepts remote connections: StartRMIServer is {lib.quote(model.jmx.start)}.", {"default": model.jmx.start.value == "true"}) if {
	model.jmx_on
}
