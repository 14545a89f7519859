# METADATA
# title: The XSS filter is off or has no valve
# description: >-
#   A link that an administrator is made to open can carry a script into a page
#   of the console, which then runs with the administrator's session. The
#   filter refuses requests that look like it; its switch is on in most
#   products, but nothing reads the switch before the valve is installed.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://owasp.org/www-community/attacks/xss/
#   description: OWASP, Cross Site Scripting
# custom:
#   remediation: |-
#     Install the valve in the host of catalina-server.xml and leave the filter on in carbon.xml.
#
#     ```xml
#     <!-- tomcat/catalina-server.xml, in Host -->
#     <Valve className="org.wso2.carbon.ui.valve.XSSValve"/>
#     <!-- carbon.xml, in Security -->
#     <XSSPreventionConfig>
#         <Enabled>true</Enabled>
#         <Rule>allow</Rule>
#         <Patterns/>
#     </XSSPreventionConfig>
#     ```
#
#     No product ships the valve, so that the switch alone does nothing. `--fix`
#     adds the valve where there is a host to put it into.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 4.7
package carbonlint.rules.console.xss_filter_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.xss_filter if not model.no_console

# An overlay that holds only the switch does not tell of the valve.
subjects contains {"at": model.xss_filter, "unknown": true} if {
	not model.no_console
	count(model.catalina_files) == 0
	not installed
}

subjects contains file if some file in unset_files

subjects contains {"at": place, "unknown": valves_open} if some place in valve_places

findings contains lib.graded(model.xss_filter, $"The XSS filter is off: Enabled is {lib.quote(model.xss_filter)}.", {"fix": lib.set(model.xss_filter, "true"), "related": [
lib.see(place, "The filter's valve is not installed either.") | some place in valveless]}) if {
	not model.no_console
	lib.no(model.xss_filter)
}

findings contains lib.graded(file, "The XSS filter is off, as XSSPreventionConfig is not set.", {"default": before_filter, "fix": new_filter(file)}) if {
	some file in unset_files
}

findings contains lib.graded(place, "The valve of the XSS filter is not installed, so that nothing is filtered.", {
	"default": true,
	"fix": new_valve(place),
	"related": [lib.see(model.xss_filter, "The filter is switched on.") | lib.yes(model.xss_filter)],
}) if {
	not switched_off
	some place in valveless
}

switched_off if lib.no(model.xss_filter)

switched_off if count(unset_files) > 0

unset_files := [file |
	not model.no_console
	not model.xss_filter
	some file in model.carbon
]

# The valve belongs into a host; a file without one is named itself.
valve_places := [] if {
	model.no_console
} else := model.tomcat_hosts if {
	count(model.tomcat_hosts) > 0
} else := model.catalina_files

valveless := [place |
	some place in valve_places
	not valves_open
	not installed
]

installed if {
	some valve in model.console_valves
	valve.class == "org.wso2.carbon.ui.valve.XSSValve"
}

default valves_open := false

valves_open if {
	model.valves_undecided
	not installed
}

default before_filter := false

before_filter if lib.older(model.kernel, "4.4.4")

# Carbon has the filter from 4.4.4 on.
new_filter(file) := lib.no_fix if {
	before_filter
} else := lib.all_of([
	lib.add(file, "Security/XSSPreventionConfig/Enabled", "true"),
	lib.add(file, "Security/XSSPreventionConfig/Rule", "allow"),
	lib.add(file, "Security/XSSPreventionConfig/Patterns", ""),
])

new_valve(place) := lib.put(place, `<Valve className="org.wso2.carbon.ui.valve.XSSValve"/>`) if {
	place.path != ""
} else := lib.no_fix
