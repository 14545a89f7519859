# METADATA
# title: A registry path is mounted twice, or must not be mounted
# description: >-
#   The server does not start when one path is mounted twice. The local part of
#   the registry holds what belongs to one node alone, such as its mounts and
#   the time of its last indexing: mounted, the nodes overwrite each other's.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Mount the governance and the configuration registry once each, and leave the local one unmounted.
#
#     ```xml
#     <mount path="/_system/config" overwrite="true">
#         <instanceId>gov</instanceId>
#         <targetPath>/_system/esbnodes</targetPath>
#     </mount>
#     <mount path="/_system/governance" overwrite="true">
#         <instanceId>gov</instanceId>
#         <targetPath>/_system/governance</targetPath>
#     </mount>
#     ```
#
#     A mount without a path, instanceId or targetPath is left out.
#     A mount that does not say whether to overwrite, or says something other
#     than true, false and virtual, is a note: where the path exists already,
#     and these two do from the first start on, the server leaves it unmounted.
#     Where the homes of one environment in the tree mount one database, two
#     products must not share the target of their configuration registry, and
#     the nodes of one cluster must mount a path to one target.
#   severity: error
#   kind: fleet
#   tier: core
#   fix: assist
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.mount_misplaced

import data.carbonlint.lib
import data.carbonlint.model

subjects contains mount.local_path if some mount in model.mounts

subjects contains mount if some mount in model.skipped_mounts

subjects contains mount.overwrite if some mount in model.mounts

findings contains lib.graded(mount.local_path, $"The registry path {lib.quote(mount.local_path)} is mounted a second time.", {
	"related": [lib.see(model.mounts[first].local_path, "It is mounted here already.")],
}) if {
	some i, mount in model.mounts
	lib.known(mount.local_path)
	first := min([j | some j, other in model.mounts; trim_right(other.local_path.value, "/") == trim_right(mount.local_path.value, "/")])
	first < i
}

# Of one without a remote registry registry/mount_instance_undefined tells.
findings contains lib.finding(mount, $"The mount {called(mount)} has no {missing}, so the server leaves it out.") if {
	some mount in model.skipped_mounts
	missing := [word | some [attribute, word] in [["local_path", "path"], ["target", "targetPath"]]; attribute in mount.lacks][0]
	not told(mount)
}

# A mount above the local registry covers it too.
findings contains lib.finding(mount.local_path, $"The mount of {lib.quote(mount.local_path)} takes in the local registry, which belongs to one node.") if {
	some mount in model.mounts
	lib.known(mount.local_path)
	path := trim_right(mount.local_path.value, "/")
	regex.match(`^(/_system(/local(/.*)?)?)?$`, path)
}

findings contains lib.graded(mount, $"The mount of {lib.quote(mount.local_path)} does not say what becomes of a collection that is there already.", {"severity": "note"}) if {
	some mount in model.mounts
	not mount.overwrite
}

findings contains lib.graded(mount.overwrite, $"The server takes {lib.quote(mount.overwrite)} for false and leaves a collection unmounted that is there already.", {"severity": "note"}) if {
	some mount in model.mounts
	lib.known(mount.overwrite)
	choice := lower(mount.overwrite.value)
	not choice in {"true", "false", "virtual"}
}

findings contains lib.graded(mount.entry, message, {"related": [lib.see(other.at, "The mount of the other product.")]}) if {
	some mount in model.known_mounts
	mount.path == "/_system/config"
	other := [f |
		some f in input.siblings.environment.mounts.at[key(mount.key, mount.target)].first
		f.at.mounted == mount.path
		f.who != model.server_product
	][0]
	message := $"The configuration registry is mounted to {lib.quote(mount.entry)}, where {model.home_name(other.home)}, another product, has its own."
}

findings contains lib.graded(mount.entry, message, {"related": [lib.see(other.at, "The target of the other node.")]}) if {
	some mount in model.known_mounts
	other := [f |
		some f in input.siblings.cluster.mount_targets.at[key(mount.key, mount.path)].first
		f.who != mount.target
	][0]
	message := $"The path '{mount.path}' is mounted to {lib.quote(mount.entry)}, and by {model.home_name(other.home)} of the same cluster to '{other.who}'."
}

called(mount) := $"of {lib.quote(mount.local_path)}" if {
	mount.local_path
} else := "of a remote registry"

told(mount) if {
	mount.local_path
	"instance" in mount.lacks
}

key(database, path) := concat(" ", [database, path])
