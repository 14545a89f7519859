//go:build e2e

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shell is a folder in which commands run with an environment of their own.
type shell struct {
	dir string
	env []string
}

// newShell makes a folder, and a home folder beside it so that no settings of
// the machine reach git or pre-commit.
func newShell(t *testing.T) *shell {
	t.Helper()
	home, dir := t.TempDir(), t.TempDir()
	return &shell{dir: dir, env: append(os.Environ(),
		"HOME="+home, "PRE_COMMIT_HOME="+filepath.Join(home, "pre-commit"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org",
		"GOMODCACHE="+goEnv(t, "GOMODCACHE"), "GOCACHE="+goEnv(t, "GOCACHE"), "GOPROXY="+goEnv(t, "GOPROXY"))}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// try runs a command and returns its output and whether it succeeded.
func (s *shell) try(name string, args ...string) (string, bool) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = s.dir, s.env
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// must runs a command that must succeed.
func (s *shell) must(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, ok := s.try(name, args...)
	if !ok {
		t.Fatalf("%s %v:\n%s", name, args, out)
	}
	return out
}

func (s *shell) write(t *testing.T, name, text string) {
	t.Helper()
	write(t, filepath.Join(s.dir, filepath.FromSlash(name)), text)
}

// hookRepository is a repository with the files of this checkout, committed or
// not, from which pre-commit installs as from a public one.
func hookRepository(t *testing.T) (dir, commit string) {
	t.Helper()
	s := newShell(t)
	list, err := exec.Command("git", "-C", "../..", "ls-files", "-coz", "--exclude-standard").Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	pack := exec.Command("tar", "-C", "../..", "--null", "--verbatim-files-from", "-T", "-", "--ignore-failed-read", "-cf", filepath.Join(s.dir, "all.tar"))
	pack.Stdin = bytes.NewReader(list)
	if out, err := pack.CombinedOutput(); err != nil {
		t.Fatalf("tar: %v\n%s", err, out)
	}
	s.must(t, "tar", "-xf", "all.tar")
	s.must(t, "rm", "all.tar")
	s.must(t, "git", "init", "-q")
	s.must(t, "git", "add", "-A")
	s.must(t, "git", "commit", "-qm", "all")
	return s.dir, strings.TrimSpace(s.must(t, "git", "rev-parse", "HEAD"))
}

const (
	cleanCarbon  = "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\n    <HostName>esb.acme.example</HostName>\n</Server>\n"
	brokenCarbon = "<Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\">\n    <HostName>localhost</HostName>\n</Server>\n"
)

// TestE2EPreCommit has the real pre-commit install the hook from a clone of
// this repository, and commits.
func TestE2EPreCommit(t *testing.T) {
	hooks, commit := hookRepository(t)
	s := newShell(t)
	s.must(t, "git", "init", "-q")
	s.write(t, ".pre-commit-config.yaml", fmt.Sprintf("repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: carbonlint\n        args: [--rule, hostname/not_set]\n      - id: carbonlint-all\n        args: [--rule, hostname/not_set]\n        stages: [manual]\n      - id: carbonlint-config-verify\n", hooks, commit))
	s.must(t, "pre-commit", "install", "--install-hooks")
	calls := countCalls(t, s)

	s.write(t, "nodes/a/repository/conf/carbon.xml", cleanCarbon)
	s.must(t, "git", "add", "-A")
	if out := s.must(t, "git", "commit", "-m", "clean"); !strings.Contains(out, "Passed") {
		t.Errorf("the hook did not pass a clean home:\n%s", out)
	}

	s.write(t, "nodes/a/repository/conf/carbon.xml", brokenCarbon)
	s.must(t, "git", "add", "-A")
	out, ok := s.try("git", "commit", "-m", "broken")
	if ok || !strings.Contains(out, "nodes/a/repository/conf/carbon.xml:2:15: error:") || !strings.Contains(out, "exit code: 1") {
		t.Errorf("the hook let a commit pass that breaks a guideline, or did not say why:\n%s", out)
	}

	// What is committed already blocks no commit that leaves it as it is.
	s.must(t, "git", "commit", "-qnm", "broken")
	s.write(t, "nodes/b/repository/conf/carbon.xml", cleanCarbon)
	s.must(t, "git", "add", "-A")
	s.must(t, "git", "commit", "-qm", "another node")
	if out, ok := s.try("pre-commit", "run", "--hook-stage", "manual", "--all-files", "carbonlint-all"); ok || !strings.Contains(out, "nodes/a/repository/conf/carbon.xml:2:15: error:") {
		t.Errorf("carbonlint-all does not judge what is committed:\n%s", out)
	}
	s.write(t, "nodes/a/repository/conf/carbon.xml", cleanCarbon)
	s.must(t, "git", "add", "-A")
	s.must(t, "git", "commit", "-qm", "mended")

	before := calls()
	s.write(t, "README.md", "words\n")
	s.write(t, "pom.xml", "<project/>\n")
	s.must(t, "git", "add", "-A")
	if out := s.must(t, "git", "commit", "-m", "words"); !strings.Contains(out, "Skipped") || calls() != before {
		t.Errorf("the hook ran for a commit that does not concern it:\n%s", out)
	}

	s.write(t, ".carbonlint.yaml", "severty:\n  hostname: note\n")
	s.must(t, "git", "add", "-A")
	if out, ok := s.try("git", "commit", "-m", "configuration"); ok || !strings.Contains(out, ".carbonlint.yaml:1:1:") {
		t.Errorf("a wrong configuration passes:\n%s", out)
	}
	s.must(t, "git", "rm", "-qf", ".carbonlint.yaml")
	before = calls()
	for i := range 5000 {
		s.write(t, fmt.Sprintf("nodes/a/repository/conf/identity/service-providers/a-long-name-of-a-service-provider-%04d.xml", i), "<ServiceProvider/>\n")
	}
	s.must(t, "git", "add", "-A")
	if out := s.must(t, "git", "commit", "-qm", "many"); calls() != before+1 {
		t.Errorf("5,000 files made %d processes, want one:\n%.2000s", calls()-before, out)
	}
}

// countCalls puts a script before the installed program that counts its
// calls.
func countCalls(t *testing.T, s *shell) func() int {
	t.Helper()
	home := ""
	for _, v := range s.env {
		if dir, ok := strings.CutPrefix(v, "PRE_COMMIT_HOME="); ok {
			home = dir
		}
	}
	found, err := filepath.Glob(filepath.Join(home, "repo*", "golangenv-*", "bin", "*"))
	if err != nil || len(found) != 1 || filepath.Base(found[0]) != "carbonlint" {
		t.Fatalf("pre-commit installed %q, want carbonlint alone", found)
	}
	program := found[0]
	log := filepath.Join(t.TempDir(), "calls")
	if err := os.Rename(program, program+".real"); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\necho \"$@\" >>'%s'\nexec '%s.real' \"$@\"\n", log, program)
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return func() int {
		text, err := os.ReadFile(log)
		if err != nil {
			return 0
		}
		return bytes.Count(text, []byte("\n"))
	}
}
