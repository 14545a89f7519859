# METADATA
# title: The H2 database server or its web console is open
# description: >-
#   The server opens the embedded database on a port of its own, with the login
#   that every product ships. Whoever reaches it reads and writes users and
#   registry, and through H2's aliases runs code as the server.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://h2database.com/html/tutorial.html
#   description: H2, using the server
# custom:
#   remediation: |-
#     Remove H2DatabaseConfiguration from carbon.xml, or comment it out as it is shipped.
#
#     ```xml
#     <!--H2DatabaseConfiguration>
#         <property name="web" />
#         <property name="webPort">8082</property>
#     </H2DatabaseConfiguration-->
#     ```
#
#     Each of web, tcp and pg opens a port by being there, whatever its value.
#     Without webAllowOthers, tcpAllowOthers or pgAllowOthers only programs on
#     the machine itself get in: a warning.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 8.8
package carbonlint.rules.datasource.h2_server_open

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": server.entry} if some server in model.h2_servers

subjects contains file if {
	count(model.h2_servers) == 0
	some file in model.carbon
}

findings contains lib.graded(server.entry, $"The server opens the H2 {server.name}, also to other machines.", {
	"related": [lib.see(server.others, "This lets other machines in.")],
	"fix": lib.all_of([lib.remove(server.entry), lib.remove(server.others)]),
}) if {
	some server in model.h2_servers
	server.others
}

findings contains lib.graded(server.entry, $"The server opens the H2 {server.name} to programs on the machine.", {"severity": "warning", "fix": lib.remove(server.entry)}) if {
	some server in model.h2_servers
	not server.others
}
