# METADATA
# title: A listener that nothing uses is open
# description: >-
#   Each open port is code that answers strangers, needs its patches and stands
#   in the way of a short firewall table. These serve a feature that is off in
#   every product, a person at the machine's own screen, or a developer who
#   steps through a mediation.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# custom:
#   remediation: |-
#     Switch the listener off unless you know who uses it.
#
#     ```xml
#     <!-- identity/embedded-ldap.xml -->
#     <KDCServer>
#         <Property name="enabled">false</Property>
#     </KDCServer>
#     <!-- identity/identity.xml -->
#     <EnableThriftService>false</EnableThriftService>
#     ```
#
#     ```properties
#     # bin/yajsw/wrapper.conf
#     wrapper.tray = false
#     ```
#
#     The tray icon of the service wrapper, which all products ship switched on, is a
#     note. The embedded directory, the broker and the H2 server have rules of their
#     own; Tomcat's port 8005 is never opened.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: ports
#   since: 0.1.0
#   security_severity: 3.7
package carbonlint.rules.network.unused_listener

import data.carbonlint.lib
import data.carbonlint.model

subjects contains listener.switch if some listener in model.optional_listeners

findings contains lib.graded(listener.switch, $"The port of the {listener.name} is switched on.", object.union({"fix": lib.set(listener.switch, "false")}, graded[listener.shipped])) if {
	some listener in model.optional_listeners
	lib.yes(listener.switch)
}

graded := {true: {"severity": "note", "default": true}, false: {}}
