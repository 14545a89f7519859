# METADATA
# title: Tomcat's sample users are still defined
# description: >-
#   The file holds Tomcat's sample users, and everybody knows their passwords.
#   The server does not ask it as long as its own user manager is the realm
#   of web applications. One changed line in carbon.xml or
#   catalina-server.xml later these users can log in.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://tomcat.apache.org/tomcat-9.0-doc/realm-howto.html
#   description: Tomcat, realm configuration
# custom:
#   remediation: |-
#     Empty the list of users in tomcat/tomcat-users.xml.
#
#     ```xml
#     <tomcat-users/>
#     ```
#
#     Where web applications take their users from the file, through TomcatRealm
#     Memory in carbon.xml or a realm of that sort in catalina-server.xml,
#     this is an error.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.0
package carbonlint.rules.users.tomcat_default_users

import data.carbonlint.lib
import data.carbonlint.model

subjects contains file if some file in input.files["tomcat-users.xml"]

findings contains lib.graded(samples[0].name, "Tomcat's sample users are defined, with passwords that everybody knows.", {
	"default": true,
	"fix": removed,
	"related": [lib.see(user.name, "Another one.") | some user in array.slice(samples, 1, count(samples))],
}) if {
	count(model.memory_realms) == 0
}

findings contains lib.graded(samples[0].name, "Web applications take Tomcat's sample users, whose passwords everybody knows.", {
	"severity": "error",
	"fix": removed,
	"related": array.concat(
		[lib.see(realm, "The realm that reads the file.") | some realm in model.memory_realms],
		[lib.see(user.name, "Another one.") | some user in array.slice(samples, 1, count(samples))],
	),
}) if {
	count(model.memory_realms) > 0
}

samples := [user |
	some user in model.tomcat_users
	[user.name.value, user.password.value] in shipped
]

shipped := {["admin", "admin"], ["tomcat", "tomcat"], ["both", "tomcat"], ["role1", "tomcat"]}

removed := lib.all_of([lib.remove_element(user.name) | some user in samples])
