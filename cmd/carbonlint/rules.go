package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/policies"
)

// ruleFilter is what the rules command was asked for; an empty field asks for
// nothing.
type ruleFilter struct{ category, section, kind, tier string }

func (f ruleFilter) keeps(r *policies.Rule) bool {
	category, _, _ := strings.Cut(r.ID, "/")
	for _, pair := range [][2]string{{f.category, category}, {f.section, r.Guideline}, {f.kind, r.Kind}, {f.tier, r.Tier}} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	return true
}

func rulesCommand(s *streams) *cobra.Command {
	var format string
	var filter ruleFilter
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return listRules(s, format, filter) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&format, "output", "o", "text", "`FORMAT`: text or json")
	flags.StringVar(&filter.category, "category", "", "only the rules of the `CATEGORY`, such as tls")
	flags.StringVar(&filter.section, "section", "", "only the rules of the `SECTION` of the guidelines, such as hostname")
	flags.StringVar(&filter.kind, "kind", "", "only the rules of the `KIND`: static, cross, fleet, host, manual")
	flags.StringVar(&filter.tier, "tier", "", "only the rules of the `TIER`: core, extended")
	return cmd
}

func listRules(s *streams, format string, filter ruleFilter) error {
	rules, err := policies.Rules()
	if err != nil {
		return failure("%v", err)
	}
	rules = slices.DeleteFunc(rules, func(r *policies.Rule) bool { return !filter.keeps(r) })
	if len(rules) == 0 {
		return usageError("no rule is of that category, section, kind and tier; carbonlint rules lists all")
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
