# METADATA
# title: The task server's mode does not fit the cluster
# description: >-
#   Scheduled tasks belong to the cluster as a whole. A node in the standalone
#   mode fires every task by itself, so that each runs as often as there are
#   nodes: mails go out twice, orders are imported twice. A node in the clustered
#   mode without a cluster does not run tasks at all.
# related_resources:
# - ref: https://docs.wso2.com/display/EI650/Clustering+the+ESB+Profile
#   description: Enterprise Integrator, clustering the ESB profile
# - ref: https://docs.wso2.com/display/ADMIN44x/Clustering+Overview
#   description: Clustering Overview
# custom:
#   remediation: |-
#     Leave the mode to the server, which then follows the clustering switch of axis2.xml.
#
#     ```xml
#     <taskServerMode>AUTO</taskServerMode>
#     ```
#
#     A mode that is wrong for the switch, and a remote task server that is this
#     machine, are errors. It is a warning where the server waits for more
#     servers than the cluster lists, since no task is scheduled until they are
#     all there; -1 waits for none.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.cluster.task_mode_wrong

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.task_mode

# STANDALONE and CLUSTERED are right or wrong by what axis2.xml says.
subjects contains model.undecided_place(model.task_mode) if {
	model.task_mode_name in {"STANDALONE", "CLUSTERED"}
	not model.clustered
	not model.not_clustered
}

subjects contains model.task_servers if model.tasks_clustered

subjects contains model.undecided_place(model.task_servers) if {
	waits_for > 1
	model.tasks_clustered
	count(model.wka_members) > 0
	not model.cluster_size
}

subjects contains model.remote_task_server if model.task_mode_name == "REMOTE"

findings contains lib.graded(model.task_mode, "Each node of the cluster fires every task, since the task server stands alone.", {
	"severity": "error",
	"related": [lib.see(model.cluster_switch, "Clustering is on here.")],
}) if {
	model.clustered
	model.task_mode_name == "STANDALONE"
}

findings contains lib.graded(model.task_mode, "The task server expects a cluster, but clustering is off.", {
	"severity": "error",
	"related": [lib.see(switch, "Clustering is off here.") | switch := model.clustering.enable],
}) if {
	model.not_clustered
	model.task_mode_name == "CLUSTERED"
}

findings contains lib.graded(model.task_mode, "The tasks are left to a remote task server, whose address is this machine.", {
	"severity": "error",
	"related": [lib.see(model.remote_task_server, "The address of the remote task server.")],
}) if {
	model.task_mode_name == "REMOTE"
	[_, host] := regex.find_all_string_submatch_n(`^\w+://(\[[^\]]*\]|[^:/]*)`, model.remote_task_server.value, 1)[0]
	lib.loopback(host)
}

findings contains lib.graded(model.task_servers, $"The task server waits for {waits_for} servers, but the cluster lists {model.cluster_size}.", {"related": [
lib.see(member.at, "A member of the cluster.") | some member in model.wka_members]}) if {
	model.tasks_clustered
	waits_for > model.cluster_size
}

waits_for := to_number(model.task_servers.value) if {
	lib.known(model.task_servers)
	regex.match(`^\d{1,5}$`, model.task_servers.value)
}
