package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite goldens, the ledger and docs/rules")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"carbonlint": main})
}

// TestScripts runs the stories of the command line in testdata/script.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"code": code},
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			example, err := os.Getwd()
			env.Setenv("ESB", example+"/../../testdata/esb")
			env.Setenv("OWN", example+"/../../docs/own-rules")
			return err
		},
	})
}

// code runs a program and checks its exit code: code 2 carbonlint lint --what.
func code(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: code N program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
