# METADATA
# title: jmx.xml is missing, so the registry opens a random port
# description: >-
#   Without the file the server does not leave JMX off, as one would think: it
#   opens the registry on a port that is another one after every start. No
#   firewall rule fits it, and a scan of the ports finds something that nobody
#   can explain.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/JMX-Based+Monitoring
#   description: Administration guide, JMX-Based Monitoring
# custom:
#   remediation: |-
#     Restore etc/jmx.xml in the configuration folder, and switch JMX off there if you do not use it.
#
#     ```xml
#     <JMX xmlns="http://wso2.org/projects/carbon/jmx.xml">
#         <StartRMIServer>false</StartRMIServer>
#     </JMX>
#     ```
#
#     A tree that holds only a part of the configuration does not tell whether the
#     file is missing.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: jmx
#   since: 0.1.0
#   security_severity: 4.0
package carbonlint.rules.jmx.file_missing

import data.carbonlint.lib
import data.carbonlint.model

subjects contains file if some file in model.jmx_files

subjects contains file if some file in lacking

findings contains lib.fixed(file, "jmx.xml is missing, so that the server opens the JMX registry on a random port.", restored(file)) if some file in lacking

lacking contains model.carbon[0] if {
	model.all_read("jmx.xml")
	count(model.jmx_files) == 0
}

restored(file) := lib.create(file, "etc/jmx.xml", concat("\n", [
	`<JMX xmlns="http://wso2.org/projects/carbon/jmx.xml">`,
	`    <StartRMIServer>false</StartRMIServer>`,
	"</JMX>",
	"",
]))
