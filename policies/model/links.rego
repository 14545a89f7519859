# Links.
#
# links: the live URLs that the configuration hands to browsers, to mail and
# to other servers, each with the entry, component (whose URL it is, in
# words), remote (it leads to another server by design), targets (host and,
# where they are set, port of each URL in the value) and unknown (a host is
# not decided). A component that is switched off has none. shipped_link holds
# for the value of a product's own file. own_targets are the targets of a link
# that are this server, numbers_of the ports that they name in digits.
# broker_here holds where the message broker runs in this server, and
# broker_clients are the entries by which its clients find it.
package carbonlint.model

import data.carbonlint.lib

links := [link |
	some list in link_lists
	some source in list
	targets := link_targets(source.entry)
	link := object.union(source, {"targets": targets, "unknown": undecided_link(source.entry, targets)})
	has_url(link)
]

has_url(link) if count(link.targets) > 0

has_url(link) if link.unknown

link_from(entry, component, remote) := {"entry": entry, "component": component, "remote": remote}

# A value may hold several URLs: {tcp://a:7611},{tcp://b:7611}|tcp://c:7611.
link_targets(entry) := [target |
	some [_, host, port] in regex.find_all_string_submatch_n(`(?:[A-Za-z]\w*|\$\{carbon\.protocol\})://(?:[^/\s@{}]*@)?(\[[0-9A-Fa-f:]+\]|\$\{[^}]*\}|[^\s:/,|{}$<>]+)(?::(\d+|\$\{[^}]*\}))?`, entry.value, -1)
	target := {"host": host, "port": link_port(entry.value, port)}
]

link_port(_, port) := port if port != ""

link_port(url, "") := "443" if regex.match(`^(https|wss)://`, url)

link_port(url, "") := "80" if regex.match(`^(http|ws)://`, url)

link_port(url, "") := "" if not regex.match(`^(https?|wss?)://`, url)

# The server fills in its own name and ports by itself.
own_host(host) if host in {"${carbon.host}", "${carbon.local.ip}"}

own_port(port) if regex.match(`^\$\{(mgt\.transport\.https?\.port|https?\.nio\.port|carbon\.management\.port|receiver\.url\.port|auth\.url\.port|jms\.port|Ports\.[\w.]+)\}$`, port)

own_port(port) if {
	regex.match(`^\d{1,5}$`, port)
	opens(to_number(port))
}

own_targets(link) := [target |
	some target in link.targets
	own_name(target.host)
]

own_name(host) if own_host(host)

own_name(host) if lib.loopback(host)

# Behind a proxy the name of the server leads to the proxy.
own_name(host) if {
	lower(host) in own_names
	not behind_proxy
}

numbers_of(targets) := [to_number(target.port) |
	some target in targets
	regex.match(`^\d{1,5}$`, target.port)
]

broker_here if count(broker_ports) > 0

broker_clients := [entry |
	some entries in [
		[e | some e in input.settings["jndi.properties"]["connectionfactory.TopicConnectionFactory"]],
		[e | some e in input.settings["jndi.properties"]["connectionfactory.QueueConnectionFactory"]],
	]
	entry := last_entry(entries)
]

undecided_link(entry, targets) if {
	entry.unknown
	count(targets) == 0
	not own_host(entry.value)
} else if {
	entry.unknown
	some target in targets
	host := target.host
	not own_host(host)
	not lib.loopback(host)
	filled_in_link(entry.value)
} else := false

# filled_in_link holds for a value with a placeholder that is none of the server's
# own.
filled_in_link(value) if regex.match(`[$<@%]|\{\{|_(HOST|HOSTNAME|PORT|IP|ADDRESS|URL|DOMAIN)\b`, regex.replace(value, own_placeholder, ""))

own_placeholder := `\$\{(carbon\.(host|local\.ip|protocol|context|management\.port)|mgt\.transport\.https?\.port|https?\.nio\.port|receiver\.url\.port|auth\.url\.port|jms\.port|Ports\.[\w.]+)\}`

shipped_link(value) if regex.match(`^(https://localhost:(\$\{.*|8280/|7444|9444|9445/bpmn|9448|8443/x509-certificate-servlet|9443(/acs|/samlsso|/oauth2/token|/carbon/admin-mgt/validator_ajaxprocessor\.jsp)?)|http://localhost:9763|\{tcp://localhost:7612\}|(tcp|ssl)://localhost:7[67]1[12])$`, value)

link_lists := [
	console_links, sign_on_links, identity_links, api_links, api_analytics_links, workflow_links, throttling_links,
	mail_links, task_links, human_task_links, metrics_links, analytics_links,
]

# first_links are links from the first value of each list, and all_links from
# every one. A list is empty where nothing is set.
first_links(component, remote, lists) := [link_from(entries[0], component, remote) | some entries in lists]

all_links(component, remote, lists) := [link_from(entry, component, remote) | some entries in lists; some entry in entries]

