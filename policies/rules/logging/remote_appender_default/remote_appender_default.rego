# METADATA
# title: A remote log appender keeps its shipped address or login
# description: >-
#   A remote appender with its shipped address sends the log of the server,
#   with the names of users in it, to a machine that somebody else may own,
#   or to nobody. With the shipped login anybody can write to the receiver in
#   its name.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Log4j+Properties
#   description: Administration guide, Configuring Log4j Properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Name the receiver and a login of its own, or take the appender away from the loggers.
#
#     ```properties
#     log4j.appender.LOGEVENT.url=tcp://das.example.com:7611
#     log4j.appender.LOGEVENT.userName=logwriter
#     ```
#
#     Only appenders that a logger writes to are judged. A syslog appender that sends
#     to its own host, as it is shipped, is a note.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.logging.remote_appender_default

import data.carbonlint.lib
import data.carbonlint.model

subjects contains setting if {
	some appender in remotes
	some name in ["url", "userName", "password"]
	setting := model.log_exact(appender, name)
}

subjects contains sysloghost(appender) if some appender in attached

findings contains lib.finding(url, $"The remote appender '{appender.name}' sends to the shipped address {lib.quote(url)}.") if {
	some appender in remotes
	url := model.log_exact(appender, "url")
	regex.match(`^tcp://(10\.100\.3\.103|localhost):761[12]$`, url.value)
}

findings contains lib.finding(password, $"The remote appender '{appender.name}' logs in with the shipped password.") if {
	some appender in remotes
	password := model.log_exact(appender, "password")
	password.value == "admin"
}

findings contains lib.graded(target, $"The appender '{appender.name}' sends to the syslog of its own host.", {"severity": "note", "default": target.value == "localhost"}) if {
	some appender in attached
	target := sysloghost(appender)
	lib.loopback(target.value)
}

# A template names appenders, which may be these.
subjects contains {"at": appender.type, "unknown": true} if {
	names_open
	some appender in model.log_appenders
	not named(appender)
	regex.match(`\.(LogEventAppender|SyslogAppender)$`, appender.type.value)
}

named(appender) if appender.name in model.attached

names_open if {
	some name in model.attached
	regex.match(`<%|\{\{|\{%|\$\{`, name)
}

attached := [appender |
	some appender in model.log_appenders
	appender.name in model.attached
]

remotes := [appender |
	some appender in attached
	endswith(appender.type.value, ".LogEventAppender")
]

sysloghost(appender) := model.log_option(appender, "SyslogHost") if endswith(appender.type.value, ".SyslogAppender")

sysloghost(appender) := model.log_exact(appender, "host") if {
	appender.type.value == "Syslog"
}
