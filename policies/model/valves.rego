# Valves of Tomcat.
#
# valves: those of the engine, of its hosts and of their contexts, in the
# order in which requests meet them. tomcat_hosts: the hosts, where an absent
# one is reported.
package carbonlint.model

valves := array.flatten([
	[valve | some valve in input.items["catalina-server.xml"]["Server/Service/Engine/Valve"]],
	[valve | some valve in input.items["catalina-server.xml"]["Server/Service/Engine/Host/Valve"]],
	[valve | some valve in input.items["catalina-server.xml"]["Server/Service/Engine/Host/Context/Valve"]],
])

tomcat_hosts := [host | some host in input.items["catalina-server.xml"]["Server/Service/Engine/Host"]]
