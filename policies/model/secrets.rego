# Secrets.
#
# secrets: every entry of the home that is a secret, with the kind of its file,
# whether that file is a template, and the entries alias and encrypted of its
# element. secret_name is what a message calls one. vaulted: holds for a secret
# that stands for one in the vault. aliases: where the configuration names a
# secret of the vault, each with the entry, kind, name and namespace; text tells
# the form without an attribute. resolved: holds for one that the server reads.
# vault_on, vault_off: the secure vault is set up, or known not to be.
# cipher_texts: the entries of the vault's file. clear_text: what of a secret
# anybody can read; published: holds for what products ship. component_logins:
# the passwords of connections to other components that are on.
package carbonlint.model

secrets := input.secrets

# What the element calls it, or the last name in its path: the property's, else
# the element's or attribute's.
secret_name(secret) := secret.key.value if {
	secret.key
} else := name if {
	[_, name] := regex.find_all_string_submatch_n(`\[([^\]]+)\](?:/(?:@?value|#text))?$`, secret.path, 1)[0]
} else := trim_left(regex.replace(secret.path, `^.*/`, ""), "@")

vaulted(secret) if secret.alias

vaulted(secret) if startswith(secret.value, "secretAlias:")

# Of the vault's own key store, the tool writes by what name the password is
# asked for: the value is no password where a provider is set.
vaulted(secret) if {
	secret.kind == "secret-conf.properties"
	regex.match(`^(identity|trust)\.(store|key)\.password$`, secret.value)
}

vaulted(secret) if {
	secret.kind == "secret-conf.properties"
	secret.path in asked_for
}

asked_for contains "keystore.identity.store.password" if input.settings["secret-conf.properties"]["keystore.identity.store.secretProvider"]

asked_for contains "keystore.identity.key.password" if input.settings["secret-conf.properties"]["keystore.identity.key.secretProvider"]

asked_for contains "keystore.trust.store.password" if input.settings["secret-conf.properties"]["keystore.trust.store.secretProvider"]

vault_namespace := "http://org.wso2.securevault/configuration"

aliases := array.concat(
	[object.union(alias, {"name": alias.value, "namespace": object.get(alias, "namespace", ""), "text": false}) | some alias in input.aliases],
	[object.union(secret, {"name": trim_prefix(secret.value, "secretAlias:"), "namespace": vault_namespace, "text": true}) |
		some secret in secrets
		startswith(secret.value, "secretAlias:")
	],
)

resolved(alias) if alias.namespace == vault_namespace

vault_provider := last_entry(input.settings["secret-conf.properties"]["carbon.secretProvider"])

vault_on if vault_provider

default vault_files := []

vault_files := input.files["secret-conf.properties"]

# The file is shipped with every line commented out, and not by all products.
vault_off if {
	count(vault_files) > 0
	not vault_provider
}

vault_off if {
	all_read("secret-conf.properties")
	count(vault_files) == 0
}

# in_files holds while the vault keeps its secrets in cipher-text.properties.
in_files if lower(last_entry(input.settings["secret-conf.properties"].secretRepositories).value) == "file"

default cipher_files := []

cipher_files := input.files["cipher-text.properties"]

cipher_texts := [secret | some secret in secrets; secret.kind == "cipher-text.properties"]

# clear_text gives the part of a secret that stands in the tree for all to
# read: the password of a login in a URL, the value of a password parameter, or
# the whole value. It is undefined for what is encrypted, in the vault, or
# filled in by somebody else.
clear_text(secret) := legible(secret.value, object.get(secret, "unknown", false)) if {
	not vaulted(secret)
	not encrypted(secret)
}

# Many secrets have one value: legible takes that, so that each is read once.
legible(value, unknown) := text if {
	contains(value, "://")
	text := regex.find_all_string_submatch_n(`://[^/\s:@]*:([^/\s@]+|\d*[^/\d\s@][^\s@]*)@`, value, 1)[0][1]
	not filled_in(text)
} else := text if {
	contains(value, "=")
	text := regex.find_all_string_submatch_n(`(?i)[?&;](?:password|pwd|secret|token)=([^&;\s]+)`, value, 1)[0][1]
	not filled_in(text)
} else := value if {
	not unknown
	not contains(value, "://")
}

encrypted(secret) if lower(secret.encrypted.value) == "true"

filled_in(text) if regex.match(`\$\{|<%|\{\{|\{%|^\$`, text)

# published holds for a secret that everybody knows, since products ship it.
# The rule of that secret tells of it.
published(secret) if widely_known(secret.kind, clear_text(secret))

widely_known(_, text) if text in {"admin", "wso2carbon", "password"}

widely_known(kind, text) if regex.match(published_values[kind], text)

published_values := {
	"axis2_client.xml": `^axis2$`,
	"axis2_blocking_client.xml": `^(axis2|mailpassword)$`,
	"embedded-ldap.xml": `^(secret|randall)$`,
	"tomcat-users.xml": `^tomcat$`,
	"output-event-adapters.xml": `^xxxx$`,
	"application-authentication.xml": `^(gmail\w+Value|sendgridAPIKeyValue|mobileConnectClientSecret)$`,
	"captcha-config.properties": `^6LeL8iATAAAA`,
}

