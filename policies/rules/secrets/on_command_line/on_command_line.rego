# METADATA
# title: A password is passed on the java command line
# description: >-
#   Whatever is on the command line of a process is seen by every user of the
#   machine, in ps, in /proc, in monitoring tools and crash reports, and it
#   lies in the start script in clear.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Setting system properties
# - ref: https://docs.wso2.com/display/ADMIN44x/Encrypting+Passwords+with+Cipher+Tool
#   description: Encrypting Passwords with Cipher Tool
# custom:
#   remediation: |-
#     Keep the secret in a file that the vault protects, or read it from the environment.
#
#     ```sh
#     -Djavax.net.ssl.keyStorePassword="$KEYSTORE_PASSWORD" \
#     ```
#
#     The scripts, units of systemd and .env files beside and in bin count like the start
#     scripts that read them. Better still, name the key store in carbon.xml, whose password the vault keeps:
#     what the shell fills in is on the command line all the same.
#   severity: error
#   kind: static
#   tier: core
#   fix: none
#   guideline: system-properties
#   since: 0.1.0
#   security_severity: 6.5
package carbonlint.rules.secrets.on_command_line

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": secret} if some secret in passed

findings contains lib.finding(secret, $"The secret '{trim_prefix(secret.path, "-D")}' is passed on the command line.") if {
	some secret in passed
	lib.known(secret)
}

passed := [secret |
	some secret in model.secrets
	secret.kind in {"launcher", "environment"}
]
