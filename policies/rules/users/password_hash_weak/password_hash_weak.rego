# METADATA
# title: Passwords are stored with a weak hash or none
# description: >-
#   A copy of the user database, a backup or a dump, is enough to read the
#   passwords when they are stored as text, and hours are enough when they are
#   hashed with MD5 or SHA-1, or without a salt. People use the same password
#   elsewhere.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# custom:
#   remediation: |-
#     Store passwords with SHA-256 and a salt, from the first user on.
#
#     ```xml
#     <Property name="PasswordDigest">SHA-256</Property>
#     <Property name="StoreSaltedPassword">true</Property>
#     ```
#
#     The setting must not be changed under a store that has users: their
#     passwords stop working and have to be reset. For a directory it is
#     `PasswordHashMethod`, with a method that the directory knows. One that is handed
#     the password as text can hash it by itself, so `PLAIN_TEXT` with an
#     external LDAP is a warning.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: user-stores
#   since: 0.1.0
#   security_severity: 7.5
package carbonlint.rules.users.password_hash_weak

import data.carbonlint.lib
import data.carbonlint.model

subjects contains hash(store) if some store in hashing_stores

subjects contains object.get(store, "salted", store) if {
	some store in hashing_stores
	model.jdbc(store)
}

findings contains lib.graded(hash(store), $"Passwords are stored with the weak hash {lib.quote(hash(store))}.", {}) if {
	some store in hashing_stores
	weak(method(store))
}

findings contains lib.graded(hash(store), "Passwords are stored as plain text.", {"default": shipped(store)}) if {
	some store in hashing_stores
	method(store) == "PLAIN_TEXT"
	not hashed_by_directory(store)
}

findings contains lib.graded(hash(store), "Passwords are handed to the directory as plain text and stored as it likes.", {
	"severity": "warning",
	"default": shipped(store),
	"related": [lib.see(store.url, "The directory.")],
}) if {
	some store in hashing_stores
	method(store) == "PLAIN_TEXT"
	hashed_by_directory(store)
}

findings contains lib.finding(object.get(store, "salted", store), "Passwords are stored without a salt.") if {
	some store in hashing_stores
	model.jdbc(store)
	not plain_text(store)
	unsalted(store)
}

hashing_stores := array.concat(
	[store | some store in model.user_stores; model.jdbc(store)],
	[store | some store in model.user_stores; model.writes_hashes(store)],
)

# The entry that names the method, or the store where none does: the server
# then stores the text.
hash(store) := object.get(store, {true: "password_digest", false: "password_hash"}[is_jdbc(store)], store)

default is_jdbc(_) := false

is_jdbc(store) if model.jdbc(store)

method(store) := upper(hash(store).value) if lib.known(hash(store))

method(store) := "PLAIN_TEXT" if not hash(store).value

# Text has no salt, and is told as text.
plain_text(store) if method(store) == "PLAIN_TEXT"

weak(name) if name in {"MD2", "MD4", "MD5", "SHA", "SHA1", "SHA-1", "SHA-224", "SHA224"}

hashed_by_directory(store) if {
	store.url
	not model.on_embedded_ldap(store)
}

unsalted(store) if not store.salted

unsalted(store) if lib.no(store.salted)

default shipped(_) := false

shipped(store) if store.password_hash.value == "PLAIN_TEXT"
