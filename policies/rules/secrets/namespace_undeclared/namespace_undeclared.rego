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
#     `--fix` declares the prefix there. `--fix=unsafe` also mends a declaration
#     that serves nothing else, and gives an attribute without a prefix one: the
#     server then asks the vault for what it took from the file.
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

findings contains lib.fixed(alias, $"The attribute secretAlias {fault(alias.namespace)}.", qualified(alias)) if {
	some alias in model.aliases
	not model.resolved(alias)
}

fault("") := "has no namespace, so the server does not know it"

fault(namespace) := $"has the prefix '{trim_suffix(namespace, ":")}', which nothing declares" if regex.match(`^[^:]+:$`, namespace)

fault(namespace) := $"is of the namespace '{namespace}', which is not the vault's" if not regex.match(`^([^:]+:)?$`, namespace)

qualified(alias) := lib.set_namespace(alias, "svns", model.vault_namespace) if {
	endswith(alias.namespace, ":")
} else := lib.unsafe(lib.set_namespace(alias, "svns", model.vault_namespace))
