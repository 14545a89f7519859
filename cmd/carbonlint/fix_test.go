package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFixKilled kills the program 200 times while it writes, 20 times outside
// of CI: each file is then the old or the new one, never a piece of either.
func TestFixKilled(t *testing.T) {
	t.Parallel()
	kills := 20
	if os.Getenv("CI") != "" {
		kills = 200
	}
	const homes = 16
	filler := strings.Repeat("    <!-- "+strings.Repeat("x", 90)+" -->\n", 200)
	text := "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\n" + filler + "    <EnableHTTPAdminConsole>%s</EnableHTTPAdminConsole>\n" + filler + "</Server>\n"
	before, after := fmt.Appendf(nil, text, "true"), fmt.Appendf(nil, text, "false")
	dir := t.TempDir()
	var names []string
	for i := range homes {
		folder := filepath.Join(dir, fmt.Sprintf("home%02d", i), "repository", "conf")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Join(folder, "carbon.xml"))
	}
	during := 0
	for range kills {
		for _, name := range names {
			if err := os.WriteFile(name, before, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		killDuringFix(t, dir, names[0], len(after))
		changed := 0
		for _, name := range names {
			data, err := os.ReadFile(name)
			switch {
			case err != nil:
				t.Fatal(err)
			case bytes.Equal(data, after):
				changed++
			case !bytes.Equal(data, before):
				t.Fatalf("%s has %d bytes and is neither the old nor the new file", name, len(data))
			}
		}
		if changed > 0 && changed < homes {
			during++
		}
	}
	if during == 0 {
		t.Errorf("none of %d kills came while files were written", kills)
	}
}

// killDuringFix starts the program and kills it some moments after the first
// file has its new size.
func killDuringFix(t *testing.T, dir, first string, size int) {
	t.Helper()
	cmd := exec.Command("carbonlint", "lint", "--rule", "console/over_http", "--fix", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is killed
		close(ended)
	}()
	for start := time.Now(); time.Since(start) < 10*time.Second; time.Sleep(50 * time.Microsecond) {
		if info, err := os.Stat(first); err == nil && info.Size() == int64(size) {
			break
		}
	}
	time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
	_ = cmd.Process.Kill() // it may have ended by itself
	<-ended
}
