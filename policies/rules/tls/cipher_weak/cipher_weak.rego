# METADATA
# title: Weak cipher suites are enabled or no list is set
# description: >-
#   The suite decides how the traffic is really encrypted. RC4, 3DES, MD5,
#   export and anonymous suites can be broken or encrypt nothing, and without a
#   list the choice is that of the Java that happens to be installed. Whoever
#   records the traffic reads it, with the logins in it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+Transport+Level+Security
#   description: Administration guide, Configuring Transport Level Security
# - ref: https://www.rfc-editor.org/rfc/rfc9325
#   description: RFC 9325, Recommendations for Secure Use of TLS
# custom:
#   remediation: |-
#     List the suites of the https connector in catalina-server.xml and of the https receiver in axis2.xml.
#
#     ```xml
#     <!-- tomcat/catalina-server.xml -->
#     <Connector port="9443" scheme="https" SSLEnabled="true"
#         ciphers="TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"/>
#     <!-- axis2.xml -->
#     <parameter name="PreferredCiphers">TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256</parameter>
#     ```
#
#     RC2, RC4, DES, 3DES, MD5, NULL, DSS, anonymous and export suites are an error;
#     a missing list is a warning; a list with suites in CBC mode or with plain
#     RSA key exchange, which lacks forward secrecy, is a note. AES with 256 bits needs
#     the unlimited JCE policy in Java before 8u161.
#     The https sender, and what ends TLS between components (the receivers of data bridge, the thrift
#     authenticator), are judged where they have a list.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 7.0
package carbonlint.rules.tls.cipher_weak

import data.carbonlint.lib
import data.carbonlint.model

# Each of what ends TLS: what to call it, and whether products ship it as it is
# without a list.
listeners contains {"is": host, "name": "servlet transport", "listless": true} if some host in model.servlet_tls

listeners contains {"is": receiver, "name": "https receiver", "listless": true} if {
	some receiver in model.passthrough_receivers
	receiver.https
}

listeners contains {"is": profile, "name": "profile of the https receiver", "listless": false} if some profile in model.receiver_profiles

# Without a list the sender offers what Java has, and the back end chooses.
listeners contains {"is": sender, "name": "https sender", "listless": false} if {
	some sender in model.passthrough_senders
	sender.https
	sender.ciphers
}

# The sample that products ship in a comment for the data bridge is weak. That
# there is no list is shipped everywhere, and these serve other servers alone.
listeners contains {"is": end, "name": end.name, "listless": false} if {
	some end in model.internal_tls
	end.ciphers
}

subjects contains object.get(listener.is, "ciphers", listener.is) if some listener in listeners

subjects contains {"at": unread, "unknown": true} if {
	some receiver in model.passthrough_receivers
	receiver.https
	unread := model.profiles_unread(receiver)
}

findings contains lib.graded(listener.is, $"The {listener.name} has no list of cipher suites, so Java chooses them.", {"severity": "warning", "default": listener.listless}) if {
	some listener in listeners
	not listener.is.ciphers
}

findings contains lib.graded(ciphers, $"The {listener.name} has an empty list of cipher suites, so Java chooses them.", {"severity": "warning"}) if {
	some listener in listeners
	ciphers := listener.is.ciphers
	lib.known(ciphers)
	count(suites(ciphers.value)) == 0
}

findings contains lib.finding(ciphers, $"The {listener.name} enables weak cipher suites: {shown(weak)}.") if {
	some listener in listeners
	ciphers := listener.is.ciphers
	lib.known(ciphers)
	weak := weak_suites(ciphers.value)
	count(weak) > 0
}

findings contains lib.graded(ciphers, $"The {listener.name} enables cipher suites in CBC mode or without forward secrecy: {shown(dated)}.", {"severity": "note"}) if {
	some listener in listeners
	ciphers := listener.is.ciphers
	lib.known(ciphers)
	count(weak_suites(ciphers.value)) == 0
	dated := [suite | some suite in suites(ciphers.value); not model.modern_suite(suite)]
	count(dated) > 0
}

weak_suites(text) := [suite | some suite in suites(text); model.weak_suite(suite)]

suites(text) := model.cipher_suites(text)

# shown names three suites of a list, which may be as long as a page.
shown(list) := concat(", ", array.concat(
	[$"'{suite}'" | some suite in array.slice(list, 0, 3)],
	[$"and {count(list) - 3} more" | count(list) > 3],
))
