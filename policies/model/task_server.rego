# The task server.
#
# task_mode: the entry that chooses the mode of the task server, absent when not
# set; task_mode_name: STANDALONE, CLUSTERED, REMOTE or AUTO, as the server
# reads it. task_servers: the entry with the number of servers that it waits
# for. remote_task_server: the entry with the address of the remote server.
# idle_task_login: the entry with the password for it, while the mode is another.
# tasks_clustered: holds where the tasks are shared by the nodes of a cluster.
# not_clustered: holds where the tree shows that clustering is off.
package carbonlint.model

import data.carbonlint.lib

# JAXB takes the last of duplicate elements.
task_mode := last_entry(input.settings["tasks-config.xml"]["tasks-configuration/taskServerMode"])

# A word that is no mode, also one in another case, leaves the default.
task_mode_name := mode if {
	lib.known(task_mode)
	mode := {true: task_mode.value, false: "AUTO"}[task_mode.value in {"STANDALONE", "CLUSTERED", "REMOTE"}]
}

task_servers := last_entry(input.settings["tasks-config.xml"]["tasks-configuration/taskServerCount"])

# An option of the start script replaces the address.
remote_task_server := [option(launcher, "-Dtask.server.remote.address") |
	some launcher in launchers
	has_option(launcher, "-Dtask.server.remote.address")
][0]

remote_task_server := last_entry(input.settings["tasks-config.xml"]["tasks-configuration/remoteServerAddress"]) if {
	every launcher in launchers {
		not has_option(launcher, "-Dtask.server.remote.address")
	}
}

idle_task_login := entry if {
	task_mode_name != "REMOTE"
	entry := last_entry(input.settings["tasks-config.xml"]["tasks-configuration/remoteServerPassword"])
	lib.known(entry)
}

tasks_clustered if {
	clustered
	task_mode_name in {"AUTO", "CLUSTERED"}
}

not_clustered if {
	input.files["axis2.xml"]
	not clustered
	not clustering_undecided
}
