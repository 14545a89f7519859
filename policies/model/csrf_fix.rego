# new_csrf_guard installs in the console's descriptor what it lacks for the CSRF
# guard, in the words of csrf_lacks. The guard does not start without settings,
# so that there is no fix where their place in the home is not known.
package carbonlint.model

import data.carbonlint.lib

new_csrf_guard(console, lacks) := lib.no_fix if {
	ships_no_guard
} else := lib.unsafe(lib.all_of([csrf_part(console, part) | some part in lacks])) if {
	every part in lacks {
		csrf_part(console, part)
	}
} else := lib.no_fix

csrf_part(console, "the name of its settings") := lib.put(lib.top(console), concat("\n", [
	"<context-param>",
	"    <param-name>Owasp.CsrfGuard.Config</param-name>",
	$"    <param-value>{csrf_file_found}</param-value>",
	"</context-param>",
])) if {
	csrf_file_found
}

csrf_part(console, "the filter") := new_filter(console, "CSRFGuard", "org.owasp.csrfguard.CsrfGuardFilter", "/*")

csrf_part(console, "the context listener") := new_listener(console, "org.owasp.csrfguard.CsrfGuardServletContextListener")

csrf_part(console, "the session listener") := new_listener(console, "org.owasp.csrfguard.CsrfGuardHttpSessionListener")

csrf_part(console, "the token servlet") := lib.put(lib.top(console), concat("\n", [
	"<servlet>",
	"    <servlet-name>JavaScriptServlet</servlet-name>",
	"    <servlet-class>org.owasp.csrfguard.servlet.JavaScriptServlet</servlet-class>",
	"</servlet>",
	"<servlet-mapping>",
	"    <servlet-name>JavaScriptServlet</servlet-name>",
	"    <url-pattern>/carbon/admin/js/csrfPrevention.js</url-pattern>",
	"</servlet-mapping>",
]))

new_listener(console, class) := lib.put(lib.top(console), concat("\n", [
	"<listener>",
	$"    <listener-class>{class}</listener-class>",
	"</listener>",
]))
