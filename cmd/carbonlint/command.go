package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// The exit codes.
const (
	exitClean    = 0 // nothing at or above --fail-on
	exitFindings = 1 // findings at or above --fail-on
	exitUsage    = 2 // wrong usage or configuration
	exitFailure  = 3 // the tool failed, or an input could not be read
	exitNothing  = 4 // nothing to lint
)

// exitError ends the program with a code. Its message may be empty when the
// report has said it all.
type exitError struct {
	code    int
	message string
	// places is set when each line of the message begins with a place.
	places bool
	// reported is set when the reports are written already.
	reported bool
}

func (e *exitError) Error() string { return e.message }

func usageError(format string, args ...any) error {
	return &exitError{code: exitUsage, message: fmt.Sprintf(format, args...)}
}

func failure(format string, args ...any) error {
	return &exitError{code: exitFailure, message: fmt.Sprintf(format, args...)}
}

// streams are where the program reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run is the program: it returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	return runUntil(context.Background(), args, stdin, stdout, stderr)
}

// runUntil is run with a context, at whose end watch ends.
func runUntil(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	s := &streams{stdin, stdout, stderr}
	defer func() {
		if cause := recover(); cause != nil {
			fmt.Fprintf(stderr, "%s", debug.Stack())
			code = s.fail(args, &exitError{code: exitFailure, message: fmt.Sprintf("carbonlint failed: %v; please report this", cause)})
		}
	}()
	root := rootCommand(s)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		return s.fail(args, err)
	}
	return exitClean
}

// fail says why the program ends: on standard error for people, and in the
// format that a machine waits for.
func (s *streams) fail(args []string, err error) int {
	var exit *exitError
	var system *fs.PathError
	switch {
	case errors.As(err, &exit):
	case errors.As(err, &system):
		exit = &exitError{code: exitFailure, message: err.Error()}
	default:
		exit = &exitError{code: exitUsage, message: err.Error()}
	}
	if exit.message == "" {
		return exit.code
	}
	if exit.places {
		fmt.Fprintf(s.err, "%s\n", exit.message)
	} else {
		fmt.Fprintf(s.err, "carbonlint: %s\n", exit.message)
	}
	if exit.reported {
		return exit.code
	}
	o := reporters.Options{Version: version(), ExitCode: exit.code}
	outputs := requestedOutputs(args)
	for _, output := range outputs {
		if output.format == "text" || !known(output.format) {
			continue
		}
		if err := output.write(s.out, func(w io.Writer) error {
			return reporters.WriteFailure(w, output.format, policies.Failure{Message: exit.message}, o)
		}); err != nil && err.Error() != exit.message { // else it is why the program ends
			fmt.Fprintf(s.err, "carbonlint: %v\n", err)
		}
	}
	failed := &policies.Report{Failures: []policies.Failure{{Message: exit.message}}}
	if err := stepSummary(outputs, failed, o); err != nil {
		fmt.Fprintf(s.err, "carbonlint: %v\n", err)
	}
	return exit.code
}

func rootCommand(s *streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "carbonlint",
		Short: "A linter for the configuration of WSO2 products",
		Long: "Carbonlint reads the configuration of WSO2 products (whole homes, overlays, templates)\n" +
			"and judges it against the Production Deployment Guidelines. It never uses the network.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(lintCommand(s), watchCommand(s), dumpCommand(s), rulesCommand(s), explainCommand(s), newCommand(s), bundleCommand(s), versionCommand(s),
		initCommand(s), configCommand(s), testCommand(s), lspCommand(s))
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError("%v", err) })
	return root
}
