# Fixes of the logging.
#
# new_log4j2_logger sets up a logger of log4j 2 by its id, which a list has to
# name where there is one; settings are its options by their keys. listed adds
# an id to such a list, and log_set writes a setting.
# new_audit_appender defines an appender for the audit log as products ship it:
# what of it is there stays, and one that has only been left out of the list is
# put there. writing_appender gives one that writes nothing a class that does.
# log_added are the settings of such a part that are not there.
# log_mark is what tells the lines of the server from forged ones with log4j 1,
# and log4j1_layout the layout that knows it.
package carbonlint.model

import data.carbonlint.lib

new_log4j2_logger(id, settings) := lib.all_of(array.concat(listed("loggers", id), [log_set($"logger.{id}.{key}", value) |
	some key, value in settings
]))

listed(list, id) := [lib.set(entry, trim_left(concat(", ", [trim_right(entry.value, ", \t"), id]), ", ")) |
	entry := log_settings[list]
	not log4j2_listed(list, id)
]

log_set(key, value) := lib.set(log_settings[key], value) if {
	log_settings[key]
} else := lib.add(logging_file, key, value)

log4j1_layout := "org.wso2.carbon.utils.logging.TenantAwarePatternLayout"

default log_mark := "[%K] "

log_mark := "" if lib.older(kernel, "4.4.3")

log_added(pairs) := lib.all_of([lib.add(logging_file, key, value) |
	some [key, value] in pairs
	not log_settings[key]
])

new_audit_appender(name) := log_added(log4j1_audit_appender(name)) if {
	not log4j2
} else := lib.all_of(listed("appenders", unread)) if {
	unread := log4j2_unread_appender(name)
} else := lib.all_of(array.concat(listed("appenders", id), [log_added(log4j2_audit_appender(id, name))])) if {
	id := regex.replace(name, `[^\w-]`, "-")
}

log4j2_unread_appender(name) := min({id |
	some key, entry in log_settings
	entry.value == name
	[_, id] := regex.find_all_string_submatch_n(`^appender\.([^.]+)\.name$`, key, 1)[0]
	log_settings[$"appender.{id}.type"]
})

writing_appender(appender) := lib.all_of([lib.set(appender.type, log4j1_daily), log_added(log4j1_audit_appender(appender.name))]) if {
	not log4j2
} else := lib.all_of([
	lib.set(appender.type, "RollingFile"),
	log_added(log4j2_audit_appender(trim_prefix(appender.key, "appender."), appender.name)),
])

log4j1_daily := "org.wso2.carbon.utils.logging.appenders.CarbonDailyRollingFileAppender"

log4j1_audit_appender(name) := [[concat("", ["log4j.appender.", name, option]), value] |
	some [option, value] in [
		["", log4j1_daily],
		[".Append", "true"],
		[".layout", log4j1_layout],
		[".layout.ConversionPattern", concat("", ["[%d] %P%5p {%c} - ", log_mark, "%x %m %n"])],
		[".threshold", "INFO"],
		[".File", "${carbon.home}/repository/logs/audit.log"],
	]
]

log4j2_audit_appender(id, name) := [[concat(".", ["appender", id, option]), value] |
	some [option, value] in [
		["type", "RollingFile"],
		["name", name],
		["layout.type", "PatternLayout"],
		["layout.pattern", "[%u] [%d] %5p {%c} - %m%ex%n"],
		["policies.type", "Policies"],
		["policies.time.type", "TimeBasedTriggeringPolicy"],
		["policies.time.interval", "1"],
		["policies.time.modulate", "true"],
		["policies.size.type", "SizeBasedTriggeringPolicy"],
		["policies.size.size", "10MB"],
		["strategy.type", "DefaultRolloverStrategy"],
		["strategy.max", "20"],
		["filter.threshold.type", "ThresholdFilter"],
		["filter.threshold.level", "INFO"],
		["fileName", "${sys:carbon.home}/repository/logs/audit.log"],
		["filePattern", "${sys:carbon.home}/repository/logs/audit-%d{MM-dd-yyyy}.%i.log"],
	]
]
