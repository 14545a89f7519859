# METADATA
# title: No test environment identical to production is recorded
# description: >-
#   An update, a patch or a new artifact that was tried nowhere is tried in
#   production. A test environment finds what goes wrong only if it is like
#   production: the same version and updates, the same settings, the same kind of
#   databases, as many nodes.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Recovery
# custom:
#   remediation: |-
#     Keep an environment that differs from production in nothing but what is listed here, and try every change in it first.
#
#     ```sh
#     # what differs beyond host names and addresses is a fault of one of the two
#     diff -r staging/repository/conf production/repository/conf
#     carbonlint lint staging production
#     ```
#
#     The lines are what has to differ: the host name of the server and the URLs
#     of its databases. A test server that writes into a production database is no test.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: recovery
#   since: 0.1.0
package carbonlint.rules.backup.staging_missing

import data.carbonlint.model

subjects contains model.host_name

subjects contains file if {
	not model.host_name
	some file in model.carbon
}

# The embedded database is a file of the home, and each environment has its own.
subjects contains ds.url if {
	some ds in model.datasources
	not embedded(ds)
}

findings := null

embedded(ds) if model.embedded_h2(ds)
