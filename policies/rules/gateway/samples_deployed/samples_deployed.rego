# METADATA
# title: Sample services are deployed
# description: >-
#   The samples answer without a login and nobody watches or updates them: they
#   show that the server is one of WSO2's and which version, and give an
#   attacker a service to try malformed messages on.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Delete the sample services and applications from the deployment folder.
#
#     ```sh
#     rm repository/deployment/server/axis2services/Echo.aar
#     rm repository/deployment/server/axis2services/Version.aar
#     rm -r repository/deployment/server/webapps/am#sample#*
#     ```
#
#     The folder of samples in a whole home, which no server reads, is a note.
#     `--fix=unsafe` deletes archives and folders.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
#   security_severity: 4.3
package carbonlint.rules.gateway.samples_deployed

import data.carbonlint.lib
import data.carbonlint.model

subjects contains sample if some sample in array.concat(model.samples, folders)

subjects contains file if {
	model.complete
	some file in model.carbon
}

findings contains lib.graded(sample, $"The sample '{name(sample)}' is deployed.", {"default": true, "fix": deleted(sample)}) if {
	some sample in model.samples
}

findings contains lib.graded(folder, "The home holds the samples of the product.", {
	"severity": "note",
	"default": true,
	"fix": lib.unsafe(lib.delete(folder)),
}) if {
	some folder in folders
}

folders := [folder | some folder in model.sample_folders; model.complete]

name(sample) := regex.find_n(`(Echo|Version)\.aar|am#sample#[^/]*`, sample.file, 1)[0]

# An application that is unpacked is the folder above WEB-INF.
deleted(sample) := lib.unsafe(lib.delete(sample)) if {
	regex.match(`\.(aar|war)$`, sample.file)
} else := lib.unsafe(lib.delete_folder(sample, ".."))
