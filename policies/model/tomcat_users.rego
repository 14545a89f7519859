# Tomcat's own users.
#
# tomcat_users: the users of tomcat-users.xml, each with name and password.
# memory_realms: the entries by which web applications take their users from
# that file; as shipped they ask the user manager of the server.
package carbonlint.model

# Tomcat takes name for username as well.
tomcat_users := [{"name": name, "password": item.settings["@password"][0]} |
	some item in input.items["tomcat-users.xml"]["tomcat-users/user"]
	name := array.concat([e | some e in item.settings["@username"]], [e | some e in item.settings["@name"]])[0]
]

memory_realms := array.concat(
	[entry |
		entry := input.settings["carbon.xml"]["Server/Security/TomcatRealm"][0]
		lower(entry.value) == "memory"
	],
	[entry |
		some realms in [
			[r | some r in input.items["catalina-server.xml"]["Server/Service/Engine/Realm"]],
			[r | some r in input.items["catalina-server.xml"]["Server/Service/Engine/Realm/Realm"]],
			[r | some r in input.items["catalina-server.xml"]["Server/Service/Engine/Host/Realm"]],
		]
		some realm in realms
		entry := realm.settings["@className"][0]
		regex.match(`\.(Memory|UserDatabase)Realm$`, entry.value)
	],
)
