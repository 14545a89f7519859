# METADATA
# title: Files written at run time are kept with the configuration
# description: >-
#   What a server writes while it runs belongs to that run. A process id from
#   another machine keeps the start script from starting, or makes it stop
#   the wrong process; an embedded database brings back old users and
#   settings; logs and heap dumps hold what users sent, and passwords.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines
# custom:
#   remediation: |-
#     Take the files out of the tree and keep them out.
#
#     ```gitignore
#     wso2carbon.pid
#     *.hprof
#     repository/data/
#     repository/database/
#     repository/logs/
#     tmp/
#     ```
#
#     In a whole home that shows no sign of version control this is a note: it
#     may be a server in place. What .gitignore names is not reported. Keys
#     and password files have a rule of their own, `secrets/password_file_left`.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: none
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.config.runtime_files_left

import data.carbonlint.lib
import data.carbonlint.model

subjects contains file if some file in model.carbon

subjects contains file if some file in written

findings contains lib.graded(found[0], message, {
	"severity": severity,
	"related": [lib.see(file, "Another one.") | some file in array.slice(found, 1, 11)],
}) if {
	some pattern, message in sorts
	found := [file | some file in written; regex.match(pattern, file.file)]
	count(found) > 0
}

written := [file | some file in input.files["runtime-file"]]

# One finding for each sort of them, since one line of .gitignore mends it.
sorts := {
	`(^|/)wso2carbon\.pid$`: "The process id of a server that ran is kept with the configuration.",
	`\.db$|/database/[^/]+\.lock$`: "An embedded database is kept with the configuration.",
	`(^|/)hs_err_pid\d+\.log$|\.hprof$`: "A dump of the server's memory is kept with the configuration.",
	`/logs/[^/]+\.log(\.[^/]+)?$`: "Logs are kept with the configuration.",
	`\.lck$`: "A lock of a server that ran is kept with the configuration.",
	`/repository/data$|^repository/data$`: "Data of a server that ran are kept with the configuration.",
	`(^|/)tmp/[^/]+$`: "Temporary files are kept with the configuration.",
}

default severity := "warning"

severity := "note" if {
	model.complete
	not input.home.versioned
}
