# METADATA
# title: Two datasources carry the same name
# description: >-
#   The later of the two replaces the earlier one without a word. Which one is
#   the later depends on the order in which the file system lists the files, so
#   that registry and users may come from another database after a restart, or
#   on another machine.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Give each data source a name and a JNDI name of its own, and remove the one that is not meant.
#
#     ```xml
#     <datasource>
#         <name>WSO2UM_DB</name>
#         <jndiConfig><name>jdbc/WSO2UM_DB</name></jndiConfig>
#         …
#     </datasource>
#     ```
#
#     Names are compared letter by letter over all files that the server loads. A
#     note where the name of one data source is bound to a JNDI name of another
#     kind while another data source has the JNDI name that belongs to it.
#   severity: error
#   kind: cross
#   tier: extended
#   fix: none
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.datasource.name_duplicated

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	count(model.all_datasources) > 1
	some entry in array.concat(model.name_entries.name, model.name_entries.jndi)
}

findings contains lib.graded(entry, $"The name {lib.quote(entry)} is that of another data source too.", {"related": [lib.see(other, "This one has it already.")]}) if {
	some i, source in model.named_datasources
	entry := source.name
	lib.known(entry)
	first := min([j | some j, before in model.named_datasources; before.name.value == entry.value])
	first < i
	other := model.named_datasources[first].name
}

# A data source that repeats both names has one fault.
findings contains lib.graded(entry, $"The JNDI name {lib.quote(entry)} is that of another data source too.", {"related": [lib.see(other, "This one has it already.")]}) if {
	some i, source in model.named_datasources
	entry := source.jndi
	lib.known(entry)
	first := min([j |
		some j, before in model.named_datasources
		before.jndi.value == entry.value
		object.get(before, ["name", "value"], "") != object.get(source, ["name", "value"], "")
	])
	first < i
	other := model.named_datasources[first].jndi
}

findings contains lib.graded(source.jndi, message, {"severity": "note", "related": [lib.see(other.jndi, "This one has its name.")]}) if {
	some source in model.named_datasources
	bare(source.jndi) != bare(source.name)
	some other in model.named_datasources
	bare(other.jndi) == bare(source.name)
	bare(other.name) != bare(source.name)
	message := $"The data source {lib.quote(source.name)} is bound to {lib.quote(source.jndi)}, while {lib.quote(other.jndi)} belongs to another one."
}

# bare is what the two names of one data source have in common: WSO2_CARBON_DB
# and jdbc/WSO2CarbonDB.
bare(entry) := regex.replace(trim_prefix(lower(entry.value), "jdbc/"), `[^a-z0-9]`, "") if lib.known(entry)
