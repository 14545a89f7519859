# METADATA
# title: LDAP connections over TLS are not pooled
# description: >-
#   Without a pool every login opens a connection to the directory and, over
#   TLS, pays for a handshake. The JVM pools plain connections only until it
#   is told otherwise, so that the pool that the user store asks for does not
#   exist once the connection is encrypted, and logins slow down under load.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Performance Tuning
# - ref: https://docs.oracle.com/javase/jndi/tutorial/ldap/connect/config.html
#   description: JNDI tutorial, connection pooling configuration
# custom:
#   remediation: |-
#     Let the JVM pool connections over TLS, in every start script that is used.
#
#     ```sh
#     -Dcom.sun.jndi.ldap.connect.pool.protocol="plain ssl" \
#     ```
#
#     A store of an external directory that does not ask for a pool is reported
#     as well.
#
#     ```xml
#     <Property name="ConnectionPoolingEnabled">true</Property>
#     ```
#
#     In wrapper.conf, where not every wrapper reads a blank in quotes, `--fix`
#     writes `ssl` alone; where some store pools plain connections as well,
#     that file is left to you.
#   severity: note
#   kind: cross
#   tier: core
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.users.ldaps_not_pooled

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": pooling(store), "unknown": undecided(store)} if {
	some store in external_stores
}

subjects contains flag_of(launcher) if {
	some _ in pooled_over_tls
	some launcher in model.launchers
}

findings contains lib.graded(pooling(store), $"The connections to the directory {lib.quote(store.url)} are not pooled.", {"default": shipped(store), "fix": pooled(store)}) if {
	some store in external_stores
	not lib.yes(pooling_switch(store))
	lib.known(pooling(store))
}

findings contains lib.graded(launcher, "The JVM does not pool LDAP connections over TLS.", {
	"default": true,
	"fix": with_option(launcher),
	"related": related,
}) if {
	some launcher in model.launchers
	not model.has_option(launcher, option)
	count(related) > 0
}

findings contains lib.graded(flag, $"The JVM pools LDAP connections of the protocols {lib.quote(flag)} only.", {"related": related, "fix": both(flag)}) if {
	some launcher in model.launchers
	flag := model.option(launcher, option)
	lib.known(flag)
	not "ssl" in lib.words(lower(flag.value))
	count(related) > 0
}

default shipped(_) := false

shipped(store) if store.pooling.value == "false"

option := "-Dcom.sun.jndi.ldap.connect.pool.protocol"

related := [lib.see(store.url, "The directory is reached over TLS.") | some store in pooled_over_tls]

external_stores := [store |
	some store in model.user_stores
	outside(store)
]

# A store may have several URLs.
outside(store) if {
	some url in model.directory_urls(store)
	model.external(url)
}

pooled_over_tls := [store |
	some store in external_stores
	lib.yes(store.pooling)
	encrypted(store)
]

encrypted(store) if {
	some url in model.directory_urls(store)
	url.scheme == "ldaps"
}

pooling(store) := object.get(store, "pooling", store)

pooling_switch(store) := store.pooling if store.pooling

pooling_switch(store) := {"value": "false"} if not store.pooling

flag_of(launcher) := model.option(launcher, option) if {
	model.has_option(launcher, option)
} else := launcher

# The start scripts may be elsewhere.
default undecided(_) := false

undecided(store) if store.pooling.unknown

undecided(store) if {
	store in pooled_over_tls
	count(model.launchers) == 0
}

pooled(store) := lib.set(store.pooling, "true") if {
	store.pooling
} else := lib.add(store, "Property[ConnectionPoolingEnabled]", "true")

with_option(launcher) := lib.add(launcher, option, protocols(launcher)) if {
	protocols(launcher)
} else := lib.no_fix

both(flag) := lib.set(flag, protocols(flag)) if {
	protocols(flag)
} else := lib.no_fix

# protocols are what a launcher should pool. The service wrapper does not read
# a quoted blank in the same way everywhere, so that it can be told one only.
protocols(launcher) := "plain ssl" if not endswith(launcher.file, ".conf")

protocols(launcher) := "ssl" if {
	endswith(launcher.file, ".conf")
	not pooled_in_clear
}

pooled_in_clear if {
	some store in model.user_stores
	lib.yes(store.pooling)
	some url in model.directory_urls(store)
	url.scheme != "ldaps"
}
