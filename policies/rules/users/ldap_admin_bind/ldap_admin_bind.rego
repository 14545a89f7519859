# METADATA
# title: The user store binds as the directory's administrator
# description: >-
#   The server needs to search users and, at most, to write below one branch.
#   With the account of the directory's administrator a stolen configuration
#   file, or a fault in the server, gives away the whole directory with all
#   that other systems keep in it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# custom:
#   remediation: |-
#     Bind with an account that may read the users' branch and write only what the server changes.
#
#     ```xml
#     <Property name="ConnectionName">uid=carbon,ou=services,dc=acme,dc=org</Property>
#     <Property name="ConnectionPassword" svns:secretAlias="UserStoreManager.Property.ConnectionPassword">password</Property>
#     ```
#
#     A bind account whose password is `admin`, `password` or `wso2carbon` is an error. The directory that
#     is embedded in the server knows no other account; `users/embedded_ldap`
#     tells of it.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: user-stores
#   since: 0.1.0
#   security_severity: 6.5
package carbonlint.rules.users.ldap_admin_bind

import data.carbonlint.lib
import data.carbonlint.model

subjects contains store.connection_name if some store in stores

findings contains lib.graded(name, $"The user store binds as the directory's administrator {lib.quote(name)}.", {"default": model.sample_directory(store)}) if {
	some store in stores
	name := store.connection_name
	administrator(lower(name.value))
}

findings contains lib.graded(password, "The user store binds with a password that everybody knows.", {
	"severity": "error",
	"default": model.sample_directory(store),
	"related": [lib.see(name, "The account.") | name := store.connection_name],
}) if {
	some store in stores
	not store.connection_alias
	password := store.connection_password
	password.value in {"admin", "password", "wso2carbon"}
}

# Those that read a directory of its own.
stores := [store |
	some store in model.user_stores
	model.directory(store)
	not model.on_embedded_ldap(store)
]

# The entries of those who may do everything: ApacheDS, OpenLDAP, the Directory
# Server family, Active Directory.
administrator(name) if regex.match(`^(uid\s*=\s*admin\s*,\s*ou\s*=\s*system|cn\s*=\s*(admin|manager|root|administrator|directory manager)\s*(,.*)?)$`, name)

administrator(name) if regex.match(`^([^=,]*\\)?administrator(@.*)?$`, name)
