//go:build e2e

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// action is what the tests read of action.yml.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []actionStep }
}

type actionStep struct {
	Name, ID, If, Uses, Run, Shell string
	Env, With                      map[string]string
}

func readAction(t *testing.T) action {
	t.Helper()
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// jobRunner runs the steps of the action as GitHub's runner does: it substitutes
// expressions, sets the variables and files of the runner and reads what the
// steps write there.
type jobRunner struct {
	t                *testing.T
	workspace, temp  string
	context          map[string]string // what expressions stand for
	path             []string
	log              strings.Builder
	uploaded         map[string]string // what was handed to the upload, nil when it did not run
	failed           bool
	summary, command string
}

// runAction runs the action over a work tree with some inputs.
func runAction(t *testing.T, workspace string, inputs map[string]string) *jobRunner {
	t.Helper()
	a := readAction(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	r := &jobRunner{t: t, workspace: workspace, temp: t.TempDir(), context: map[string]string{"github.action_path": root}}
	for name, input := range a.Inputs {
		r.context["inputs."+name] = input.Default
	}
	for name, value := range inputs {
		if _, ok := a.Inputs[name]; !ok {
			t.Fatalf("the action has no input %s", name)
		}
		r.context["inputs."+name] = value
	}
	for _, step := range a.Runs.Steps {
		if !r.failed && r.holds(step.If) {
			r.step(step, root)
		}
	}
	for name, output := range a.Outputs {
		r.context["outputs."+name] = r.substitute(output.Value)
	}
	return r
}

var expression = regexp.MustCompile(`\$\{\{\s*([a-z_.-]+)\s*\}\}`)

func (r *jobRunner) substitute(text string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string { return r.context[expression.FindStringSubmatch(e)[1]] })
}

var comparison = regexp.MustCompile(`([a-z_.-]+) == '([^']*)'`)

// holds evaluates a condition: comparisons joined by && and ||, as the action
// has them.
func (r *jobRunner) holds(condition string) bool {
	if condition == "" {
		return true
	}
	text := comparison.ReplaceAllStringFunc(condition, func(c string) string {
		m := comparison.FindStringSubmatch(c)
		return fmt.Sprint(r.context[m[1]] == m[2])
	})
	inner := regexp.MustCompile(`\(([a-z| ]*)\)`)
	text = inner.ReplaceAllStringFunc(text, func(g string) string { return fmt.Sprint(strings.Contains(g, "true")) })
	if !regexp.MustCompile(`^(true|false)( && (true|false))*$`).MatchString(text) {
		r.t.Fatalf("the test does not know the condition %q", condition)
	}
	return !strings.Contains(text, "false")
}

// step runs one step. Other actions are not at hand: the test only sees what
// they would be given.
func (r *jobRunner) step(step actionStep, root string) {
	r.t.Helper()
	if step.Uses != "" {
		if !regexp.MustCompile(`@[0-9a-f]{40}$`).MatchString(step.Uses) {
			r.t.Errorf("%s: %s is not pinned", step.Name, step.Uses)
		}
		if strings.Contains(step.Uses, "upload-sarif") {
			r.uploaded = map[string]string{}
			for name, value := range step.With {
				r.uploaded[name] = r.substitute(value)
			}
		}
		return
	}
	if strings.Contains(step.Run, "${{") {
		r.t.Errorf("%s: an expression in a script runs what a hostile input says", step.Name)
	}
	files := map[string]string{}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", r.script(step.Run))
	cmd.Dir = r.workspace
	cmd.Env = append(os.Environ(), "CI=true", "GITHUB_ACTIONS=true", "GITHUB_WORKSPACE="+r.workspace, "RUNNER_TEMP="+r.temp,
		"GITHUB_ACTION_PATH="+root, "GITHUB_SERVER_URL=https://github.example", "GITHUB_REPOSITORY=acme/esb", "GITHUB_SHA=0123abc",
		"PATH="+strings.Join(append(r.path, os.Getenv("PATH")), string(os.PathListSeparator)))
	for _, name := range []string{"GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"} {
		files[name] = filepath.Join(r.t.TempDir(), name)
		write(r.t, files[name], "")
		cmd.Env = append(cmd.Env, name+"="+files[name])
	}
	for name, value := range step.Env {
		cmd.Env = append(cmd.Env, name+"="+r.substitute(value))
	}
	out, err := cmd.CombinedOutput()
	r.log.Write(out)
	r.failed = err != nil
	read := func(name string) string {
		text, err := os.ReadFile(files[name])
		if err != nil {
			r.t.Fatal(err)
		}
		return string(text)
	}
	r.summary += read("GITHUB_STEP_SUMMARY")
	r.command += read("GITHUB_ENV")
	for line := range strings.Lines(read("GITHUB_PATH")) {
		r.path = append([]string{strings.TrimSpace(line)}, r.path...)
	}
	for line := range strings.Lines(read("GITHUB_OUTPUT")) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		r.context["steps."+step.ID+".outputs."+name] = value
	}
}

