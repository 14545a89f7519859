# METADATA
# title: Error pages or faults show internal details
# description: >-
#   A request that is made to fail tells its sender the versions in use, the
#   names of classes and sometimes of tables and hosts: what an attacker needs
#   to pick the weakness that fits. The people who can mend the error read it
#   in the log.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/valve.html#Error_Report_Valve
#   description: Tomcat, Error Report Valve
# custom:
#   remediation: |-
#     Silence the error pages of Tomcat in catalina-server.xml and the faults of Axis2 in axis2.xml.
#
#     ```xml
#     <!-- tomcat/catalina-server.xml, in Host -->
#     <Valve className="org.apache.catalina.valves.ErrorReportValve"
#            showServerInfo="false" showReport="false"/>
#     <!-- axis2/axis2.xml -->
#     <parameter name="sendStacktraceDetailsWithFaults">false</parameter>
#     ```
#
#     Where only the valve is missing, and for
#     drillDownToRootCauseForFaultReason, which puts the innermost message into
#     the fault, the finding is a warning. A console without error pages is an
#     error unless the valve is silent. Error pages of the console are not made
#     by `--fix`.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.console.error_details_shown

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": host, "unknown": undecided} if some host in model.tomcat_hosts

subjects contains entry if {
	some valve in model.error_valves
	some attribute, _ in model.error_details
	entry := valve.settings[attribute][0]
}

subjects contains entry if some entry in model.fault_details

subjects contains {"at": console, "unknown": undecided} if some console in pageless

findings contains lib.graded(host, "The error pages show the server's version and stack traces, as no ErrorReportValve silences them.", {
	"severity": "warning",
	"default": model.ships_no_error_valve,
	"fix": lib.put(host, `<Valve className="org.apache.catalina.valves.ErrorReportValve" showServerInfo="false" showReport="false"/>`),
}) if {
	some host in model.tomcat_hosts
	not host.settings["@errorReportValveClass"]
	count(model.error_valves) == 0
	not undecided
}

findings contains lib.fixed(valve.at, $"The error pages show {text}.", silenced(valve)) if {
	some valve in model.error_valves
	count(valve.shows) > 0
	text := concat(" and ", valve.shows)
}

findings contains lib.fixed(entry, $"Faults carry stack traces: sendStacktraceDetailsWithFaults is {lib.quote(entry)}.", lib.set(entry, "false")) if {
	entry := model.fault_details.stack
	lib.yes(entry)
}

findings contains lib.graded(entry, $"Faults carry the innermost message: drillDownToRootCauseForFaultReason is {lib.quote(entry)}.", {"severity": "warning", "fix": lib.set(entry, "false")}) if {
	entry := model.fault_details.cause
	lib.yes(entry)
}

findings contains lib.finding(console, "The console has no error pages of its own, so that Tomcat's are shown.") if {
	some console in pageless
	not undecided
	every valve in model.error_valves {
		count(valve.shows) > 0
	}
}

pageless := [console |
	some console in model.consoles
	every page in model.error_pages {
		page.file != console.file
	}
]

default undecided := false

undecided if model.valves_undecided

silenced(valve) := lib.all_of([fix |
	some attribute, _ in model.error_details
	model.shows_errors(valve, attribute)
	fix := hidden(valve, attribute)
])

hidden(valve, attribute) := lib.set(valve.settings[attribute][0], "false") if {
	valve.settings[attribute]
} else := lib.add(valve, attribute, "false")
