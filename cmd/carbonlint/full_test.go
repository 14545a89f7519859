package main

import (
	"bytes"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

// fullDisk is standard output on a disk that is full.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

// TestFullDisk has what each command writes get lost: that is a failure, and no
// wrong usage.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	const home = "../../testdata/esb"
	for _, command := range []string{
		"lint " + home, "lint -o json " + home, "lint --fix --diff " + home, "rules", "rules -o json", "explain hostname/not_set",
		"dump " + home, "config show " + home, "config schema", "version",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			code := run(strings.Fields(command), strings.NewReader(""), fullDisk{}, &stderr)
			if code != exitFailure || !strings.Contains(stderr.String(), syscall.ENOSPC.Error()) {
				t.Errorf("the exit code is %d, want %d; standard error is\n%s", code, exitFailure, stderr.String())
			}
		})
	}
}
