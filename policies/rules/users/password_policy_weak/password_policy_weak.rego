# METADATA
# title: The password pattern accepts short passwords
# description: >-
#   A user store takes every password that matches its pattern, and the shipped
#   pattern asks for five characters. Passwords of that length are guessed in
#   no time once the hashes get out, and many of them before.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# custom:
#   remediation: |-
#     Ask for at least eight characters in PasswordJavaRegEx, and in PasswordJavaScriptRegEx, which the console checks.
#
#     ```xml
#     <Property name="PasswordJavaRegEx">^[\S]{12,64}$</Property>
#     <Property name="PasswordJavaScriptRegEx">^[\S]{12,64}$</Property>
#     ```
#
#     Passwords that exist stay valid until they are changed. A store without a
#     pattern takes whatever is not empty. There are no lesser cases. Stores that
#     the server only reads are not judged, nor those where the password policy
#     of the Identity Server, switched on in
#     identity-event.properties, asks for more. What only Java's patterns can
#     say, such as a look-ahead, is left undecided.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: modern
#   since: 0.1.0
#   security_severity: 5.3
#   parameters:
#     shortest:
#       type: integer
#       default: 8
#       minimum: 5
#       maximum: 64
#       description: The fewest characters that a pattern must ask for.
package carbonlint.rules.users.password_policy_weak

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": pattern, "unknown": undecided(pattern)} if some pattern in patterns

subjects contains {"at": store, "unknown": model.policy_open} if some store in patternless

findings contains lib.graded(pattern, $"The user store takes passwords of {characters(shortest)}.", {"default": pattern.value == `^[\S]{5,30}$`}) if {
	some pattern in patterns
	not undecided(pattern)
	not asked_elsewhere
	shortest := model.shortest_taken(pattern, smallest)
}

findings contains lib.finding(store, "The user store takes any password, since it has no PasswordJavaRegEx.") if {
	some store in patternless
	not model.policy_open
	not asked_elsewhere
}

smallest := lib.parameter("users/password_policy_weak", "shortest")

patterns := [pattern |
	some store in writable
	pattern := store.password_pattern
	pattern.value != ""
]

# What a class of somebody else's asks for is not known.
patternless := [store |
	some store in writable
	not store.password_pattern
	regex.match(`^org\.wso2\.carbon\.user\.core\.(jdbc|ldap)\.`, store.class.value)
]

writable := [store | some store in model.user_stores; not model.reads_only(store)]

characters(n) := $"{n} characters" if n > 1

characters(1) := "one character"

asked_elsewhere if {
	regex.match(`^\d{1,3}$`, model.policy_length.value)
	to_number(model.policy_length.value) >= smallest
}

default undecided(_) := false

undecided(pattern) if not model.java_alike(pattern)

undecided(_) if model.policy_open
