# METADATA
# title: Admin paths are reachable from outside the DMZ
# description: >-
#   Whoever reaches /carbon or the admin services may try passwords and every
#   fault that was ever found in them. They are there for administrators: what the world
#   reaches is the services, and a proxy before the server lets nothing else
#   through.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     From outside of the DMZ ask for the admin paths at the ports that are listed here and at the proxy: none may answer.
#
#     ```sh
#     for path in carbon services/AuthenticationAdmin registry; do
#         curl --silent --insecure --output /dev/null --write-out "%{http_code} $path\n" https://www.example.com/$path
#     done
#     ```
#
#     ```nginx
#     location ~ ^/(carbon|services|registry)(/|$) { return 404; }
#     ```
#
#     The lines are the ports of the servlet transport, the paths and ports of a
#     proxy, and the filters that let only some addresses reach the console. The rules of
#     the proxy and of the firewall are in no file of the server.
#   severity: warning
#   kind: manual
#   tier: core
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.console.reachable_from_outside

import data.carbonlint.model

subjects contains connector.port if some connector in model.servlet_connectors

subjects contains connector.proxy_port if some connector in model.servlet_connectors

# The root path is that of every server.
subjects contains path.entry if {
	some path in model.context_paths
	path.entry.value != "/"
}

subjects contains filter if some filter in model.address_filters

findings := null
