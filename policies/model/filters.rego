# Filters of web applications.
#
# consoles: the deployment descriptors of the console; ui_consoles: those
# behind which a console is. web_filters: what filters the console declares,
# each with its place, name, class, params (the entries of the values, by
# parameter), patterns (the paths that it is mapped to), everywhere (true where
# these are all paths) and on_console (true where they hold the console's
# pages). console_runs tells whether the console has a filter of a class in
# use. descriptor_undecided: holds for a descriptor in which a template decides
# what runs. header_filters: the filters of Tomcat's HttpHeaderSecurityFilter
# class that the console and the deployed applications declare and map, Jaggery
# applications too. header_filter_unknown: holds where the server does not have
# that class yet.
package carbonlint.model

import data.carbonlint.lib

default consoles := []

consoles := input.files["carbon/web.xml"]

default header_filter_unknown := false

header_filter_unknown if lib.older(kernel, "4.4.6")

ui_consoles := [console | some console in consoles; not no_console]

# The micro integrator has the web application but no console in it.
no_console if input.home.product == "WSO2 Micro Integrator"

no_console if regex.match(`(^|/)micro-integrator$`, input.home.path)

header_filters := array.flatten([
	[filter | some filter in web_filters; header_class(filter); count(filter.patterns) > 0],
	[filter |
		some item in input.items["webapp/web.xml"]["web-app/filter"]
		filter := web_filter(item, [m | some m in input.items["webapp/web.xml"]["web-app/filter-mapping"]])
		header_class(filter)
		count(filter.patterns) > 0
	],
	[filter |
		some item in input.items["jaggery.conf"].filters
		filter := jaggery_filter(item)
		header_class(filter)
		count(filter.patterns) > 0
	],
])

# A pair of a name and a value stands in an object, so that the two lists agree.
jaggery_filter(item) := object.union(lib.location(item), {
	"name": name,
	"class": last_entry(item.settings.class).value,
	"params": parameters(object.get(item.settings, "params/name", []), object.get(item.settings, "params/value", [])),
	"patterns": patterns,
	"everywhere": count(patterns & {"*", "/*"}) > 0,
	"on_console": false,
}) if {
	name := last_entry(item.settings.name).value
	patterns := {url.value |
		some mapping in input.items["jaggery.conf"].filterMappings
		mapping.file == item.file
		mapping.settings.name[0].value == name
		some url in mapping.settings.url
	}
}

header_class(filter) if filter.class == header_filter_class

web_filters := [filter |
	some item in input.items["carbon/web.xml"]["web-app/filter"]
	filter := web_filter(item, console_mappings)
]

console_mappings := [m | some m in input.items["carbon/web.xml"]["web-app/filter-mapping"]]

# A filter without a mapping sees no request. One that is mapped to the
# servlet of the console sees all.
web_filter(item, mappings) := object.union(lib.location(item), {
	"name": name,
	"class": item.settings["filter-class"][0].value,
	"params": parameters(
		object.get(item.settings, "init-param/param-name", []),
		object.get(item.settings, "init-param/param-value", []),
	),
	"patterns": patterns,
	"everywhere": count(patterns & {"*", "/*"}) > 0,
	"on_console": count(patterns & {"*", "/*", "/carbon/*", "*.jsp"}) > 0,
}) if {
	name := item.settings["filter-name"][0].value
	patterns := {pattern |
		some mapping in mappings
		mapping.file == item.file
		mapping.settings["filter-name"][0].value == name
		some pattern in mapped_paths(mapping)
	}
}

# parameters are the entries of values by the name beside each. Tomcat takes the
# first of two with one name.
parameters(names, values) := {name: entry |
	some name in {n.value | some n in names}
	entry := values[min([i | some i, n in names; n.value == name])]
}

mapped_paths(mapping) := array.concat(
	[pattern.value | some pattern in mapping.settings["url-pattern"]],
	["/*" | mapping.settings["servlet-name"][0].value == "bridgeservlet"],
)

console_runs(console, classes) if {
	some filter in web_filters
	filter.file == console.file
	filter.class in classes
	filter.on_console
}

default descriptor_undecided(_) := false

descriptor_undecided(console) if {
	some entries in declared_classes
	some entry in entries
	entry.file == console.file
	entry.unknown
}

declared_classes := {
	"filter": [e | some item in input.items["carbon/web.xml"]["web-app/filter"]; some e in item.settings["filter-class"]],
	"listener": [e | some item in input.items["carbon/web.xml"]["web-app/listener"]; some e in item.settings["listener-class"]],
	"servlet": [e | some item in input.items["carbon/web.xml"]["web-app/servlet"]; some e in item.settings["servlet-class"]],
}
