# METADATA
# title: A keystore password file or private key lies in the tree
# description: >-
#   The server deletes its password file after it has read it. One that lies
#   in the tree is the key to all that the vault encrypts, and a private key
#   lets anybody pose as the server: both belong to one machine alone, not
#   into a repository or an image.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Resolving+Encrypted+Passwords
#   description: Resolving Encrypted Passwords
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Remove the file from the tree and its history, and change the password or the key.
#
#     ```sh
#     git rm password-tmp
#     ```
#
#     A private key that a password protects is as bad, since whoever has the tree
#     may try as many passwords as he likes; a .pfx counts where nothing names it. A
#     template that fills the file in at deployment holds no secret. `--fix=unsafe`
#     deletes password files and no keys.
#   severity: error
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 8.2
package carbonlint.rules.secrets.password_file_left

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": line} if some line in lines

subjects contains {"at": file} if {
	some file in input.keystores
	loose(file)
}

findings contains lib.fixed(line, "A file with the password of the key store lies in the tree.", lib.unsafe(lib.delete(line))) if {
	some line in first_lines
	lib.known(line)
}

findings contains lib.finding(file, "A private key that no password protects lies in the tree.") if {
	some file in input.keystores
	loose(file)
	file.clear
}

findings contains lib.finding(file, "A private key that only a password protects lies in the tree.") if {
	some file in input.keystores
	loose(file)
	not file.clear
}

lines := [e | some e in input.settings["password-file"].line]

first_lines := [line |
	some line in lines
	line.line == min([other.line | some other in lines; other.file == line.file])
]

# What is no key store of the server.
loose(file) if {
	file.private
	file.type in {"pem", "der"}
}

loose(file) if {
	file.private
	endswith(lower(file.file), ".pfx")
	some unused in model.unused_stores
	unused.file == file.file
}
