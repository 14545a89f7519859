# METADATA
# title: A password or token stands in plain text
# description: >-
#   Configuration travels: into git, images, backups, support archives. A
#   password that stands in it is known to everybody who ever saw one of them,
#   and it stays in the history after it was removed.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Encrypting+Passwords+with+Cipher+Tool
#   description: Encrypting Passwords with Cipher Tool
# custom:
#   remediation: |-
#     Encrypt the secret with the cipher tool and leave its alias in the file.
#
#     ```xml
#     <password svns:secretAlias="Datasources.WSO2_CARBON_DB.Configuration.Password">password</password>
#     ```
#
#     The stock cipher-tool.properties knows few places: add the others (axis2.xml,
#     identity.xml, jndi.properties, further data sources) by hand. Change what was in
#     clear, too. The password of an embedded H2 database is a note; what products
#     ship, or what everybody knows, is told by the rule of that secret.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.5
package carbonlint.rules.secrets.plain_text

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": secret} if some secret in judged

findings contains lib.graded(secret, $"The {noun(secret)} '{model.secret_name(secret)}' stands in plain text.", {"severity": severity(secret)}) if {
	some secret in judged
	model.clear_text(secret)
	not model.published(secret)
	not place(secret) in known
}

# The files that have rules of their own are left to them.
judged := [secret |
	some secret in model.secrets
	kind := secret.kind
	not kind in {"cipher-text.properties", "environment", "launcher", "password-file"}
	not user_store(secret)
]

user_store(secret) if {
	secret.kind == "user-store"
	not in_url(secret)
}

in_url(secret) if regex.match(`://|^jdbc:`, secret.value)

noun(secret) := "login in" if {
	contains(secret.value, "://")
} else := "secret"

severity(secret) := "note" if {
	place(secret) in embedded
} else := "error"

place(entry) := [entry.file, entry.line, entry.column]

# Of what everybody knows, datasource/default_password speaks.
known := {place(ds.password) | some ds in model.known_logins}

embedded := {place(e) |
	some ds in model.datasources
	model.embedded_h2(ds)
	some e in [ds.password, ds.url]
}
