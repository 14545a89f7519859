# METADATA
# title: The admin password does not match the store's pattern
# description: >-
#   At its first start the server creates the super admin in the primary user
#   store, and the store takes only passwords that match its pattern. With
#   one that does not the account is not created and the server does not start,
#   which shows on the day of the first deployment.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# - ref: https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
#   description: java.util.regex.Pattern, the patterns of user stores
# custom:
#   remediation: |-
#     Choose a password that matches PasswordJavaRegEx, or mend the pattern.
#
#     ```xml
#     <Property name="PasswordJavaRegEx">^[\S]{12,64}$</Property>
#     ```
#
#     There are no lesser cases. The rule does not apply where the server creates
#     no account: with AddAdmin false, or in a user store that it only reads.
#     What only Java's patterns can say, such as a look-ahead, is left undecided.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: user-stores
#   since: 0.1.0
package carbonlint.rules.users.admin_password_rejected

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": password, "unknown": undecided} if some [password, _] in pairs

findings contains lib.graded(password, "The password of the super admin does not match the pattern of the primary user store.", {"related": [lib.see(pattern, "The pattern.")]}) if {
	some [password, pattern] in pairs
	not undecided
	not matches(password, pattern)
}

# The password that the server gives to the account, and what it must match.
pairs := [[model.admin.password, pattern] |
	model.admin_created
	some store in model.user_stores
	store.primary
	not model.reads_only(store)
	pattern := store.password_pattern
	pattern.value != ""
]

matches(password, pattern) if model.takes(pattern, password.value)

default undecided := false

undecided if model.admin.password_alias

undecided if model.admin.password.unknown

undecided if {
	some [_, pattern] in pairs
	not model.java_alike(pattern)
}
