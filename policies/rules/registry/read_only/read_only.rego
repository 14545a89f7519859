# METADATA
# title: The registry is read-only on a node that must write
# description: >-
#   A node that deploys artifacts or serves the console writes to the registry.
#   On a read-only one deployments, new tenants and every change in the console
#   fail, and the log speaks of permissions rather than of this switch.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Let managers and single nodes write, and keep read-only for workers.
#
#     ```xml
#     <readOnly>false</readOnly>
#     ```
#
#     A registry whose cache is switched off is a note as well: it asks its
#     database at every read. A node that is started with -DworkerNode=true
#     or with the profile of a gateway worker, key manager or traffic manager
#     may be read-only; where the start scripts are not in the tree, the role
#     is not known. The cache takes `--fix=unsafe`: nodes that share a database
#     without a cluster would read what the others have changed too late.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.read_only

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": switch, "unknown": undecided(switch)} if some switch in switches

findings contains lib.fixed(model.registry_read_only, "The registry of a node that must write is read-only.", lib.set(model.registry_read_only, "false")) if {
	on(model.registry_read_only)
	must_write
}

findings contains lib.fixed(instance.read_only, "The mounted registry of a node that must write is read-only.", lib.set(instance.read_only, "false")) if {
	some instance in model.remote_instances
	count(model.mounts_of(instance)) > 0
	on(instance.read_only)
	must_write
}

findings contains lib.fixed(model.registry_cache, "The registry asks its database at every read, since its cache is off.", cached) if {
	lib.known(model.registry_cache)
	model.registry_cache.value != "true"
}

# Without a cluster no node tells the others that an entry of theirs is old.
cached := lib.unsafe(lib.set(model.registry_cache, "true"))

switches contains model.registry_read_only

switches contains model.registry_cache

switches contains instance.read_only if {
	some instance in model.remote_instances
	model.mounted(instance)
}

# The server compares the text: True is false.
on(switch) if switch.value == "true"

must_write if {
	count(model.launchers) > 0
	count(model.lean_marks) == 0
	not model.role_open
}

undecided(switch) if {
	switch.unknown
} else if {
	on(switch)
	role_unknown
} else := false

role_unknown if count(model.launchers) == 0

role_unknown if model.role_open
