package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// release is the version in development, without a leading v: SARIF wants a
// version to start with a digit.
const release = "0.1.0"

// version is the version of a program that was installed as a module, else
// the release in development.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if v := strings.TrimPrefix(info.Main.Version, "v"); ok && v != "" && v != "(devel)" && !strings.Contains(v, "-0.") {
		return v
	}
	return release
}

func versionCommand(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.out, "carbonlint %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
