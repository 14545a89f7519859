# Updates.
#
# updates: the files that show which updates are applied. owns_updates: holds
# for a runtime that has its own updates.
package carbonlint.model

# updates/product.txt only tells the update tool which product this is; it is
# shipped with the product.
updates := [file |
	some file in input.files.updates
	not endswith(file.file, "updates/product.txt")
]

# The profiles share the updates of the root runtime.
owns_updates if not ei_profile
