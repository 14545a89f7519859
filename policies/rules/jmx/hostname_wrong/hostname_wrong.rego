# METADATA
# title: The JMX host name does not lead remote clients to this node
# description: >-
#   A JMX client asks the registry first and is then sent on to the address
#   that the server puts into its answer. With localhost there, or with what
#   Java guesses, the client connects to itself: the monitoring shows the node
#   as down although it runs, or shows another one.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# - ref: https://docs.oracle.com/javase/8/docs/technotes/guides/rmi/javarmiproperties.html
#   description: java.rmi Properties, java.rmi.server.hostname
# custom:
#   remediation: |-
#     Give jmx.xml and every launcher the same address that monitoring clients use, or switch JMX off.
#
#     ```xml
#     <HostName>10.0.0.11</HostName>
#     ```
#
#     ```sh
#     -Djava.rmi.server.hostname=10.0.0.11 \
#     ```
#
#     While jmx.xml names the machine itself, that alone is reported and not what
#     the launchers lack.
#   severity: warning
#   kind: cross
#   tier: core
#   fix: assist
#   guideline: jmx
#   since: 0.1.0
package carbonlint.rules.jmx.hostname_wrong

import data.carbonlint.lib
import data.carbonlint.model

name := "-Djava.rmi.server.hostname"

subjects contains model.jmx_open

subjects contains object.get(model.jmx, "host_name", file) if {
	model.jmx_on
	some file in model.jmx_files
}

subjects contains model.judged(launcher, name) if {
	model.jmx_on
	some launcher in model.launchers
}

findings contains lib.graded(model.jmx.host_name, $"JMX clients are sent to {lib.quote(model.jmx.host_name)}, which is their own machine.", {"default": model.jmx.host_name.value == "localhost"}) if {
	model.jmx_on
	local_name
}

findings contains lib.finding(launcher, $"The launcher does not set {name}, so Java guesses the address that JMX clients are sent to.") if {
	model.jmx_on
	not local_name
	some launcher in model.launchers
	not model.has_option(launcher, name)
}

findings contains lib.finding(address, $"JMX clients are sent to {lib.quote(address)}, which is their own machine.") if {
	some address in addresses
	local(address.value)
}

findings contains lib.graded(address, $"The launcher sends JMX clients to {lib.quote(address)}, jmx.xml to {lib.quote(model.jmx.host_name)}.", {"related": [lib.see(model.jmx.host_name, "The host name of jmx.xml.")]}) if {
	some address in addresses
	not local(address.value)
	not local_name
	lib.known(model.jmx.host_name)
	lower(address.value) != lower(model.jmx.host_name.value)
}

addresses contains address if {
	model.jmx_on
	some launcher in model.launchers
	address := model.option(launcher, name)
	lib.known(address)
}

local_name if local(model.jmx.host_name.value)

local(host) if lib.loopback(host)

local("0.0.0.0")
