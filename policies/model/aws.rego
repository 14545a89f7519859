# Members found through the interface of Amazon's cloud.
#
# aws_lacking: what the membership scheme aws needs of axis2.xml and does not
# get: a login where Hazelcast finds none by itself, the region, the security
# group of the nodes. aws_login_lacking: holds where the login is among them.
package carbonlint.model

import data.carbonlint.lib

aws_lacking := [what |
	clustered_by_axis2
	lib.known(clustering.scheme)
	clustering.scheme.value == "aws"
	not clustering.scheme_class
	some [what, lacks] in [
		["accessKey and secretKey (or iamRole)", aws_login_lacking],
		["region", count(aws_parameters.region) == 0],
		["securityGroup", count(aws_parameters.securityGroup) == 0],
	]
	lacks
]

aws_parameters := {
	"accessKey": [e | some e in input.settings["axis2.xml"]["axisconfig/clustering/parameter[accessKey]"]],
	"secretKey": [e | some e in input.settings["axis2.xml"]["axisconfig/clustering/parameter[secretKey]"]],
	"iamRole": [e | some e in input.settings["axis2.xml"]["axisconfig/clustering/parameter[iamRole]"]],
	"region": [e | some e in input.settings["axis2.xml"]["axisconfig/clustering/parameter[region]"]],
	"securityGroup": [e | some e in input.settings["axis2.xml"]["axisconfig/clustering/parameter[securityGroup]"]],
}

# From 3.8 on, as in kernel 4.5, Hazelcast takes the role of the machine.
default aws_login_lacking := false

aws_login_lacking if {
	group_password_read
	count(aws_parameters.iamRole) == 0
	count(aws_parameters.accessKey) * count(aws_parameters.secretKey) == 0
}
