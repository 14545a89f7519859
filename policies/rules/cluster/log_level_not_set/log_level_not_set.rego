# METADATA
# title: Hazelcast's log level is not set in the logging configuration
# description: >-
#   Hazelcast tells at INFO which nodes join and leave. Without a level of its
#   own it follows the root logger, which products ship at ERROR or which is
#   raised to save disk space, and then the log is silent about the cluster
#   just when it falls apart.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+hazelcast.properties
#   description: Configuring hazelcast.properties
# custom:
#   remediation: |-
#     Set the level in log4j.properties; from kernel 4.5 on it is logger.com-hazelcast.level in log4j2.properties.
#
#     ```properties
#     log4j.logger.com.hazelcast=INFO
#     ```
#
#     A level of WARN, and no level of its own, are notes. OFF, FATAL and ERROR
#     are warnings, also where Hazelcast inherits them from the root logger. The
#     rule applies once Hazelcast logs through the product's log.
#   severity: note
#   kind: cross
#   tier: core
#   fix: auto
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.log_level_not_set

import data.carbonlint.lib
import data.carbonlint.model

key := "hazelcast.logging.type"

subjects contains place if some place in model.hazelcast_undecided(key)

subjects contains type if {
	some type in model.hazelcast_deciding(key)
	type.unknown
}

subjects contains model.hazelcast_level if logged

subjects contains model.logging_file if unset

# The tree has no logging configuration, or Hazelcast's logger may stand in it
# under a name that cannot be looked up.
subjects contains model.undecided_place(model.cluster_switch) if {
	logged
	not model.hazelcast_level
	not unset
}

findings contains lib.graded(level, $"The log level {model.log_level(level)} hides what Hazelcast tells of the cluster.", extra) if {
	logged
	level := model.hazelcast_level
	severity := severities[model.log_level(level)]
	extra := {
		"severity": severity,
		"default": shipped,
		"fix": lib.set(level, regex.replace(level.value, `^[^,]*`, "INFO")),
	}
}

findings contains lib.graded(model.logging_file, "The log level of Hazelcast is not set, so it is that of the root logger.", extra) if {
	unset
	extra := {
		"severity": inherited,
		"default": shipped,
		"related": [saying | saying := root],
		"fix": new_logger,
	}
}

default inherited := "note"

inherited := severities[model.log_level(model.root_level)]

severities := {"OFF": "warning", "FATAL": "warning", "ERROR": "warning", "WARN": "note"}

unset if {
	logged
	model.logging_file
	not model.hazelcast_level
	not model.other_hazelcast_logger
}

# Before Hazelcast logs through the product's log no level there concerns it.
logged if {
	some type in model.hazelcast_deciding(key)
	type.value in model.product_logging_types
}

default shipped := false

shipped if model.ships_hazelcast_level

root := lib.see(model.root_level, $"The root logger has {lib.quote(model.root_level)}.")

new_logger := model.new_log4j2_logger("com-hazelcast", {"name": "com.hazelcast", "level": "INFO"}) if {
	model.log4j2
} else := lib.add(model.logging_file, "log4j.logger.com.hazelcast", "INFO")
