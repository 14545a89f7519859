# METADATA
# title: Log files grow without a limit
# description: >-
#   Logs that nothing ends fill the disk. A full disk stops the server, and
#   the database and the message store beside it, most often during the very
#   flood of errors that somebody would have to look into.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Log4j+Properties
#   description: Administration guide, Configuring Log4j Properties
# custom:
#   remediation: |-
#     Roll the files by size and keep a number of them, or let the host delete old ones.
#
#     ```properties
#     log4j.appender.CARBON_LOGFILE=org.apache.log4j.RollingFileAppender
#     log4j.appender.CARBON_LOGFILE.File=${carbon.home}/repository/logs/wso2carbon.log
#     log4j.appender.CARBON_LOGFILE.MaxFileSize=10MB
#     log4j.appender.CARBON_LOGFILE.MaxBackupIndex=20
#     ```
#
#     A file for each day that is never deleted is a warning for the log of the
#     server and a note for the smaller ones: the audit, error and trace logs and
#     the access log, for which the host must delete old files (logrotate) unless
#     Tomcat knows maxDays, as Tomcat 9 does. A logrotate of the host cannot be seen here.
#   severity: warning
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.logging.rotation_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains appender.type if some appender in model.log_files

subjects contains object.get(log, "days", log) if some log in access_logs

findings contains lib.graded(appender.type, $"The file of the appender '{appender.name}' grows without a limit.", {"default": appender.name in {"ERROR_LOGFILE", "DELETE_EVENT_LOGFILE"}}) if {
	some appender in model.log_files
	appender.growth == "endless"
}

findings contains lib.graded(appender.type, $"The appender '{appender.name}' begins a file each day and deletes none.", {
	"severity": weight(appender, limits),
	"default": shipped(appender.name, limits),
	"related": [lib.see(e, "This class does not know the limit.") | some e in limits],
}) if {
	some appender in model.log_files
	appender.growth == "daily"
	limits := model.log_limits(appender)
}

findings contains lib.finding(appender.type, $"The appender '{appender.name}' has no limit of size and number.") if {
	some appender in model.log_files
	appender.growth == "rolling"
}

findings contains lib.finding(log.rotatable, "The access log is one file that grows without a limit.") if {
	some log in access_logs
	lib.no(log.rotatable)
}

findings contains lib.graded(log, "The access log begins a file each day and deletes none.", {"severity": "note", "default": true}) if {
	some log in access_logs
	not one_file(log)
	not log.days
}

findings contains lib.graded(log.days, "The access log begins a file each day and deletes none, since Tomcat 7 does not know the limit.", {"severity": "note"}) if {
	some log in access_logs
	not one_file(log)
	log.days
	tomcat7
}

findings contains lib.graded(log.days, $"The access log begins a file each day and deletes none: maxDays is {lib.quote(log.days)}.", {"severity": "note"}) if {
	some log in access_logs
	not one_file(log)
	not tomcat7
	regex.match(`^(-\d+|0)$`, log.days.value)
}

default shipped(_, _) := false

shipped(name, []) if name in {"CARBON_LOGFILE", "AUDIT_LOGFILE", "CARBON_TRACE_LOGFILE", "ERROR_LOGFILE", "TRACE_APPENDER", "EVENT_TRACE_APPENDER"}

tomcat7 if lib.older(model.kernel, "4.5")

default weight(_, _) := "note"

weight(appender, _) := "warning" if appender.name == "CARBON_LOGFILE"

weight(_, limits) := "warning" if count(limits) > 0

access_logs := [log | some log in model.access_logs; not in_database(log)]

in_database(log) if contains(log.class.value, "JDBC")

one_file(log) if lib.no(log.rotatable)
