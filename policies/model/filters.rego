# Filters that set security headers.
#
# header_filters: the filters of Tomcat's HttpHeaderSecurityFilter class that
# the console and the deployed applications declare and map, each with its
# place (file tells the application), name, params (the entries of the
# values, by parameter) and everywhere (true where it is mapped to all
# paths). consoles: the deployment descriptors of the console.
package carbonlint.model

import data.carbonlint.lib

default consoles := []

consoles := input.files["carbon/web.xml"]

header_filters := array.concat(console_filters, application_filters)

console_filters := [filter |
	some item in input.items["carbon/web.xml"]["web-app/filter"]
	mappings := input.items["carbon/web.xml"]["web-app/filter-mapping"]
	filter := header_filter(item, mappings)
]

application_filters := [filter |
	some item in input.items["webapp/web.xml"]["web-app/filter"]
	mappings := input.items["webapp/web.xml"]["web-app/filter-mapping"]
	filter := header_filter(item, mappings)
]

# A filter without a mapping sees no request.
header_filter(item, mappings) := filter if {
	item.settings["filter-class"][0].value == "org.apache.catalina.filters.HttpHeaderSecurityFilter"
	name := item.settings["filter-name"][0].value
	patterns := {pattern.value |
		some mapping in mappings
		mapping.file == item.file
		mapping.settings["filter-name"][0].value == name
		some pattern in mapping.settings["url-pattern"]
	}
	count(patterns) > 0
	filter := object.union(lib.location(item), {
		"name": name,
		"params": {parameter.value: item.settings["init-param/param-value"][i] |
			some i, parameter in item.settings["init-param/param-name"]
		},
		"everywhere": count(patterns & {"*", "/*"}) > 0,
	})
}
