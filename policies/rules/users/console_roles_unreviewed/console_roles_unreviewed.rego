# METADATA
# title: The roles that may log in to the console are not reviewed
# description: >-
#   Whoever holds a role with the permission to log in reaches the console, and
#   roles grow: the one for a project that ended, the account that five people
#   share, the sample user. The permissions are in the database, so that no file shows
#   them.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Managing+Users%2C+Roles+and+Permissions
#   description: Managing Users, Roles and Permissions
# custom:
#   remediation: |-
#     List the roles with the permission `/permission/admin/login` and who holds them, and take it from all who need no console.
#
#     ```sql
#     SELECT r.UM_ROLE_NAME, p.UM_RESOURCE_ID
#       FROM UM_ROLE_PERMISSION r JOIN UM_PERMISSION p ON p.UM_ID = r.UM_PERMISSION_ID
#      WHERE r.UM_IS_ALLOWED = 1
#        AND p.UM_RESOURCE_ID IN ('/permission', '/permission/admin', '/permission/admin/login');
#     ```
#
#     ```
#     [ ] one account for each person, none shared, none of somebody who left
#     [ ] the role of the super admin holds few people; the account admin has another name
#     [ ] no sample or demo users
#     ```
#
#     The lines are the role that may do everything, the role that everybody has, and
#     the user stores in which the holders of roles are.
#   severity: note
#   kind: manual
#   tier: extended
#   fix: none
#   guideline: security-hardening
#   since: 0.1.0
package carbonlint.rules.users.console_roles_unreviewed

import data.carbonlint.model

subjects contains entry if some entry in input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/AdminRole"]

subjects contains entry if some entry in input.settings["user-mgt.xml"]["UserManager/Realm/Configuration/EveryOneRoleName"]

subjects contains object.get(store, "url", object.get(store, "class", store)) if some store in model.user_stores

findings := null
