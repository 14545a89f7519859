# Logins at other servers.
#
# api_logins: the logins of the API manager's components that are on, each with
# item, user and password (where they stand in it), url (where its address
# stands) and at (the component that is called, in words). remote_logins: the
# passwords with which this server logs in to servers on other machines, each
# with the entry and from (whose login it is, in words).
package carbonlint.model

import data.carbonlint.lib

api_logins := [login |
	some list in [component_api_logins, throttling_logins, workflow_logins]
	some login in list
]

component_api_logins := [{"item": item, "user": "Username", "password": "Password", "url": "ServerURL", "at": at} |
	some [at, items] in [
		["the key manager", [i | some i in input.items["api-manager.xml"]["APIManager/AuthManager"]]],
		["the gateway", [i | some i in input.items["api-manager.xml"]["APIManager/APIGateway/Environments/Environment"]]],
		["the key manager", [i | some i in input.items["api-manager.xml"]["APIManager/APIKeyValidator"]]],
		["the API store", [i | some i in input.items["api-manager.xml"]["APIManager/APIStore"]]],
	]
	some item in items
]

throttling_logins := [{"item": item, "user": "Username", "password": "Password", "url": url, "at": "the traffic manager"} |
	not throttling_off
	some [url, items] in [
		["ReceiverUrlGroup", [i | some i in input.items["api-manager.xml"]["APIManager/ThrottlingConfigurations/TrafficManager"]]],
		["ReceiverUrlGroup", [i | some i in input.items["api-manager.xml"]["APIManager/ThrottlingConfigurations/DataPublisher"]]],
		["ServiceURL", [i | some i in input.items["api-manager.xml"]["APIManager/ThrottlingConfigurations/PolicyDeployer"]]],
		["ServiceURL", [i | some i in input.items["api-manager.xml"]["APIManager/ThrottlingConfigurations/JMSConnectionDetails"]]],
	]
	some item in items
	every switch in object.get(item.settings, "Enabled", []) {
		not lib.no(switch)
	}
]

workflow_logins := [{"item": item, "user": "DCREndPointUser", "password": "DCREndPointPassword", "url": "DCREndPoint", "at": "the API store"} |
	some item in input.items["api-manager.xml"]["APIManager/WorkflowConfigurations"]
	lib.yes(item.settings.Enabled[0])
]

remote_logins := array.concat(
	[{"entry": entry, "from": from} |
		some login in api_logins
		from := $"the API manager to {login.at}"
		leads_elsewhere(login.item, login.url)
		entry := login.item.settings[login.password][0]
		not entry.unknown
	],
	[{"entry": secret, "from": from} |
		some adapter in event_adapters
		from := $"the {adapter.what} '{adapter.name.value}'"
		sends_elsewhere(adapter)
		some secret in secrets
		secret.kind in {"event-publisher", "event-receiver"}
		secret.file == adapter.file
		not secret.unknown
		clear_text(secret) == secret.value
	],
)

# What is deployed to send or to take events. The shipped ones that go to this
# machine wait for an analytics server that a product may never get.
event_adapters := array.concat(
	[object.union(item, {"what": "event publisher", "name": item.settings["@name"][0], "part": "to/property["}) |
		some item in input.items["event-publisher"].eventPublisher
	],
	[object.union(item, {"what": "event receiver", "name": item.settings["@name"][0], "part": "from/property["}) |
		some item in input.items["event-receiver"].eventReceiver
	],
)

# A host that a template fills in is one that somebody chooses.
sends_elsewhere(adapter) if {
	some path, entries in adapter.settings
	startswith(path, adapter.part)
	entry := entries[0]
	some target in link_targets(entry)
	host := target.host
	not local_address(host)
}

sends_elsewhere(adapter) if {
	some path, entries in adapter.settings
	startswith(path, adapter.part)
	entry := entries[0]
	entry.unknown
	regex.match(`^\w+://(<%|\{\{|\$\{)`, entry.value)
}
