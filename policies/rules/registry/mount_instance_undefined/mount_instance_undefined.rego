# METADATA
# title: A mount names a remote registry that is not configured
# description: >-
#   The mount is created at the first start and leads nowhere. What the nodes
#   were to share, they look for in a collection that answers no request, and
#   what is deployed on one node never arrives on the others.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Registry and governance
# - ref: https://docs.wso2.com/display/ADMIN44x/Sharing+Databases+in+a+Cluster
#   description: Sharing Databases in a Cluster
# custom:
#   remediation: |-
#     Configure a remoteInstance with the id that the mount names, or correct the id.
#
#     ```xml
#     <dbConfig name="govregistry">
#         <dataSource>jdbc/WSO2REG_DB</dataSource>
#     </dbConfig>
#     <remoteInstance url="https://localhost:9443/registry">
#         <id>gov</id>
#         <cacheId>reguser@jdbc:postgresql://db.example.com:5432/regdb</cacheId>
#         <dbConfig>govregistry</dbConfig>
#         <readOnly>false</readOnly>
#         <enableCache>true</enableCache>
#         <registryRoot>/</registryRoot>
#     </remoteInstance>
#     <mount path="/_system/governance" overwrite="true">
#         <instanceId>gov</instanceId>
#         <targetPath>/_system/governance</targetPath>
#     </mount>
#     ```
#
#     The id is compared letter by letter. A mount without an instanceId is left
#     out of the registry. There are no lesser cases.
#   severity: error
#   kind: cross
#   tier: core
#   fix: none
#   guideline: registry
#   since: 0.1.0
package carbonlint.rules.registry.mount_instance_undefined

import data.carbonlint.lib
import data.carbonlint.model

subjects contains mount.instance if some mount in model.mounts

subjects contains mount if {
	some mount in model.skipped_mounts
	"instance" in mount.lacks
}

# A remote registry whose id is filled in later may be the one that is meant.
subjects contains instance.id if {
	some mount in missing
	some instance in model.remote_instances
	instance.id.unknown
}

findings contains lib.graded(mount.instance, message, {"related": others}) if {
	some mount in missing
	not ids_open
	message := $"The mount of {lib.quote(mount.local_path)} names the remote registry {lib.quote(mount.instance)}, which is not configured."
}

findings contains lib.finding(mount, $"The mount of {lib.quote(mount.local_path)} names no remote registry, so the server leaves it out.") if {
	some mount in model.skipped_mounts
	mount.local_path
	"instance" in mount.lacks
}

missing := [mount |
	some mount in model.mounts
	lib.known(mount.instance)
	id := mount.instance.value
	not id in ids
]

ids := {instance.id.value | some instance in model.remote_instances}

ids_open if {
	some instance in model.remote_instances
	instance.id.unknown
}

others := [lib.see(instance.id, "This remote registry is configured.") |
	some instance in model.remote_instances
	instance.id
]
