// Carbonlint lints the configuration of WSO2 products against the Production
// Deployment Guidelines.
package main

import "os"

func main() {
	prepareMemory()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
