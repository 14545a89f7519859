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
#     The registry looks for wso2registry.<name>.password, a connector for
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

convention_of(alias) := {"pattern": `wso2registry\..+\.password`, "shown": "wso2registry.<name>.password"} if alias.kind == "registry.xml"

convention_of(alias) := {"pattern": `Server\.Service\.Connector\..+`, "shown": "Server.Service.Connector.<attribute>"} if alias.kind == "catalina-server.xml"

# The alias in cipher-text.properties has to follow by hand.
renamed(alias, name) := lib.unsafe(lib.set(alias, name)) if {
	not contains(name, "<")
} else := lib.no_fix
