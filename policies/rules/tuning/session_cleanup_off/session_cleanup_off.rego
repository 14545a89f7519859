# METADATA
# title: Expired session data is not cleaned up, or by every node
# description: >-
#   The Identity Server keeps every session and every step of a login in a
#   table. Where nothing deletes the expired ones it grows by thousands of
#   rows an hour, until each login waits for it and the database is full.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Performance tuning
# custom:
#   remediation: |-
#     Clean up on one node of the cluster, or by a job of the database.
#
#     ```xml
#     <!-- identity.xml, in JDBCPersistenceManager/SessionDataPersist -->
#     <SessionDataCleanUp>
#         <Enable>true</Enable>
#         <CleanUpTimeout>20160</CleanUpTimeout>
#         <CleanUpPeriod>1140</CleanUpPeriod>
#         <DeleteChunkSize>50000</DeleteChunkSize>
#     </SessionDataCleanUp>
#     ```
#
#     On a clustered node the verdict stays open: which node cleans up is told by the
#     others, and every node that does waits for the locks of the rest.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.tuning.session_cleanup_off

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": cleanup, "unknown": open} if judged

findings contains lib.fixed(cleanup, "Expired sessions are never deleted.", lib.set(cleanup, "true")) if {
	judged
	not open
	lib.no(cleanup)
}

cleanup := model.session_cleanup

# Other products carry the file of the Identity Server.
judged if {
	cleanup
	regex.match(`Identity Server$|^$`, input.home.product)
}

default open := false

open if cleanup.unknown

open if model.session_storage.unknown

open if model.clustered

open if model.clustering_undecided
