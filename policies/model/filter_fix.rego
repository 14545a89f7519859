# new_filter declares a filter and maps it, and new_mapping maps one that is
# there, at the end of the descriptor that a place lies in. new_header_filter has
# the header filter run in a console: several rules ask for it, and by one fix
# for all it is declared once.
package carbonlint.model

import data.carbonlint.lib

new_filter(file, name, class, pattern) := lib.all_of([
	lib.put(lib.top(file), concat("\n", [
		"<filter>",
		$"    <filter-name>{name}</filter-name>",
		$"    <filter-class>{class}</filter-class>",
		"</filter>",
	])),
	new_mapping(file, name, pattern),
])

new_mapping(file, name, pattern) := lib.put(lib.top(file), concat("\n", [
	"<filter-mapping>",
	$"    <filter-name>{name}</filter-name>",
	$"    <url-pattern>{pattern}</url-pattern>",
	"</filter-mapping>",
]))

header_filter_class := "org.apache.catalina.filters.HttpHeaderSecurityFilter"

new_header_filter(console) := lib.no_fix if {
	header_filter_unknown
} else := new_mapping(console, declared_header_filter(console).name, "*") if {
	declared_header_filter(console)
} else := new_filter(console, "HttpHeaderSecurityFilter", header_filter_class, "*")

declared_header_filter(console) := [filter |
	some filter in web_filters
	filter.file == console.file
	header_class(filter)
][0]
