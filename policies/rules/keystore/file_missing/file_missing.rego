# METADATA
# title: A configured keystore file does not exist
# description: >-
#   Without its key store a listener does not come up and the server may not
#   start; without its trust store every call to another server fails. It
#   shows only at the next restart, when the old node is already gone.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Keystores+in+WSO2+Products
#   description: Configuring Keystores in WSO2 Products
# custom:
#   remediation: |-
#     Put the file where the configuration looks for it, or name the one that is there.
#
#     ```xml
#     <Location>${carbon.home}/repository/resources/security/tls.jks</Location>
#     ```
#
#     Judged where other key stores lie in the same folder of the tree, and in a whole home
#     also below the folder of the shipped ones: another folder that is not there, an absolute path or a file that .gitignore keeps out decides
#     nothing, nor does an overlay that brings only one of the two stores that a product
#     ships. What is not known is never reported. A file of another type than the
#     one that is set is a warning: Java 8 reads a PKCS12 file as JKS, and no other way
#     round, and other versions differ.
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.keystore.file_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": use.location, "unknown": undecided(use)} if some use in model.store_uses

findings contains lib.graded(used.at, $"The {noun(used.trust)} '{used.store}' does not exist.", {"related": model.other_uses(used)}) if {
	some used in model.used_stores
	model.store_missing(used.uses[0])
}

findings contains lib.graded(use.type, $"The type is {lib.quote(use.type)}, and '{use.store}' is a {upper(held)} file.", {
	"severity": "warning",
	"related": [lib.see(use.location, "The file.")],
}) if {
	some use in model.store_uses
	held := model.store_at(use).type
	held in {"jks", "jceks", "pkcs12"}
	lib.known(use.type)
	named := lower(use.type.value)
	not fits(held, named)
}

fits(held, named) if named in types[held]

# What each content may be called.
types := {"jks": {"jks", ""}, "jceks": {"jceks", ""}, "pkcs12": {"pkcs12", "p12", ""}}

noun(true) := "trust store"

noun(false) := "key store"

default undecided(_) := false

undecided(use) if not use.store_file

undecided(use) if {
	not model.store_at(use)
	not model.store_missing(use)
}

undecided(use) if model.store_at(use).absent