# The console's authenticators are on unless disabled says true.
console_links := [link_from(entry, $"the console authenticator {name}", false) |
	some item in input.items["authenticators.xml"]["Authenticators/Authenticator"]
	not authenticator_off(item)
	name := item.settings["@name"][0].value
	some path, entries in item.settings
	regex.match(`^Config/Parameter\[.*\]$`, path)
	entry := entries[0]
]

authenticator_off(item) if lib.yes(item.settings["@disabled"][0])

# Those of the identity framework are off unless enabled says true.
sign_on_links := array.concat(
	[link_from(entry, $"the authenticator {name}", false) |
		some item in input.items["application-authentication.xml"]["ApplicationAuthentication/AuthenticatorConfigs/AuthenticatorConfig"]
		lib.yes(item.settings["@enabled"][0])
		name := item.settings["@name"][0].value
		some path, entries in item.settings
		regex.match(`^Parameter\[.*\]$`, path)
		entry := entries[0]
	],
	first_links("the sign-on pages", false, [
		[e | some e in input.settings["application-authentication.xml"]["ApplicationAuthentication/AuthenticationEndpointURL"]],
		[e | some e in input.settings["application-authentication.xml"]["ApplicationAuthentication/AuthenticationEndpointRetryURL"]],
		[e | some e in input.settings["application-authentication.xml"]["ApplicationAuthentication/AuthenticationEndpointMissingClaimsURL"]],
		[e | some e in input.settings["EndpointConfig.properties"]["identity.server.serviceURL"]],
	]),
)

identity_links := [link | some list in identity_link_lists; some link in list]

identity_link_lists := [
	first_links("the OAuth endpoints", false, [
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth1RequestTokenUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth1AuthorizeUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth1AccessTokenUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth2AuthzEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth2TokenEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth2RevokeEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth2IntrospectEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth2UserInfoEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OAuth2DCREPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OIDCCheckSessionEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OIDCLogoutEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OIDCWebFingerEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OIDCDiscoveryEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OIDCConsentPage"]],
		[e | some e in input.settings["identity.xml"]["Server/OAuth/OpenIDConnect/IDTokenIssuerID"]],
	]),
	first_links("the OpenID endpoints", false, [
		[e | some e in input.settings["identity.xml"]["Server/OpenID/OpenIDServerUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/OpenID/OpenIDLoginUrl"]],
	]),
	first_links("SAML sign-on", false, [
		[e | some e in input.settings["identity.xml"]["Server/SSOService/IdentityProviderURL"]],
		[e | some e in input.settings["identity.xml"]["Server/SSOService/DefaultLogoutEndpoint"]],
	]),
	first_links("the security token service", false, [
		[e | some e in input.settings["identity.xml"]["Server/SecurityTokenService/IdentityProviderURL"]],
	]),
	first_links("passive sign-on", false, [
		[e | some e in input.settings["identity.xml"]["Server/PassiveSTS/IdentityProviderURL"]],
		[e | some e in input.settings["identity.xml"]["Server/PassiveSTS/RetryURL"]],
	]),
	first_links("the SCIM endpoints", false, [
		[e | some e in input.settings["identity.xml"]["Server/SCIM/UserEPUrl"]],
		[e | some e in input.settings["identity.xml"]["Server/SCIM/GroupEPUrl"]],
	]),
	first_links("the event publisher of adaptive scripts", true, [
		[e | some e in input.settings["identity.xml"]["Server/AdaptiveAuth/EventPublisher/ReceiverURL"]; adaptive_scripts],
	]),
]

api_links := [link | some list in api_link_lists; some link in list]

api_link_lists := [
	all_links("the API manager's sign-on", false, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/AuthManager/ServerURL"]],
	]),
	all_links("the gateway environment", false, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIGateway/Environments/Environment/ServerURL"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIGateway/Environments/Environment/GatewayEndpoint"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIGateway/Environments/Environment/GatewayWSEndpoint"]],
	]),
	all_links("the key manager", false, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIKeyValidator/ServerURL"]],
	]),
	all_links("the token revocation", false, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/OAuthConfigurations/RevokeAPIURL"]],
	]),
	all_links("the API store", false, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIStore/URL"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIStore/ServerURL"]],
	]),
	all_links("the API publisher", false, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/APIPublisher/URL"]],
	]),
]

api_analytics_links := [link |
	lib.yes(input.settings["api-manager.xml"]["APIManager/Analytics/Enabled"][0])
	some link in first_links("API analytics", true, [
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/StreamProcessorServerURL"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/StreamProcessorRestApiURL"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/DASServerURL"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/DASRestApiURL"]],
	])
]

# The engine is another server; the other addresses are handed to it to call
# this one back.
workflow_links := [link |
	lib.yes(input.settings["api-manager.xml"]["APIManager/WorkflowConfigurations/Enabled"][0])
	some link in array.concat(
		first_links("the workflow engine", true, [
			[e | some e in input.settings["api-manager.xml"]["APIManager/WorkflowConfigurations/ServerUrl"]],
		]),
		first_links("the API workflows", false, [
			[e | some e in input.settings["api-manager.xml"]["APIManager/WorkflowConfigurations/WorkflowCallbackAPI"]],
			[e | some e in input.settings["api-manager.xml"]["APIManager/WorkflowConfigurations/TokenEndPoint"]],
			[e | some e in input.settings["api-manager.xml"]["APIManager/WorkflowConfigurations/DCREndPoint"]],
		]),
	)
]

