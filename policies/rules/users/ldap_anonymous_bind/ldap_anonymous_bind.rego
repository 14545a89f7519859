# METADATA
# title: The user store allows anonymous binds
# description: >-
#   An LDAP server takes a bind without a name or without a password for an
#   anonymous one and says yes. A user store that lets such binds through may
#   take that yes for a login, and whoever reaches the directory
#   reads its users without an account.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# - ref: https://www.rfc-editor.org/rfc/rfc4513#section-5.1
#   description: RFC 4513, the anonymous and the unauthenticated bind
# custom:
#   remediation: |-
#     Switch anonymous binds off, and give the store an account of its own in the directory.
#
#     ```xml
#     <Property name="AnonymousBind">false</Property>
#     ```
#
#     There are no lesser cases. Without the property anonymous binds are off.
#     Refuse them in the directory as well.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: user-stores
#   since: 0.1.0
#   security_severity: 7.5
package carbonlint.rules.users.ldap_anonymous_bind

import data.carbonlint.lib
import data.carbonlint.model

subjects contains object.get(store, "anonymous", store) if {
	some store in model.user_stores
	model.directory(store)
}

findings contains lib.graded(store.anonymous, $"Anonymous binds are on: AnonymousBind is {lib.quote(store.anonymous)}.", {"fix": lib.set(store.anonymous, "false"), "related": [lib.see(store.url, "The directory.")]}) if {
	some store in model.user_stores
	model.directory(store)
	lib.yes(store.anonymous)
}
