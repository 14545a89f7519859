# Sessions.
#
# session: what decides the console's sessions, with the entries timeout,
# secure and http_only, as far as they are set; session_tracking: the entries
# of its tracking modes. console_session, tomcat_session, application_session:
# the entries that set them for the console, for all applications and for
# single ones. idle_timeouts, remember_me_timeout: after how many minutes
# sessions end. http_only_contexts: the switches of the contexts.
# session_managers: what makes session ids.
package carbonlint.model

import data.carbonlint.lib

# What the console's descriptor does not set comes from that of Tomcat.
session := {attribute: entries[0] |
	some attribute in ["timeout", "secure", "http_only"]
	entries := array.concat(console_session[attribute], tomcat_session[attribute])
}

session_tracking := console_session.tracking if {
	count(console_session.tracking) > 0
} else := tomcat_session.tracking

console_session := {
	"timeout": [e | some e in input.settings["carbon/web.xml"]["web-app/session-config/session-timeout"]],
	"secure": [e | some e in input.settings["carbon/web.xml"]["web-app/session-config/cookie-config/secure"]],
	"http_only": [e | some e in input.settings["carbon/web.xml"]["web-app/session-config/cookie-config/http-only"]],
	"tracking": [e | some e in input.settings["carbon/web.xml"]["web-app/session-config/tracking-mode"]],
}

tomcat_session := {
	"timeout": [e | some e in input.settings["tomcat/web.xml"]["web-app/session-config/session-timeout"]],
	"secure": [e | some e in input.settings["tomcat/web.xml"]["web-app/session-config/cookie-config/secure"]],
	"http_only": [e | some e in input.settings["tomcat/web.xml"]["web-app/session-config/cookie-config/http-only"]],
	"tracking": [e | some e in input.settings["tomcat/web.xml"]["web-app/session-config/tracking-mode"]],
}

# ships_url_sessions holds for the products that ship no tracking mode: the
# kernels before 4.4.26, and EI 6 on every kernel.
default ships_url_sessions := false

ships_url_sessions if lib.older(kernel, "4.4.26")

ships_url_sessions if {
	input.home.layout in {"ei6", "ei6-profile"}
	not no_console
}

# Where only the configuration is in the tree, the product decides.
ships_url_sessions if {
	input.home.layout == "conf-only"
	server_key in {"EI", "MB", "BPS"}
}

# application_session is what deployed applications set for themselves.
application_session := {
	"timeout": [e | some e in input.settings["webapp/web.xml"]["web-app/session-config/session-timeout"]],
	"secure": [e | some e in input.settings["webapp/web.xml"]["web-app/session-config/cookie-config/secure"]],
	"http_only": [e | some e in input.settings["webapp/web.xml"]["web-app/session-config/cookie-config/http-only"]],
}

# idle_timeouts are the entries that say after how many minutes an unused
# session ends: of the console, of Tomcat for all applications, of single ones
# and of the sign-on of the Identity Server.
idle_timeouts := array.flatten([
	array.slice(console_session.timeout, 0, 1),
	array.slice(tomcat_session.timeout, 0, 1),
	application_session.timeout,
	[e | signs_on; e := input.settings["identity.xml"]["Server/TimeConfig/SessionIdleTimeout"][0]],
])

# Other products carry the file without the sign-on that reads it.
signs_on if input.home.product in {"", "WSO2 Identity Server", "WSO2 API Manager"}

remember_me_timeout := entry if {
	signs_on
	entry := input.settings["identity.xml"]["Server/TimeConfig/RememberMeTimeout"][0]
}

# http_only_contexts are the switches that keep cookies from scripts: that of
# the console's context and that of all contexts.
http_only_contexts["console"] := input.settings["carbon/context.xml"]["Context/@useHttpOnly"][0]

http_only_contexts["applications"] := input.settings["tomcat/context.xml"]["Context/@useHttpOnly"][0]

# session_managers are what makes session ids, in the contexts of the console
# and of all applications, with its place and the entry id_length. Tomcat 8 and
# later keep the length in an element of its own.
session_managers := [object.union(lib.location(item), {"id_length": length |
	length := [e | some path in ["SessionIdGenerator/@sessionIdLength", "@sessionIdLength"]; e := item.settings[path][0]][0]
}) |
	some items in [
		[i | some i in input.items["carbon/context.xml"]["Context/Manager"]],
		[i | some i in input.items["tomcat/context.xml"]["Context/Manager"]],
	]
	some item in items
]
