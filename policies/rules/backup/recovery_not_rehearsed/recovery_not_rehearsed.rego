# METADATA
# title: Recovery from the backups has not been rehearsed
# description: >-
#   A backup that nobody has restored is a hope. The first restore shows the
#   password that is in no vault, the database that was copied a night before the
#   files, the eight hours that the business thought were one. It should not
#   happen on the day of the disaster.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Recovery
# - ref: https://apim.docs.wso2.com/en/4.7.0/install-and-setup/setup/deployment-best-practices/backup-recovery
#   description: Backup and Recovery, as the newer products tell it
# custom:
#   remediation: |-
#     Restore server and databases from the backups on other machines, as a drill, at least once a year.
#
#     ```
#     [ ] how long may the service be down (recovery time), how much may be lost (recovery point): agreed and written down
#     [ ] server, key stores, artifacts and databases restored, of one point in time
#     [ ] a user logs in, a service answers, a secret decrypts
#     [ ] the time that it took is below the recovery time
#     [ ] the way back from a failed change (rollback) was tried too
#     ```
#
#     The lines are the files in which what must come back is configured: the
#     server and its data sources. The last day of the waiver that records the drill
#     is the day by which the next is due.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: recovery
#   since: 0.1.0
package carbonlint.rules.backup.recovery_not_rehearsed

import data.carbonlint.model

subjects contains file if some file in model.carbon

subjects contains file if some file in model.datasource_files

findings := null
