# What passwords may be.
#
# java_alike holds for a pattern that means the same in Java as in this
# language. takes holds for a pattern and a text that it matches as a whole.
# shortest_taken: the length of the shortest usual password below a limit that
# a pattern takes, absent where it takes none. policy_length: the entry of the
# length that the password policy of the Identity Server asks for, where that
# policy is on; policy_open holds where the tree does not tell either.
package carbonlint.model

import data.carbonlint.lib

# Java's patterns are told from those of this language by what only they have:
# groups that look around, and classes inside classes.
java_alike(pattern) if {
	lib.known(pattern)
	regex.is_valid(pattern.value)
	not regex.match(`&&|\[[^\]\\]*(\\.[^\]\\]*)*\[`, pattern.value)
}

takes(pattern, text) if regex.match(whole(pattern), text)

whole(pattern) := concat("", ["^(?:", pattern.value, ")$"])

# What people choose: letters or digits alone, and mixtures. A pattern that
# takes none of them up to a length asks for more.
usual := [concat("", [p | some _ in numbers.range(1, 8)]) |
	some p in ["password", "PASSWORD", "12345678", "pass1234", "1Passwor", "Pa1!wo2?"]
]

shortest_taken(pattern, limit) := [n |
	expression := whole(pattern)
	some n in numbers.range(1, limit - 1)
	some text in usual
	regex.match(expression, substring(text, 0, n))
][0]

default policy_open := false

policy_open if policy_length.unknown

policy_open if input.settings["identity-event.properties"]["passwordPolicy.enable"][0].unknown

policy_length := input.settings["identity-event.properties"]["passwordPolicy.min.length"][0] if {
	lib.yes(input.settings["identity-event.properties"]["passwordPolicy.enable"][0])
}
