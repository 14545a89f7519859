# new_filter declares a filter and maps it, and new_mapping maps one that is
# there, at the end of the descriptor that a place lies in.
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
