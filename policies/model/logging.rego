# Logging.
#
# logging_file (in cluster.rego) is the file that the kernel reads.
# log_loggers: the loggers that it sets up, each with name (root for the root
# logger), entry (what sets it), level (absent where it takes the one above),
# undecided (a placeholder stands for the level), appenders (the names of what
# it writes to) and additivity (the entry, null means on). log_root is the one
# at the top. log_appenders: the appenders, each with name, type (the entry of
# its class or plug-in, null where only options are there) and options (entries
# by name); log_appender finds one by name, log_attached holds for one that a
# logger writes to, log_option gives an option by its name in either spelling.
# log_files: the attached appenders that write files, each with growth beside:
# endless (one file without a limit), daily (a file each day), rolling without
# a limit of size and number, bounded, or undecided; limits are the entries of
# the limits of log4j 1. shipped_patterns: the patterns of lines that products
# ship. access_logs: the valves that write the access log.
package carbonlint.model

import data.carbonlint.lib

# The last of duplicate keys counts.
log_settings := {key: entries[count(entries) - 1] |
	some item in log_items
	item.file == logging_file.file
	some key, entries in item.settings
}

log_items := array.flatten([
	[item | some item in input.items["log4j2.properties"].properties; log4j2],
	[item | some item in input.items["log4j.properties"].properties; not log4j2],
])

log_loggers := array.concat(
	[logger |
		not log4j2
		some key, name in log4j1_loggers
		entry := log_settings[key]
		logger := object.union(
			log_logger(name, entry, split(entry.value, ",")[0]),
			{
				"appenders": {n | some i, part in split(entry.value, ","); i > 0; n := trim_space(part)},
				"additivity": object.get(log_settings, $"log4j.additivity.{name}", null),
			},
		)
	],
	[logger |
		log4j2
		some id in log4j2_loggers
		entry := log4j2_level(id)
		logger := object.union(
			log_logger(log4j2_name(id), entry, entry.value),
			{
				"appenders": object.get(log4j2_refs, id, set()),
				"additivity": object.get(log_settings, $"{id}.additivity", null),
			},
		)
	],
)

log_logger(name, entry, text) := object.union(
	{"name": name, "entry": entry, "undecided": undecided_level(entry, text)},
	{"level": level | level := level_read(trim_space(text))},
)

default undecided_level(_, _) := false

undecided_level(entry, text) if {
	entry.unknown
	not regex.match(`^\s*[A-Za-z]*\s*$`, text)
}

# A logger in a branch of a template has no text at all.
undecided_level(entry, _) if {
	entry.unknown
	entry.value == ""
}

# log4j.category is the old name of log4j.logger, and rootCategory that of
# rootLogger, which counts where both stand.
# log4j1_loggers has the names of the loggers by their keys.
log4j1_loggers := object.union_n([
	{key: substring(key, 13, -1) | some key, _ in log_settings; startswith(key, "log4j.logger.")},
	{key: substring(key, 15, -1) | some key, _ in log_settings; startswith(key, "log4j.category.")},
	{key: "root" | some key in ["log4j.rootLogger"]; log_settings[key]},
	{key: "root" | some key in ["log4j.rootCategory"]; log_settings[key]; not log_settings["log4j.rootLogger"]},
])

log_levels := {"OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL"}

# A name that log4j 1 does not know, such as WARNING, means DEBUG to it.
level_read(text) := upper(text) if upper(text) in log_levels

level_read(text) := "DEBUG" if {
	not log4j2
	regex.match(`^[A-Za-z]+$`, text)
	not upper(text) in (log_levels | {"INHERITED", "NULL"})
}

# log4j2 reads the loggers and appenders that its lists name, and all that
# there are without a list.
log4j2_loggers contains "rootLogger" if log4j2

log4j2_loggers contains $"logger.{id}" if {
	log4j2
	some key, _ in log_settings
	[_, id] := regex.find_all_string_submatch_n(`^logger\.([^.]+)\.(?:name|level)$`, key, 1)[0]
	log4j2_listed("loggers", id)
}

log4j2_listed(list, id) if id in lib.words(log_settings[list].value)

log4j2_listed(list, _) if not log_settings[list]

log4j2_name("rootLogger") := "root"

log4j2_name(id) := log_settings[$"{id}.name"].value if id != "rootLogger"

log4j2_level(id) := log_settings[$"{id}.level"] if {
	log_settings[$"{id}.level"]
} else := object.union(log_settings[$"{id}.name"], {"value": ""})

