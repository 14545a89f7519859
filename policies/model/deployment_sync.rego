# The deployment synchroniser.
#
# synchroniser: what carbon.xml says of it, the entries enabled, auto_commit,
# type, url, user, password, password_alias and append_tenant, as far as they
# are set. synchroniser_on: holds while it runs. synchroniser_svn: holds where it
# works on Subversion, the only kind that products ship. starts_as_worker:
# the entry that makes the node a worker, which has nothing to commit.
# synchroniser_repository: the repository to which this node commits, undefined
# where it commits nothing or the tree does not tell to what.
package carbonlint.model

import data.carbonlint.lib

synchroniser_paths := {
	"enabled": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/Enabled"]],
	"auto_commit": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/AutoCommit"]],
	"type": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/RepositoryType"]],
	"url": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/SvnUrl"]],
	"user": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/SvnUser"]],
	"password": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/SvnPassword"]],
	"password_alias": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/SvnPassword/@secretAlias"]],
	"append_tenant": [e | some e in input.settings["carbon.xml"]["Server/DeploymentSynchronizer/SvnUrlAppendTenantId"]],
}

# The server takes the first of duplicate elements.
synchroniser := {attribute: entries[0] |
	some attribute, entries in synchroniser_paths
	count(entries) > 0
}

synchroniser_on if lib.yes(synchroniser.enabled)

synchroniser_svn if {
	synchroniser_on
	not synchroniser.type
}

synchroniser_svn if {
	synchroniser_on
	lower(synchroniser.type.value) == "svn"
}

# The role in the properties is shipped as worker, and counts in a cluster only.
starts_as_worker := node_role if {
	clustered
	node_role.value == "worker"
} else := worker_switches[0]

synchroniser_repository := trim_right(synchroniser.url.value, "/") if {
	synchroniser_svn
	lib.yes(synchroniser.auto_commit)
	lib.known(synchroniser.url)
	not synchroniser.url.sensitive
}

# Each node that commits tells the others so.
synchroniser_facts := [fact("environment", "committers", repository, synchroniser.auto_commit, {}) |
	repository := synchroniser_repository
]
