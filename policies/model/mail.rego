# Mail that the server sends.
#
# mail_senders: the senders that are set up, each with for (whose it is, in
# words) and from, user and password, entries as far as they are set.
package carbonlint.model

mail_senders := array.concat(
	[{"for": "the event adapter", "settings": settings} |
		some item in input.items["output-event-adapters.xml"]["outputEventAdaptersConfig/adapterConfig"]
		item.settings["@type"][0].value == "email"
		settings := adapter_settings(item)
	],
	[{"for": "the mail transport", "settings": settings} |
		some senders in [
			[i | some i in input.items["axis2.xml"]["axisconfig/transportSender"]],
			[i | some i in input.items["axis2_blocking_client.xml"]["axisconfig/transportSender"]],
		]
		some item in senders
		item.settings["@name"][0].value == "mailto"
		settings := {name: last_entry(item.settings[path]) | some name, path in mail_parameters}
	],
)

mail_parameters := {
	"from": "parameter[mail.smtp.from]",
	"user": "parameter[mail.smtp.user]",
	"password": "parameter[mail.smtp.password]",
}

# Each property has a key, so that the keys and the values run side by side.
adapter_settings(item) := {name: last_entry(entries) |
	some name in ["from", "user", "password"]
	entries := [item.settings.property[i] |
		some i, key in item.settings["property/@key"]
		key.value == concat("", ["mail.smtp.", name])
	]
}
