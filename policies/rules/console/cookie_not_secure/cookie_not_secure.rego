# METADATA
# title: The session cookie may travel without TLS or be read by scripts
# description: >-
#   The cookie is the login: who has its value is the administrator until the
#   session ends. Without secure a single link to http is enough to send it in
#   clear text, and without HttpOnly any script that gets into a page can send
#   it away. In a URL it stays in histories, logs and referrers.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.5
#   description: RFC 6265, the Secure and HttpOnly attributes
# custom:
#   remediation: |-
#     Mark the cookie secure in tomcat/carbon/WEB-INF/web.xml and keep useHttpOnly in the context.
#
#     ```xml
#     <!-- tomcat/carbon/WEB-INF/web.xml -->
#     <session-config>
#         <session-timeout>15</session-timeout>
#         <cookie-config>
#             <secure>true</secure>
#         </cookie-config>
#         <tracking-mode>COOKIE</tracking-mode>
#     </session-config>
#     <!-- tomcat/carbon/META-INF/context.xml, tomcat/context.xml -->
#     <Context useHttpOnly="true">
#     ```
#
#     The Cookie elements of identity.xml have secure and httpOnly of their own.
#     An http-only of false that useHttpOnly still makes up for is a warning. A
#     console that also takes the session id from URLs, as it does without a
#     tracking-mode, is a note.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 6.5
package carbonlint.rules.console.cookie_not_secure

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if some entry in array.concat(secures, http_onlys)

subjects contains entry if some entry in model.http_only_contexts

subjects contains mode if some mode in model.session_tracking

subjects contains console if {
	not model.session.secure
	some console in model.consoles
}

findings contains lib.graded(entry, $"The session cookie may be sent without TLS: secure is {lib.quote(entry)}.", {"fix": lib.set(entry, "true"), "related": [
lib.see(model.http_console, "The console answers over plain http.") | model.http_console_on]}) if {
	some entry in secures
	lib.no(entry)
}

# What the sign-on pages set is judged where identity.xml says it.
subjects contains entry if some [entry, _] in sign_on

findings contains lib.fixed(entry, $"The sign-on cookie {risk}: the attribute is {lib.quote(entry)}.", lib.set(entry, "true")) if {
	some [entry, risk] in sign_on
	lib.no(entry)
}

sign_on contains [entry, risk] if {
	some cookie in model.sign_on_cookies
	some attribute, risk in {"secure": "may be sent without TLS", "http_only": "may be read by scripts"}
	entry := cookie[attribute]
}

findings contains lib.graded(console, "The console's session cookie is not marked secure.", {
	"default": ships_insecure,
	"fix": lib.add(console, "session-config/cookie-config/secure", "true"),
}) if {
	not model.session.secure
	some console in model.consoles
}

findings contains lib.graded(entry, $"Scripts may read the session cookie: useHttpOnly is {lib.quote(entry)}.", {"fix": lib.set(entry, "true"), "related": [
lib.see(other, "The descriptor does not forbid it either.") | some other in http_onlys; lib.no(other)]}) if {
	some user, entry in model.http_only_contexts
	lib.no(entry)
	not made_up(user)
}

findings contains lib.graded(entry, $"Only the context keeps the session cookie from scripts: http-only is {lib.quote(entry)}.", {"severity": "warning", "fix": lib.set(entry, "true")}) if {
	some entry in http_onlys
	lib.no(entry)
	every context in model.http_only_contexts {
		not lib.no(context)
	}
}

findings contains lib.graded(place, "The session id may also stand in URLs.", {
	"severity": "note",
	"default": model.ships_url_sessions,
	"fix": cookies_alone(place),
}) if {
	some place in url_tracking
}

secures := [entry | some entries in [model.console_session, model.tomcat_session, model.application_session]; some entry in entries.secure]

http_onlys := [entry | some entries in [model.console_session, model.tomcat_session, model.application_session]; some entry in entries.http_only]

# What the console's own descriptor says is added to what the context does.
made_up("console") if lib.yes(model.session.http_only)

default ships_insecure := false

ships_insecure if lib.older(model.kernel, "4.4.3")

# Without a mode the server takes the id from cookies and from URLs.
url_tracking := model.consoles if {
	count(model.session_tracking) == 0
} else := [mode | some mode in model.session_tracking; upper(mode.value) == "URL"]

cookies_alone(place) := lib.add(place, "session-config/tracking-mode", "COOKIE") if {
	count(model.session_tracking) == 0
} else := lib.remove(place) if {
	some mode in model.session_tracking
	upper(mode.value) != "URL"
} else := lib.set(place, "COOKIE")
