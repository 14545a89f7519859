# What responses tell of the product.
#
# names_product holds for a server header that names a product of WSO2 or what
# it is built on. passthrough_settings: the files with the settings of the
# pass-through transport, where it is in use. origin_server: the entry of the
# name that it gives itself. server_preserve: the entry of the switch by which
# it passes on the headers of back ends, which is on unless it says otherwise.
# banner_undecided holds for a connector whose header the tree does not tell.
package carbonlint.model

import data.carbonlint.lib

names_product(text) if regex.match(`(?i)wso2|carbon|tomcat|coyote|apache|synapse|axis`, text)

default passthrough_settings := []

passthrough_settings := input.files["passthru-http.properties"] if count(passthrough_receivers) > 0

passthrough_settings := input.files["passthru-http.properties"] if not input.files["axis2.xml"]

# The last of duplicate keys counts.
origin_server := last_entry(input.settings["passthru-http.properties"]["http.origin-server"])

server_preserve := last_entry(input.settings["passthru-http.properties"]["http.server.preserve"])

banner_undecided(connector) if connector.server.unknown

banner_undecided(connector) if {
	no_banner(connector)
	not kernel
}

# Without a name Tomcat 7 gives its own, and Tomcat 9, which came with Carbon
# 4.5, none.
no_banner(connector) if not connector.server

no_banner(connector) if blank(connector.server)

tomcat_banner(connector) if {
	no_banner(connector)
	not ajp(connector)
	lib.older(kernel, "4.5")
}