log4j2_refs[id] contains entry.value if {
	log4j2
	some key, entry in log_settings
	endswith(key, ".ref")
	[_, id] := regex.find_all_string_submatch_n(`^(rootLogger|logger\.[^.]+|appender\.[^.]+)\.appenderRef\.[^.]+\.ref$`, key, 1)[0]
}

log_appenders := [{"name": appender_name(id, options), "type": object.get(options, type_key, null), "options": options} |
	some id, options in appender_settings
	log4j2_appender(id)
]

log_appender(name) := [appender | some appender in log_appenders; appender.name == name][0]

log4j2_appender(_) if not log4j2

log4j2_appender(id) if log4j2_listed("appenders", id)

# The entry of an appender's own key stands under the empty name.
default type_key := ""

type_key := "type" if log4j2

appender_name(id, options) := options.name.value if {
	log4j2
	options.name
} else := id

appender_settings[id][option] := entry if {
	some key, entry in log_settings
	startswith(key, appender_prefix)
	[_, id, option] := regex.find_all_string_submatch_n(appender_key, key, 1)[0]
}

default appender_prefix := "log4j.appender."

appender_prefix := "appender." if log4j2

default appender_key := `^log4j\.appender\.([^.]+)(?:\.(.+))?$`

appender_key := `^appender\.([^.]+)\.(.+)$` if log4j2

# Java beans know an option by its name with either a small or a capital
# letter first.
log_option(appender, name) := appender.options[name] if {
	appender.options[name]
} else := appender.options[$"{lower(substring(name, 0, 1))}{substring(name, 1, -1)}"]

attached := {name | some logger in log_loggers; some name in logger.appenders} | {name |
	some id, refs in log4j2_refs
	startswith(id, "appender.")
	some name in refs
}

# A file without a root logger is a part of one: its appenders are for loggers
# elsewhere.
log_attached(appender) if appender.name in attached

log_attached(_) if not log_root

log_root := logger if {
	some logger in log_loggers
	logger.name == "root"
}

log_files := [object.union(appender, {"growth": growth, "limits": limits}) |
	some appender in log_appenders
	appender.type != null
	log_attached(appender)
	growth := log_growth(appender)
	limits := [e | some name in ["MaxBackupIndex", "MaxFileSize"]; e := log_option(appender, name)]
]

# The rolling class of log4j 1 has limits even where none is written, the daily
# ones know none.
log_growth(appender) := "undecided" if {
	appender.type.unknown
} else := log4j2_growth(appender) if {
	log4j2
} else := "daily" if {
	contains(appender.type.value, "DailyRollingFileAppender")
} else := "bounded" if {
	endswith(appender.type.value, "RollingFileAppender")
} else := "endless" if {
	endswith(appender.type.value, ".FileAppender")
}

log4j2_growth(appender) := "endless" if {
	appender.type.value in {"File", "RandomAccessFile"}
} else := "bounded" if {
	appender.type.value in {"RollingFile", "RollingRandomAccessFile"}
	appender.options["policies.size.size"]
	appender.options["strategy.max"]
} else := "bounded" if {
	appender.type.value in {"RollingFile", "RollingRandomAccessFile"}
	deletes_old_files(appender)
} else := "rolling" if {
	appender.type.value in {"RollingFile", "RollingRandomAccessFile"}
}

# An action of log4j 2, of any name, that deletes what is old.
deletes_old_files(appender) if {
	some option, entry in appender.options
	startswith(option, "strategy.")
	endswith(option, ".type")
	entry.value == "Delete"
}

shipped_patterns := {
	"TID: [%T] [%S] [%d] %P%5p {%c} - %x %m %n",
	"TID: [%T] [%S] [%d] %P%5p {%c} - %x %m {%c}%n",
	"[%d] [%T] [%S] [%t] %P%5p {%c} - %x %m%n",
	"[%d] %P%5p {%c} - %x %m%n",
	"[%d] [${logger.server.name}] %P%5p {%c} - %x %m%n",
	"[%d{ISO8601}] %5p - %c{1} %m%n",
	"[%d{ISO8601}] [${logger.server.name}] %5p - %c{1} %m%n",
	"TID: [%tenantId] [%appName] [%d] %5p {%c} - %m%ex%n",
	"[%d] %5p {%c} - %m%ex%n",
}

# A valve writes the log of the listeners of Tomcat.
access_logs := [object.union(lib.location(valve), {attribute: entry |
	some attribute, path in {"class": "@className", "pattern": "@pattern", "enabled": "@enabled", "days": "@maxDays", "rotatable": "@rotatable"}
	entry := valve.settings[path][0]
}) |
	some valve in valves
	endswith(valve.settings["@className"][0].value, "AccessLogValve")
]
