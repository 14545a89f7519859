//go:build e2e

package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// sample is a file of docs/ci.
func sample(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// assertReports checks that a pipeline left the files that it publishes.
func assertReports(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(text), "hostname/not_set") && !strings.Contains(string(text), "HostnameNotSet") {
			t.Errorf("%s: %v: %.300s", name, err, text)
		}
	}
}

// TestE2EGitLab runs the job of the template with the runner that developers
// use at home, which checks it against GitLab's schema first.
func TestE2EGitLab(t *testing.T) {
	for text, failOn := range map[string]string{"FAIL": "error", "PASS": "never"} {
		s := workspace(t, brokenCarbon)
		s.write(t, ".gitlab-ci.yml", sample(t, "gitlab.yml"))
		s.must(t, "git", "remote", "add", "origin", "git@gitlab.example:acme/esb.git")
		s.must(t, "git", "add", "-A")
		s.must(t, "git", "commit", "-qm", "all")
		tool := filepath.Join(cache(t), "node_modules", ".bin", "gitlab-ci-local")
		out, ok := s.try(tool, "--force-shell-executor", "--home", t.TempDir(), "--variable", "CARBONLINT_FAIL_ON="+failOn, "--variable", "CARBONLINT_PATHS=nodes", "carbonlint")
		if ok != (failOn == "never") || !strings.Contains(out, text) || !strings.Contains(out, "json schema validated") {
			t.Errorf("--fail-on=%s: passed %v:\n%s", failOn, ok, out)
		}
		assertReports(t, s.dir, "gl-code-quality-report.json", "TEST-carbonlint.xml")
	}
}

// TestE2EJenkins runs the shell of the Jenkinsfile.
func TestE2EJenkins(t *testing.T) {
	text := sample(t, "Jenkinsfile")
	script := regexp.MustCompile(`(?s)sh '''(.*?)'''`).FindStringSubmatch(text)
	if script == nil {
		t.Fatal("the Jenkinsfile has no shell step")
	}
	s := workspace(t, brokenCarbon)
	if out, ok := s.try("sh", "-xec", script[1]); ok {
		t.Errorf("the step passes in spite of an error:\n%s", out)
	}
	published := regexp.MustCompile(`(?:testResults|pattern): '([^']+)'`).FindAllStringSubmatch(text, -1)
	if len(published) != 2 {
		t.Errorf("the Jenkinsfile publishes %q", published)
	}
	for _, p := range published {
		assertReports(t, s.dir, p[1])
	}
}

// TestE2EAzure runs the scripts of the pipeline.
func TestE2EAzure(t *testing.T) {
	var pipeline struct {
		Steps []struct {
			Bash, Publish string
			Inputs        map[string]string
		}
	}
	if err := yaml.Unmarshal([]byte(sample(t, "azure-pipelines.yml")), &pipeline); err != nil {
		t.Fatal(err)
	}
	s := workspace(t, brokenCarbon)
	var published []string
	for _, step := range pipeline.Steps {
		if step.Bash != "" {
			if out, ok := s.try("bash", "--noprofile", "--norc", "-c", step.Bash); ok {
				t.Errorf("the step passes in spite of an error:\n%s", out)
			}
		}
		for _, name := range []string{step.Publish, step.Inputs["testResultsFiles"]} {
			if name != "" {
				published = append(published, name)
			}
		}
	}
	if len(published) != 2 {
		t.Errorf("the pipeline publishes %q", published)
	}
	assertReports(t, s.dir, published...)
}

// TestE2EWorkflow checks the sample of a workflow.
func TestE2EWorkflow(t *testing.T) {
	if out, err := exec.Command("actionlint", "../../docs/ci/github.yml").CombinedOutput(); err != nil {
		t.Errorf("actionlint: %v\n%s", err, out)
	}
}

// TestE2EDockerfile builds as the image does: the program must need no library,
// and no stage that is run may be root's.
func TestE2EDockerfile(t *testing.T) {
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	build := regexp.MustCompile(`RUN (CGO_ENABLED=0 go build .*)`).FindStringSubmatch(string(text))
	if build == nil {
		t.Fatal("the Dockerfile does not build without cgo")
	}
	program := filepath.Join(t.TempDir(), "carbonlint")
	cmd := exec.Command("sh", "-c", strings.ReplaceAll(build[1], "/out/carbonlint", program))
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the program needs a loader, which an empty image lacks")
		}
	}
	for _, stage := range strings.Split(string(text), "\nFROM ")[2:] {
		if !regexp.MustCompile(`(?m)^USER [1-9]\d*:[1-9]\d*$`).MatchString(stage) {
			t.Errorf("a stage runs as root: FROM %s", stage)
		}
	}
}

// TestE2EPage opens the HTML report in a browser: light and dark, wide and
// narrow, and printed.
func TestE2EPage(t *testing.T) {
	pictures := filepath.Join(cache(t), "pictures")
	for _, tree := range []string{"../../testdata/esb", real("overlays")} {
		out, err := exec.Command("node", "../../.ci/page.mjs", filepath.Join(cache(t), "node_modules"), "/usr/bin/chromium",
			reportFile(t, "html", tree), filepath.Join(pictures, filepath.Base(tree))).CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", tree, err, out)
		}
	}
}
