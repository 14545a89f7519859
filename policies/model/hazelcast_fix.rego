# hazelcast_fix sets a property of Hazelcast at a place of hazelcast_missing: in
# its properties, as an option of a start script, in hazelcast.xml where that
# replaces them, or in a file of its own where the home has none beside
# carbon.xml. wanted_logging_type: the logging type that leads to the product's
# log.
package carbonlint.model

import data.carbonlint.lib

hazelcast_fix(place, key, value) := lib.add(place, $"-D{key}", value) if {
	some launcher in launchers
	launcher.file == place.file
} else := lib.add(place, key, value) if {
	some file in input.files["hazelcast.properties"]
	file.file == place.file
} else := lib.add(place, $"properties/property[{key}]", value) if {
	endswith(place.file, "hazelcast.xml")
} else := lib.no_fix if {
	count(hazelcast_files) > 0
} else := lib.create(carbon[0], "hazelcast.properties", $"hazelcast.shutdownhook.enabled=false\nhazelcast.logging.type={wanted_logging_type}\n")

# log4j2 is known from kernel 4.5 on, log4j leads to the log everywhere.
wanted_logging_type := "log4j2" if {
	lib.at_least(kernel, "4.5")
} else := "log4j"
