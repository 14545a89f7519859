# METADATA
# title: User searches are unlimited or not cached
# description: >-
#   The console and many services list users and roles. Each list takes as many
#   as the store's limit lets through, from the directory or the database, into
#   the server's memory. Without the cache of roles every single
#   permission that is checked asks the user store again.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# custom:
#   remediation: |-
#     Keep the shipped limits and the cache.
#
#     ```xml
#     <Property name="MaxUserNameListLength">100</Property>
#     <Property name="MaxRoleNameListLength">100</Property>
#     <Property name="UserRolesCacheEnabled">true</Property>
#     ```
#
#     Without the properties the server uses these values. A limit of 0 or below
#     is none. The cache of roles switched off is a warning. Index the attributes
#     of the search filters in the directory; no file here tells whether they are.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
#   parameters:
#     largest:
#       type: integer
#       default: 100
#       minimum: 1
#       maximum: 1000000
#       description: The most users or roles that a search may return at once.
package carbonlint.rules.users.search_limits_high

import data.carbonlint.lib
import data.carbonlint.model

subjects contains limit if some [limit, _] in limits

subjects contains store.roles_cached if some store in model.user_stores

findings contains lib.fixed(limit, $"A search may return {lib.quote(limit)} {what} at once, more than {largest}.", lib.set(limit, $"{largest}")) if {
	some [limit, what] in limits
	number(limit) > largest
}

findings contains lib.fixed(limit, $"A search may return all {what} at once: the limit {lib.quote(limit)} is none.", lib.set(limit, $"{largest}")) if {
	some [limit, what] in limits
	number(limit) <= 0
}

findings contains lib.graded(switch, $"The roles of users are not cached: UserRolesCacheEnabled is {lib.quote(switch)}.", {"severity": "warning", "fix": lib.set(switch, "true")}) if {
	some store in model.user_stores
	switch := store.roles_cached
	lib.no(switch)
}

largest := lib.parameter("users/search_limits_high", "largest")

limits := [[store[limit], what] |
	some store in model.user_stores
	some limit, what in {"user_limit": "users", "role_limit": "roles"}
]

number(limit) := to_number(limit.value) if regex.match(`^-?\d{1,12}$`, limit.value)
