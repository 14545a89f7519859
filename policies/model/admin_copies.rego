# Copies of the super admin's login.
#
# admin_logins: the logins with which the components of the API manager call
# this server, each with user and password, as far as they are set, and alias
# where the password is in the vault, and undecided, which holds where the tree
# does not tell which server is called. Those of a component on another server
# are left out: its user manager decides. admin_name is the super admin's name
# without the domain of its user store, admin_word the password where the tree
# tells it. broker_logins: the logins in the URLs of clients of this server's own
# broker, each with the entry, user and text. broker_urls: the entries of such
# URLs into which the server writes the password of the super admin.
package carbonlint.model

import data.carbonlint.lib

admin_name := bare_name(admin.name.value) if lib.known(admin.name)

admin_word := admin.password.value if {
	not admin.password_alias
	lib.known(admin.password)
}

bare_name(name) := regex.replace(regex.replace(name, `^[^/]+/`, ""), `@carbon\.super$`, "")

admin_logins := [login |
	some place in api_logins
	item := place.item
	url := place.url
	not leads_elsewhere(item, url)
	entries := {attribute: item.settings[path][0] |
		some attribute, path in {"user": place.user, "password": place.password, "alias": concat("/", [place.password, "@secretAlias"])}
	}
	login := object.union(entries, {"undecided": leads_anywhere(item, url)})
]

leads_elsewhere(item, url) if {
	some target in link_targets(item.settings[url][0])
	host := target.host
	not local_address(host)
}

# The host is a placeholder of the installer's, or hides in one.
default leads_anywhere(_, _) := false

leads_anywhere(item, url) if {
	item.settings[url][0].unknown
	count(link_targets(item.settings[url][0])) == 0
}

broker_logins := [{"entry": entry, "user": user, "text": text} |
	some entry in own_broker_urls
	[_, user, text] := regex.find_all_string_submatch_n(`amqp://([^/\s:@]*):([^/\s@]*)@`, entry.value, 1)[0]
]

# Only the API manager asks its own user manager.
own_broker_urls := [entry |
	api_manager
	some entry in array.concat(broker_clients, throttling_broker_urls)
	some [_, host] in regex.find_all_string_submatch_n(`tcp://(\$\{[^}]*\}|[^:'/,;?]+)`, entry.value, -1)
	local_address(host)
]

throttling_broker_urls := [entry |
	some entry in input.settings["api-manager.xml"]["APIManager/ThrottlingConfigurations/JMSConnectionDetails/JMSConnectionParameters/connectionfactory.TopicConnectionFactory"]
]

broker_urls := [entry |
	some entry in throttling_broker_urls
	contains(entry.value, ":${admin.password}@")
]
