# METADATA
# title: The tree does not show which updates are applied
# description: >-
#   When an advisory appears you have to know within minutes which of your
#   servers have the fix. A tree without any record of updates gives no
#   answer, and most likely runs the release as it was on its first day, with
#   every hole that was published since.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Backup and recovery
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://updates.docs.wso2.com/en/latest/updates/faq/
#   description: WSO2 Updates
# custom:
#   remediation: |-
#     Update the product with the update tool and keep the records that it leaves in the tree.
#
#     ```
#     updates/config.json
#     updates/wum/
#     repository/components/patches/patch0001/
#     ```
#
#     There are no lesser cases. The file updates/product.txt is shipped with
#     the product and shows no update. Whether the updates that a tree does show
#     are enough, only a comparison with the list of security advisories tells.
#   severity: note
#   kind: static
#   tier: core
#   fix: none
#   guideline: backup
#   since: 0.1.0
package carbonlint.rules.config.update_level_unknown

import data.carbonlint.lib
import data.carbonlint.model

subjects contains file if some file in model.updates

subjects contains file if some file in unrecorded

findings contains lib.graded(file, "The tree does not show which updates are applied.", {"default": true}) if some file in unrecorded

# Only of a whole home can be said that the records are missing.
unrecorded := [file |
	model.complete
	model.owns_updates
	count(model.updates) == 0
	some file in model.carbon
]
