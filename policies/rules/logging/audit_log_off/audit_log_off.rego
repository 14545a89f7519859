# METADATA
# title: The audit log is off or has no appender
# description: >-
#   The audit log tells who created a user, changed a role or logged in to
#   the console, and when. After an incident it is the only record of what an
#   administrator, or someone with an administrator's password, has done.
#   What was not written cannot be made up for.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Log4j+Properties
#   description: Administration guide, Configuring Log4j Properties
# custom:
#   remediation: |-
#     Keep the audit logger at INFO, with an appender of its own.
#
#     ```properties
#     log4j.logger.AUDIT_LOG=INFO, AUDIT_LOGFILE
#     log4j.additivity.AUDIT_LOG=false
#     log4j.appender.AUDIT_LOGFILE=org.wso2.carbon.utils.logging.appenders.CarbonDailyRollingFileAppender
#     log4j.appender.AUDIT_LOGFILE.File=${carbon.home}/repository/logs/audit.log
#     log4j.appender.AUDIT_LOGFILE.threshold=INFO
#     ```
#
#     A threshold of the appender or of all loggers above INFO drops the records as well.
#     Records that also go to the log of the server, because additivity is not
#     switched off, are a note. `--fix` adds a logger and an appender that are
#     missing as products ship them; with log4j 2 it puts them into the lists
#     `loggers` and `appenders`.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.3
package carbonlint.rules.logging.audit_log_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": audit.entry, "unknown": undecided}

subjects contains additivity

subjects contains model.logging_file if not audit

findings contains lib.fixed(model.logging_file, "No logger AUDIT_LOG is set up.", new_logger) if not audit

findings contains lib.fixed(audit.entry, $"The audit logger is at level {level} and drops its records, which are written at INFO.", at_info) if silent(level)

findings contains lib.fixed(audit.entry, "The audit logger has no appender.", with_appender) if {
	count(audit.appenders) == 0
	not appenders_open
	not silent(level)
}

findings contains lib.fixed(reference(name), $"The appender '{name}' of the audit logger is not defined.", defined(name)) if {
	count(appenders) == 0
	not appenders_open
	some name in audit.appenders
}

findings contains lib.fixed(threshold, $"The appender '{appender.name}' of the audit log drops what is below {lib.quote(threshold)}.", lib.set(threshold, "INFO")) if {
	some appender in appenders
	some option in ["Threshold", "filter.threshold.level"]
	threshold := model.log_option(appender, option)
	silent(upper(threshold.value))
}

findings contains lib.fixed(appender.type, $"The appender '{appender.name}' of the audit log is of the kind {lib.quote(appender.type)}, which writes nothing.", model.writing_appender(appender)) if {
	some appender in appenders
	regex.match(`^(org\.apache\.log4j\.varia\.NullAppender|Null)$`, appender.type.value)
}

findings contains lib.fixed(model.log_threshold, $"The threshold of all loggers is {lib.quote(model.log_threshold)}, which drops the audit records.", lib.remove(model.log_threshold)) if {
	silent(upper(model.log_threshold.value))
}

findings contains lib.graded(passed_on, "The audit records go to the log of the server as well.", {"severity": "note", "fix": apart}) if {
	not silent(level)
	count(appenders) > 0
	not separate
}

default undecided := false

undecided if audit.undecided

undecided if {
	appenders_open
	count(appenders) == 0
}

# With log4j 1 what a template fills in may name appenders too.
appenders_open if {
	not model.log4j2
	audit.entry.unknown
}

# Both names of a logger may stand in a file of log4j 1. Which one it takes is
# left to chance, so the first one speaks.
audit := [logger | some logger in model.log_loggers; logger.name == "AUDIT_LOG"][0]

# An empty level is that of the root logger.
level := audit.level if {
	audit.level != ""
} else := model.log_root.level if {
	not audit.undecided
}

# The records are written at INFO.
silent(name) if name in {"OFF", "FATAL", "ERROR", "WARN"}

appenders := [appender |
	some appender in model.log_appenders
	appender.name in audit.appenders
]

# With log4j 2 each appender has a line of its own.
reference(name) := [entry |
	model.log4j2
	some key, entry in model.log_settings
	entry.value == name
	startswith(key, concat("", [regex.replace(audit.entry.path, `\.(name|level)$`, ""), ".appenderRef."]))
][0]

reference(_) := audit.entry if not model.log4j2

additivity := model.log_additivity(audit)

# passed_on is what has the records go to the appenders above as well.
passed_on := additivity if {
	additivity
} else := audit.entry

separate if lower(additivity.value) == "false"

separate if additivity.unknown

at_info := lib.set(audit.entry, regex.replace(audit.entry.value, `^[^,]*`, "INFO"))

new_logger := lib.all_of([
	model.log_added([["log4j.logger.AUDIT_LOG", "INFO, AUDIT_LOGFILE"], ["log4j.additivity.AUDIT_LOG", "false"]]),
	shipped_appender,
]) if {
	not model.log4j2
} else := lib.all_of([
	model.new_log4j2_logger(log4j2_id, {"name": "AUDIT_LOG", "level": "INFO", "additivity": "false"}),
	log4j2_appender,
])

# A logger that only the list leaves out is there under some id.
log4j2_id := min({id |
	some key, entry in model.log_settings
	entry.value == "AUDIT_LOG"
	[_, id] := regex.find_all_string_submatch_n(`^logger\.([^.]+)\.name$`, key, 1)[0]
}) if {
	some key, entry in model.log_settings
	entry.value == "AUDIT_LOG"
	regex.match(`^logger\.[^.]+\.name$`, key)
} else := "AUDIT_LOG"

log4j2_appender := lib.no_fix if {
	some [id, _] in model.log4j2_refs
	id == $"logger.{log4j2_id}"
} else := lib.all_of([
	model.log_added([[$"logger.{log4j2_id}.appenderRef.AUDIT_LOGFILE.ref", "AUDIT_LOGFILE"]]),
	shipped_appender,
])

shipped_appender := lib.no_fix if {
	model.log4j2
	some appender in model.log_appenders
	appender.name == "AUDIT_LOGFILE"
} else := model.new_audit_appender("AUDIT_LOGFILE")

with_appender := lib.all_of([
	lib.set(audit.entry, $"{level}, AUDIT_LOGFILE"),
	shipped_appender,
]) if {
	not model.log4j2
} else := log4j2_appender

# Two appenders must not write one file, so only the first one is defined.
defined(name) := model.new_audit_appender(name) if {
	name == min(audit.appenders)
} else := lib.no_fix

apart := lib.set(additivity, "false") if {
	additivity
} else := lib.add(model.logging_file, $"{regex.replace(audit.entry.path, `\.(name|level)$`, "")}.additivity", "false") if {
	model.log4j2
} else := lib.add(model.logging_file, "log4j.additivity.AUDIT_LOG", "false")
