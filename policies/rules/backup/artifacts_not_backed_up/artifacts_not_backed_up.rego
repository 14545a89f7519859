# METADATA
# title: The deployed artifacts have no stated backup
# description: >-
#   What the server runs is in files, not in its databases: services, sequences,
#   web applications, secondary user stores, what each tenant has deployed. Its
#   keys are files as well, and what they have encrypted is lost with them.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Data backup and archiving
# custom:
#   remediation: |-
#     Take each folder that is listed here into the backup, at least as often as something is deployed, and note where the copies are.
#
#     ```sh
#     # what to copy, and how much it is; in EI 6 some of it lies below conf/, lib/, dropins/ and patches/
#     du -sh repository/deployment repository/tenants repository/resources/security repository/conf \
#         repository/components/lib repository/components/dropins repository/components/patches
#     ```
#
#     The lines show where the server takes its artifacts from, the repository to
#     which it commits them, its key stores and the user stores that were added
#     while it ran. A copy in version control is a backup of what is committed: key
#     stores and tenants mostly are not.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: backup
#   since: 0.1.0
package carbonlint.rules.backup.artifacts_not_backed_up

import data.carbonlint.model

subjects contains location if some location in locations

# A server without the setting deploys from its own repository.
subjects contains file if {
	count(locations) == 0
	some file in model.carbon
}

subjects contains model.synchroniser.url if model.synchroniser_on

subjects contains store.at if some store in model.key_stores

subjects contains file if some file in input.files["user-store"]

findings := null

default locations := []

locations := input.settings["carbon.xml"]["Server/Axis2Config/RepositoryLocation"]