// script writes a script where the runner would.
func (r *jobRunner) script(text string) string {
	file := filepath.Join(r.t.TempDir(), "script.sh")
	write(r.t, file, text)
	return file
}

func (r *jobRunner) output(name string) string { return r.context["outputs."+name] }

// workspace is a work tree with one home.
func workspace(t *testing.T, carbon string) *shell {
	t.Helper()
	s := newShell(t)
	s.must(t, "git", "init", "-q")
	s.write(t, "nodes/a b/repository/conf/carbon.xml", carbon)
	return s
}

var hostname = map[string]string{"rules": "hostname/not_set"}

// with adds inputs to others.
func with(inputs map[string]string, more ...string) map[string]string {
	all := map[string]string{}
	for name, value := range inputs {
		all[name] = value
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

func TestE2EAction(t *testing.T) {
	broken, clean := workspace(t, brokenCarbon), workspace(t, cleanCarbon)
	broken.write(t, "empty/README.md", "words\n")
	for name, c := range map[string]struct {
		on     *shell
		inputs map[string]string
		code   string
		errors string
		upload bool
		log    string // is in it
	}{
		"findings":   {broken, hostname, "1", "1", true, "::error title=carbonlint hostname/not_set,file=nodes/a b/repository/conf/carbon.xml,line=2"},
		"clean":      {clean, hostname, "0", "0", true, "No findings in 1 home"},
		"never":      {broken, with(hostname, "fail-on", "never"), "0", "1", true, "::error title"},
		"no upload":  {broken, with(hostname, "sarif", "false"), "1", "1", false, "::error title"},
		"plain":      {broken, with(hostname, "annotations", "false"), "1", "1", true, "::stop-commands::"},
		"paths":      {broken, with(hostname, "paths", "nodes/a b\r\n\n"), "1", "1", true, "file=nodes/a b/repository"},
		"two rules":  {broken, with(nil, "rules", "hostname/not_set\nhostname/localhost_url\n", "exclude-rules", "hostname/not_set"), "0", "0", true, "No findings"},
		"arguments":  {broken, with(hostname, "args", "--now\n2026-01-02"), "1", "1", true, "::error title"},
		"usage":      {broken, with(hostname, "fail-on", "awful"), "2", "0", false, "::error title=carbonlint failed::--fail-on is \"awful\""},
		"nothing":    {broken, with(hostname, "paths", "empty"), "4", "0", false, "nothing to lint"},
		"no such":    {broken, with(hostname, "paths", "gone"), "2", "0", false, "no such file"},
		"an option":  {broken, with(hostname, "paths", "--fail-on=never"), "2", "0", false, "no such file"},
		"rule names": {broken, with(hostname, "rules", "hostname/gone"), "2", "0", false, "hostname/gone"},
	} {
		t.Run(name, func(t *testing.T) {
			r := runAction(t, c.on.dir, c.inputs)
			if got := r.output("exit-code"); got != c.code || r.failed != (c.code != "0") {
				t.Errorf("exit code %q and failed %v, want %s\n%s", got, r.failed, c.code, r.log.String())
			}
			if got := r.output("errors"); got != c.errors {
				t.Errorf("errors %q, want %q", got, c.errors)
			}
			if (r.uploaded != nil) != c.upload {
				t.Errorf("uploaded %v, want %v", r.uploaded, c.upload)
			}
			if c.upload && (r.uploaded["category"] != "carbonlint" || !strings.HasSuffix(r.uploaded["sarif_file"], ".sarif")) {
				t.Errorf("uploaded %v", r.uploaded)
			}
			if !strings.Contains(r.log.String(), c.log) {
				t.Errorf("the log lacks %q:\n%s", c.log, r.log.String())
			}
			if summary := c.inputs["annotations"] != "false"; strings.Contains(r.summary, "## carbonlint") != summary {
				t.Errorf("the summary is %q", r.summary)
			}
		})
	}
}

// A hostile input is data: it runs nothing and sets no output.
func TestE2EActionHostileInputs(t *testing.T) {
	s := workspace(t, brokenCarbon)
	trap := filepath.Join(t.TempDir(), "trap")
	hostile := []string{
		"$(touch " + trap + ")", "`touch " + trap + "`", "'; touch " + trap + "; '", "\"; touch " + trap + "; \"",
		"x\nexit-code=0\nsarif-file=/etc/passwd", "${PATH}", "*", "a && touch " + trap, "EOF\ntouch " + trap,
	}
	for name := range readAction(t).Inputs {
		if name == "install" || name == "sarif" || name == "annotations" {
			continue
		}
		for _, value := range hostile {
			r := runAction(t, s.dir, with(hostname, name, value, "install", "false"))
			if _, err := os.Stat(trap); err == nil {
				t.Fatalf("%s = %q runs a command", name, value)
			}
			if file := r.output("sarif-file"); !strings.HasPrefix(file, r.temp) {
				t.Errorf("%s = %q sets the output to %q", name, value, file)
			}
			if name != "category" && r.output("exit-code") == "0" {
				t.Errorf("%s = %q makes the run pass", name, value)
			}
		}
	}
}
