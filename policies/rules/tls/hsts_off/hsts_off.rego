# METADATA
# title: Browsers are not told to stay on https
# description: >-
#   A user who types the name of the console sends the first request in clear
#   text, and whoever answers it in place of the server sees the password that
#   follows. Strict-Transport-Security makes the browser refuse clear text from
#   then on, also where a proxy or an old bookmark would lead there.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://www.rfc-editor.org/rfc/rfc6797
#   description: RFC 6797, HTTP Strict Transport Security
# custom:
#   remediation: |-
#     Take hstsEnabled out of the HttpHeaderSecurityFilter of web.xml and announce half a year.
#
#     ```xml
#     <filter>
#         <filter-name>HttpHeaderSecurityFilter</filter-name>
#         <filter-class>org.apache.catalina.filters.HttpHeaderSecurityFilter</filter-class>
#         <init-param>
#             <param-name>hstsMaxAgeSeconds</param-name>
#             <param-value>15768000</param-value>
#         </init-param>
#     </filter>
#     ```
#
#     A Jaggery application has the filter and its params in jaggery.conf. The
#     filter announces 0 seconds unless it is told more, and 0 takes the
#     protection back. Less than half a year is a note. The filter comes with
#     Carbon 4.4.6; an older console needs an update. Replace the shipped
#     certificate first: with HSTS a browser offers no way past an error. For
#     that reason HSTS takes `--fix=unsafe`; `--fix` has the filter run.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.8
#   parameters:
#     seconds:
#       type: integer
#       default: 15768000
#       minimum: 1
#       maximum: 3153600000
#       description: How long HSTS must be announced, in seconds; half a year unless set.
package carbonlint.rules.tls.hsts_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(filter.params, "hstsEnabled", filter) if some filter in deciding

subjects contains filter.params.hstsMaxAgeSeconds if some filter in deciding

subjects contains {"at": console, "unknown": model.descriptor_undecided(console)} if {
	some console in bare_consoles
}

findings contains lib.graded(filter.params.hstsEnabled, $"HSTS is switched off: hstsEnabled is {lib.quote(filter.params.hstsEnabled)}.", {
	"default": filter.params.hstsEnabled.value == "false",
	"fix": announced(filter),
	"related": [lib.see(other, "Switched off here as well.") | some other in switches(filter.file); other != filter.params.hstsEnabled],
}) if {
	some filter in deciding
	lib.no(filter.params.hstsEnabled)
}

findings contains lib.fixed(object.get(filter.params, "hstsMaxAgeSeconds", filter), "The filter announces HSTS for 0 seconds, which switches it off.", lib.unsafe(long(filter))) if {
	some filter in enabled
	lifetime(filter) == 0
}

findings contains lib.graded(filter.params.hstsMaxAgeSeconds, $"HSTS is announced for {lib.quote(filter.params.hstsMaxAgeSeconds)} seconds, less than {wanted}.", {"severity": "note", "fix": lib.unsafe(long(filter))}) if {
	some filter in enabled
	lifetime(filter) > 0
	lifetime(filter) < lib.parameter("tls/hsts_off", "seconds")
}

findings contains lib.graded(console, "No HttpHeaderSecurityFilter runs in the console, so it never announces HSTS.", {
	"default": model.header_filter_unknown,
	"fix": model.new_header_filter(console),
}) if {
	some console in bare_consoles
	not model.descriptor_undecided(console)
}

wanted := "half a year" if {
	lib.parameter("tls/hsts_off", "seconds") == 15768000
} else := $"{lib.parameter("tls/hsts_off", "seconds")} seconds"

# One filter decides for an application: that which is mapped to all paths, and
# where several are, the first that has HSTS on.
deciding := [filter |
	some file in {f.file | some f in model.header_filters}
	all := [f | some f in model.header_filters; f.file == file]
	everywhere := [f | some f in all; f.everywhere]
	on := [f | some f in everywhere; not switched_off(f)]
	filter := array.concat(array.concat(on, everywhere), all)[0]
]

enabled := [filter |
	some filter in deciding
	not switched_off(filter)
	not filter.params.hstsEnabled.unknown
]

switched_off(filter) if lib.no(filter.params.hstsEnabled)

switches(file) := [f.params.hstsEnabled |
	some f in model.header_filters
	f.file == file
	switched_off(f)
]

lifetime(filter) := 0 if not filter.params.hstsMaxAgeSeconds

lifetime(filter) := to_number(filter.params.hstsMaxAgeSeconds.value) if {
	regex.match(`^\d{1,12}$`, filter.params.hstsMaxAgeSeconds.value)
}

bare_consoles := [console |
	some console in model.consoles
	every filter in model.header_filters { filter.file != console.file }
]

# With HSTS a browser offers no way past the error of a certificate.
announced(filter) := lib.unsafe(lib.all_of([lib.set(filter.params.hstsEnabled, "true"), long(filter)]))

seconds := $"{lib.parameter("tls/hsts_off", "seconds")}"

# The applications of the API Manager have theirs in jaggery.conf, which is JSON.
long(filter) := lib.set(filter.params.hstsMaxAgeSeconds, seconds) if {
	filter.params.hstsMaxAgeSeconds
} else := lib.put(filter, concat("", [`{"params": [{"name": "hstsMaxAgeSeconds", "value": "`, seconds, `"}]}`])) if {
	endswith(filter.file, ".conf")
} else := lib.put(filter, concat("\n", [
	"<init-param>",
	"    <param-name>hstsMaxAgeSeconds</param-name>",
	$"    <param-value>{seconds}</param-value>",
	"</init-param>",
]))
