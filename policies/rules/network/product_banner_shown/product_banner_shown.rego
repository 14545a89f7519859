# METADATA
# title: Responses name the product
# description: >-
#   Every response says which software answered. Whoever scans the Internet for
#   the machines that a new hole in this product affects has the host on the
#   list within hours, without sending one suspicious request.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Give the connectors of catalina-server.xml and the pass-through transport a name that says nothing.
#
#     ```xml
#     <Connector port="9443" scheme="https" SSLEnabled="true" server="server"/>
#     ```
#
#     ```properties
#     # passthru-http.properties
#     http.origin-server=server
#     http.server.preserve=false
#     ```
#
#     The shipped names, and a pass-through transport that names itself or passes
#     on the names of back ends, are a note. Another product name, or none, for
#     which Tomcat 7 puts its own, is a warning.
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 3.1
package carbonlint.rules.network.product_banner_shown

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": object.get(connector, "server", connector), "unknown": undecided(connector)} if {
	some connector in model.servlet_connectors
}

subjects contains object.get(passthrough, setting, file) if {
	some file in model.passthrough_settings
	some setting in ["origin", "preserve"]
}

passthrough := object.union({"origin": e | e := model.origin_server}, {"preserve": e | e := model.server_preserve})

findings contains lib.graded(connector.server, $"Responses of the servlet transport name the product: {lib.quote(connector.server)}.", object.union({"fix": lib.set(connector.server, "server")}, graded[connector.server.value == "WSO2 Carbon Server"])) if {
	some connector in model.servlet_connectors
	lib.known(connector.server)
	model.names_product(connector.server.value)
}

graded := {true: {"severity": "note", "default": true}, false: {}}

findings contains lib.fixed(object.get(connector, "server", connector), "The servlet transport has no server name, so that responses name Tomcat.", named(connector)) if {
	some connector in model.servlet_connectors
	model.tomcat_banner(connector)
}

findings contains lib.graded(file, $"The pass-through transport {fault}.", {"severity": "note", "default": true, "fix": silenced(file)}) if {
	some file in model.passthrough_settings
	faults := array.concat(
		["names itself WSO2-PassThrough-HTTP" | not model.origin_server],
		["passes on the server names of back ends" | not model.server_preserve],
	)
	count(faults) > 0
	fault := concat(" and ", faults)
}

findings contains lib.graded(model.origin_server, $"Responses of the pass-through transport name the product: {lib.quote(model.origin_server)}.", {"severity": "note", "fix": lib.set(model.origin_server, "server")}) if {
	count(model.passthrough_settings) > 0
	lib.known(model.origin_server)
	model.names_product(model.origin_server.value)
}

findings contains lib.graded(model.server_preserve, "The pass-through transport passes on the server names of back ends.", {"severity": "note", "fix": lib.set(model.server_preserve, "false")}) if {
	count(model.passthrough_settings) > 0
	lib.yes(model.server_preserve)
}

default undecided(_) := false

undecided(connector) if model.banner_undecided(connector)

named(connector) := lib.set(connector.server, "server") if {
	connector.server
} else := lib.add(connector, "@server", "server")

silenced(file) := lib.all_of(array.concat(
	[lib.add(file, "http.origin-server", "server") | not model.origin_server],
	[lib.add(file, "http.server.preserve", "false") | not model.server_preserve],
))
