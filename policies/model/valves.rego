# Valves of Tomcat.
#
# valves: those of the engine, of its hosts and of their contexts, in the
# order in which requests meet them. tomcat_files: catalina-server.xml, where
# an absent one is reported.
package carbonlint.model

valves := array.flatten([
	[valve | some valve in input.items["catalina-server.xml"]["Server/Service/Engine/Valve"]],
	[valve | some valve in input.items["catalina-server.xml"]["Server/Service/Engine/Host/Valve"]],
	[valve | some valve in input.items["catalina-server.xml"]["Server/Service/Engine/Host/Context/Valve"]],
])

# A file that says nothing of hosts is only a part of one.
tomcat_files := [host | some host in input.items["catalina-server.xml"]["Server/Service/Engine/Host"]]
