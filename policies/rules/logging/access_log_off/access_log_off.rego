# METADATA
# title: The http access log is off or records secrets
# description: >-
#   The access log shows who asked for what and when, and is where an attack
#   on the console or on a login is seen first. With the headers of a login
#   or the cookie of a session in it, whoever may read the log can use them.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/HTTP+Access+Logging
#   description: Administration guide, HTTP Access Logging
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/valve.html#Access_Log_Valve
#   description: Apache Tomcat 7, Access Log Valve
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Keep the valve in the host of catalina-server.xml, with a pattern that leaves credentials out.
#
#     ```xml
#     <Valve className="org.apache.catalina.valves.AccessLogValve" directory="${carbon.home}/repository/logs"
#            prefix="http_access_" suffix=".log" pattern="combined"/>
#     ```
#
#     `--fix=unsafe` takes the fields with secrets out of a pattern; what reads
#     the log finds fewer columns. A pattern of nothing else is left to you.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.logging.access_log_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(log, "pattern", log) if some log in model.access_logs

subjects contains log.enabled if some log in model.access_logs

subjects contains {"at": host, "unknown": undecided} if {
	count(model.access_logs) == 0
	some host in model.tomcat_hosts
}

findings contains lib.fixed(host, "No valve writes an access log.", new_valve(host)) if {
	count(model.access_logs) == 0
	not undecided
	some host in model.tomcat_hosts
}

findings contains lib.fixed(log.enabled, "The access log is switched off.", lib.set(log.enabled, "true")) if {
	some log in model.access_logs
	lib.no(log.enabled)
}

findings contains lib.fixed(log.pattern, $"The access log records {concat(" and ", secrets)}.", without(log.pattern)) if {
	some log in model.access_logs
	secrets := {what | some what, field in credentials; regex.match(field, log.pattern.value)}
	count(secrets) > 0
}

# A template decides what some valve is.
default undecided := false

undecided if model.valves_undecided

# The fields of the valve of Tomcat, and those of its extended form.
credentials := {
	"the login of requests": `(?i:%\{(?:proxy-)?authorization\}i|cs\((?:proxy-)?authorization\))`,
	"cookies": `(?i:%\{(?:set-)?cookie\}[io]|[cs]+\((?:set-)?cookie\)|x-C\([^)]*\))|%\{[^}]+\}c`,
	"the identifiers of sessions": `%S`,
}

# A field goes with the quotes or brackets around it and the blank before it.
without(pattern) := lib.unsafe(lib.set(pattern, rest)) if {
	field := concat("|", [f | some f in credentials])
	rest := trim_space(regex.replace(pattern.value, $`\s*(?:"(?:{field})"|'(?:{field})'|\[(?:{field})\]|(?:{field}))`, ""))
	rest != ""
} else := lib.no_fix

new_valve(host) := lib.put(host, `<Valve className="org.apache.catalina.valves.AccessLogValve" directory="${carbon.home}/repository/logs" prefix="http_access_" suffix=".log" pattern="combined"/>`)
