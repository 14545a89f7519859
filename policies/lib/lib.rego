# Helpers for rule authors.
#
# What a rule needs to say that something is wrong, and to read an entry.
# Functions take entries, items or files: anything that has a place.
package carbonlint.lib

# finding is a fault at a place, which is an entry, or the item or file in
# which something is absent. The message is one sentence with a period.
finding(at, message) := {"at": location(at), "message": message}

# graded is a finding with more to say: severity where it differs from the
# rule's, default where the value is exactly what the product ships, related
# as a list of lib.see.
# It is finding and location spelt out: two calls for each finding would cost
# as much as all else of it.
graded(at, message, extra) := object.union(
	{"at": object.filter(at, {"file", "path", "line", "column", "end_line", "end_column"}), "message": message},
	extra,
)

# see is a place that explains a finding.
see(at, message) := {"at": location(at), "message": message}

# location is the place of an entry, an item or a file, and no more of it.
location(at) := object.filter(at, {"file", "path", "line", "column", "end_line", "end_column"})

# known holds for an entry whose value is decided by the tree.
known(entry) if not entry.unknown

# quote is an entry's value as a message may show it: in single quotes, short,
# and masked where it is a secret.
quote(entry) := "a secret value" if {
	entry.sensitive
} else := concat("", ["'", entry.value, "'"]) if {
	count(entry.value) <= 120
} else := $"'{substring(entry.value, 0, 117)}...'"

# yes reads a Java boolean: "true" in any case is true and all else is false.
yes(entry) if lower(entry.value) == "true"

# no holds for a decided value that Java does not read as true.
no(entry) if {
	known(entry)
	not yes(entry)
}

# words splits a list in a value at commas and blanks.
words(text) := [word | some word in regex.split(`[\s,]+`, text); word != ""]

# loopback holds for the names and addresses of the host itself.
loopback(host) if lower(host) in {"localhost", "localhost.localdomain", "::1", "[::1]", "0:0:0:0:0:0:0:1"}

loopback(host) if regex.match(`^127\.\d+\.\d+\.\d+$`, host)

# at_least compares dotted versions number by number: at_least("4.4.17", "4.5")
# is false. It is undefined when the version is not known.
at_least(version, least) if {
	regex.match(`^\d`, version)
	numbers(version) >= numbers(least)
}

# older is the opposite of at_least for a version that is known.
older(version, limit) if {
	regex.match(`^\d`, version)
	numbers(version) < numbers(limit)
}

# numbers are the first three numbers of a version; a missing one is 0.
numbers(version) := [to_number(n) | some n in array.slice(array.concat(regex.find_n(`\d+`, version, 3), ["0", "0", "0"]), 0, 3)]

# parameter is what the site sets for a parameter of a rule, or its default.
# It is declared in the METADATA of the rule, with its type and bounds.
parameter(rule, name) := input.parameters[rule][name]
