# METADATA
# title: A log appender is set to a path instead of a class
# description: >-
#   An edition of the documentation gives the appender itself the path of the
#   log file. log4j takes the path for the name of a class, finds none, and
#   the whole log of the server is gone: errors, logins and the reason of the
#   next failure are written nowhere.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Log4j+Properties
#   description: Administration guide, Configuring Log4j Properties
# - ref: https://logging.apache.org/log4j/1.2/apidocs/org/apache/log4j/PropertyConfigurator.html
#   description: log4j 1.2, PropertyConfigurator
# custom:
#   remediation: |-
#     Give the appender its class, and the path to its option File.
#
#     ```properties
#     log4j.appender.CARBON_LOGFILE=org.apache.log4j.RollingFileAppender
#     log4j.appender.CARBON_LOGFILE.File=${carbon.home}/repository/logs/wso2carbon.log
#     ```
#
#     Appenders of log4j 2 are mended by hand.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.logging.appender_not_a_class

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": appender.type, "unknown": open(appender.type)} if some appender in model.log_appenders

findings contains lib.fixed(type, $"The appender '{appender.name}' is set to the path {lib.quote(type)} instead of a class.", with_class(appender)) if {
	some appender in model.log_appenders
	type := appender.type
	path(type)
}

findings contains lib.fixed(type, $"The appender '{appender.name}' is set to nothing instead of a class.", with_class(appender)) if {
	some appender in model.log_appenders
	type := appender.type
	type.value == ""
	not type.unknown
	model.log_attached(appender)
}

# What a template puts in is not known; the text around it is.
path(type) if regex.match(`[/\\]|\.log$`, regex.replace(type.value, `<%.*?%>|\{\{.*?\}\}|\{%.*?%\}`, ""))

default open(_) := false

open(type) if {
	type.unknown
	not path(type)
}

# The path is the option File where that is not given as well. log4j 2 has a
# name for it that depends on the sort of appender.
with_class(appender) := lib.no_fix if {
	model.log4j2
} else := lib.set(appender.type, class) if {
	model.log_option(appender, "File")
} else := lib.no_fix if {
	appender.type.value == ""
} else := lib.all_of([
	lib.set(appender.type, class),
	lib.add(lib.top(appender.type), $"{appender.type.path}.File", appender.type.value),
])

class := "org.apache.log4j.RollingFileAppender"
