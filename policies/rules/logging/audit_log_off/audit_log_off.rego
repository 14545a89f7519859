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
#     Records that also go to the log of the server, because additivity is not
#     switched off, are a note. `--fix` sets the logger up for log4j 1, and
#     levels and additivity for both; appenders that are missing are added by
#     hand.
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

findings contains lib.finding(audit.entry, "The audit logger has no appender.") if {
	count(audit.appenders) == 0
	not appenders_open
	not silent(level)
}

findings contains lib.finding(audit.entry, $"The appender '{name}' of the audit logger is not defined.") if {
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
	model.log_root.level != ""
}

# The records are written at INFO.
silent(name) if name in {"OFF", "FATAL", "ERROR", "WARN"}

appenders := [appender |
	some appender in model.log_appenders
	appender.name in audit.appenders
]

additivity := model.log_additivity(audit)

# passed_on is what has the records go to the appenders above as well.
passed_on := additivity if {
	additivity
} else := audit.entry

separate if lower(additivity.value) == "false"

separate if additivity.unknown

at_info := lib.set(audit.entry, regex.replace(audit.entry.value, `^[^,]*`, "INFO"))

# A logger of log4j 2 has an id, and is named in a list; its appender may be of
# several sorts.
new_logger := lib.no_fix if {
	model.log4j2
} else := lib.all_of([lib.add(model.logging_file, key, value) |
	some [key, value] in [
		["log4j.logger.AUDIT_LOG", "INFO, AUDIT_LOGFILE"],
		["log4j.additivity.AUDIT_LOG", "false"],
		["log4j.appender.AUDIT_LOGFILE", "org.wso2.carbon.utils.logging.appenders.CarbonDailyRollingFileAppender"],
		["log4j.appender.AUDIT_LOGFILE.File", "${carbon.home}/repository/logs/audit.log"],
		["log4j.appender.AUDIT_LOGFILE.Append", "true"],
		["log4j.appender.AUDIT_LOGFILE.layout", "org.wso2.carbon.utils.logging.TenantAwarePatternLayout"],
		["log4j.appender.AUDIT_LOGFILE.layout.ConversionPattern", "[%d] %P%5p {%c} - [%K] %x %m %n"],
		["log4j.appender.AUDIT_LOGFILE.threshold", "INFO"],
	]
	not model.log_settings[key]
])

apart := lib.set(additivity, "false") if {
	additivity
} else := lib.no_fix if {
	model.log4j2
} else := lib.add(model.logging_file, "log4j.additivity.AUDIT_LOG", "false")
