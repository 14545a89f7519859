# METADATA
# title: The server still creates the admin account at start
# description: >-
#   With AddAdmin the server creates the super admin whenever its user store
#   has none. Where the account was deleted on purpose, or the server comes up
#   with an empty store, it is back with the password of the file. A
#   user store that the server only reads cannot take the account, and the
#   server stops at its start when the directory has no such user.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# custom:
#   remediation: |-
#     Switch AddAdmin off once the account exists.
#
#     ```xml
#     <AddAdmin>false</AddAdmin>
#     ```
#
#     Without the element the account is created as well. Beside a primary user
#     store that is only read this is a warning. It takes `--fix=unsafe`, since
#     only the user store knows whether the account exists.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: user-stores
#   since: 0.1.0
package carbonlint.rules.users.admin_created_at_boot

import data.carbonlint.lib
import data.carbonlint.model

subjects contains place if some place in places

findings contains lib.graded(place, "The server creates the admin account again whenever its user store has none.", {"default": place.value == "true", "fix": off(place)}) if {
	model.admin_created
	count(read) == 0
	some place in places
}

findings contains lib.graded(place, "The server creates the admin account at start, and the primary user store is read-only.", {
	"severity": "warning",
	"default": shipped(place),
	"fix": off(place),
	"related": [lib.see(object.get(store, "read_only", store), "The user store.") | some store in read],
}) if {
	model.admin_created
	count(read) > 0
	some place in places
}

default shipped(_) := false

shipped(place) if {
	place.value == "true"
	some store in read
	model.sample_directory(store)
}

# The switch, or the realm that leaves it out.
places := [model.admin.created] if model.admin.created

places := [object.union(lib.location(realm), {"value": ""}) |
	some realm in input.items["user-mgt.xml"]["UserManager/Realm/Configuration"]
] if {
	not model.admin.created
}

read := [store | some store in model.user_stores; store.primary; model.reads_only(store)]

# Whether the account exists is known to the user store alone.
off(place) := lib.unsafe(lib.set(place, "false")) if {
	model.admin.created
} else := lib.unsafe(lib.add(place, "AddAdmin", "false"))
