// Package config reads the configuration files of carbonlint, which are named
// .carbonlint.yaml.
//
// A file is read into types that keep the place of each value, so that every
// problem and the origin of every setting have a line and a column. Files
// cascade: those of the folders above hold too, unless one says root, and what
// stands nearer to a home wins. [Site] is what the rules ask in the end.
package config

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// Name is the name of a configuration file.
const Name = ".carbonlint.yaml"

// Place is where something stands in a configuration file.
type Place struct {
	// File is the name as messages show it.
	File string
	// Line and Column start at 1.
	Line, Column int
}

func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Text is a text with its place; the zero Text is one that is not set.
type Text struct {
	Value string
	Place
}

// SeverityOn says that a rule counts, with the severity that it gives itself.
const SeverityOn policies.Severity = "on"

// Level is the severity of a rule or of all rules of a category: a severity,
// [policies.SeverityOff] or [SeverityOn].
type Level struct {
	Rule     string
	Severity policies.Severity
	Place
}

// Parameter is the value of a parameter of a rule.
type Parameter struct {
	Rule, Name string
	// Value is an int, a bool, a string or a []string.
	Value any
	Place
}

// Section is what may stand at the top of a file and in an override.
type Section struct {
	// Profile is core or all.
	Profile Text
	// Product and Version are those of the homes, whatever the tree says.
	Product, Version Text
	// Severities and Parameters stand in the order of the file.
	Severities []Level
	Parameters []Parameter
}

// Override is a section for some paths.
type Override struct {
	// Paths are globs relative to the folder of the file.
	Paths []Text
	Section
	Place
}

// Home says of a home what the tree does not show.
type Home struct {
	// Path is a glob for the paths of homes, relative to the folder of the
	// file.
	Path                       Text
	Cluster, Host, Environment Text
	Product, Version           Text
	Place
}

// File is one configuration file.
type File struct {
	// Name is the name as messages show it and Path the absolute one. Dir is the
	// absolute path of the folder to which the paths in it are relative. Both
	// have slashes.
	Name, Path, Dir string
	// Sum is the hash of the text.
	Sum [sha256.Size]byte
	// Root ends the cascade: files of the folders above do not hold.
	Root Text
	Section
	Overrides []Override
	Homes     []Home
	// Rules are folders of rules of the site's own, relative to Dir.
	Rules []Text
	// Waivers accept findings; their globs are relative to Dir.
	Waivers []policies.Waiver
	// Locked are the rules and categories that no comment may waive.
	Locked []Text

	// mentioned are the rules and categories that the file names, which are
	// looked up when all rules are known.
	mentioned []Text
}

// Problem is one thing that is wrong with a configuration file.
type Problem struct {
	Place
	Message string
}

func (p Problem) String() string { return p.Place.String() + ": " + p.Message }

// Error is everything that is wrong with configuration files.
type Error struct{ Problems []Problem }

func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
