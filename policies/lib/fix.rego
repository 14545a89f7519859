# Fixes: what a rule would change so that a finding is gone.
#
# A fix says what, the loader knows the bytes: escapes, quotes, indentation,
# continued lines, the numbers of wrapper.conf. It goes into a finding as
# graded(at, message, {"fix": set(entry, "false")}). A fix needs no value that
# only a person knows.
package carbonlint.lib

# fixed is a finding with a fix.
fixed(at, message, fix) := {"at": location(at), "message": message, "fix": fix}

# no_fix is for the case in which a rule that has a fix has none.
no_fix := {"edits": []}

# set gives an entry another value.
set(entry, value) := {"edits": [{"op": "set", "at": location(entry), "value": value}]}

# set_namespace puts an attribute of XML into a namespace. The prefix given is
# used where the attribute has none that can be declared for it.
set_namespace(attribute, prefix, uri) := {"edits": [{"op": "set", "at": location(attribute), "name": prefix, "value": uri}]}

# remove takes out an element, an attribute, a property or a JVM option.
remove(at) := {"edits": [{"op": "remove", "at": location(at)}]}

# remove_element takes out the element that an attribute stands in.
remove_element(attribute) := {"edits": [{"op": "remove", "at": location(attribute), "name": "element"}]}

# add puts something with a value into an element or a file: by the path below
# it (Axis2Config/HideAdminServiceWSDLs, parameter[x], @secure), of which
# missing elements are made; a property by its key, a JVM option by its name.
add(at, name, value) := {"edits": [{"op": "add", "at": location(at), "name": name, "value": value}]}

# put adds elements to an element, written as XML that four blanks indent, or
# members to an object of JSON, written as an object. A list in it is appended
# to the list of the same name where there is one.
put(at, markup) := {"edits": [{"op": "add", "at": location(at), "markup": markup}]}

# comment makes a comment of a text between elements and of the elements that
# begin after it on its line. The sign that was meant to do so goes.
comment(text, sign) := {"edits": [{"op": "comment", "at": location(text), "value": sign}]}

# top is the root of an entry's file: where add and put add to it.
top(at) := object.union(location(at), {"path": ""})

# create writes a file that is not there, by its path from the folder of
# another one.
create(beside, name, text) := {"edits": [{"op": "create", "at": location(beside), "name": name, "value": text}]}

# delete deletes a file or a folder, delete_folder the folder that a path from
# that of a file leads to, with all that is in it; rename gives a file another
# name in its folder.
delete(at) := {"edits": [{"op": "delete", "at": location(at)}]}

delete_folder(beside, name) := {"edits": [{"op": "delete", "at": location(beside), "name": name}]}

rename(at, name) := {"edits": [{"op": "rename", "at": location(at), "name": name}]}

# all_of is several fixes in one, made together or not at all: unsafe where one
# of them is.
all_of(fixes) := unsafe(joined(fixes)) if {
	some fix in fixes
	fix.unsafe
} else := joined(fixes)

joined(fixes) := {"edits": [edit | some fix in fixes; some edit in fix.edits]}

# unsafe marks a fix after which something may no longer work that worked.
unsafe(fix) := object.union(fix, {"unsafe": true})
