# The check of system parameters at start.
#
# start_validation: the switch of config-validation.xml.
# start_validation_files: the file. start_validation_read: holds for a kernel
# that reads it, start_validation_open where the kernel is not known.
package carbonlint.model

import data.carbonlint.lib

start_validation := input.settings["config-validation.xml"]["Configuration/@enabled"][0]

default start_validation_files := []

start_validation_files := input.files["config-validation.xml"]

# From kernel 4.4.17 on nothing reads the file.
start_validation_read if lib.older(kernel, "4.4.17")

start_validation_open if not kernel
