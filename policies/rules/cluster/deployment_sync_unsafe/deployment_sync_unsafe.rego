# METADATA
# title: The deployment synchroniser has sample logins or two writers
# description: >-
#   The manager commits what is deployed to a repository, and every worker
#   checks it out and runs it. Who can write that repository, or read the login
#   on its way, deploys code on all nodes; and when a worker commits too, the
#   nodes overwrite each other's artifacts.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+SVN-Based+Deployment+Synchronizer
#   description: Configuring SVN-Based Deployment Synchronizer
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, High availability
# custom:
#   remediation: |-
#     Give the synchroniser an account of its own and let the manager alone commit.
#
#     ```xml
#     <DeploymentSynchronizer>
#         <Enabled>true</Enabled>
#         <AutoCommit>false</AutoCommit>
#         <AutoCheckout>true</AutoCheckout>
#         <RepositoryType>svn</RepositoryType>
#         <SvnUrl>https://svn.example.com/repos/esb</SvnUrl>
#         <SvnUser>esb</SvnUser>
#         <SvnPassword svns:secretAlias="DeploymentSynchronizer.SvnPassword">password</SvnPassword>
#         <SvnUrlAppendTenantId>true</SvnUrlAppendTenantId>
#     </DeploymentSynchronizer>
#     ```
#
#     Two nodes of one tree and environment that commit to one repository are
#     two writers. It is a note where the URL is used without the tenant's
#     number, since all tenants then share one folder. A synchroniser that is
#     off is not judged; a shared file system or rsync needs none.
#   severity: warning
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: high-availability
#   since: 0.1.0
#   security_severity: 6.5
package carbonlint.rules.cluster.deployment_sync_unsafe

import data.carbonlint.lib
import data.carbonlint.model

sync := model.synchroniser

subjects contains sync.enabled if sync.enabled.unknown

# The place of the login is evidence enough.
subjects contains {"at": entry, "unknown": object.get(entry, "unknown", false)} if {
	model.synchroniser_on
	some attribute in ["enabled", "auto_commit", "type"]
	entry := sync[attribute]
}

subjects contains {"at": entry, "unknown": object.get(entry, "unknown", false)} if {
	model.synchroniser_svn
	some attribute in ["url", "user", "append_tenant"]
	entry := sync[attribute]
}

subjects contains model.clustering.enable if {
	model.synchroniser_on
	model.clustering_undecided
}

# Without axis2.xml the tree does not tell whether there is a cluster.
subjects contains model.undecided_place(sync.enabled) if {
	model.synchroniser_on
	not model.clustering
	not model.not_clustered
}

findings contains lib.graded(sample[0], "The deployment synchroniser logs in with the sample account.", {
	"default": true,
	"related": [lib.see(entry, "This belongs to the sample, too.") | some entry in array.slice(sample, 1, 2)],
}) if model.synchroniser_svn

findings contains lib.graded(sync.url, $"The deployment synchroniser sends its login and the artifacts in the clear to {lib.quote(sync.url)}.", {"default": sync.url.value == "http://svnrepo.example.com/repos/"}) if {
	model.synchroniser_svn
	[_, host] := regex.find_all_string_submatch_n(`(?i)^http://(?:[^/@]*@)?(\[[^\]]*\]|[^:/]*)`, sync.url.value, 1)[0]
	not regex.match(`[$<{%@]|_HOST|_IP|_ADDRESS|_URL`, host)
	not lib.loopback(host)
}

findings contains lib.finding(sync.url, $"The deployment synchroniser's repository {lib.quote(sync.url)} is a folder of this machine.") if {
	model.synchroniser_svn
	regex.match(`(?i)^file:`, sync.url.value)
}

findings contains lib.graded(sync.auto_commit, "A worker commits what is deployed on it.", {"related": [
	lib.see(model.starts_as_worker, "The node is a worker."),
]}) if {
	model.synchroniser_on
	lib.yes(sync.auto_commit)
	model.starts_as_worker
}

findings contains lib.graded(sync.auto_commit, "This node and another one commit to the same repository.", {"related": [
lib.see(other.at, "The other one.") | some other in others]}) if {
	count(others) > 0
}

findings contains lib.graded(sync.enabled, "The deployment synchroniser is on, but without clustering no node hears of a change.", {"related": [
lib.see(switch, "Clustering is off here.") | switch := model.clustering.enable]}) if {
	model.synchroniser_on
	model.not_clustered
}

findings contains lib.graded(object.get(sync, "append_tenant", sync.url), "All tenants share one folder of the deployment synchroniser's repository.", {"severity": "note"}) if {
	model.synchroniser_svn
	not appended
	not sync.append_tenant.unknown
}

sample := array.concat(
	[sync.user | sync.user.value == "username"],
	[sync.password |
		sync.password.value == "password"
		not sync.password_alias
	],
)

appended if lib.yes(sync.append_tenant)

# The nodes of the environment that commit to the repository of this one.
others := [other |
	some other in input.siblings.environment.committers.at[model.synchroniser_repository].first
	other.home != input.home.path
]
