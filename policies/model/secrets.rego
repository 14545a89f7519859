# Secrets.
#
# secrets: every entry of the home that is a secret, with the kind of its file,
# whether that file is a template, and the entries alias and encrypted of its
# element. secret_name is what a message calls one. vaulted: holds for a secret
# that stands for one in the vault. aliases: where the configuration names a
# secret of the vault, each with the entry, kind, name and namespace; text tells
# the form without an attribute. resolved: holds for one that the server reads.
# vault_on, vault_off: the secure vault is set up, or known not to be.
# cipher_texts: the entries of the vault's file.
package carbonlint.model

secrets := input.secrets

# The last name in a path: the property's, else the element's or attribute's.
secret_name(secret) := name if {
	[_, name] := regex.find_all_string_submatch_n(`\[([^\]]+)\](?:/(?:@?value|#text))?$`, secret.path, 1)[0]
} else := trim_left(regex.replace(secret.path, `^.*/`, ""), "@")

vaulted(secret) if secret.alias

vaulted(secret) if startswith(secret.value, "secretAlias:")

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
	complete
	count(vault_files) == 0
}

# in_files holds while the vault keeps its secrets in cipher-text.properties.
in_files if lower(last_entry(input.settings["secret-conf.properties"].secretRepositories).value) == "file"

default cipher_files := []

cipher_files := input.files["cipher-text.properties"]

cipher_texts := [secret | some secret in secrets; secret.kind == "cipher-text.properties"]

cipher_names := {secret.path | some secret in cipher_texts}
