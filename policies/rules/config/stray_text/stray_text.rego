# METADATA
# title: Stray text leaves an element live that looks commented out
# description: >-
#   XML knows one form of comment. A # or // in front of an element is text to
#   the server, which skips it and reads the element all the same. Of two
#   elements of one name carbon.xml takes the first, so the one that was meant
#   to be switched off may even win over the one that replaced it.
# related_resources:
# - ref: https://www.w3.org/TR/xml/#sec-comments
#   description: Extensible Markup Language (XML) 1.0, comments
# custom:
#   remediation: |-
#     Put the element into a comment, or delete it together with the text.
#
#     ```xml
#     <!-- <ServerURL>local:/${carbon.context}/services/</ServerURL> -->
#     ```
#
#     Other text between elements, such as half of a comment or a letter typed
#     into the wrong window, is a warning. `--fix` deletes such text.
#     `--fix=unsafe` makes a comment of a sign and what follows it, the elements
#     on its line too: whether the server can do without them, only you know.
#   severity: error
#   kind: static
#   tier: extended
#   fix: auto
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.config.stray_text

import data.carbonlint.lib

subjects contains file if {
	some file in input.sources
	not file.problem
	regex.match(`\.xml(\.\w+)?$`, file.file)
}

findings contains lib.fixed(text, $"The sign {sign} is no comment in XML: the element beside it is live.", lib.unsafe(lib.comment(text, sign))) if {
	some text in strays
	sign := sign_of(text.value)
}

findings contains lib.graded(text, "Text stands between elements, where the server reads none.", {
	"severity": "warning",
	"default": shipped_half(text),
	"fix": object.union(lib.remove(text), {"description": "Delete the text between the elements."}),
}) if {
	some text in strays
	value := text.value
	not signed(value)
}

strays := [text |
	some text in input.strays
	lib.known(text)
	not blank(text)
	not shipped(text)
]

# Pasted from a web page, and shipped in bps.xml.
blank(text) if regex.match(`^[\s\x{00a0}\x{200b}\x{feff}]+$`, text.value)

# The signs of other languages, at the beginning or at the end.
sign_of(value) := regex.find_n(`^(#|//|;)|(#|//|;)$`, value, 1)[0]

signed(value) if sign_of(value)

# Two slips of the products' own files.
shipped(text) if {
	text.kind == "governance.xml"
	text.value == "|"
}

shipped(text) if {
	text.kind == "axis2_blocking_client.xml"
	text.value == ">"
}

# Kernel 4.4.40 ships half of a comment.
default shipped_half(_) := false

shipped_half(text) if {
	text.kind == "user-mgt.xml"
	startswith(text.value, "!-- Enable username claim retrieve from the UM_USER_NAME")
}
