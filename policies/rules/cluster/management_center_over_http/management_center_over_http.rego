# METADATA
# title: The Hazelcast management centre is reached over plain http
# description: >-
#   Every node sends its state to the management centre and takes commands from
#   it, scripts among them. Over plain http anybody on the way reads which maps
#   and members there are, and can answer in its place.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast
# custom:
#   remediation: |-
#     Serve the management centre over https and write its address so.
#
#     ```xml
#     <parameter name="mgtCenterURL">https://mancenter.example.com:8443/mancenter/</parameter>
#     ```
#
#     There are no lesser cases. A management centre on the node's own machine
#     is reached without a network. Where etc/hazelcast.xml replaces axis2.xml,
#     its management-center element is judged while it is enabled.
#     `--fix=unsafe` changes the scheme; whether the management centre answers
#     there, only you know.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: hazelcast
#   since: 0.1.0
#   security_severity: 5.9
package carbonlint.rules.cluster.management_center_over_http

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.clustering.enable if {
	model.clustering_undecided
	model.clustering.management_center
}

subjects contains url if url := model.management_center

subjects contains model.undecided_place(model.management_center_switch) if model.management_center_switch.unknown

findings contains lib.fixed(url, $"The management centre at {lib.quote(url)} is reached over plain http.", fix) if {
	url := model.management_center
	not model.management_center_switch.unknown
	[_, host] := regex.find_all_string_submatch_n(`(?i)^http://(?:[^/@]*@)?(\[[^\]]*\]|[^:/]*)`, url.value, 1)[0]
	not undecided(host)
	not lib.loopback(host)
	fix := lib.unsafe(lib.set(url, regex.replace(url.value, `(?i)^http:`, "https:")))
}

# A port may be a placeholder, the host may not.
undecided(host) if regex.match(`[$<{%@]|_HOST|_IP|_ADDRESS`, host)
