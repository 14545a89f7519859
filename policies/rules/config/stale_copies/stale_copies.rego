# METADATA
# title: Old copies of configuration files lie beside the live ones
# description: >-
#   The server reads none of these copies, and people do: they edit the wrong one,
#   compare with it or take a setting from it. What was a secret a year ago
#   often still is one, and the copy keeps it after the live file was cleaned.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Delete the copies and leave the history to version control.
#
#     ```sh
#     git rm 'repository/conf/carbon_old.xml'
#     ```
#
#     There are no lesser cases. The variants that products ship, such as
#     axis2_nhttp.xml and registry_TM.xml, are none, nor are those of a profile. Of
#     copies among the data sources `datasource/file_ignored` tells.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: none
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.config.stale_copies

import data.carbonlint.lib
import data.carbonlint.model

subjects contains file if some file in model.carbon

subjects contains file if some file in input.files.copy

findings contains lib.finding(file, "The server does not read this copy of a configuration file.") if {
	some file in input.files.copy
}
