# new_log4j2_logger sets up a logger of log4j 2 by its id, which a list has to
# name where there is one; settings are its options by their keys. listed adds
# an id to such a list.
package carbonlint.model

import data.carbonlint.lib

new_log4j2_logger(id, settings) := lib.all_of(array.concat(listed("loggers", id), [log_set($"logger.{id}.{key}", value) |
	some key, value in settings
]))

listed(list, id) := [lib.set(entry, concat(", ", [trim_right(trim_space(entry.value), ", "), id])) |
	entry := log_settings[list]
	not log4j2_listed(list, id)
]

log_set(key, value) := lib.set(log_settings[key], value) if {
	log_settings[key]
} else := lib.add(logging_file, key, value)
