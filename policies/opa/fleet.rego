# The reports of many homes at once, for a server of OPA.
#
# The input is a list of documents, as carbonlint dump prints it for several
# homes.
package carbonlint.fleet

# reports has the report of each home, in the order of the documents.
reports := [report |
	some document in input
	report := data.carbonlint.report with input as document
]
