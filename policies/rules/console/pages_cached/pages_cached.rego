# METADATA
# title: Browsers and proxies may cache the console's pages
# description: >-
#   Pages of the console show users, data sources and message flows. Without
#   the headers that forbid it, the browser keeps them on disk and a proxy may
#   hand them to the next user, long after the administrator has logged out.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://www.rfc-editor.org/rfc/rfc7234#section-5.2
#   description: RFC 7234, Cache-Control
# custom:
#   remediation: |-
#     Declare the cache prevention filter in tomcat/carbon/WEB-INF/web.xml and map it to the pages.
#
#     ```xml
#     <filter>
#         <filter-name>URLBasedCachePreventionFilter</filter-name>
#         <filter-class>org.wso2.carbon.ui.filters.cache.URLBasedCachePreventionFilter</filter-class>
#     </filter>
#     <filter-mapping>
#         <filter-name>URLBasedCachePreventionFilter</filter-name>
#         <url-pattern>*.jsp</url-pattern>
#     </filter-mapping>
#     ```
#
#     The filter comes with Carbon 4.4.11: on an older kernel its absence is a
#     note, and an update is the way.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.0
package carbonlint.rules.console.pages_cached

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": console, "unknown": model.descriptor_undecided(console)} if {
	some console in model.ui_consoles
}

findings contains lib.graded(place, message, {"severity": severity, "default": shipped(place), "fix": fix(place)}) if {
	some console in model.ui_consoles
	not model.console_runs(console, classes)
	not model.descriptor_undecided(console)
	[place, message] := fault(console)
}

# A filter that is mapped to none of the pages is told apart from none at all.
fault(console) := [filter, $"The cache prevention filter '{filter.name}' is mapped to no page of the console."] if {
	filter := [f | some f in model.web_filters; f.file == console.file; f.class in classes][0]
} else := [console, "No filter keeps browsers and proxies from caching the console's pages."]

classes := {
	"org.wso2.carbon.ui.filters.cache.URLBasedCachePreventionFilter",
	"org.wso2.carbon.ui.filters.cache.ContentTypeBasedCachePreventionFilter",
}

default severity := "warning"

severity := "note" if without_class

# A filter that somebody mapped elsewhere is no default.
default shipped(_) := false

shipped(place) if {
	ships_none
	place.path == ""
}

ships_none if without_class

ships_none if input.home.product == "WSO2 Identity Server"

# Kernels before 4.4.11 do not have the class of the filter.
fix(place) := lib.no_fix if {
	without_class
} else := model.new_filter(place, "URLBasedCachePreventionFilter", "org.wso2.carbon.ui.filters.cache.URLBasedCachePreventionFilter", "*.jsp") if {
	place.path == ""
} else := model.new_mapping(place, place.name, "*.jsp")

default without_class := false

without_class if lib.older(model.kernel, "4.4.11")
