# METADATA
# title: The console has no working https connector
# description: >-
#   Browsers reach the console, and other servers the admin services, through
#   the https connector of Tomcat. Without one that encrypts and has a key,
#   nobody can log in; one that opens its port before the server has added the
#   offset listens where another server does.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Before you begin
# - ref: https://tomcat.apache.org/tomcat-7.0-doc/config/http.html
#   description: Tomcat, The HTTP Connector
# custom:
#   remediation: |-
#     Give catalina-server.xml a connector for https with a key store.
#
#     ```xml
#     <Connector protocol="org.apache.coyote.http11.Http11NioProtocol" port="9443"
#                scheme="https" secure="true" SSLEnabled="true" bindOnInit="false"
#                sslEnabledProtocols="TLSv1.2"
#                keystoreFile="${carbon.home}/repository/resources/security/tls.jks"
#                keystorePass="password"/>
#     ```
#
#     Without bindOnInit="false" Tomcat takes the port before the offset is
#     added: an error with an offset, else a warning. A host without autoDeploy and
#     deployOnStartup set to false, which deploys applications besides Carbon, is
#     a warning.
#   severity: error
#   kind: static
#   tier: core
#   fix: none
#   guideline: running
#   since: 0.1.0
package carbonlint.rules.console.connector_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": place, "unknown": undecided} if {
	some place in array.concat(model.https_connectors, connectorless_files)
}

subjects contains connector.bind_on_init if some connector in model.working_connectors

subjects contains entry if some [_, entry] in deployers

findings contains lib.finding(file, "No connector serves https.") if {
	some file in connectorless_files
	not undecided
}

findings contains lib.finding(faulty(connector, lacks), $"The connector for https does not work: {text}.") if {
	count(model.working_connectors) == 0
	not undecided
	some connector in model.https_connectors
	lacks := model.connector_lacks(connector)
	text := concat(", ", [fault | some fault in lacks])
}

# The place is the attribute where only one is wrong, unless it is not there.
faulty(connector, lacks) := connector[attribute] if {
	count(lacks) == 1
	some attribute, _ in lacks
	connector[attribute]
} else := connector

findings contains lib.graded(at, "The connector takes its port before the offset is added.", {"severity": severity}) if {
	some connector in model.working_connectors
	not late(connector)
	at := object.get(connector, "bind_on_init", connector)
	severity := {true: "warning", false: "error"}[model.port_offset == 0]
}

findings contains lib.graded(entry, $"The host deploys applications by itself: {trim_prefix(path, "@")} is {lib.quote(entry)}.", {"severity": "warning"}) if {
	some [path, entry] in deployers
	lib.yes(entry)
}

# Tomcat deploys unless it is told not to.
findings contains lib.graded(host, $"The host deploys applications by itself, as {concat(" and ", absent)} {verb} not set.", {"severity": "warning"}) if {
	some host in model.tomcat_hosts
	absent := [trim_prefix(path, "@") | some path in ["@autoDeploy", "@deployOnStartup"]; not host.settings[path]]
	count(absent) > 0
	verb := {true: "is", false: "are"}[count(absent) == 1]
}

deployers := [[path, entry] |
	some host in model.tomcat_hosts
	some path in ["@autoDeploy", "@deployOnStartup"]
	entry := host.settings[path][0]
]

connectorless_files := [file |
	count(model.https_connectors) == 0
	some file in model.catalina_files
]

# Tomcat takes the port at once unless it is told not to.
late(connector) if lib.no(connector.bind_on_init)

late(connector) if connector.bind_on_init.unknown

default undecided := false

undecided if model.connectors_undecided
