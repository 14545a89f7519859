# The check of system parameters at start.
#
# start_validation: the switch of config-validation.xml.
# start_validation_files: the file. start_validation_read: holds for a kernel
# that reads it, start_validation_open where the kernel is not known.
# start_checks: its validators by the name of their class, each with its
# place and parameters, entries by their id. The last of duplicates counts.
package carbonlint.model

import data.carbonlint.lib

start_validation := input.settings["config-validation.xml"]["Configuration/@enabled"][0]

default start_validation_files := []

start_validation_files := input.files["config-validation.xml"]

# From kernel 4.4.17 on nothing reads the file.
start_validation_read if lib.older(kernel, "4.4.17")

start_validation_open if not kernel

start_checks := [object.union(lib.location(item), {"class": class, "parameters": parameters}) |
	some item in input.items["config-validation.xml"]["Configuration/Validator"]
	class := regex.replace(item.settings["@class"][0].value, `^.*\.`, "")
	parameters := {id: last_entry(entries) |
		some path, entries in item.settings
		startswith(path, "Parameter[")
		id := trim_suffix(trim_prefix(path, "Parameter["), "]")
		id in start_parameters
	}
]

start_parameters := {
	"CPU", "RAM", "swap", "freeDisk", "ulimit", "initHeapSize", "maxHeapSize", "maxPermGenSize",
	"p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9",
}
