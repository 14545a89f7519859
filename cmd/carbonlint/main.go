// Carbonlint lints the configuration of WSO2 products against the Production
// Deployment Guidelines.
package main

import (
	"os"
	"runtime/debug"
)

// A one-shot run lives for some tens of milliseconds and a few megabytes:
// collecting garbage as eagerly as a server does costs a fifth of its time.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
