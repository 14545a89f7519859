# METADATA
# title: The console's CSRF guard is off or has gaps
# description: >-
#   While an administrator is logged in, any page open in the same browser can
#   send requests to the console, and the browser adds the session to them: a
#   visit to the wrong site is enough to add a user or to deploy code. The guard
#   refuses requests without the token that only the console's own pages hold.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://owasp.org/www-project-csrfguard/
#   description: OWASP CSRFGuard
# custom:
#   remediation: |-
#     Leave the guard on in security/Owasp.CsrfGuard.Carbon.properties and exempt single paths only.
#
#     ```properties
#     org.owasp.csrfguard.Enabled=true
#     org.owasp.csrfguard.UnprotectedMethods=GET
#     org.owasp.csrfguard.unprotected.Services=%servletContext%/services/*
#     ```
#
#     It runs only with its filter, mapped to /*, its two listeners and the
#     token servlet in tomcat/carbon/WEB-INF/web.xml, which also names the file
#     of its settings. ValidateWhenNoSessionExists off, which lets requests
#     without a session pass, is a note; where the product ships it off, as the
#     Identity Server does, its own pages may count on that. There `--fix=unsafe`
#     alone switches it on; it also installs what is missing in web.xml, where the
#     settings of the guard are there: check the clients that call the console's
#     pages. A kernel before 4.4.6, with which the guard came, needs an update.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.5
package carbonlint.rules.console.csrf_guard_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": console, "unknown": model.descriptor_undecided(console)} if {
	some console in model.ui_consoles
}

subjects contains place if {
	not model.no_console
	some places in [model.csrf, model.csrf_exempt, model.csrf_files]
	some place in places
}

# A guard whose settings are not in the tree may be off. People keep homes
# without the files that they never changed, so that even a whole home does not
# tell that the file is missing on the server.
subjects contains {"at": entry, "unknown": true} if {
	not model.no_console
	entry := model.csrf_file_named
	settings_elsewhere
}

settings_elsewhere if count(model.csrf_files) == 0

settings_elsewhere if model.csrf_file_renamed

findings contains lib.graded(console, $"The console's CSRF guard does not run: {concat(", ", lacks)} {verb} missing.", {"default": model.ships_no_guard, "fix": model.new_csrf_guard(console, lacks)}) if {
	some console in decided_consoles
	lacks := model.csrf_lacks(console)
	count(lacks) > 0
	verb := {true: "is", false: "are"}[count(lacks) == 1]
}

findings contains lib.graded(filter, $"The filter of the CSRF guard '{filter.name}' is mapped to no page of the console.", {
	"default": model.ships_guard_unmapped,
	"fix": lib.unsafe(model.new_mapping(filter, filter.name, "/*")),
}) if {
	some console in decided_consoles
	not model.console_runs(console, {"org.owasp.csrfguard.CsrfGuardFilter"})
	some filter in model.web_filters
	filter.file == console.file
	filter.class == "org.owasp.csrfguard.CsrfGuardFilter"
}

findings contains lib.fixed(model.csrf_file_named, $"The CSRF guard reads its settings from {lib.quote(model.csrf_file_named)}, which is not in the home.", lib.set(model.csrf_file_named, model.csrf_file_found)) if {
	not model.no_console
	model.csrf_file_misplaced
}

findings contains lib.fixed(model.csrf.enabled, $"The CSRF guard is off: org.owasp.csrfguard.Enabled is {lib.quote(model.csrf.enabled)}.", lib.set(model.csrf.enabled, "true")) if {
	not model.no_console
	lib.no(model.csrf.enabled)
}

findings contains lib.fixed(entry, $"The CSRF guard leaves every page of the console open: {lib.quote(entry)}.", lib.remove(entry)) if {
	guarded
	some entry in model.csrf_open
}

findings contains lib.fixed(entry, $"The CSRF guard lets changes pass: UnprotectedMethods is {lib.quote(entry)}.", lib.set(entry, harmless(entry))) if {
	guarded
	entry := model.csrf.unprotected_methods
	count({"POST", "PUT", "DELETE"} & {upper(word) | some word in lib.words(entry.value)}) > 0
}

# Where these methods are named, the guard looks at no other.
findings contains lib.fixed(entry, $"The CSRF guard lets changes pass: ProtectedMethods is {lib.quote(entry)}.", lib.remove(entry)) if {
	guarded
	entry := model.csrf.protected_methods
	lib.known(entry)
	not "POST" in {upper(word) | some word in lib.words(entry.value)}
	regex.match(`\w`, entry.value)
}

findings contains lib.graded(entry, $"The CSRF guard lets requests without a session pass: ValidateWhenNoSessionExists is {lib.quote(entry)}.", {
	"severity": "note",
	"default": model.ships_sessionless_requests,
	"fix": with_session(entry),
}) if {
	guarded
	entry := model.csrf.without_session
	lib.no(entry)
}

# A product that ships it off has never been seen to work with it.
with_session(entry) := lib.unsafe(lib.set(entry, "true")) if {
	model.ships_sessionless_requests
} else := lib.set(entry, "true")

decided_consoles := [console | some console in model.ui_consoles; not model.descriptor_undecided(console)]

# What the guard exempts does not matter while it is off or sees no request.
guarded if {
	not model.no_console
	not switched_off
	not unmapped
}

switched_off if lib.no(model.csrf.enabled)

unmapped if {
	count(decided_consoles) > 0
	every console in decided_consoles {
		not model.console_runs(console, {"org.owasp.csrfguard.CsrfGuardFilter"})
	}
}

# What is left of the methods that the guard lets pass.
harmless(entry) := concat(",", array.concat(rest, ["GET" | count(rest) == 0])) if {
	rest := [word | some word in lib.words(entry.value); not upper(word) in {"POST", "PUT", "DELETE"}]
}
