# METADATA
# title: The JVM may wait for random numbers
# description: >-
#   Java reads random numbers for keys and sessions from a device that waits
#   until the system has collected enough noise. On a virtual machine or in a
#   container that can take minutes: the server seems to hang at its start or
#   at the first TLS connection.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Performance+Tuning
#   description: Administration guide, Performance Tuning
# - ref: https://bugs.openjdk.org/browse/JDK-6202721
#   description: JDK-6202721, why file:/dev/urandom is not taken at its word
# custom:
#   remediation: |-
#     Name the source that does not wait, in the spelling that Java 8 does not take for the other one.
#
#     ```sh
#     -Djava.security.egd=file:/dev/./urandom \
#     ```
#
#     Windows has a source of its own, so that only scripts for Unix are judged for
#     the lack of the option.
#   severity: note
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: performance-tuning
#   since: 0.1.0
package carbonlint.rules.jvm.blocking_random_source

import data.carbonlint.lib
import data.carbonlint.model

subjects contains model.judged(launcher, egd) if {
	some launcher in model.launchers
	unix(launcher)
}

findings contains lib.fixed(launcher, "The launcher names no random source that does not wait.", lib.add(launcher, egd, "file:/dev/./urandom")) if {
	some launcher in model.launchers
	unix(launcher)
	not model.has_option(launcher, egd)
}

findings contains lib.fixed(source, $"The random source {lib.quote(source)} may wait for noise.", lib.set(source, "file:/dev/./urandom")) if {
	some launcher in model.launchers
	unix(launcher)
	source := model.option(launcher, egd)
	not model.maybe_absent(source)
	blocking(source.value)
}

egd := "-Djava.security.egd"

# The service wrapper is what the products use on Windows. The scripts may be
# templates.
unix(launcher) if regex.match(`\.sh(\.|$)`, launcher.file)

# Java compares the name as a text: file:/dev/urandom stands for its own
# choice, which waits for seeds.
blocking("file:/dev/urandom")

blocking(name) if regex.match(`/random$`, name)

blocking("")
