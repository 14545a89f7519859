# METADATA
# title: A secret alias has a name that the server does not look for
# description: >-
#   Datasources take an alias of any name. carbon.xml, user-mgt.xml,
#   registry.xml and catalina-server.xml make the name up themselves, from
#   where the secret stands: another name is never looked for, and the dummy
#   text becomes the password.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Encrypting+Passwords+with+Cipher+Tool
#   description: Encrypting Passwords with Cipher Tool
# - ref: https://docs.wso2.com/display/ADMIN44x/Carbon+Secure+Vault+Implementation
#   description: Carbon Secure Vault Implementation
# custom:
#   remediation: |-
#     Give the alias the name that the server makes of its place.
#
#     ```xml
#     <Password svns:secretAlias="Carbon.Security.KeyStore.Password">password</Password>
#     <Password svns:secretAlias="UserManager.AdminUser.Password">password</Password>
#     <Property name="ConnectionPassword" svns:secretAlias="UserStoreManager.Property.ConnectionPassword"/>
#     ```
#
#     The registry looks for wso2registry.<name>.password, with the name of the
#     database or the id of the remote registry, a connector for
#     Server.Service.Connector.<attribute>; all connectors share one.
#     `--fix=unsafe` changes the alias here; change the one in cipher-
#     text.properties with it.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.secrets.alias_misnamed

import data.carbonlint.lib
import data.carbonlint.model

subjects contains alias if some [alias, _, _] in judged

findings contains lib.fixed(alias, $"The server does not look for the secret alias '{alias.name}' here but for '{shown}'.", renamed(alias, shown)) if {
	some [alias, pattern, shown] in judged
	lib.known(alias)
	name := alias.name
	not regex.match($"^{pattern}$", name)
}

judged := [[alias, convention.pattern, convention.shown] |
	some alias in model.aliases
	model.resolved(alias)
	not alias.text
	convention := convention_of(alias)
]

exactly(name) := {"pattern": regex.replace(name, `[.\[\]]`, `\$0`), "shown": name}

convention_of(alias) := exactly(name) if {
	alias.kind == "carbon.xml"
	place := regex.replace(alias.path, `\[[^\]]*\]|/@secretAlias$|^Server/`, "")
	name := $"Carbon.{replace(place, "/", ".")}"
}

convention_of(alias) := exactly("UserManager.AdminUser.Password") if {
	alias.kind == "user-mgt.xml"
	endswith(alias.path, "/AdminUser/Password/@secretAlias")
}

convention_of(alias) := exactly($"UserManager.Configuration.Property.{name}") if {
	alias.kind == "user-mgt.xml"
	[_, name] := regex.find_all_string_submatch_n(`/Configuration/Property\[([^\]]+)\]/@secretAlias$`, alias.path, 1)[0]
}

convention_of(alias) := exactly($"UserStoreManager.Property.{name}") if {
	alias.kind == "user-mgt.xml"
	[_, name] := regex.find_all_string_submatch_n(`/UserStoreManager/Property\[([^\]]+)\]/@secretAlias$`, alias.path, 1)[0]
}

# Several names are looked for in these files, and any of them may be meant.
convention_of(alias) := {"pattern": `wso2registry\..+\.password`, "shown": $"wso2registry.{registry_part(alias)}.password"} if {
	alias.kind == "registry.xml"
}

convention_of(alias) := {"pattern": `Server\.Service\.Connector\..+`, "shown": $"Server.Service.Connector.{connector_part(alias)}"} if {
	alias.kind == "catalina-server.xml"
}

# A database goes by its name, a remote registry by its id.
registry_part(alias) := name if {
	[_, name] := regex.find_all_string_submatch_n(`/dbConfig\[([^\]]+)\]/password/@secretAlias$`, alias.path, 1)[0]
} else := id if {
	some instance in input.items["registry.xml"]["wso2registry/remoteInstance"]
	here(alias, instance.settings["password/@secretAlias"])
	id := instance.settings.id[0].value
} else := "<name>"

# A connector has one alias for all of its secrets, and that of the key store is
# the one that products list for the cipher tool.
connector_part(alias) := attribute if {
	some connector in input.items["catalina-server.xml"]["Server/Service/Connector"]
	here(alias, connector.settings["@secretAlias"])
	attribute := first_of(["keystorePass", "truststorePass", "keyPass"], connector)
} else := $"SSLHostConfig.Certificate.{attribute}" if {
	some certificate in input.items["catalina-server.xml"]["Server/Service/Connector/SSLHostConfig/Certificate"]
	here(alias, certificate.settings["@secretAlias"])
	attribute := first_of(["certificateKeystorePassword", "certificateKeyPassword"], certificate)
} else := "<attribute>"

here(alias, entries) if {
	some entry in entries
	lib.location(entry) == lib.location(alias)
}

first_of(names, element) := [name | some name in names; element.settings[$"@{name}"]][0]

# The alias in cipher-text.properties has to follow by hand.
renamed(alias, name) := lib.unsafe(lib.set(alias, name)) if {
	not contains(name, "<")
} else := lib.no_fix