# component_logins are the passwords with which this server calls another
# component, as long as that connection is on: each with the entry, what it is
# for and shipped_on, which holds where products ship the connection switched on.
component_logins := [{"entry": entry, "for": what, "shipped_on": shipped_on} |
	some [what, shipped_on, on, list] in component_login_lists
	on
	some entry in list
	not entry.unknown
]

component_login_lists := [
	[
		"the metrics reporter", false, all_on([
			[e | some e in input.settings["metrics.xml"]["Metrics/Enabled"]],
			[e | some e in input.settings["metrics.xml"]["Metrics/Reporting/DAS/Enabled"]],
		]),
		[e | some e in input.settings["metrics.xml"]["Metrics/Reporting/DAS/Password"]],
	],
	[
		"the remote task server", false, all_equal([e | some e in input.settings["tasks-config.xml"]["tasks-configuration/taskServerMode"]], "REMOTE"),
		[e | some e in input.settings["tasks-config.xml"]["tasks-configuration/remoteServerPassword"]],
	],
	["the coordination of human tasks", false, all_on([[e | some e in input.settings["humantask.xml"]["HumanTaskServerConfig/HumanTaskCoordination/TaskCoordinationEnabled"]]]), [e |
		some e in input.settings["humantask.xml"]["HumanTaskServerConfig/HumanTaskCoordination/RegistrationServiceAuthentication/Password"]
	]],
	["the coordination of people's tasks", false, all_on([[e | some e in input.settings["b4p-coordination-config.xml"]["HumanTaskCoordinationConfiguration/TaskCoordinationEnabled"]]]), [e |
		some e in input.settings["b4p-coordination-config.xml"]["HumanTaskCoordinationConfiguration/TaskProtocolHandlerAuthentication/Password"]
	]],
	[
		"process analytics", false, process_publishing,
		[e | some e in input.settings["bps-analytics.xml"]["BPSAnalytics/AnalyticServer/Password"]],
	],
	[
		"the analytics data service", false, all_equal([e | some e in input.settings["analytics-data-config.xml"]["AnalyticsDataConfiguration/Mode"]], "REMOTE"),
		[e | some e in input.settings["analytics-data-config.xml"]["AnalyticsDataConfiguration/Password"]],
	],
	[
		"mediation analytics", false, all_on([[e | some e in input.settings["synapse.properties"]["mediation.flow.statistics.enable"]]]),
		[e | some e in input.settings["carbon.xml"]["Server/Analytics/Password"]],
	],
	[
		"the event publisher of adaptive scripts", true, adaptive_publisher,
		[e | some e in input.settings["identity.xml"]["Server/AdaptiveAuth/EventPublisher/BasicAuthentication/Password"]],
	],
	["API analytics", false, all_on([[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/Enabled"]]]), array.flatten([
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/DASPassword"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/DASRestApiPassword"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/StreamProcessorPassword"]],
		[e | some e in input.settings["api-manager.xml"]["APIManager/Analytics/StreamProcessorRestApiPassword"]],
	])],
]

default adaptive_publisher := false

adaptive_publisher if {
	adaptive_scripts
	all_on([[e | some e in input.settings["identity.xml"]["Server/AdaptiveAuth/EventPublisher/BasicAuthentication/Enable"]]])
}

# adaptive_scripts holds where a script may decide over a sign-on. The other
# products carry the configuration without the feature.
adaptive_scripts if not server_key in {"AM", "EI", "ESB", "DAS", "MB", "BPS", "Greg"}

adaptive_scripts if {
	not server_key
	not input.home.broken["carbon.xml"]
}

# A switch that is not there is off.
default all_on(_) := false

all_on(switches) if {
	every entries in switches {
		lower(entries[0].value) == "true"
	}
}

default all_equal(_, _) := false

all_equal(entries, value) if entries[0].value == value

# token_processor: how the token endpoint stores tokens, in the products that
# have one; token_encryption: the switch of the API manager.
token_processor := input.settings["identity.xml"]["Server/OAuth/TokenPersistenceProcessor"][0] if issues_tokens

token_encryption := input.settings["api-manager.xml"]["APIManager/OAuthConfigurations/EncryptPersistedTokens"][0]

issues_tokens if server_key in {"IS", "AM"}

issues_tokens if input.files["api-manager.xml"]

issues_tokens if {
	not server_key
	regex.match("^$|Identity Server|API Manager", input.home.product)
}

# cipher_transformation: how the server encrypts secrets.
# no_cipher_transformation: where that is missing: the file, or carbon.xml in a
# whole home without one.
cipher_transformation := last_entry(input.settings["carbon.properties"]["org.wso2.CipherTransformation"])

default no_cipher_transformation := []

no_cipher_transformation := input.files["carbon.properties"] if {
	not cipher_transformation
	input.files["carbon.properties"]
} else := carbon if {
	all_read("carbon.properties")
	not cipher_transformation
}
