# METADATA
# title: Sessions live too long or never end
# description: >-
#   A session that is still open when its owner has left can be used by whoever
#   sits down at the browser or finds the cookie, and sessions that never end
#   fill the memory of the server.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
#   description: OWASP, Session Management Cheat Sheet
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Let sessions end after 15 minutes without use, in web.xml, and remember logins for less than two weeks.
#
#     ```xml
#     <session-config>
#         <session-timeout>15</session-timeout>
#     </session-config>
#     ```
#
#     A session that never ends (zero or less) is an error; one of more than 30
#     minutes, or a timeout that is no number, is a warning, also in a deployed application and for
#     SessionIdleTimeout of identity.xml. A console that sets nothing, whose
#     sessions then live for Tomcat's 30 minutes, and a RememberMeTimeout of two
#     weeks or more are notes. `--fix=unsafe` lets a login be remembered for a
#     week.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.3
#   parameters:
#     minutes:
#       type: integer
#       default: 30
#       minimum: 1
#       maximum: 1440
#       description: The longest idle time of a session in minutes.
#     remembered:
#       type: integer
#       default: 20160
#       minimum: 1
#       maximum: 525600
#       description: The idle time in minutes from which a remembered login is reported.
package carbonlint.rules.console.session_too_long

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if some entry in model.idle_timeouts

subjects contains model.remember_me_timeout

subjects contains console if some console in unset_consoles

findings contains lib.graded(entry, $"Sessions never end: the timeout is {lib.quote(entry)}.", {"severity": "error", "fix": lib.set(entry, fitting)}) if {
	some [entry, minutes] in timeouts
	minutes <= 0
}

findings contains lib.graded(entry, $"Sessions end only after {entry.value} minutes without use.", {"severity": "warning", "fix": lib.set(entry, fitting)}) if {
	some [entry, minutes] in timeouts
	minutes > lib.parameter("console/session_too_long", "minutes")
}

findings contains lib.graded(entry, $"The timeout of sessions is no number: {lib.quote(entry)}.", {"severity": "warning", "fix": lib.set(entry, fitting)}) if {
	some entry in model.idle_timeouts
	lib.known(entry)
	not regex.match(`^-?\d+$`, entry.value)
}

findings contains lib.graded(entry, $"A remembered login lasts for {entry.value} minutes.", {
	"default": entry.value == "20160",
	"fix": lib.unsafe(lib.set(entry, $"{min({a_week, remembered - 1})}")),
}) if {
	entry := model.remember_me_timeout
	regex.match(`^\d{1,9}$`, entry.value)
	to_number(entry.value) >= remembered
}

remembered := lib.parameter("console/session_too_long", "remembered")

# In minutes.
a_week := 10080

findings contains lib.fixed(console, "The console sets no timeout, so that its sessions live for Tomcat's 30 minutes.", lib.add(console, "session-config/session-timeout", fitting)) if {
	some console in unset_consoles
}

timeouts := [[entry, to_number(entry.value)] |
	some entry in model.idle_timeouts
	lib.known(entry)
	regex.match(`^-?\d{1,9}$`, entry.value)
]

unset_consoles := [console |
	count(model.console_session.timeout) == 0
	some console in model.consoles
	not set_by_tomcat
]

# Tomcat's own descriptor gives the timeout where the console has none, and is
# judged itself where it gives another one.
set_by_tomcat if model.session.timeout.value != "30"

fitting := $"{min({15, lib.parameter("console/session_too_long", "minutes")})}"
