# METADATA
# title: A copied admin login differs from the user manager's
# description: >-
#   The components of the API manager log in to each other as the super admin. A
#   login that was written out instead of the placeholder stays what it was when the
#   account in user-mgt.xml changes. Publishing an API, validating a
#   key or throttling then fails, at the first call and not at the start.
# related_resources:
# - ref: https://docs.wso2.com/display/AM260/Changing+the+Default+API-M+Configurations
#   description: API Manager, changing the super admin's credentials
# custom:
#   remediation: |-
#     Let the copies follow user-mgt.xml.
#
#     ```xml
#     <Username>${admin.username}</Username>
#     <Password>${admin.password}</Password>
#     ```
#
#     A login of another account with a password of its own is not judged, nor one
#     that goes to another server. In the URL of a broker a password cannot hold characters that
#     have a meaning there, such as @ and %: choose one without them.
#   severity: error
#   kind: cross
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
package carbonlint.rules.users.admin_copies_differ

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": copy.password, "unknown": undecided(copy)} if some copy in copies

subjects contains {"at": copy.user, "unknown": other_open(copy)} if {
	some copy in model.admin_logins
	copy.user.value != "${admin.username}"
}

subjects contains {"at": login.entry} if some login in broker_copies

# Beside a password that the tree does not tell nothing agrees or differs.
subjects contains {"at": login.entry, "unknown": true} if {
	some login in model.broker_logins
	login.user == model.admin_name
	not model.admin_word
}

subjects contains {"at": url} if some url in model.broker_urls

findings contains lib.graded(copy.password, $"The password differs from that of the super admin, as whom {lib.quote(copy.user)} logs in.", {"related": account}) if {
	some copy in copies
	not open(copy)
	copy.password.value != model.admin_word
}

findings contains lib.graded(copy.user, $"The login names {lib.quote(copy.user)}, and the super admin has another name.", {"related": account}) if {
	some copy in model.admin_logins
	copy.user.value == "admin"
	not copy.undecided
	model.admin_name != "admin"
}

findings contains lib.graded(copy.user, $"The login names {lib.quote(copy.user)} and gives the password of the super admin, who has another name.", {"related": account}) if {
	some copy in model.admin_logins
	copy.password.value == "${admin.password}"
	lib.known(copy.user)
	not copy.undecided
	name := model.bare_name(copy.user.value)
	name != model.admin_name
	name != "admin"
}

findings contains lib.graded(login.entry, "The password in the URL of the broker differs from that of the super admin.", {"related": account}) if {
	some login in broker_copies
	text := login.text
	not same_in_url(text)
}

findings contains lib.graded(url, "The password of the super admin holds a character that cannot stand in the URL of the broker.", {"related": account}) if {
	some url in model.broker_urls
	regex.match(`[@%#/?<>\s"\\^{}|\[\]]`, model.admin_word)
}

# The logins that are the super admin's.
copies := [copy |
	some copy in model.admin_logins
	copy.password
	admins(copy.user)
]

admins(user) if user.value == "${admin.username}"

admins(user) if {
	lib.known(user)
	model.bare_name(user.value) == model.admin_name
}

# The placeholder is the password itself, whatever that is.
default undecided(_) := false

undecided(copy) if {
	copy.password.value != "${admin.password}"
	open(copy)
}

open(copy) if copy.alias

open(copy) if copy.password.unknown

open(copy) if copy.undecided

open(_) if not model.admin_word

# Whose login it is can be told only beside the name of the super admin.
default other_open(_) := false

other_open(copy) if copy.user.unknown

other_open(copy) if copy.undecided

other_open(_) if not model.admin_name

# Of the shipped login secrets/default_link_credentials tells.
broker_copies := [login |
	some login in model.broker_logins
	text := login.text
	not filled_in(text)
	login.user == model.admin_name
	[login.user, text] != ["admin", "admin"]
	model.admin_word
]

filled_in(text) if regex.match(`[${}<]`, text)

same_in_url(text) if text == model.admin_word

same_in_url(text) if {
	not regex.match(`%($|[^0-9a-fA-F]|.$|.[^0-9a-fA-F])`, text)
	urlquery.decode(replace(text, "+", "%2B")) == model.admin_word
}

account := [lib.see(model.admin.name, "The super admin.")]
