# METADATA
# title: A secret alias lacks the vault's XML namespace
# description: >-
#   The server knows a secret by an attribute of the vault's namespace. With
#   another one, or without any, it takes the dummy text for the password;
#   with a prefix that nothing declares the file is not well-formed and the
#   server does not start. The cipher tool adds the declaration, an edit by
#   hand forgets it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Encrypting+Passwords+with+Cipher+Tool
#   description: Encrypting Passwords with Cipher Tool
# - ref: https://docs.wso2.com/display/ADMIN44x/Carbon+Secure+Vault+Implementation
#   description: Carbon Secure Vault Implementation
# custom:
#   remediation: |-
#     Declare the prefix on the root element of the file.
#
#     ```xml
#     <Server xmlns="http://wso2.org/projects/carbon/carbon.xml" xmlns:svns="http://org.wso2.securevault/configuration">
#     ```
#
#     Only the data source files and tasks-config.xml are shipped with it.
#     `--fix` declares a prefix; an attribute without one, or with another
#     namespace's, is mended by hand.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.secrets.namespace_undeclared

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": alias} if {
	some alias in model.aliases
	not alias.text
}

findings contains lib.fixed(alias, $"The attribute secretAlias {fault(alias.namespace)}.", declared(alias)) if {
	some alias in model.aliases
	not model.resolved(alias)
}

fault("") := "has no namespace, so the server does not know it"

fault(namespace) := $"has the prefix '{trim_suffix(namespace, ":")}', which nothing declares" if regex.match(`^[^:]+:$`, namespace)

fault(namespace) := $"is of the namespace '{namespace}', which is not the vault's" if not regex.match(`^([^:]+:)?$`, namespace)

# Without a prefix, and with one that is another namespace's, the attribute
# itself has to change.
declared(alias) := lib.add(lib.top(alias), $"@xmlns:{trim_suffix(alias.namespace, ":")}", model.vault_namespace) if {
	regex.match(`^[A-Za-z_][\w.-]*:$`, alias.namespace)
} else := lib.no_fix
