package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/reporters"
)

// output is one -o: a format and where it goes.
type output struct {
	format string
	file   string // "" is standard output
}

// parseOutputs reads the values of -o.
func parseOutputs(values []string) ([]output, error) {
	var outputs []output
	toStdout := 0
	for _, v := range values {
		format, file, hasFile := strings.Cut(v, "=")
		if !known(format) {
			return nil, usageError("there is no format %q; choose from %s", format, strings.Join(reporters.Formats(), ", "))
		}
		if hasFile && file == "" {
			return nil, usageError("-o %s: the file name is missing", v)
		}
		if file == "" {
			toStdout++
		}
		outputs = append(outputs, output{format, file})
	}
	if toStdout > 1 {
		return nil, usageError("only one -o can go to standard output; give the others a file, as in -o sarif=report.sarif")
	}
	for i, o := range outputs {
		if slices.ContainsFunc(outputs[:i], o.overwrites) {
			return nil, usageError("two reports go to %s; give each a file of its own", o.file)
		}
	}
	return outputs, nil
}

// overwrites reports whether an output goes into the file that another one goes
// into. A device takes any number.
func (o output) overwrites(other output) bool {
	if o.file == "" || other.file == "" {
		return false
	}
	if info, err := os.Stat(o.file); err == nil && !info.Mode().IsRegular() {
		return false
	}
	a, errA := filepath.Abs(o.file)
	b, errB := filepath.Abs(other.file)
	return errA == nil && errB == nil && a == b
}

func known(format string) bool { return slices.Contains(reporters.Formats(), format) }

// requestedOutputs finds the -o values of a command line that was not
// understood, so that the error can be told in the format asked for.
func requestedOutputs(args []string) []output {
	var values []string
	for i, arg := range args {
		switch {
		case (arg == "-o" || arg == "--output") && i+1 < len(args):
			values = append(values, args[i+1])
		case strings.HasPrefix(arg, "--output="):
			values = append(values, strings.TrimPrefix(arg, "--output="))
		case strings.HasPrefix(arg, "-o") && len(arg) > 2:
			values = append(values, strings.TrimPrefix(arg[2:], "="))
		}
	}
	outputs, err := parseOutputs(values)
	if err != nil || len(args) == 0 || args[0] != "lint" {
		return nil
	}
	return outputs
}

// write writes to the output's file, or to stdout when it has none.
func (o output) write(stdout io.Writer, render func(io.Writer) error) error {
	if o.file == "" {
		return render(stdout)
	}
	f, err := os.Create(o.file)
	if err != nil {
		return fmt.Errorf("write %s report: %w", o.format, err)
	}
	if err := render(f); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", o.file, err)
	}
	return f.Close()
}
