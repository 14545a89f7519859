# METADATA
# title: Responses lack the security headers
# description: >-
#   The headers tell the browser to refuse what attacks on a logged-in
#   administrator need: the console inside a frame of another page, where
#   clicks are stolen, an upload that is taken for a script, and a script that
#   came with the request. Without them the browser allows all three.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/filter.html#HTTP_Header_Security_Filter
#   description: Tomcat, HTTP Header Security Filter
# custom:
#   remediation: |-
#     Map an HttpHeaderSecurityFilter that leaves all its headers on to the console's paths in web.xml.
#
#     ```xml
#     <filter>
#         <filter-name>HttpHeaderSecurityFilter</filter-name>
#         <filter-class>org.apache.catalina.filters.HttpHeaderSecurityFilter</filter-class>
#     </filter>
#     <filter-mapping>
#         <filter-name>HttpHeaderSecurityFilter</filter-name>
#         <url-pattern>*</url-pattern>
#     </filter-mapping>
#     ```
#
#     The headers are on unless a parameter switches them off, and it is enough
#     that one of several filters sets each of them for /carbon. The filter
#     comes with Carbon 4.4.6; an older console needs an update.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.7
package carbonlint.rules.console.security_headers_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": console, "unknown": model.descriptor_undecided(console)} if {
	some console in model.consoles
}

subjects contains entry if {
	some filter in model.header_filters
	some parameter, _ in headers
	entry := filter.params[parameter]
	decides(filter.file, parameter, entry)
}

findings contains lib.graded(console, "No HttpHeaderSecurityFilter runs in the console.", {"default": model.header_filter_unknown, "fix": model.new_header_filter(console)}) if {
	some console in filterless
	not model.declared_header_filter(console)
}

findings contains lib.fixed(filter, $"The HttpHeaderSecurityFilter '{filter.name}' is mapped to no page of the console.", model.new_header_filter(console)) if {
	some console in filterless
	filter := model.declared_header_filter(console)
}

filterless := [console |
	some console in model.consoles
	not model.descriptor_undecided(console)
	count(on_console(console.file)) == 0
]

findings contains lib.fixed(at, $"The console's responses lack the header {header}: {parameter} is {lib.quote(at)}.", lib.set(at, "true")) if {
	some console in model.consoles
	filters := on_console(console.file)
	some parameter, header in headers
	every filter in filters {
		lib.no(filter.params[parameter])
	}
	at := filters[0].params[parameter]
}

headers := {
	"antiClickJackingEnabled": "X-Frame-Options",
	"blockContentTypeSniffingEnabled": "X-Content-Type-Options",
	"xssProtectionEnabled": "X-XSS-Protection",
}

# A product splits the headers over several filters, so that some paths may
# be framed: what counts is all that reach the console together.
on_console(file) := [filter |
	some filter in model.header_filters
	filter.file == file
	filter.on_console
]

# A switch is undecided where no other filter sets the header anyway.
decides(file, parameter, entry) if {
	entry.unknown
	every filter in on_console(file) {
		not sets(filter, parameter)
	}
}

sets(filter, parameter) if not filter.params[parameter]

sets(filter, parameter) if lib.yes(filter.params[parameter])
