//go:build e2e

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// editedHome copies the example home with clustering switched off on disk, so
// that a fault appears only once it is switched on in the editor.
func editedHome(t *testing.T) (dir string) {
	t.Helper()
	dir, read := example(t)
	off := strings.Replace(read(axis2File), `HazelcastClusteringAgent" enable="true"`, `HazelcastClusteringAgent" enable="false"`, 1)
	if err := os.WriteFile(filepath.Join(dir, axis2File), []byte(off), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// drive runs an editor that ends by itself, and checks what it says.
func drive(t *testing.T, dir string, env []string, want []string, name string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(cache(t), "bin")+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+t.TempDir())
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	for _, line := range want {
		if !strings.Contains(string(out), line) {
			t.Errorf("%s does not say %q:\n%s", name, line, out)
		}
	}
}

// seen is what both editors must tell.
var seen = []string{
	"message: Hazelcast's own shutdown hook is enabled.",
	"source: carbonlint",
	"page: https://github.com/carbonlint/carbonlint/blob/main/docs/rules/cluster/shutdown_hook_on.md",
	"text: hazelcast.shutdownhook.enabled=false",
	"hover: markdown",
}

// TestE2ENeovim has Neovim attach as docs/editors.md says, see a fault across
// files from a buffer that is not saved, and apply the fix.
func TestE2ENeovim(t *testing.T) {
	page, err := os.ReadFile("../../docs/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "<!-- sample: neovim -->\n```lua\n")
	sample, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("docs/editors.md has no sample for Neovim")
	}
	setup := filepath.Join(t.TempDir(), "setup.lua")
	// Neovim writes these options as a list.
	sample = strings.Replace(sample, "name = 'carbonlint', cmd", "init_options = {}, name = 'carbonlint', cmd", 1)
	if err := os.WriteFile(setup, []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("../../.ci/editor.lua")
	if err != nil {
		t.Fatal(err)
	}
	dir := editedHome(t)
	files := strings.Join([]string{setup, filepath.Join(dir, axis2File), filepath.Join(dir, hookFile)}, "\n")
	drive(t, dir, []string{"CARBONLINT_FILES=" + files}, seen, "nvim", "--headless", "-u", "NONE", "-n", "-c", "luafile "+script)
}

// TestE2ENodeClient does the same from the client library of VS Code, which
// asks for the diagnostics.
func TestE2ENodeClient(t *testing.T) {
	script, err := filepath.Abs("../../.ci/editor.cjs")
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"push", "pull"} {
		dir := editedHome(t)
		want := append(slices.Clip(seen), "sample: <HostName>${1:esb.example.com}</HostName>")
		drive(t, dir, []string{"NODE_PATH=" + filepath.Join(cache(t), "node_modules")}, want, "node", script, mode, dir, axis2File, hookFile)
	}
}
