# METADATA
# title: The key keeps the shipped alias
# description: >-
#   The alias is how the configuration picks a key out of a store. The shipped
#   one tells nothing about whose key it is, and a store that was copied over
#   from another node or product is then taken without anybody noticing. With
#   an alias that the store lacks the server does not start.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Keystores+in+WSO2+Products
#   description: Configuring Keystores in WSO2 Products
# custom:
#   remediation: |-
#     Name the key after the node, and use that alias wherever the store is named.
#
#     ```xml
#     <KeyAlias>esb-node1</KeyAlias>
#     ```
#
#     The shipped alias is a note. An alias that a store in the tree does not have is
#     an error; Java keeps aliases in lower case.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.keystore.default_alias

import data.carbonlint.lib
import data.carbonlint.model

subjects contains use.alias if some use in key_uses

findings contains lib.graded(aliases[0], $"The key in '{used.store}' keeps the shipped alias 'wso2carbon'.", {
	"default": model.shipped_store(used.store),
	"related": [lib.see(alias, "Here too.") | some alias in array.slice(aliases, 1, count(aliases))],
}) if {
	some used in model.used_stores
	aliases := [use.alias | some use in used.uses; use.alias.value == "wso2carbon"; not lacking(use)]
}

findings contains lib.graded(use.alias, $"The key store '{use.store}' has no entry {lib.quote(use.alias)}.", {
	"severity": "error",
	"related": [lib.see(use.location, "The key store.")],
}) if {
	some use in key_uses
	lacking(use)
}

key_uses := [use | some use in model.store_uses; not use.trust; use.alias]

# Some formats keep no aliases that can be read.
lacking(use) if {
	lib.known(use.alias)
	store := model.store_at(use)
	store.opened
	aliases := store.aliases
	count(aliases) > 0
	name := lower(use.alias.value)
	not name in aliases
}
