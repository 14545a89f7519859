# METADATA
# title: Log lines carry no random mark, so they can be forged
# description: >-
#   Whoever can put a line break into a user name or a request can write
#   lines into the log that look like those of the server: a login that never
#   was, or an error that hides the real one. A random mark, which changes
#   while the server runs, tells true lines from forged ones.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Log4j+Properties
#   description: Administration guide, Configuring Log4j Properties
# custom:
#   remediation: |-
#     Put %K into the patterns, with the layout that knows it.
#
#     ```properties
#     log4j.appender.CARBON_LOGFILE.layout=org.wso2.carbon.utils.logging.TenantAwarePatternLayout
#     log4j.appender.CARBON_LOGFILE.layout.ConversionPattern=[%d] %P%5p {%c} - [%K] %x %m %n
#     # log4j 2 has %u for it
#     appender.CARBON_LOGFILE.layout.pattern = [%u] [%d] %5p {%c} - %m%ex%n
#     ```
#
#     Judged are the log of the server and the console, unless they write JSON,
#     which escapes line breaks. Kernels before 4.4.3 do not know %K and need an
#     update. A layout without a pattern takes `--fix=unsafe`: its lines look
#     different afterwards.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.3
package carbonlint.rules.logging.entries_forgeable

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": place(appender), "unknown": open(appender)} if some appender in appenders

findings contains lib.graded(place(appender), $"The lines of the appender '{appender.name}' carry no random mark.", {
	"default": shipped(appender),
	"fix": with_mark(appender),
	"related": unfit(appender),
}) if {
	some appender in appenders
	not open(appender)
	not marked(text(appender))
	not escapes(appender)
}

findings contains lib.fixed(layout(appender), $"The layout {lib.quote(layout(appender))} of the appender '{appender.name}' prints %K as it stands.", lib.set(layout(appender), model.log4j1_layout)) if {
	model.log_mark != ""
	some appender in appenders
	not model.log4j2
	not open(appender)
	marked(text(appender))
	not endswith(layout(appender).value, "TenantAwarePatternLayout")
}

findings contains lib.finding(pattern(appender), $"The kernel of this server does not know the mark of the appender '{appender.name}' and prints it as it stands.") if {
	model.log_mark == ""
	some appender in appenders
	not model.log4j2
	marked(text(appender))
}

appenders := [appender |
	some appender in model.log_appenders
	appender.name in {"CARBON_LOGFILE", "CARBON_CONSOLE"}
	model.log_attached(appender)
]

# In JSON a line break of a message is none of the file.
escapes(appender) if {
	some option in ["layout", "layout.type"]
	regex.match(`(?i)json|ecslayout|gelf`, model.log_exact(appender, option).value)
}

pattern(appender) := [e |
	some option in ["layout.ConversionPattern", "layout.conversionPattern", "layout.pattern"]
	e := model.log_exact(appender, option)
][0]

layout(appender) := model.log_exact(appender, "layout")

place(appender) := pattern(appender) if {
	pattern(appender)
} else := appender.type

# The names that the start scripts set hold no conversion, and {%c} is one in
# braces.
default text(_) := ""

text(appender) := regex.replace(pattern(appender).value, `\$\{(sys:)?(logger\.server\.name|instance\.log)\}`, "")

default open(_) := false

open(appender) if {
	pattern(appender).unknown
	regex.match(`\$\{|\{\{|\{%-?\s|<%`, text(appender))
	not marked(text(appender))
}

# Text in a branch of a template has no value.
open(appender) if {
	pattern(appender).unknown
	pattern(appender).value == ""
}

# The mark needs a layout that knows it.
open(appender) if {
	not model.log4j2
	layout(appender).unknown
	marked(text(appender))
}

# A doubled percent sign is one to be printed.
marked(pattern) if {
	not model.log4j2
	regex.match(`%[-.\d]*K`, replace(pattern, "%%", ""))
}

marked(pattern) if {
	model.log4j2
	regex.match(`%[-.\d]*(u|uuid)([^a-zA-Z]|$)`, replace(pattern, "%%", ""))
}

default shipped(_) := false

shipped(appender) if pattern(appender).value in model.shipped_patterns

# The layout that the fix replaces.
unfit(appender) := [lib.see(entry, "This layout does not print the mark.") |
	entry := layout_kind(appender)
	lib.known(entry)
	not endswith(entry.value, "TenantAwarePatternLayout")
]

layout_kind(appender) := layout(appender) if {
	not model.log4j2
} else := model.log_exact(appender, "layout.type") if {
	not pattern(appender)
}

# The mark stands before the message, or first. An appender without a pattern
# gets one.
with_mark(appender) := lib.no_fix if {
	not model.log4j2
	model.log_mark == ""
} else := lib.no_fix if {
	layout(appender).unknown
} else := lib.set(pattern(appender), replaced(pattern(appender).value, "[%u] ")) if {
	model.log4j2
	pattern(appender)
} else := new_layout(appender, {"layout.type": "PatternLayout", "layout.pattern": "[%u] [%d] %5p {%c} - %m%ex%n"}) if {
	model.log4j2
} else := lib.set(pattern(appender), marked_pattern(appender)) if {
	pattern(appender)
	endswith(layout(appender).value, "TenantAwarePatternLayout")
} else := lib.all_of([
	model.log_set($"{appender.key}.layout", model.log4j1_layout),
	lib.set(pattern(appender), marked_pattern(appender)),
]) if {
	pattern(appender)
} else := new_layout(appender, {"layout": model.log4j1_layout, "layout.ConversionPattern": "[%d] %P%5p {%c} - [%K] %x %m %n"})

new_layout(appender, options) := lib.unsafe(lib.all_of([model.log_set(concat(".", [appender.key, option]), value) |
	some option, value in options
]))

marked_pattern(appender) := replaced(pattern(appender).value, model.log_mark)

replaced(text, mark) := $"{substring(text, 0, at)}{mark}{substring(text, at, -1)}" if {
	at := indexof(text, "%m")
	at >= 0
} else := $"{mark}{text}"
