# Logging.
#
# logging_file (in cluster.rego) is the file that the kernel reads.
# log_loggers: the loggers that it sets up, each with name (root for the root
# logger), entry (what sets it), level ("" where it takes the one above),
# undecided (a placeholder stands for the level) and appenders (the names of
# what it writes to). log_root is the one at the top. log_additivity gives the
# entry that decides whether a logger writes to what those above write to, and
# log_threshold the least level of all loggers.
# log_appenders: the appenders, each with name, type (the entry of its class or
# plug-in) and key, with which the keys of its options begin. log_option gives an option by its name in either spelling,
# log_exact as it is written; log_attached holds for an appender that a logger
# writes to. log_files: the attached appenders that write files, each with growth
# beside: endless (one file without a limit), daily (a file each day), rolling
# without a limit of size and number, bounded, or undecided. log_limits gives the
# entries of the limits of log4j 1. shipped_patterns: the patterns of lines that
# products ship. access_logs: the valves that write the access log.
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

log_loggers := array.flatten([log4j1_loggers, log4j2_loggers, [log_root | log_root]])

# log4j.category is the old name of log4j.logger, and rootCategory that of
# rootLogger, which counts where both stand.
log_root := log4j2_logger("rootLogger") if {
	log4j2
} else := log4j1_root(log4j1_root_entry) if {
	not log4j2
}

# log4j 1 drops what is below it, whatever a logger says.
log_threshold := log_settings["log4j.threshold"] if {
	not log4j2
}

log4j1_root_entry := log_settings["log4j.rootLogger"] if {
	log_settings["log4j.rootLogger"]
} else := log_settings["log4j.rootCategory"]

log4j1_loggers := [object.union(log4j1_said(entry.value, object.get(entry, "unknown", false)), {"name": substring(key, length, -1), "entry": entry}) |
	not log4j2
	some prefix in ["log4j.category.", "log4j.logger."]
	length := count(prefix)
	some key, entry in log_settings
	startswith(key, prefix)
]

log4j1_root(entry) := object.union(log4j1_said(entry.value, object.get(entry, "unknown", false)), {"name": "root", "entry": entry})

# log4j1_said is what the value of a logger says. Many loggers have one value,
# and a call with the value alone is made once for all of them.
log4j1_said(value, unknown) := {
	"level": level_read(trim_space(parts[0])),
	"undecided": undecided_level(value, parts[0], unknown),
	"appenders": {n | some i, part in parts; i > 0; n := trim_space(part)},
} if {
	parts := split(value, ",")
}

# A logger in a branch of a template has no text at all.
undecided_level(value, text, unknown) := unknown if {
	value == ""
} else := false if {
	regex.match(`^\s*[A-Za-z]*\s*$`, text)
} else := unknown

log_levels := {"OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL"}

# A name that log4j 1 does not know, such as WARNING, means DEBUG to it.
level_read(text) := upper(text) if {
	upper(text) in log_levels
} else := "DEBUG" if {
	not log4j2
	regex.match(`^[A-Za-z]+$`, text)
	not upper(text) in {"INHERITED", "NULL"}
} else := ""

# log4j2 reads the loggers and appenders that its lists name, and all that
# there are without a list.
log4j2_loggers := [log4j2_logger(id) |
	log4j2
	some id in {$"logger.{name}" |
		some key, _ in log_settings
		startswith(key, "logger.")
		[_, name] := regex.find_all_string_submatch_n(`^logger\.([^.]+)\.(?:name|level)$`, key, 1)[0]
		log4j2_listed("loggers", name)
	}
]

log4j2_logger(id) := {
	"name": log4j2_name(id),
	"entry": entry,
	"level": level_read(trim_space(entry.value)),
	"undecided": undecided_level(entry.value, entry.value, object.get(entry, "unknown", false)),
	"appenders": {name | some [writer, name] in log4j2_refs; writer == id},
} if {
	entry := log4j2_level(id)
}

log4j2_listed(list, id) if id in lib.words(log_settings[list].value)

log4j2_listed(list, _) if not log_settings[list]

log4j2_name("rootLogger") := "root"

log4j2_name(id) := log_settings[$"{id}.name"].value if id != "rootLogger"

log4j2_level(id) := log_settings[$"{id}.level"] if {
	log_settings[$"{id}.level"]
} else := object.union(log_settings[$"{id}.name"], {"value": ""})

# log4j2_refs: which logger or appender writes to which appender.
log4j2_refs := [[id, entry.value] |
	log4j2
	some key, entry in log_settings
	endswith(key, ".ref")
	[_, id] := regex.find_all_string_submatch_n(`^(rootLogger|logger\.[^.]+|appender\.[^.]+)\.appenderRef\.[^.]+\.ref$`, key, 1)[0]
]

log_additivity(logger) := log_settings[$"log4j.additivity.{logger.name}"] if {
	not log4j2
} else := log_settings[regex.replace(logger.entry.path, `\.(name|level)$`, ".additivity")] if {
	log4j2
}

# An appender is told by the key of its class: one without is not made.
log_appenders := [{"name": appender_name(id, base), "type": entry, "key": base} |
	some key, entry in log_settings
	startswith(key, appender_prefix)
	regex.match(appender_key, key)
	base := trim_suffix(key, type_suffix)
	id := trim_prefix(base, appender_prefix)
	log4j2_appender(id)
]

default appender_prefix := "log4j.appender."

appender_prefix := "appender." if log4j2

default appender_key := `^log4j\.appender\.[^.]+$`

appender_key := `^appender\.[^.]+\.type$` if log4j2

default type_suffix := ""

type_suffix := ".type" if log4j2

log4j2_appender(_) if not log4j2

log4j2_appender(id) if log4j2_listed("appenders", id)

appender_name(id, key) := log_settings[concat("", [key, ".name"])].value if {
	log4j2
} else := id

# Java beans know an option by its name with either a small or a capital
# letter first.
log_option(appender, name) := log_exact(appender, name) if {
	log_exact(appender, name)
} else := log_exact(appender, $"{lower(substring(name, 0, 1))}{substring(name, 1, -1)}")

log_exact(appender, name) := log_settings[concat(".", [appender.key, name])]

attached := {name | some logger in log_loggers; some name in logger.appenders} | {name |
	some [id, name] in log4j2_refs
	startswith(id, "appender.")
}

# A file without a root logger is a part of one: its appenders are for loggers
# elsewhere.
log_attached(appender) if appender.name in attached

log_attached(_) if not log_root

log_files := [{"name": appender.name, "type": appender.type, "key": appender.key, "growth": growth} |
	some appender in log_appenders
	log_attached(appender)
	growth := log_growth(appender)
]

log_limits(appender) := [e | some name in ["MaxBackupIndex", "MaxFileSize"]; e := log_option(appender, name)]

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
	log_exact(appender, "policies.size.size")
	log_exact(appender, "strategy.max")
} else := "bounded" if {
	appender.type.value in {"RollingFile", "RollingRandomAccessFile"}
	deletes_old_files(appender)
} else := "rolling" if {
	appender.type.value in {"RollingFile", "RollingRandomAccessFile"}
}

# An action of log4j 2, of any name, that deletes what is old.
deletes_old_files(appender) if {
	some key, entry in log_settings
	startswith(key, $"{appender.key}.strategy.")
	endswith(key, ".type")
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
