package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

func testCommand(s *streams) *cobra.Command {
	var update bool
	cmd := &cobra.Command{
		Use:   "test DIR",
		Short: "Run the fixtures of rules of your own",
		Long: "Run the fixtures of the rules in DIR, which holds a folder category/name for each.\n" +
			"docs/own-rules.md says how to write them.",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return testRules(s, args[0], update) },
	}
	cmd.Flags().BoolVar(&update, "update", false, "write what the rules give into the fixtures")
	return cmd
}

func testRules(s *streams, dir string, update bool) error {
	if info, err := os.Stat(dir); err != nil {
		return usageError("%s: %v", dir, cause(err))
	} else if !info.IsDir() {
		return usageError("%s is a file; give the folder that holds the rules", dir)
	}
	fsys := loader.Disk(dir)
	own := policies.ReadOwn(fsys, filepath.ToSlash(filepath.Clean(dir)))
	trials, failures, err := own.Test(context.Background(), fsys)
	if err != nil {
		return failure("%v", err)
	}
	wrong := 0
	for _, f := range failures {
		wrong++
		fmt.Fprintf(s.out, "%s\n", strings.TrimPrefix(f.Rule+": "+f.Message, ": "))
	}
	for _, trial := range trials {
		changed := update && trial.Rewritten != nil && trial.Want != trial.Got
		if changed {
			if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(trial.Name)), trial.Rewritten, 0o644); err != nil {
				return failure("write %s: %v", trial.Name, cause(err))
			}
			fmt.Fprintf(s.out, "%s: rewritten\n", trial.Name)
		}
		if trial.Problem == "" || changed && trial.Problem == policies.Differs {
			continue
		}
		wrong++
		fmt.Fprintf(s.out, "%s: %s\n%s", trial.Name, trial.Problem, udiff.Unified("want", "got", trial.Want, trial.Got))
	}
	if wrong > 0 {
		return &exitError{code: exitFindings}
	}
	fmt.Fprintf(s.out, "ok: %s of %s\n", plural(len(trials), "fixture"), plural(len(own.Rules), "rule"))
	return nil
}
