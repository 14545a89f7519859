# METADATA
# title: "A secret is still in brackets: the cipher tool was not run"
# description: >-
#   In brackets a secret waits for the cipher tool: it is still in clear, in
#   the one file where everybody looks for it. With the vault on the server
#   takes it for encrypted and fails to read it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Encrypting+Passwords+with+Cipher+Tool
#   description: Encrypting Passwords with Cipher Tool
# custom:
#   remediation: |-
#     Run the cipher tool, which encrypts what stands in brackets.
#
#     ```sh
#     bin/ciphertool.sh -Dconfigure
#     ```
#
#     An error where the vault is on, where an alias uses the value, and where it is
#     a secret of your own. The shipped values, as long as nothing uses them, are one
#     note a file. A value that is neither in brackets nor of the form of an encrypted
#     one is always an error: put it into brackets and run the tool.
#   severity: error
#   kind: static
#   tier: core
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.5
package carbonlint.rules.secrets.encryption_not_run

import data.carbonlint.lib
import data.carbonlint.model

subjects contains text if some text in model.cipher_texts

findings contains lib.graded(text, $"The secret '{text.path}' is not encrypted.", {"related": uses(text)}) if {
	some text in bracketed
	in_use_or_own(text)
}

findings contains lib.graded(text, $"The secret '{text.path}' is neither encrypted nor in brackets.", {"related": uses(text)}) if {
	some text in model.cipher_texts
	lib.known(text)
	keeps_secrets
	value := trim_space(text.value)
	not regex.match(`^\[.*\]$`, value)
	not like_base64(value)
}

# Of another repository the file may hold the places of its secrets.
keeps_secrets if model.in_files

keeps_secrets if not model.vault_on

# What the tool writes is Base64, and long. Something short is that as long as
# its length fits.
like_base64(value) if regex.match(`^[A-Za-z0-9+/]{32,}={0,2}$|^[A-Za-z0-9+/]+={1,2}$|^([A-Za-z0-9+/]{4})*$`, value)

findings contains lib.graded(waiting[0], $"The shipped secrets of the vault are not encrypted, and nothing uses them.", {
	"severity": "note",
	"default": true,
}) if {
	some file in model.cipher_files
	waiting := [text | some text in bracketed; text.file == file.file; not in_use_or_own(text)]
	count(waiting) > 0
}

bracketed := [text |
	some text in model.cipher_texts
	lib.known(text)
	regex.match(`^\[.*\]$`, trim_space(text.value))
]

in_use_or_own(_) if model.vault_on

in_use_or_own(text) if count(uses(text)) > 0

in_use_or_own(text) if not trim_space(text.value) in {"[wso2carbon]", "[admin]"}

uses(text) := [lib.see(alias, "This alias uses it.") |
	some alias in model.aliases
	alias.name == text.path
]
