# METADATA
# title: Artifacts are not kept in a configuration management system
# description: >-
#   A server that is configured by hand cannot be built again, and two of them
#   are never alike. With configuration and artifacts in version control, and a
#   tool such as Puppet or Ansible that brings them to the nodes, each change has an
#   author and a way back.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Keep configuration and artifacts in version control and let a tool bring them to every node.
#
#     ```
#     [ ] every file of the home that differs from the download comes from version control
#     [ ] artifacts are built and deployed by a pipeline, and never copied by hand
#     [ ] one tool (Puppet, Ansible, Helm, an image) builds all nodes of an environment
#     ```
#
#     A tree with templates of such a tool (`.erb`, `.epp`, `.j2`, `.tpl`) shows that
#     the guideline is met, and passes with these files as evidence.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: backup
#   since: 0.1.0
package carbonlint.rules.backup.artifacts_not_managed

import data.carbonlint.model

subjects contains file if {
	count(templates) == 0
	some file in model.carbon
}

subjects contains file if some file in templates

default findings := null

findings := set() if count(templates) > 0

# The files that differ from node to node, and so are the first templates.
templates := [file |
	some files in [model.carbon, model.datasource_files, axis2_files, model.catalina_files, user_files]
	some file in files
	regex.match(`(?i)\.(erb|epp|j2|jinja2|tpl|tmpl)$`, file.file)
]

default axis2_files := []

axis2_files := input.files["axis2.xml"]

default user_files := []

user_files := input.files["user-mgt.xml"]
