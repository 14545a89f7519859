# METADATA
# title: No one-off copy of the finished server is recorded
# description: >-
#   The download is not the server that runs: drivers, patches, updates, key
#   stores and settings came later, and the place where one of them came from may be
#   gone when it is needed. A copy of the finished home brings the node back
#   without asking anybody for anything.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Data backup and archiving
# custom:
#   remediation: |-
#     Copy the whole home once it is ready for production, and after each update, and note where the copy is.
#
#     ```sh
#     # while the server is stopped
#     tar --create --gzip --file wso2-home-$(date +%F).tar.gz --exclude='*/repository/logs/*' wso2esb-5.0.0/
#     ```
#
#     An image of a container or of a machine in a registry is such a copy. The
#     lines are the configuration of the server and what tells which updates
#     it has.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: backup
#   since: 0.1.0
package carbonlint.rules.backup.server_copy_missing

import data.carbonlint.model

subjects contains file if some file in model.carbon

subjects contains file if {
	count(model.carbon) > 0
	some file in model.updates
}

findings := null
