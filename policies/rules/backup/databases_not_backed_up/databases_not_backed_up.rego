# METADATA
# title: The databases in use have no stated backup
# description: >-
#   All that the server knows lies in its databases: users, permissions,
#   registry, tokens, messages, processes. None of it can be built again from
#   the configuration, and a database that nobody thought of is the one that is
#   missing on the day of the restore.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Data backup and archiving
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Take each database that is listed here into the backup, and rehearse the restore.
#
#     ```sh
#     # a database server: with its own tool, while it runs
#     pg_dump --format=custom --file=regdb.dump regdb
#     # the embedded H2: a copy of its files, while the server is stopped
#     cp repository/database/*.db backup/
#     ```
#
#     This is an inventory and never a finding. The URL of a data source names
#     host and schema; of jdbc:h2 it names a file, which may lie outside the
#     home, as ../tmpStatDB does. A waiver that names this rule records that all
#     of them are backed up.
#   severity: note
#   kind: cross
#   tier: core
#   fix: none
#   guideline: backup
#   since: 0.1.0
package carbonlint.rules.backup.databases_not_backed_up

import data.carbonlint.model

subjects contains object.get(ds, "url", ds) if some ds in model.datasources

# The older forms have a URL in place of a data source.
subjects contains database.url if some database in model.registry_databases

subjects contains store.jdbc_url if some store in model.user_stores

subjects contains item if some item in model.other_datasources

findings := null
