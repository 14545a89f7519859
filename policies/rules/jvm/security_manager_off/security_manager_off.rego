# METADATA
# title: The Java security manager is off or grants everything
# description: >-
#   Without the security manager every application, connector and class
#   mediator that is deployed on the server may read each file, open each
#   connection and end the JVM, as the server itself may. That matters where
#   tenants or other teams deploy code that nobody has reviewed.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.oracle.com/javase/8/docs/technotes/guides/security/PolicyFiles.html
#   description: Default Policy Implementation and Policy File Syntax
# custom:
#   remediation: |-
#     Where others deploy code, sign the bundles and start the server with a policy; else accept the note.
#
#     ```sh
#     -Djava.security.manager \
#     -Djava.security.policy="$CARBON_HOME/repository/conf/sec.policy" \
#     ```
#
#     What the policy grants is not read: with a manager the verdict stays open. Java
#     17 deprecates the manager and Java 24 has none.
#   severity: note
#   kind: static
#   tier: extended
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 3.1
package carbonlint.rules.jvm.security_manager_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains evidence(launcher) if some launcher in model.launchers

findings contains lib.graded(launcher, "The launcher switches no security manager on.", {"default": true}) if {
	some launcher in model.launchers
	not model.has_option(launcher, manager)
}

findings contains lib.finding(option, $"The security manager {lib.quote(option)} grants everything.") if {
	some launcher in model.launchers
	option := model.option(launcher, manager)
	option.value in {"allow", "disallow"}
}

manager := "-Djava.security.manager"

# What is granted stands in the policy, which the tree does not decide here.
evidence(launcher) := {"at": model.option(launcher, manager), "unknown": true} if {
	model.has_option(launcher, manager)
} else := launcher
