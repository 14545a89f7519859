# METADATA
# title: Loggers write at debug level
# description: >-
#   At debug level a logger writes so much that the server slows down and the
#   lines that matter are rolled away within minutes. The wire and header
#   loggers write whole messages, with the passwords, tokens and personal
#   data in them, to a file that is copied to log servers and read by many.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Log4j+Properties
#   description: Administration guide, Configuring Log4j Properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Set the loggers back to the level with which they are shipped, and raise single ones only while you look for a fault.
#
#     ```properties
#     log4j.rootLogger=ERROR, CARBON_CONSOLE, CARBON_LOGFILE
#     log4j.logger.org.apache.synapse.transport.http.wire=INFO
#     ```
#
#     The loggers of the wire and of headers are an error, as is the one above that hands
#     its level on to them: they write credentials. The logger trace.messages, which is shipped at TRACE, is not judged; nor are the
#     thresholds of appenders.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.5
package carbonlint.rules.logging.debug_level

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": logger.entry, "unknown": logger.undecided} if {
	some logger in model.log_loggers
	logger.name != switched
}

findings contains lib.graded(logger.entry, $"The logger '{logger.name}' writes at level {logger.level}{reason(logger)}.", {"severity": severity(logger.name), "fix": quieter(logger)}) if {
	some logger in model.log_loggers
	logger.level in {"DEBUG", "TRACE", "ALL"}
	logger.name != switched
}

# It has a file of its own, into which tracing is switched on in the console.
switched := "trace.messages"

default severity(_) := "warning"

severity(name) := "error" if whole_messages(name)

severity(name) := "error" if {
	some below in wires[name]
	not set_apart(below)
}

whole_messages(name) if regex.match(`^(org\.apache\.synapse\.transport\.http\.(wire|headers)|org\.apache\.axis2\.transport\.http|(org\.apache\.)?(commons\.)?httpclient\.wire|org\.apache\.http\.(wire|headers))(\.|$)`, name)

# A logger takes the level of the one above, unless it has its own.
wires := {
	"org.apache.synapse.transport.http": ["org.apache.synapse.transport.http.wire", "org.apache.synapse.transport.http.headers"],
	"org.apache.http": ["org.apache.http.wire", "org.apache.http.headers"],
	"httpclient": ["httpclient.wire"],
}

set_apart(name) if {
	some logger in model.log_loggers
	logger.name == name
	logger.level != ""
}

default reason(_) := ""

reason(logger) := $", and so does '{below}'" if {
	upper(trim_space(split(logger.entry.value, ",")[0])) == logger.level
	below := [n | some n in wires[logger.name]; not set_apart(n)][0]
}

reason(logger) := ", since log4j does not know the level it is given" if {
	upper(trim_space(split(logger.entry.value, ",")[0])) != logger.level
}

# Single loggers are shipped at INFO, and so is the root logger, but where a
# file for errors hangs at it.
quieter(logger) := lib.set(logger.entry, regex.replace(logger.entry.value, `^[^,]*`, calmer(logger)))

calmer(logger) := "WARN" if {
	regex.match(`(?i)^\s*warn`, logger.entry.value)
} else := "ERROR" if {
	logger.name == "root"
	contains(logger.entry.value, "ERROR_LOGFILE")
} else := "INFO"
