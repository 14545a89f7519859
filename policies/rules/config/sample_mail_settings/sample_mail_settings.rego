# METADATA
# title: A notification sender keeps its sample settings
# description: >-
#   Mails to users, such as those that reset a password or tell of a locked
#   account, go out through this sender. With the sample's account the provider
#   refuses each of them, and nobody is told but the log.
# related_resources:
# - ref: https://docs.wso2.com/display/IS570/Enabling+Notifications+for+User+Operations
#   description: Identity Server, notifications for user operations
# custom:
#   remediation: |-
#     Set up the sender, or take it out where the server sends no mail.
#
#     ```xml
#     <adapterConfig type="email">
#         <property key="mail.smtp.from">wso2@acme.org</property>
#         <property key="mail.smtp.user">wso2</property>
#         <property key="mail.smtp.password">…</property>
#         <property key="mail.smtp.host">smtp.acme.org</property>
#     </adapterConfig>
#     ```
#
#     There are no lesser cases.
#   severity: note
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.config.sample_mail_settings

import data.carbonlint.lib
import data.carbonlint.model

subjects contains entry if {
	some sender in model.mail_senders
	some name in ["from", "user"]
	entry := sender.settings[name]
}

findings contains lib.graded(left[0], $"The sender of {sender.for} keeps the settings of the sample.", {
	"default": true,
	"related": [lib.see(entry, "Of the sample as well.") | some entry in array.slice(left, 1, count(left))],
}) if {
	some sender in model.mail_senders
	left := [entry |
		some name in ["from", "user", "password"]
		entry := sender.settings[name]
		entry.value in samples[name]
	]
	count(left) > 0
}

samples := {
	"from": {"abcd@gmail.com", "synapse.demo.0@gmail.com"},
	"user": {"abcd", "synapse.demo.0"},
	"password": {"xxxx", "mailpassword"},
}
