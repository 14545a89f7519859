# The CSRF guard of the console.
#
# csrf: the settings of the guard, with the entries enabled, without_session
# unprotected_methods and protected_methods, as far as they are set. csrf_files: their file;
# csrf_file_named: the entry that names it. csrf_lacks: what the console's
# descriptor lacks for the guard. csrf_exempt: the entries that exempt paths,
# csrf_open those that exempt every page of the console.
package carbonlint.model

import data.carbonlint.lib

# What the CSRF guard needs in the console's descriptor, in words.
csrf_lacks(console) := [name |
	some name, present in {
		"the filter": csrf_class(console, "filter", "org.owasp.csrfguard.CsrfGuardFilter"),
		"the context listener": csrf_class(console, "listener", "org.owasp.csrfguard.CsrfGuardServletContextListener"),
		"the session listener": csrf_class(console, "listener", "org.owasp.csrfguard.CsrfGuardHttpSessionListener"),
		"the token servlet": csrf_class(console, "servlet", "org.owasp.csrfguard.servlet.JavaScriptServlet"),
		"the name of its settings": csrf_named,
	}
	not present
]

default csrf_class(_, _, _) := false

csrf_class(console, what, class) if {
	some entry in declared_classes[what]
	entry.file == console.file
	entry.value == class
}

# csrf_file_named is the entry that names the file of the guard's settings, a
# path in the home.
csrf_file_named := entry if {
	some item in input.items["carbon/web.xml"]["web-app/context-param"]
	item.settings["param-name"][0].value == "Owasp.CsrfGuard.Config"
	entry := item.settings["param-value"][0]
}

default csrf_named := false

csrf_named if csrf_file_named

default csrf_files := []

csrf_files := input.files["Owasp.CsrfGuard.Carbon.properties"]

# csrf_file_misplaced holds where the named file is at another place of the
# home, which is csrf_file_found. A folder of configuration does not tell where
# in the home it will lie.
csrf_file_misplaced if {
	csrf_file_found
	rooted
	name := file_in_home(csrf_file_named)
	endswith(name, "/Owasp.CsrfGuard.Carbon.properties")
	every file in csrf_files {
		not startswith(file.file, name)
	}
}

# A file of another name can be any that the server has, unless the home is whole.
csrf_file_misplaced if {
	csrf_file_renamed
	csrf_file_found
	input.home.complete
	name := file_in_home(csrf_file_named)
	regex.match(`(^|/)conf/`, name)
	every source in input.sources {
		source.file != name
	}
}

# csrf_file_renamed holds where the settings are in a file of another name than
# the one that is read here.
csrf_file_renamed if not endswith(csrf_file_named.value, "/Owasp.CsrfGuard.Carbon.properties")

csrf_file_found := regex.replace(trim_prefix(csrf_files[0].file, $"{input.home.path}/"), `\.properties\..*$`, ".properties") if {
	input.home.layout != "conf-only"
}

# rooted holds where the home is known to be the folder from which the server
# reads its files. A checkout may hold the folder repository alone, which looks
# like a home of EI 6.
rooted if input.home.layout in {"classic", "ei6-profile"}

rooted if {
	input.home.layout == "ei6"
	server_key == "EI"
}

rooted if {
	input.home.layout == "ei6"
	count(launchers) > 0
}

# ships_no_guard holds for the kernels before the guard, ships_guard_unmapped
# for the Identity Server 5.3, whose build replaced the mapping of the filter.
default ships_no_guard := false

ships_no_guard if lib.older(kernel, "4.4.6")

default ships_guard_unmapped := false

ships_guard_unmapped if {
	input.home.product == "WSO2 Identity Server"
	lib.older(kernel, "4.4.12")
}

csrf["enabled"] := last_entry(input.settings["Owasp.CsrfGuard.Carbon.properties"]["org.owasp.csrfguard.Enabled"]) if not csrf_file_renamed

csrf["without_session"] := last_entry(input.settings["Owasp.CsrfGuard.Carbon.properties"]["org.owasp.csrfguard.ValidateWhenNoSessionExists"]) if not csrf_file_renamed

csrf["unprotected_methods"] := last_entry(input.settings["Owasp.CsrfGuard.Carbon.properties"]["org.owasp.csrfguard.UnprotectedMethods"]) if not csrf_file_renamed

csrf["protected_methods"] := last_entry(input.settings["Owasp.CsrfGuard.Carbon.properties"]["org.owasp.csrfguard.ProtectedMethods"]) if not csrf_file_renamed

# ships_sessionless_requests holds for the products that ship the guard with
# ValidateWhenNoSessionExists off: all but these.
default ships_sessionless_requests := true

ships_sessionless_requests := false if server_key in {"AM", "DAS", "Carbon"}

csrf_exempt := [last_entry(entries) |
	not csrf_file_renamed
	some item in input.items["Owasp.CsrfGuard.Carbon.properties"].properties
	some key, entries in item.settings
	startswith(key, "org.owasp.csrfguard.unprotected.")
]

# csrf_open are those that exempt every page of the console. A value is a path,
# one that ends with an asterisk, or a regular expression between ^ and $.
csrf_open := [entry |
	some entry in csrf_exempt
	pattern := replace(entry.value, "%servletContext%", "")
	opens_console(pattern)
]

opens_console(pattern) if pattern in {"/*", "/carbon/*", "/carbon/admin/*", "*.jsp"}

opens_console(pattern) if {
	startswith(pattern, "^")
	endswith(pattern, "$")
	regex.is_valid(pattern)
	every page in ["/carbon/user/add-finish.jsp", "/carbon/server-admin/proxy_ajaxprocessor.jsp", "/carbon/keystoremgt/delete-cert.jsp"] {
		regex.match(pattern, page)
	}
}
