# METADATA
# title: The super admin keeps the shipped password
# description: >-
#   Everybody knows the login that the products ship, and scanners try it
#   first. Whoever gets in owns the server: its users, its services and the
#   secrets it keeps. The server reads the password at its first start only,
#   so a clean file does not prove that the live account was changed.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Configuring+User+Stores
#   description: Configuring User Stores
# custom:
#   remediation: |-
#     Give the super admin a password of its own and keep it in the secure vault.
#
#     ```xml
#     <AdminUser>
#         <UserName>opsadmin</UserName>
#         <Password svns:secretAlias="UserManager.AdminUser.Password">password</Password>
#     </AdminUser>
#     ```
#
#     On a server that has started before, change the password of the account as
#     well, in the management console: the file is not read again for an account
#     that exists. API Manager still takes `${admin.password}` from it, so the
#     two must agree. The name `admin` alone, with a password of its own, is a
#     note.
#   severity: error
#   kind: static
#   tier: core
#   fix: assist
#   guideline: security-hardening
#   since: 0.1.0
#   security_severity: 9.8
package carbonlint.rules.users.default_admin_password

import data.carbonlint.lib
import data.carbonlint.model

# What the vault replaces is decided by the vault.
subjects contains {"at": model.admin.password} if model.admin.password_alias

subjects contains model.admin.password if not model.admin.password_alias

subjects contains model.admin.name

findings contains lib.graded(model.admin.password, "The super admin has a password that everybody knows.", {
	"default": shipped,
	"related": [lib.see(name, "The account.") | name := model.admin.name],
}) if {
	known_to_all
}

findings contains lib.graded(model.admin.password, "The super admin has its own name as password.", {"related": [lib.see(model.admin.name, "The account.")]}) if {
	same_as_name
	not known_to_all
}

findings contains lib.graded(model.admin.name, $"The super admin keeps the name {lib.quote(model.admin.name)}, which attackers try first.", {
	"severity": "note",
	"default": true,
}) if {
	model.admin.name.value == "admin"
	not known_to_all
}

known_to_all if {
	not model.admin.password_alias
	lib.known(model.admin.password)
	model.admin.password.value in {"admin", "wso2carbon", "password"}
}

same_as_name if {
	not model.admin.password_alias
	lib.known(model.admin.password)
	model.admin.password.value == model.admin.name.value
	model.admin.password.value != ""
}

default shipped := false

shipped if {
	model.admin.name.value == "admin"
	model.admin.password.value == "admin"
}