# Each part has a switch of its own below the common one.
throttling_links := [link |
	not throttling_off
	some [switch, lists] in throttling_parts
	every entry in switch {
		not lib.no(entry)
	}
	some link in all_links("API throttling", false, lists)
]

throttling_parts := [
	[[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/TrafficManager/Enabled"]], [
		[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/TrafficManager/ReceiverUrlGroup"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/TrafficManager/AuthUrlGroup"]],
	]],
	[[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/DataPublisher/Enabled"]], [
		[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/DataPublisher/ReceiverUrlGroup"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/DataPublisher/AuthUrlGroup"]],
	]],
	[[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/PolicyDeployer/Enabled"]], [
		[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/PolicyDeployer/ServiceURL"]],
	]],
	[[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/JMSConnectionDetails/Enabled"]], [
		[e | some e in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/JMSConnectionDetails/ServiceURL"]],
	]],
]

throttling_off if lib.no(input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/EnableAdvanceThrottling"][0])

mail_links := all_links("the mails of the server", false, [
	[e | some e in input.settings["email-admin-config.xml"]["configuration/targetEpr"]],
	[e | some e in input.settings["email-admin-config.xml"]["configurations/configuration/targetEpr"]],
])

# Only a remote task server is called and calls back.
task_links := [link |
	input.settings["tasks-config.xml"]["tasks-configuration/taskServerMode"][0].value == "REMOTE"
	some link in array.concat(
		first_links("the remote task server", true, [
			[e | some e in input.settings["tasks-config.xml"]["tasks-configuration/remoteServerAddress"]],
		]),
		first_links("the task dispatch", false, [
			[e | some e in input.settings["tasks-config.xml"]["tasks-configuration/taskClientDispatchAddress"]],
		]),
	)
]

# The load balancer's address is used by the coordination of people's tasks.
human_task_links := array.concat(
	[link_from(entry, "the human task engine", true) |
		lib.yes(input.settings["humantask.xml"]["HumanTaskServerConfig/HumanTaskCoordination/TaskCoordinationEnabled"][0])
		entry := input.settings["humantask.xml"]["HumanTaskServerConfig/HumanTaskCoordination/ClusteredTaskEngines/LoadBalancerURL"][0]
	],
	[link_from(entry, "the coordination of human tasks", true) |
		lib.yes(input.settings["b4p-coordination-config.xml"]["HumanTaskCoordinationConfiguration/TaskCoordinationEnabled"][0])
		entry := input.settings["b4p-coordination-config.xml"]["HumanTaskCoordinationConfiguration/ClusteredTaskEngines/LoadBalancerURL"][0]
	],
)

metrics_links := [link |
	lib.yes(input.settings["metrics.xml"]["Metrics/Enabled"][0])
	lib.yes(input.settings["metrics.xml"]["Metrics/Reporting/DAS/Enabled"][0])
	some link in first_links("the metrics reporter", true, [
		[e | some e in input.settings["metrics.xml"]["Metrics/Reporting/DAS/ReceiverURL"]],
		[e | some e in input.settings["metrics.xml"]["Metrics/Reporting/DAS/AuthURL"]],
	])
]

analytics_links := [link | some list in [mediation_analytics, process_analytics, analytics_data]; some link in list]

mediation_analytics := [link |
	lib.yes(input.settings["synapse.properties"]["mediation.flow.statistics.enable"][0])
	some link in first_links("mediation analytics", true, [
		[e | some e in input.settings["carbon.xml"]["Server/Analytics/ServerURL"]],
		[e | some e in input.settings["carbon.xml"]["Server/Analytics/AuthServerURL"]],
	])
]

process_analytics := [link |
	process_publishing
	some link in first_links("process analytics", true, [
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/AnalyticServer/ReceiverURLSet"]],
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/AnalyticServer/AuthURLSet"]],
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/AnalyticServer/DASServerUrl"]],
	])
]

# process_publishing holds where processes, or their measures alone, are sent to
# the analytics server.
default process_publishing := false

process_publishing if {
	some entries in [
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/BPMN/DataPublishingEnabled"]],
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/BPMN/KPIDataPublishingEnabled"]],
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/BPMN/DashboardAnalyticsEnabled"]],
	]
	lib.yes(entries[0])
}

analytics_data := [link |
	input.settings["analytics-data-config.xml"]["AnalyticsDataConfiguration/Mode"][0].value == "REMOTE"
	some link in first_links("the analytics data service", true, [
		[e | some e in input.settings["analytics-data-config.xml"]["AnalyticsDataConfiguration/URL"]],
	])
]
