# METADATA
# title: hazelcast.xml overrides the cluster settings of axis2.xml
# description: >-
#   When etc/hazelcast.xml exists, Hazelcast reads it and nothing else: the
#   members, addresses and domain in axis2.xml and all of hazelcast.properties
#   are dead. Who then edits the member list where the documentation says so
#   changes nothing, and finds out in an outage.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Hazelcast
# custom:
#   remediation: |-
#     Keep the members in one place: remove etc/hazelcast.xml, or the member list of axis2.xml.
#
#     ```xml
#     <hazelcast xmlns="http://www.hazelcast.com/schema/config">
#         <group><name>wso2.esb.production</name><password>a password of this cluster</password></group>
#         <network><join>
#             <multicast enabled="false"/>
#             <tcp-ip enabled="true">
#                 <member>10.0.0.11:4000</member>
#                 <member>10.0.0.12:4000</member>
#             </tcp-ip>
#             <aws enabled="false"/>
#         </join></network>
#     </hazelcast>
#     ```
#
#     A group with Hazelcast's own name and password, which any Hazelcast on the
#     network joins, and a file for Hazelcast 4, which no kernel of this
#     generation can read, are errors. Exactly one way of finding members must
#     be on; multicast is told by cluster/multicast_membership.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: none
#   guideline: hazelcast
#   since: 0.1.0
package carbonlint.rules.cluster.hazelcast_file_overrides

import data.carbonlint.lib
import data.carbonlint.model

file := model.hazelcast_xml[0]

subjects contains model.clustering.enable if {
	model.clustering_undecided
	file
}

subjects contains file if model.clustered

subjects contains model.undecided_place(entry) if {
	model.clustered
	some entry in model.hazelcast_elsewhere
}

subjects contains model.undecided_place(file) if {
	model.clustered
	undecided
}

findings contains lib.graded(file, "The file replaces the cluster settings of axis2.xml, which lists other members.", {"related": [
lib.see(member.at, "This member list is read by nothing.") | some member in array.slice(in_axis2, 0, 1)]}) if {
	model.clustered
	count(in_axis2) > 0
	not members_undecided
	not nothing_on
	{lower(member.host.value) | some member in in_axis2} != hosts
}

findings contains lib.finding(file, "The file switches on no way of finding members, so each node is a cluster of its own.") if nothing_on

nothing_on if {
	model.clustered
	count(model.hazelcast_joins_on) == 0
	not model.hazelcast_joins_undecided
	not model.hazelcast_joins_otherwise
}

findings contains lib.graded(model.hazelcast_joins.aws, "Members are to be found both through tcp-ip and through aws, of which Hazelcast takes one alone.", {"related": [
	lib.see(model.hazelcast_joins["tcp-ip"], "The other one is on here."),
]}) if {
	model.clustered
	every name in ["tcp-ip", "aws"] {
		name in model.hazelcast_joins_on
	}
}

findings contains lib.graded(group, "The cluster is the group that Hazelcast has by default, which any other Hazelcast joins.", {"severity": "error"}) if {
	model.clustered
	model.default_group
	not guarded
	not new_schema
}

findings contains lib.graded(new_schema, "The file is written for Hazelcast 4, which is not the one of this server, so the cluster does not start.", {"severity": "error"}) if {
	model.clustered
}

group := object.get(model.hazelcast_group, "name", file)

# A password of its own keeps others out, as long as Hazelcast reads it.
guarded if {
	model.group_password_read
	password := model.hazelcast_group.password
	not password.value in {"", "dev-pass"}
}

# Hazelcast 4 has the name of the cluster in place of the group.
new_schema := model.in_hazelcast_xml([e | some e in input.settings["hazelcast.xml"]["hazelcast/cluster-name"]])[0]

# The members that the operator listed in axis2.xml: the shipped one is none.
in_axis2 := [member |
	model.clustering.scheme.value == "wka"
	some member in model.members
	name := member.host.value
	not model.unreachable_member(name)
]

hosts contains host if {
	some entry in model.hazelcast_members
	some host in model.hosts_listed(entry)
}

undecided if model.hazelcast_joins_undecided

undecided if model.hazelcast_group.name.unknown

undecided if {
	count(in_axis2) > 0
	members_undecided
}

members_undecided if {
	some member in in_axis2
	member.host.unknown
}

members_undecided if {
	some entry in model.hazelcast_members
	entry.unknown
}

# A range of addresses may hold any of them.
members_undecided if {
	some host in hosts
	regex.match(`\*|^[\d.]+-\d+|-\d+\.`, host)
}

members_undecided if model.hazelcast_joins_undecided
