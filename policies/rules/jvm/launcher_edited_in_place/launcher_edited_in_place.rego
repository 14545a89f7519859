# METADATA
# title: The shipped start script was edited in place
# description: >-
#   A start script that was edited is overwritten by the next update or has
#   to be merged by hand, and nobody can tell any more what belongs to the
#   product and what to the site. Options that stand outside of it survive
#   both.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Setting system properties
# custom:
#   remediation: |-
#     Restore the shipped script and set the options in a script that calls it.
#
#     ```sh
#     #!/bin/sh
#     export JVM_MEM_OPTS="-Xms2048m -Xmx2048m"
#     export JAVA_OPTS="-Djava.rmi.server.hostname=10.0.0.11"
#     exec /opt/wso2/bin/wso2server.sh "$@"
#     ```
#
#     What the script itself sets after JAVA_OPTS, such as the host name verifier,
#     can only be changed in the script; for such an edit the note is the reminder
#     to repeat it after an update. Only releases whose scripts are known are
#     judged; templates, scripts of an unknown release and those of updated products
#     are left open.
#   severity: note
#   kind: static
#   tier: core
#   fix: none
#   guideline: system-properties
#   since: 0.1.0
package carbonlint.rules.jvm.launcher_edited_in_place

import data.carbonlint.lib
import data.carbonlint.model

subjects contains evidence(script) if {
	some script in scripts
	judgeable(script)
}

findings contains lib.finding(script, $"The start script is not the one that {input.home.product} {input.home.version} ships.") if {
	some script in scripts
	judgeable(script)
	not pristine(script)
	not open(script)
}

scripts := [script | some script in input.files.launcher; script.sha256]

# Without a product nothing but a shipped script can be recognised.
judgeable(script) if model.shipped_hashes[path(script)]

judgeable(_) if input.home.version == ""

pristine(script) if script.sha256 == model.shipped_hashes[path(script)]

pristine(script) if {
	input.home.version == ""
	some scripts in model.shipped_scripts
	script.sha256 == scripts[path(script)]
}

# A template is filled in before it is a script, and an update replaces scripts.
open(script) if not regex.match(`\.(sh|bat|conf)$`, script.file)

open(_) if count(model.updates) > 0

open(_) if input.home.version == ""

evidence(script) := script if {
	pristine(script)
} else := {"at": script, "unknown": true} if {
	open(script)
} else := script

path(script) := regex.replace(trim_prefix(script.file, $"{input.home.path}/"), `\.(erb|epp|j2|jinja2|tpl|tmpl)$`, "")
