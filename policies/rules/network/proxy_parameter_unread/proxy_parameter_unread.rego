# METADATA
# title: The Proxy parameter in axis2.xml is read by nothing
# description: >-
#   The guidelines print this block for calls through a proxy, but it belongs to
#   the client transport of Axis2. The pass-through senders of the integrator
#   never look at it: the calls go out directly, and where the firewall lets
#   only the proxy out they fail.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Proxy servers
# custom:
#   remediation: |-
#     Replace the block by parameters of the senders, which the pass-through transport reads.
#
#     ```xml
#     <transportSender name="http" class="org.apache.synapse.transport.passthru.PassThroughHttpSender">
#         <parameter name="http.proxyHost" locked="false">proxy.example.com</parameter>
#         <parameter name="http.proxyPort" locked="false">3128</parameter>
#         <parameter name="http.nonProxyHosts" locked="false">localhost|*.example.com</parameter>
#     </transportSender>
#     ```
#
#     In products whose senders are Axis2's own (CommonsHTTPTransportSender) the
#     block is read where it stands directly below axisconfig. The block as the
#     guidelines print it is not well-formed, which config/syntax_error tells.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: proxy
#   since: 0.1.0
package carbonlint.rules.network.proxy_parameter_unread

import data.carbonlint.lib
import data.carbonlint.model

subjects contains parameter if some parameter in model.proxy_parameters

findings contains lib.fixed(parameter, "The parameter Proxy is read by none of the senders.", lib.remove_element(parameter)) if {
	some parameter in model.proxy_parameters
	not model.proxy_parameter_read(parameter)
}
