package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/policies"
)

func bundleCommand(s *streams) *cobra.Command {
	var file string
	var o policies.Options
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "Write the rules as a bundle for OPA",
		Long: "Write the rules as a bundle that an unmodified opa run --server or conftest evaluates over\n" +
			"the documents of carbonlint dump; docs/opa.md shows how.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return bundle(s, o, file) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&file, "output", "o", "bundle.tar.gz", "write to `FILE`; - is standard output")
	flags.StringSliceVar(&o.Rules, "rule", nil, "only the rule or category `ID` (repeatable)")
	flags.StringSliceVar(&o.Exclude, "exclude-rule", nil, "not the rule or category `ID` (repeatable)")
	flags.StringVar(&o.Tier, "tier", "all", "the rules of the guidelines alone (core), or all")
	return cmd
}

func bundle(s *streams, o policies.Options, file string) error {
	if err := checkTier(o.Tier); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := policies.WriteBundle(&b, o, "carbonlint "+version()); err != nil {
		var unknown *policies.UnknownRuleError
		if errors.As(err, &unknown) {
			return usageError("%v", err)
		}
		return failure("write the bundle: %v", err)
	}
	if file == "-" {
		if _, err := s.out.Write(b.Bytes()); err != nil {
			return failure("write the bundle: %v", err)
		}
		return nil
	}
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		return failure("write the bundle: %v", err)
	}
	fmt.Fprintf(s.err, "wrote %s\n", file)
	return nil
}
