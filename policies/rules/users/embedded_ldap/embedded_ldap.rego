# METADATA
# title: The user store is the embedded ApacheDS
# description: >-
#   The directory inside the Identity Server is there to try the product. It
#   keeps its data in the product's own folder, so the accounts of all users
#   are gone with the disk or the container, differ between the nodes of a
#   cluster and cannot be backed up while the server runs. Its ports stay open
#   with a published login even when no store uses it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Environment compatibility
# custom:
#   remediation: |-
#     Move the users to an external directory or a database and switch the embedded directory off.
#
#     ```xml
#     <!-- user-mgt.xml -->
#     <Property name="ConnectionURL">ldaps://ldap.example.com:636</Property>
#     <!-- identity/embedded-ldap.xml, in EmbeddedLDAP -->
#     <Property name="enable">false</Property>
#     ```
#
#     An embedded directory that runs although no user store reads it is a
#     warning. A user store that names its port after it was switched off is an
#     error: the server finds no user.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: environment-compatibility
#   since: 0.1.0
#   security_severity: 5.3
package carbonlint.rules.users.embedded_ldap

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": model.embedded_ldap, "unknown": unsure}

subjects contains {"at": store.url, "unknown": open(store)} if some store in users_of_it

findings contains lib.graded(store.url, $"The user store {lib.quote(store.url)} is the directory embedded in the server.", {
	"default": shipped(store),
	"related": [lib.see(model.embedded_ldap, "The embedded directory is switched on.") | model.embedded_ldap],
}) if {
	some store in users_of_it
	not open(store)
	not switched_off
}

findings contains lib.graded(model.embedded_ldap, "The embedded directory runs although no user store reads it.", {
	"severity": "warning",
	"default": true,
	"related": [lib.see(object.get(store, "url", store), "A user store in use.") | some store in model.user_stores],
}) if {
	lib.yes(model.embedded_ldap)
	count(users_of_it) == 0
	not unused_undecided
}

# Its port is still known, and nothing listens there.
findings contains lib.graded(store.url, $"The user store {lib.quote(store.url)} is the directory embedded in the server, which is switched off.", {
	"related": [lib.see(model.embedded_ldap, "The embedded directory is switched off here.")],
}) if {
	some store in users_of_it
	switched_off
}

switched_off if lib.no(model.embedded_ldap)

users_of_it := [store | some store in model.user_stores; model.on_embedded_ldap(store)]

placeholder(store) if contains(store.url.value, "${Ports.EmbeddedLDAP.LDAPServerPort}")

default shipped(_) := false

shipped(store) if store.url.value == "ldap://localhost:${Ports.EmbeddedLDAP.LDAPServerPort}"

default unsure := false

unsure if model.embedded_ldap.unknown

unsure if {
	lib.yes(model.embedded_ldap)
	count(users_of_it) == 0
	unused_undecided
}

# Whether the directory is used can be told only beside the user stores.
unused_undecided if not model.realm_here

unused_undecided if {
	some store in model.user_stores
	store.url.unknown
}

# Where the file is not here a number may be the port of another directory,
# and the placeholder means the embedded one all the same.
default open(_) := false

open(_) if model.embedded_ldap.unknown

open(store) if {
	not model.embedded_ldap
	not placeholder(store)
}
