package loader

import (
	"io/fs"
	"sync/atomic"
	"time"
)

// Tree is what was found below one directory.
type Tree struct {
	// Homes are the product homes by path.
	Homes []*Home
	// Unreadable are the files and folders that could not be read at all.
	Unreadable []*File

	files map[string]*File
	fsys  fs.FS // where it was loaded from
}

// File returns the file of that name, nil when the tree did not load it.
func (t *Tree) File(name string) *File { return t.files[name] }

// At sets the date at which the rules judge dates.
func (t *Tree) At(now time.Time) {
	for _, h := range t.Homes {
		h.Now = now.UTC().Format(time.RFC3339)
	}
}

// File is one file of a home.
type File struct {
	// Name is the path relative to the tree, with slashes.
	Name string
	// Kind is what the file is to the server, see the package documentation.
	Kind string
	// Source is the text, nil when the file could not be read or is refused.
	Source *Source
	// Problem is set when the file could not be read, is refused or is
	// malformed.
	Problem *Problem
	// broken is set when nothing that the file holds can be relied on, so that
	// rules do not see it. Its entries still tell which of its lines to mask.
	broken bool
	format format
	// Directives are the comments that speak to carbonlint, in their order.
	Directives []Directive
	// stores are the paths, relative to the home, of the key stores that the
	// file names, and passwords those that it has for key stores.
	stores, passwords []string
	// shown is the line that was shown last: a line that has one finding often
	// has more, and a file may be a single line.
	shown atomic.Pointer[shownLine]
	// parts are the files in the ConfigMaps of a manifest. Of such a file,
	// whole is its manifest, inner the file by itself and block its place.
	parts []*File
	whole *File
	inner *File
	block block
	Decoded
}

// shownLine is a line with its number.
type shownLine struct {
	number int
	line   Line
}

// Home is one product home: a directory that one server starts from, or as
// much of it as lies in the tree.
type Home struct {
	// Path is relative to the tree, with slashes; "." is the tree itself.
	Path string
	// Layout tells how the home is laid out, one of the Layout constants.
	Layout string
	// Conf is the path of the configuration folder relative to the tree, ""
	// when the home has none.
	Conf string
	// Product, Version and Kernel are "" when the tree does not tell.
	Product, Version, Kernel string
	// Complete is set for a whole home and not for an overlay: only then is a
	// missing file known to be missing.
	Complete bool
	// Versioned is set when the tree shows that version control keeps it.
	Versioned bool
	// NotJudged says why no rule judges the home, "" when they do.
	NotJudged string
	// Files are the files that were loaded, by name.
	Files []*File
	// Libraries are the names of the archives in the folders from which the
	// server loads drivers, nil when no such folder is in the tree.
	Libraries []string
	// Now is the date at which rules judge dates, in RFC 3339; "" for none.
	Now string
	// KeyStores are the files of the home that hold keys or certificates.
	KeyStores []KeyStore
	// Placement is where the home stands among the others.
	Placement Placement

	carbon *File // carbon.xml, which is decoded first: it names other files
	// manifests is set when ConfigMaps hold the files.
	manifests bool
}
