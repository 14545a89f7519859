package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/policies"
)

func rulesCommand(s *streams) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return listRules(s, format) },
	}
	cmd.Flags().StringVarP(&format, "output", "o", "text", "`FORMAT`: text or json")
	return cmd
}

func listRules(s *streams, format string) error {
	rules, err := policies.Rules()
	if err != nil {
		return failure("%v", err)
	}
	switch format {
	case "json":
		encoder := json.NewEncoder(s.out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(rules)
	case "text":
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, r := range rules {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Severity, r.Tier, r.Title)
		}
		return w.Flush()
	}
	return usageError("there is no format %q; choose from text, json", format)
}

func explainCommand(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "Say what a rule finds, why it matters and what to write instead",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := policies.Find(args[0])
			if err != nil {
				return usageError("%v", err)
			}
			_, err = fmt.Fprint(s.out, r.Markdown())
			return err
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			rules, err := policies.Rules()
			if err != nil {
				return nil, cobra.ShellCompDirectiveError
			}
			ids := make([]string, 0, len(rules))
			for _, r := range rules {
				ids = append(ids, r.ID)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
	}
}
