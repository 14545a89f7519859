// Command empty links OPA and does nothing: the floor under a cold start.
package main

import (
	"os"

	"github.com/open-policy-agent/opa/v1/rego"
)

func main() {
	if len(os.Args) > 100 {
		rego.New()
	}
}
