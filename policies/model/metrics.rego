# WSO2 Metrics.
#
# metrics: the switch of metrics.xml. metrics_switches: what decides whether
# metrics are taken: -Dmetrics.enabled of the start scripts that have it, and
# for the others the switch. metrics_reporters: the reporters by name, each with
# the entry of its switch. metrics_datasource: the entry that names the data
# source of the JDBC reporter.
package carbonlint.model

import data.carbonlint.lib

metrics := input.settings["metrics.xml"]["Metrics/Enabled"][0]

metrics_switches := array.concat(options("-Dmetrics.enabled"), [metrics | metrics_by_file])

# A start script without the option leaves it to the file.
metrics_by_file if count(launchers) == 0

metrics_by_file if {
	some launcher in launchers
	not has_option(launcher, "-Dmetrics.enabled")
}

metrics_reporters := {name: entry |
	some name, entries in {
		"JMX": [e | some e in input.settings["metrics.xml"]["Metrics/Reporting/JMX/Enabled"]],
		"console": [e | some e in input.settings["metrics.xml"]["Metrics/Reporting/Console/Enabled"]],
		"CSV": [e | some e in input.settings["metrics.xml"]["Metrics/Reporting/CSV/Enabled"]],
		"JDBC": [e | some e in input.settings["metrics.xml"]["Metrics/Reporting/JDBC/Enabled"]],
		"DAS": [e | some e in input.settings["metrics.xml"]["Metrics/Reporting/DAS/Enabled"]],
	}
	entry := entries[0]
}

metrics_datasource := input.settings["metrics.xml"]["Metrics/Reporting/JDBC/DataSourceName"][0]

# metrics_on holds where a switch is on, and metrics_off where all are known
# to be off.
metrics_on if {
	some entry in metrics_switches
	lib.yes(entry)
}

metrics_off if {
	count(metrics_switches) > 0
	every entry in metrics_switches {
		lib.no(entry)
	}
}
