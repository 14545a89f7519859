package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/policies"
)

func newCommand(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Begin something new",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRuleCommand(s))
	return cmd
}

func newRuleCommand(s *streams) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "rule ID",
		Short: "Write the folder of a new rule, with a test that fails until it is written",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if dir == "" {
				dir = filepath.Join("policies", "rules")
				if _, err := os.Stat(dir); err != nil {
					return usageError("there is no folder %s here; run this at the root of the repository or give --dir", dir)
				}
			}
			files, err := policies.WriteRule(dir, args[0])
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Fprintln(s.out, filepath.ToSlash(f))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "the `FOLDER` that holds the categories (default policies/rules)")
	return cmd
}
