# METADATA
# title: A connection between components keeps shipped credentials
# description: >-
#   Components log in to each other with a password, and the one that is
#   shipped is known to everybody. Who reaches the broker or the analytics
#   server can read and send messages as this server does.
# related_resources:
# - ref: https://docs.wso2.com/display/EI650/Configure+with+the+Broker+Profile
#   description: Enterprise Integrator, Configure with the Broker Profile
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Give each connection an account of its own, and reach brokers on other machines by TLS.
#
#     ```properties
#     connectionfactory.QueueConnectionFactory = amqp://esb:secret@clientID/carbon?brokerlist='ssl://mb.example.com:8672'
#     ```
#
#     Connections that are off are not judged, nor are the super admin's login to the
#     server itself and event publishers that send to this machine, as shipped. A
#     broker on another machine that is reached without TLS is a warning, and the
#     login at a remote task server that the mode leaves unused a note.
#   severity: error
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 6.3
package carbonlint.rules.secrets.default_link_credentials

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": secret} if some [secret, _] in connections

# What a template fills in or chooses need not look like a login, and may still
# be the shipped one.
subjects contains entry if {
	some item in input.items["jndi.properties"].properties
	some key, entries in item.settings
	startswith(key, "connectionfactory.")
	some entry in entries
	entry.unknown
}

subjects contains {"at": login.entry} if some login in model.component_logins

subjects contains {"at": login.entry} if some login in model.remote_logins

subjects contains {"at": model.idle_task_login}

findings contains lib.graded(secret, $"The connection '{model.secret_name(secret)}' logs in with the shipped account.", {"default": shipped(secret)}) if {
	some [secret, login] in connections
	login == ["admin", "admin"]
}

findings contains lib.graded(secret, $"The connection '{model.secret_name(secret)}' reaches its broker without TLS.", {"severity": "warning"}) if {
	some [secret, _] in connections
	[before, brokers] := split(secret.value, "brokerlist=")
	not encrypted(before)
	some [broker, host] in regex.find_all_string_submatch_n(`tcp://([^:'/,;?]+)[^;]*`, brokers, -1)
	not encrypted(broker)
	not lib.loopback(host)
	not regex.match(`[${}<>%]`, host)
}

findings contains lib.graded(entry, $"The connection of {login.for} logs in with a shipped password.", {"default": login.shipped_on}) if {
	some login in model.component_logins
	entry := login.entry
	entry.value in {"admin", "wso2carbon"}
	not aliased(entry)
}

findings contains lib.finding(entry, $"The connection of {login.from} logs in with a shipped password.") if {
	some login in model.remote_logins
	entry := login.entry
	entry.value in {"admin", "wso2carbon"}
	not aliased(entry)
}

findings contains lib.graded(entry, "The login at a remote task server has a shipped password, which is in use as soon as the mode is REMOTE.", {"severity": "note", "default": true}) if {
	entry := model.idle_task_login
	entry.value in {"admin", "wso2carbon"}
	not aliased(entry)
}

# The scheme is tcp with TLS too, which is an option of a broker, or of all.
encrypted(options) if regex.match(`(?i)\bssl='true'`, options)

# Each connection to a broker with its user and password.
connections := [[secret, [user, password]] |
	some secret in model.secrets
	secret.kind == "jndi.properties"
	startswith(secret.path, "connectionfactory.")
	[_, user, password] := regex.find_all_string_submatch_n(`://([^/\s:@]*):([^/\s@]+)@`, secret.value, 1)[0]
]

aliased(entry) if {
	some secret in model.secrets
	lib.location(secret) == lib.location(entry)
	model.vaulted(secret)
}

default shipped(_) := false

shipped(secret) if regex.match(`^amqp://admin:admin@client[iI][dD]/(carbon|test)\?brokerlist='tcp://localhost:\d+'$`, secret.value)
