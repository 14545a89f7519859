# The components of the API manager.
#
# component_links: the URLs by which its components call each other, with part
# (the component that is called) beside what a link has. here holds for one
# that leads to the own machine by localhost or a placeholder for its address,
# elsewhere for one that leads to other hosts alone. profiles: the entries of the
# launchers that choose which components a node runs. called_by_profile: holds
# for a component that the node calls and that runs on another one.
# no_gateway: the entry that says that the node runs no gateway, which is how an
# Identity Server serves as a key manager. split_components: holds where a
# launcher, a URL or no_gateway shows that the components run on several nodes.
# sibling_links: the other URLs of the same component that show where it runs.
# misled_links: those that lead to this machine though the component runs
# elsewhere; not_misled: all links but these.
package carbonlint.model

import data.carbonlint.lib

component_links := [object.union(link, {"part": part}) |
	input.files["api-manager.xml"]
	some link in links
	part := component_of[link.entry.path]
]

component_of := {
	"APIManager/AuthManager/ServerURL": "the key manager",
	"APIManager/APIKeyValidator/ServerURL": "the key manager",
	"APIManager/APIGateway/Environments/Environment/ServerURL": "the gateway",
	"APIManager/OAuthConfigurations/RevokeAPIURL": "the gateway",
	"APIManager/WorkflowConfigurations/TokenEndPoint": "the gateway",
	"APIManager/ThrottlingConfigurations/TrafficManager/ReceiverUrlGroup": "the traffic manager",
	"APIManager/ThrottlingConfigurations/TrafficManager/AuthUrlGroup": "the traffic manager",
	"APIManager/ThrottlingConfigurations/DataPublisher/ReceiverUrlGroup": "the traffic manager",
	"APIManager/ThrottlingConfigurations/DataPublisher/AuthUrlGroup": "the traffic manager",
	"APIManager/ThrottlingConfigurations/PolicyDeployer/ServiceURL": "the traffic manager",
	"APIManager/ThrottlingConfigurations/JMSConnectionDetails/ServiceURL": "the traffic manager",
	"APIManager/Analytics/StreamProcessorServerURL": "analytics",
	"APIManager/Analytics/StreamProcessorRestApiURL": "analytics",
	"APIManager/Analytics/DASServerURL": "analytics",
	"APIManager/Analytics/DASRestApiURL": "analytics",
	"APIManager/WorkflowConfigurations/ServerUrl": "the workflow engine",
}

here(link) if {
	some target in link.targets
	local_address(target.host)
}

local_address(host) if own_host(host)

local_address(host) if lib.loopback(host)

# Of a list, one address of this machine is enough: nodes that all run all
# components name themselves and the others.
elsewhere(link) if {
	not here(link)
	some target in link.targets
	host := lower(target.host)
	not contains(host, "$")
	not lib.loopback(host)
	not host in own_names
}

profiles := [entry |
	some entry in options("-Dprofile")
	not lower(entry.value) == "default"
]

no_gateway := entry if {
	entry := input.settings["api-manager.xml"]["APIManager/GatewayType"][0]
	lower(entry.value) == "none"
}

split_components if count(profiles) > 0

split_components if no_gateway

# Analytics and the workflow engine run beside a node that has all the rest.
split_components if {
	some link in component_links
	not link.remote
	path := link.entry.path
	not path in public_urls
	elsewhere(link)
}

sibling_links(link) := [other |
	some other in component_links
	other.part == link.part
	not other.remote
	elsewhere(other)
	path := other.entry.path
	not path in public_urls
]

# They may be public names of this node.
public_urls := {"APIManager/OAuthConfigurations/RevokeAPIURL", "APIManager/WorkflowConfigurations/TokenEndPoint"}

# What each profile calls. The traffic manager calls none of the others.
called_by := {
	"gateway-worker": {"APIManager/APIKeyValidator/ServerURL", "APIManager/ThrottlingConfigurations/JMSConnectionDetails/ServiceURL"},
	"gateway-manager": {"APIManager/APIKeyValidator/ServerURL", "APIManager/ThrottlingConfigurations/JMSConnectionDetails/ServiceURL"},
	"api-publisher": {
		"APIManager/AuthManager/ServerURL", "APIManager/APIGateway/Environments/Environment/ServerURL",
		"APIManager/ThrottlingConfigurations/PolicyDeployer/ServiceURL",
	},
	"api-store": {
		"APIManager/AuthManager/ServerURL", "APIManager/APIKeyValidator/ServerURL",
		"APIManager/APIGateway/Environments/Environment/ServerURL", "APIManager/OAuthConfigurations/RevokeAPIURL",
	},
	"api-key-manager": {"APIManager/APIGateway/Environments/Environment/ServerURL", "APIManager/OAuthConfigurations/RevokeAPIURL"},
}

called_by_profile(link) if {
	some profile in profiles
	link.entry.path in called_by[lower(profile.value)]
}

local_links := [link |
	some link in component_links
	not link.remote
	here(link)
]

misled_links contains link if {
	some link in local_links
	called_by_profile(link)
}

# Without a profile the URLs of one component tell on each other.
misled_links contains link if {
	count(profiles) == 0
	some link in local_links
	count(sibling_links(link)) > 0
}

# A key manager of its own tells the gateway which tokens are revoked.
misled_links contains link if {
	no_gateway
	some link in local_links
	link.part == "the gateway"
}

# Analytics and the workflow engine never run in the API manager.
misled_links contains link if {
	split_components
	some link in component_links
	link.remote
	here(link)
}

not_misled := links if {
	count(misled_links) == 0
} else := [link |
	some link in links
	place := lib.location(link.entry)
	not place in misled_places
]

misled_places := {place |
	some link in misled_links
	place := lib.location(link.entry)
}
