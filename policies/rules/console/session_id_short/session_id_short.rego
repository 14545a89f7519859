# METADATA
# title: The session id is too short
# description: >-
#   Whoever guesses the id of a session acts as the administrator who is logged
#   in. Each byte that is missing makes a guess 256 times as likely; with few
#   of them a program finds a live session over the network.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
#   description: OWASP, Session Management Cheat Sheet
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/manager.html
#   description: Tomcat, The Manager Component
# custom:
#   remediation: |-
#     Leave sessionIdLength out of context.xml, or give it 16 bytes or more.
#
#     ```xml
#     <Manager className="org.wso2.carbon.webapp.mgt.CarbonTomcatSessionManager" sessionIdLength="128"/>
#     ```
#
#     Without the attribute Tomcat uses 16 bytes. Less than 16 is an error; a
#     value that is no number, which Tomcat ignores, is a note.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.3
#   parameters:
#     bytes:
#       type: integer
#       default: 16
#       minimum: 16
#       maximum: 1024
#       description: How many bytes a session id needs.
package carbonlint.rules.console.session_id_short

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(manager, "id_length", manager) if some manager in model.session_managers

findings contains lib.graded(length, $"The session id has {length.value} bytes, less than {bytes}.", {"severity": "error", "fix": lib.set(length, $"{bytes}")}) if {
	some length in lengths
	regex.match(`^-?\d{1,9}$`, length.value)
	to_number(length.value) < bytes
}

findings contains lib.fixed(length, $"The length of the session id is no number: {lib.quote(length)}.", lib.set(length, $"{bytes}")) if {
	some length in lengths
	not regex.match(`^-?\d{1,9}$`, length.value)
}

bytes := lib.parameter("console/session_id_short", "bytes")

lengths := [manager.id_length |
	some manager in model.session_managers
	lib.known(manager.id_length)
]
