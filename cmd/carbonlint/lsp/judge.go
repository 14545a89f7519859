package lsp

import (
	"context"
	"io/fs"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// Request asks to judge a folder.
type Request struct {
	// Base is the absolute path of the folder, as the operating system writes
	// it, and Files what is in it.
	Base  string
	Files fs.FS
	// Dirty are the files of which the editor has or had a text of its own: what
	// the file system says of them tells nothing.
	Dirty []string
	// Read reads a file of configuration, which may stand above the folder.
	Read func(name string) ([]byte, error)
}

// Result is what came out.
type Result struct {
	// Report is that of lint, nil when the configuration is wrong.
	Report *policies.Report
	// Accepted are the findings of the baseline, which the report lacks.
	Accepted []policies.Finding
	// Notices are what the user has to know of the run, each one a sentence.
	Notices []string
	// Problems are what is wrong with the configuration. The names of files
	// are relative to the folder.
	Problems []config.Problem
	// Rules are all rules that there are, and Locked those that no comment
	// may waive.
	Rules  []*policies.Rule
	Locked []string
	// Reads reports whether a rule can look at a setting of a kind of files.
	Reads func(kind, path string) bool
	// Model returns a noun of the model for a home of the report.
	Model func(ctx context.Context, h *loader.Home, noun string) (any, error)
}

// Judge judges a folder as lint does. It may end early when the context does;
// its error is a fault of the program or of the file system.
type Judge func(ctx context.Context, r Request) (*Result, error)
