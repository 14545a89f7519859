# METADATA
# title: One key pair serves TLS, signing and internal encryption
# description: >-
#   One pair for everything cannot be renewed on its own: the certificate that
#   clients see changes every year or two, but what was encrypted with the
#   key, passwords in the vault, secrets in the registry, can then be read no
#   more. And who gets the key of the web server has the stored secrets too.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Using+Asymmetric+Encryption
#   description: Using Asymmetric Encryption
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Keystores+in+WSO2+Products
#   description: Configuring Keystores in WSO2 Products
# custom:
#   remediation: |-
#     Keep a store for TLS and one for internal data beside the primary store.
#
#     ```xml
#     <InternalKeyStore>
#         <Location>${carbon.home}/repository/resources/security/internal.jks</Location>
#     </InternalKeyStore>
#     ```
#
#     Kernels from 4.4.34 on know InternalKeyStore. Do this before the first start:
#     once data was encrypted another internal pair makes it unreadable.
#   severity: note
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.keystore.one_pair_for_all_uses

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": primary.location, "unknown": undecided} if primary.location

findings contains lib.graded(primary.location, $"The key pair of '{primary.store}' also serves {concat(" and ", sort([what | some what, _ in sharing]))}.", {
	"default": shipped,
	"related": [model.used_too(use) | some use in sharing; use.location],
}) if {
	count(sharing) > 0
}

primary := [use | some use in model.store_uses; use.role == "primary"][0]

# What else the primary pair is used for.
sharing["TLS"] := use if {
	use := [u | some u in model.store_uses; u.role == "tls"; same_pair(u)][0]
}

sharing["internal encryption"] := use if {
	use := inner
	same_pair(use)
}

sharing["internal encryption"] := {} if {
	primary.store
	not inner
	knows_internal
}

knows_internal if lib.at_least(model.kernel, "4.4.34")

inner := [use | some use in model.store_uses; use.role == "internal"][0]

# Two aliases of one store are two pairs.
same_pair(use) if {
	use.store == primary.store
	not other_alias(use)
}

other_alias(use) if lower(use.alias.value) != lower(primary.alias.value)

default shipped := false

shipped if {
	model.shipped_store(primary.store)
	not own_choice
}

# From that kernel on products ship the element.
own_choice if {
	not inner
	knows_internal
}

default undecided := false

undecided if not primary.store

undecided if {
	some use in model.store_uses
	use.role in {"tls", "internal"}
	not use.store
}

# An overlay may leave the connectors as they are shipped.
undecided if {
	not model.all_read("catalina-server.xml")
	every use in model.store_uses {
		use.role != "tls"
	}
}
