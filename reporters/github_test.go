package reporters

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// command is a workflow command as GitHub's runner reads it.
type command struct {
	name       string
	properties map[string]string
	text       string
}

var commandLine = regexp.MustCompile(`^::([a-z]+)(?: ([^:]*))?::(.*)$`)

// parseCommands reads the commands of a log, as the runner does: it divides
// at colons and commas first and undoes the escapes of each part then.
func parseCommands(t *testing.T, log string) []command {
	t.Helper()
	undo := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",").Replace
	var commands []command
	for line := range strings.Lines(log) {
		m := commandLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
				t.Errorf("the runner may take this line for a command: %q", line)
			}
			continue
		}
		c := command{m[1], map[string]string{}, undo(m[3])}
		for pair := range strings.SplitSeq(m[2], ",") {
			name, value, _ := strings.Cut(pair, "=")
			c.properties[name] = undo(value)
		}
		commands = append(commands, c)
	}
	return commands
}

func TestGitHubEscapes(t *testing.T) {
	const file = "conf/100%, a:b\r\n::error::x/%0A.xml"
	const message = "100% of 'a,b:c' is %0A wrong ::warning::x ##[error]y."
	at := policies.Place{File: file, Line: 3, Column: 4, EndLine: 3, EndColumn: 9}
	log := render(t, "github", &policies.Report{
		Findings: []policies.Finding{{Rule: "a/b", Severity: policies.SeverityError, Message: message, Place: at, Home: "."}},
		Failures: []policies.Failure{{File: file, Message: "line 1\nline 2: 5%"}},
	}, Options{Prefix: "nodes/1,2"})
	commands := parseCommands(t, log)
	if len(commands) != 2 {
		t.Fatalf("got %d commands, want the failure and the finding:\n%s", len(commands), log)
	}
	if got := commands[0].text; !strings.HasSuffix(got, "line 1 line 2: 5%") || commands[0].name != "error" {
		t.Errorf("the failure reads %q", got)
	}
	want := map[string]string{"title": "carbonlint a/b", "file": "nodes/1,2/" + file, "line": "3", "endLine": "3", "col": "4", "endColumn": "9"}
	for name, value := range want {
		if got := commands[1].properties[name]; got != value {
			t.Errorf("%s = %q, want %q", name, got, value)
		}
	}
	if commands[1].text != message {
		t.Errorf("the message reads %q, want %q", commands[1].text, message)
	}
}

// A region of several lines must not have columns.
func TestGitHubLines(t *testing.T) {
	for _, c := range []struct {
		at   policies.Place
		want string
	}{
		{policies.Place{File: "f", Line: 2, Column: 5, EndLine: 4, EndColumn: 1}, ",file=f,line=2,endLine=4::"},
		{policies.Place{File: "f", Line: 2, Column: 5, EndLine: 2, EndColumn: 5}, ",file=f,line=2,endLine=2,col=5,endColumn=5::"},
		{policies.Place{File: "f"}, ",file=f::"},
	} {
		log := render(t, "github", &policies.Report{Findings: []policies.Finding{{Rule: "a/b", Place: c.at, Message: "M."}}}, Options{})
		if !strings.Contains(log, c.want) {
			t.Errorf("%+v gives %q, want %q", c.at, log, c.want)
		}
	}
}

// many makes n findings of a severity; each third is about a shipped value.
func many(n int, s policies.Severity) []policies.Finding {
	list := make([]policies.Finding, n)
	for i := range list {
		list[i] = policies.Finding{
			Rule: "a/b", Severity: s, Message: fmt.Sprintf("The %s %d ##[error]x.", s, i), Home: ".", Default: i%3 == 0,
			Place: policies.Place{File: "::f", Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 2},
		}
	}
	return list
}

func TestGitHubLimits(t *testing.T) {
	findings := append(many(12, policies.SeverityNote), append(many(3, policies.SeverityWarning), many(25, policies.SeverityError)...)...)
	log := render(t, "github", &policies.Report{Tree: &loader.Tree{}, Findings: findings}, Options{})
	commands := parseCommands(t, log)
	levels := map[string]int{}
	for _, c := range commands {
		levels[c.name]++
	}
	if levels["error"] != 10 || levels["warning"] != 3 || levels["notice"] != 10 {
		t.Errorf("got %v, want 10 errors, 3 warnings and 10 notices, of which one tells of the rest", levels)
	}
	if first := commands[0].text; first != "The error 1 ##[error]x." {
		t.Errorf("the first is %q: mistakes come before shipped values", first)
	}
	if !strings.Contains(log, "::notice title=carbonlint::15 errors and 3 notes more have no annotation") {
		t.Errorf("nothing tells of the rest in\n%s", log)
	}
	for _, f := range findings {
		if !strings.Contains(log, strings.ReplaceAll(f.Message, "##[", "")) && !strings.Contains(log, strings.ReplaceAll(f.Message, "##[", "# #[")) && !strings.Contains(log, f.Message) {
			t.Errorf("%q is nowhere in the log", f.Message)
		}
	}
}

func TestGitHubExactlyTheLimit(t *testing.T) {
	log := render(t, "github", &policies.Report{Findings: many(mostAnnotations, policies.SeverityNote)}, Options{})
	if n := len(parseCommands(t, log)); n != mostAnnotations || strings.Contains(log, "no annotation") {
		t.Errorf("got %d commands, want %d and no word of a rest:\n%s", n, mostAnnotations, log)
	}
}

func TestStepSummary(t *testing.T) {
	var b bytes.Buffer
	o := testOptions()
	o.SourceURL = "https://github.example/acme/esb/blob/0123abc/"
	if err := WriteStepSummary(&b, testReport(t), o); err != nil {
		t.Fatal(err)
	}
	golden(t, "stepsummary.md", b.String())
	if strings.Contains(b.String(), canary) {
		t.Error("the summary holds a secret")
	}
}

func TestStepSummaryIsCut(t *testing.T) {
	v := newView(&policies.Report{Tree: &loader.Tree{}, Findings: many(500, policies.SeverityError)}, Options{})
	got := v.stepSummary(10_000)
	rows := strings.Count(got, "| error |")
	if len(got) > 10_200 || rows < 20 || !strings.Contains(got, fmt.Sprintf("%d findings more", 500-rows)) {
		t.Errorf("%d bytes with %d rows, and at the end %q", len(got), rows, got[max(0, len(got)-100):])
	}
}

func TestMarkdownText(t *testing.T) {
	for in, want := range map[string]string{
		"a|b\nc":                       `a\|b c`,
		"<img src=x>":                  `\<img src=x\>`,
		"[x](http://y) `z` *b* __c_":   "\\[x\\](http\\://y) \\`z\\` \\*b\\* \\_\\_c\\_",
		`$\frac$ @admin #1 www.x &lt;`: `\$\\frac\$ \@admin \#1 www\.x \&lt;`,
	} {
		if got := markdownText(in); got != want {
			t.Errorf("markdownText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCodeSpan(t *testing.T) {
	for in, want := range map[string]string{
		"a.xml:1:2": "`a.xml:1:2`", "a`b": "``a`b``", "`a``": "``` `a`` ```", "a|b": "`a\\|b`", " ": "",
	} {
		if got := codeSpan(in); got != want {
			t.Errorf("codeSpan(%q) = %q, want %q", in, got, want)
		}
	}
}
