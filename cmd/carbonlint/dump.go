package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

func dumpCommand(s *streams) *cobra.Command {
	var home, now, file string
	var secrets bool
	cmd := &cobra.Command{
		Use:   "dump [PATH]",
		Short: "Print the documents that the rules see, as JSON",
		Long: "Print the document of the home below PATH as JSON: what stock OPA takes as its input.\n" +
			"Several homes give an array of documents; --home chooses one.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return dump(s, args, home, now, file, secrets) },
	}
	cmd.Flags().StringVar(&home, "home", "", "dump only the home at `PATH`, relative to the tree")
	cmd.Flags().StringVar(&now, "now", "", nowUsage)
	cmd.Flags().StringVar(&file, "config", "", configUsage)
	cmd.Flags().BoolVar(&secrets, "show-secrets", false, "do not mask sensitive values")
	return cmd
}

func dump(s *streams, args []string, home, date, file string, secrets bool) error {
	now, err := parseNow(date)
	if err != nil {
		return err
	}
	target, err := locate(args)
	if err != nil {
		return err
	}
	c, err := openConfiguration(file, target, config.Flags{})
	if err != nil {
		return err
	}
	tree, err := c.load(target, now, nil)
	if err != nil {
		return err
	}
	engine, err := policies.New(context.Background(), policies.Options{})
	if err != nil {
		return failure("compile the rules: %v", err)
	}
	engine = engine.For(c.site)
	siblings, err := engine.Siblings(context.Background(), tree)
	if err != nil {
		return failure("%v", err)
	}
	var documents []any
	var paths []string
	for _, h := range tree.Homes {
		if h.NotJudged != "" {
			continue
		}
		paths = append(paths, h.Path)
		if home == "" || home == h.Path {
			document := h.Document(nil)
			if siblings[h] != nil {
				document["siblings"] = siblings[h]
			}
			document["parameters"] = engine.Parameters(h)
			documents = append(documents, document)
		}
	}
	switch {
	case len(paths) == 0:
		return &exitError{code: exitNothing, message: nothing(target, tree)}
	case len(documents) == 0:
		return usageError("there is no home %q; there are %s", home, strings.Join(paths, ", "))
	}
	var out any = documents
	if len(documents) == 1 {
		out = documents[0]
	}
	if !secrets {
		loader.Shown(out)
	}
	if err := printJSON(s, out); err != nil {
		return failure("%v", err)
	}
	return unread(tree)
}

// unread is the failure of having printed less than there is, nil when all
// files were read.
func unread(tree *loader.Tree) error {
	var lines []string
	for _, f := range tree.Unreadable {
		lines = append(lines, f.Name+": "+f.Problem.Reason)
	}
	if len(lines) == 0 {
		return nil
	}
	return failure("%s", strings.Join(lines, "\ncarbonlint: "))
}
