package loader

import "regexp"

// TemporaryPattern names, for [os.CreateTemp], what is written beside a file to
// take its place. The program may be killed before it does.
const TemporaryPattern = ".carbonlint-*"

var temporary = regexp.MustCompile(`^\.carbonlint-[0-9]+$`)

// Temporary reports whether a name is one that [TemporaryPattern] gives. Such a
// file is no part of a tree, wherever it lies.
func Temporary(name string) bool { return temporary.MatchString(name) }
