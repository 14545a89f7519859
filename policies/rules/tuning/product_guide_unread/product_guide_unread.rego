# METADATA
# title: The product's own tuning guide has not been applied
# description: >-
#   The guidelines tune what all products share. What decides over the speed of
#   yours stands in its own guide: the threads of the transports in an ESB, the gateway's
#   caches and throttling in the API manager, sessions and caches of the
#   Identity Server.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning, all products
# - ref: https://docs.wso2.com/display/ESB500/Performance+Tuning
#   description: ESB 5.0, Performance Tuning
# - ref: https://docs.wso2.com/display/EI650/Performance+Tuning
#   description: EI 6, Performance Tuning
# - ref: https://docs.wso2.com/display/AM260/Tuning+Performance
#   description: API Manager 2.6, Tuning Performance
# - ref: https://docs.wso2.com/display/IS570/Performance+Tuning+Recommendations
#   description: Identity Server 5.7, Performance Tuning Recommendations
# custom:
#   remediation: |-
#     Go through the tuning guide of the product and version that are listed here, and note what was set and what a load test showed.
#
#     ```
#     [ ] load test with the expected traffic: throughput, response time, heap, threads
#     [ ] ESB and EI: pass-through worker pool, socket timeouts, mediation timeout
#     [ ] API manager: gateway cache, key validation, throttling, pass-through worker pool
#     [ ] Identity Server: session persistence and clean-up, identity caches, user store pool
#     ```
#
#     The lines are the product and its version, and those of the settings of these
#     guides that the home has.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.tuning.product_guide_unread

import data.carbonlint.model

subjects contains entry if some entry in input.settings["carbon.xml"]["Server/Name"]

subjects contains entry if some entry in input.settings["carbon.xml"]["Server/Version"]

subjects contains entry if some entry in settings

findings := null

settings := array.flatten([
	[e | some e in model.worker_pool],
	[e | e := model.mediation_timeout],
	[e | e := model.cache_timeout],
	[e | e := model.session_cleanup],
	[e | some connector in model.connector_threads; e := connector.threads],
	[e | some e in input.settings["passthru-http.properties"]["http.socket.timeout"]],
	[e | some e in input.settings["api-manager.xml"]["APIManager/CacheConfigurations/EnableGatewayTokenCache"]],
	[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/EnableAdvanceThrottling"]],
])
