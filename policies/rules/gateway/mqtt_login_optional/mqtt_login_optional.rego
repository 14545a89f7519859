# METADATA
# title: MQTT clients may connect without a login
# description: >-
#   Everybody who reaches the port can read every topic and publish to it, and
#   devices cannot tell such messages from real ones. Permissions do not help,
#   since a client that did not log in has no name to check.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# - ref: https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html#_Toc398718111
#   description: MQTT 3.1.1, Security
# custom:
#   remediation: |-
#     Require the login in broker.xml, or switch MQTT off where it is not used.
#
#     ```xml
#     <mqtt enabled="true">
#         <security>
#             <authentication>REQUIRED</authentication>
#             <authorization>REQUIRED</authorization>
#         </security>
#     </mqtt>
#     ```
#
#     Without the element the login is optional. authorization needs an
#     authentication that is required.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 8.6
package carbonlint.rules.gateway.mqtt_login_optional

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": place, "unknown": undecided} if place

findings contains lib.graded(place, $"MQTT clients may connect without a login: authentication is {said}.", {
	"default": shipped,
	"fix": required,
	"related": [lib.see(entry, "This needs clients that have logged in.") |
		entry := model.mqtt.authorization
		upper(entry.value) == "REQUIRED"
	],
}) if {
	not undecided
	not upper(object.get(model.mqtt, ["authentication", "value"], "")) == "REQUIRED"
}

place := object.get(model.mqtt, "authentication", model.mqtt)

said := lib.quote(model.mqtt.authentication) if {
	model.mqtt.authentication
} else := "not set"

default undecided := false

undecided if model.mqtt.unknown

undecided if model.mqtt.authentication.unknown

# The broker ships the login as optional; the API manager ships MQTT off.
default shipped := false

shipped if {
	model.mqtt.authentication.value == "OPTIONAL"
	not model.api_manager
}

required := lib.set(place, "REQUIRED") if {
	model.mqtt.authentication
} else := lib.add(place, "security/authentication", "REQUIRED")
