package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// runner runs a command after changes, one at a time. While it runs, further
// changes are judged and shown; the command then runs once more, for the last
// of them. The nil runner does nothing.
type runner struct {
	command string
	out     io.Writer
	next    chan []string // the environment of the next run
}

func newRunner(command string, out io.Writer) *runner {
	return &runner{command, out, make(chan []string, 1)}
}

// start runs what is called until the context ends.
func (r *runner) start(ctx context.Context) {
	if r == nil {
		return
	}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case env := <-r.next:
				r.run(ctx, env)
			}
		}
	}()
}

// afterKill is how long a command that was ended may still hold its output.
const afterKill = 100 * time.Millisecond

// run runs the command. It writes where diagnostics go: standard output is the
// screen's.
func (r *runner) run(ctx context.Context, env []string) {
	shell := []string{"/bin/sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	cmd := exec.CommandContext(ctx, shell[0], shell[1], r.command)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = r.out, r.out
	cmd.WaitDelay = afterKill
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		fmt.Fprintf(r.out, "carbonlint: --exec: %v\n", err)
	}
}

// call has the command run for a change.
func (r *runner) call(c *reporters.Change, report *policies.Report, code int) {
	if r == nil {
		return
	}
	counts := make(map[policies.Severity]int)
	for _, f := range report.Findings {
		counts[f.Severity]++
	}
	var env []string
	for _, v := range []struct {
		name string
		n    int
	}{
		{"APPEARED", len(c.Appeared)},
		{"GONE", len(c.Gone)},
		{"STAY", len(c.Stay)},
		{"FINDINGS", len(report.Findings)},
		{"ERRORS", counts[policies.SeverityError]},
		{"WARNINGS", counts[policies.SeverityWarning]},
		{"NOTES", counts[policies.SeverityNote]},
		{"FAILURES", len(report.Failures)},
		{"EXIT_CODE", code},
	} {
		env = append(env, fmt.Sprintf("CARBONLINT_%s=%d", v.name, v.n))
	}
	select {
	case <-r.next: // replaced by the newer one
	default:
	}
	r.next <- env
}
