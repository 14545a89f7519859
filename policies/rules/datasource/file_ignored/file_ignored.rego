# METADATA
# title: A datasource file has a name that the server does not load
# description: >-
#   The server reads master-datasources.xml and the files whose names end in
#   -datasources.xml, and says nothing of the others. What was edited in such a
#   file has no effect: the server goes on with the database of the file beside
#   it, mostly the embedded H2.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Give the file a name that ends in -datasources.xml, or remove it.
#
#     ```sh
#     git mv repository/conf/datasources/custom.xml repository/conf/datasources/custom-datasources.xml
#     git rm repository/conf/datasources/master-datasources_1.xml
#     ```
#
#     Merge a copy into the file that it is a copy of before you remove it. A
#     file that no editor takes for XML, such as a backup that ends in .bak or
#     .orig, is a note. `--fix=unsafe` renames files whose name only lacks its
#     ending, and deletes backups and copies of files that are beside them.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.datasource.file_ignored

import data.carbonlint.lib
import data.carbonlint.model

subjects contains file if some file in model.datasource_files

subjects contains file if some file in model.ignored_datasource_files

findings contains lib.graded(file, "The server does not load a data source file of this name.", {"severity": severity, "fix": mended(file)}) if {
	some file in model.ignored_datasource_files
	severity := {true: "warning", false: "note"}[model.xml_name(file.file)]
}

# What is deleted or renamed here has never been in force.
mended(file) := lib.unsafe(lib.delete(file)) if {
	copied(file)
} else := lib.unsafe(lib.rename(file, renamed(file))) if {
	renamed(file)
} else := lib.no_fix

# The name of a backup or a copy begins with that of the file that the server
# loads. Where that is not in the tree, this may be all that there is of it.
copied(file) if {
	some live in model.datasource_files
	[_, original] := regex.find_all_string_submatch_n(`^(.*)\.xml(?:\.[^/.]+)?$`, live.file, 1)[0]
	startswith(file.file, original)
}

# A name that only lacks its ending is meant to be loaded; that of a copy, of
# which the original may be elsewhere, is not.
renamed(file) := $"{name}-datasources.xml{template}" if {
	model.xml_name(file.file)
	[_, name, template] := regex.find_all_string_submatch_n(`/([A-Za-z][\w-]*?)(?:[_.]?datasources)?\.xml(\.\w+)?$`, file.file, 1)[0]
	not regex.match(`(?i)datasources.|copy|old|bak|backup|orig|save|te?mp|\d$`, name)
}
