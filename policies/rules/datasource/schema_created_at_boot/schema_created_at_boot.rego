# METADATA
# title: The server may create or alter tables when it starts
# description: >-
#   With -Dsetup every start runs the scripts in dbscripts against the
#   configured databases. The server then needs the right to change tables in
#   production, and a start after an update changes them without anybody having
#   looked at the script, or stops half way through it.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# custom:
#   remediation: |-
#     Remove -Dsetup from the start script and create the tables by hand.
#
#     ```console
#     mysql -h db.example.com -u regadmin -p regdb < <PRODUCT_HOME>/dbscripts/mysql.sql
#     ```
#   severity: warning
#   kind: static
#   tier: core
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.datasource.schema_created_at_boot

import data.carbonlint.lib
import data.carbonlint.model

subjects contains launcher if some launcher in model.launchers

findings contains lib.fixed(flag, "The server is started with '-Dsetup', which creates and alters tables.", lib.remove(flag)) if {
	some launcher in model.launchers
	flag := model.option(launcher, "-Dsetup")
}
