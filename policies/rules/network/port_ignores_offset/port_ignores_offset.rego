# METADATA
# title: A fixed port in a URL ignores the port offset
# description: >-
#   The offset moved the listener, but a client inside the product still calls
#   the old number. It fails, or, where a second server runs on the machine
#   without an offset, it silently talks to that one: keys are checked, messages
#   are queued and tokens are revoked in the wrong place.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Default+Ports+of+WSO2+Products
#   description: Administration guide, Default Ports of WSO2 Products
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Write the placeholder that the product fills in with the moved port, or the moved port itself.
#
#     ```xml
#     <!-- Offset is 2 -->
#     <ServerURL>https://localhost:${mgt.transport.https.port}${carbon.context}services/</ServerURL>
#     ```
#
#     ```properties
#     # jndi.properties
#     connectionfactory.TopicConnectionFactory = amqp://.../carbon?brokerlist='tcp://localhost:5674'
#     ```
#
#     URLs that name this server, by localhost or by its own name, are judged; the
#     ports of other servers are not known here. A user store is judged while the
#     embedded directory runs. jndi.properties is judged where the broker runs in
#     the same server, or in one beside it on the machine, as the broker profile
#     of EI does, and so are the addresses to which events are sent where the
#     analytics profile runs there.
#   severity: error
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: ports
#   since: 0.1.0
package carbonlint.rules.network.port_ignores_offset

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": client.entry, "unknown": undecided(client)} if some client in clients

findings contains lib.graded(client.entry, $"{named(client)} names port {number}, which the offset moves to {listener.port}.", {
	"default": shipped(client),
	"related": [
		lib.see(listener, $"The {listener.name} listener, before the offset."),
		lib.see(model.offset_set, "The offset."),
	],
}) if {
	some client in clients
	[number, listener] := [[n, l] | some n in client.numbers; l := model.moved_port(n)][0]
}

# A client is what calls this server, with the numbers of the ports it calls.
clients contains {"entry": link.entry, "component": link.component, "numbers": model.numbers_of(targets)} if {
	some link in model.links
	not link.remote
	targets := model.own_targets(link)
	count(targets) > 0
}

# The directory in the server is moved with all the rest.
clients contains {"entry": store.url, "component": "the user store", "numbers": model.numbers_of(targets)} if {
	lib.yes(model.embedded_ldap)
	some store in model.user_stores
	targets := model.own_targets({"targets": model.link_targets(store.url)})
	count(targets) > 0
}

clients contains {"entry": entry, "numbers": model.numbers_of(targets)} if {
	model.broker_here
	some entry in model.broker_clients
	targets := model.own_targets({"targets": model.link_targets(entry)})
	count(targets) > 0
}

named(client) := $"The URL {lib.quote(client.entry)} of {client.component}" if {
	client.component
} else := "The broker's address"

# The integrator's queues are in the broker profile beside it.
findings contains lib.graded(client.entry, $"The broker's address names port {client.numbers[0]}, at which nothing on this machine listens.", {
	"default": shipped(client),
	"related": [see(broker) | some broker in brokers],
}) if {
	some client in neighbours
	not undecided(client)
	every number in client.numbers {
		silent(number)
	}
}

subjects contains {"at": client.entry, "unknown": undecided(client)} if some client in neighbours

see(broker) := lib.see(broker.at, $"The broker of {model.home_name(broker.home)} listens at port {broker.at.port}.")

default brokers := []

brokers := model.others(input.siblings.host.brokers.at.AMQP)

# The servers beside this one whose ports a template decides.
default open_neighbours := []

open_neighbours := model.others(input.siblings.host.open_ports.at.ports)

neighbours contains {"entry": entry, "numbers": numbers, "beside": true} if {
	not model.broker_here
	count(brokers) + count(open_neighbours) > 0
	some entry in model.broker_clients
	numbers := model.numbers_of(model.own_targets({"targets": model.link_targets(entry)}))
	count(numbers) > 0
}

# So is what takes the events of another one: its thrift receiver.
findings contains lib.graded(client.entry, $"The URL {lib.quote(client.entry)} of {client.component} names port {client.number}, but {model.home_name(bridge.home)} takes events at {bridge.at.port}.", {
	"related": [lib.see(bridge.at, "The listener, before the offset.")],
}) if {
	some client in publishers
	not undecided(client)
	silent(client.number)
	bridge := model.others(bridges[client.listener])[0]
}

subjects contains {"at": client.entry, "unknown": undecided(client)} if {
	some client in publishers
	count(bridges) + count(open_neighbours) > 0
}

default bridges := {}

bridges := input.siblings.host.data_bridges.at

# Where this server has a receiver itself, its URLs may mean that one.
publishers contains {"entry": link.entry, "component": link.component, "number": number, "listener": listener, "beside": true} if {
	not own_bridge
	some link in model.links
	link.remote
	listener := {"tcp:": "thrift data", "ssl:": "secure thrift data"}[lower(regex.find_n(`(?i)\b(tcp|ssl):`, link.entry.value, 1)[0])]
	some number in model.numbers_of(model.own_targets(link))
}

own_bridge if {
	some port in model.ports
	port.name == "thrift data"
}

silent(number) if {
	not model.opens(number)
	not input.siblings.host.ports.at[$"tcp/{number}"]
}

# A placeholder follows the offset, whatever it is.
default undecided(_) := false

undecided(client) if {
	client.beside
	count(open_neighbours) > 0
}

undecided(client) if {
	not client.beside
	count(client.numbers) > 0
	not model.offset_decided
}

# The profiles of EI ship an offset each, and URLs that do not know of it.
default shipped(_) := false

# The analytics profile ships an address that the broker profile never had.
shipped(client) if {
	client.beside
	regex.match(`^amqp://admin:admin@clientID/test\?brokerlist='tcp://localhost:5672'$`, client.entry.value)
	every broker in brokers { broker.at.port == 5675 }
}

shipped(client) if {
	model.offset_shipped
	model.shipped_link(client.entry.value)
}
