package reporters

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/carbonlint/carbonlint/policies"
)

func gitlabIssues(t *testing.T, r *policies.Report, o Options) []gitlabIssue {
	t.Helper()
	var issues []gitlabIssue
	if err := json.Unmarshal([]byte(render(t, "gitlab", r, o)), &issues); err != nil {
		t.Fatal(err)
	}
	return issues
}

// GitLab shows one of the issues with the same fingerprint, and compares the
// fingerprints of two branches.
func TestGitLabFingerprints(t *testing.T) {
	r := testReport(t)
	r.Findings = append(r.Findings, r.Findings[0], r.Findings[0])
	before := gitlabIssues(t, r, testOptions())
	seen := map[string]bool{}
	for _, i := range before {
		if seen[i.Fingerprint] || len(i.Fingerprint) != 32 {
			t.Errorf("%s at %v has the fingerprint %q", i.CheckName, i.Location, i.Fingerprint)
		}
		seen[i.Fingerprint] = true
	}
	for i := range r.Findings {
		r.Findings[i].Line += 7
		r.Findings[i].EndLine += 7
		r.Findings[i].Message = "Other words."
	}
	after := gitlabIssues(t, r, testOptions())
	same := slices.EqualFunc(before, after, func(a, b gitlabIssue) bool { return a.Fingerprint == b.Fingerprint })
	if !same {
		t.Error("lines that move or other words change the fingerprints")
	}
}

// The same home gives the same issues, whichever folder was linted.
func TestGitLabFolders(t *testing.T) {
	finding := func(file string) *policies.Report {
		return &policies.Report{Findings: []policies.Finding{{Rule: "a/b", Message: "M.", Place: policies.Place{File: file, Line: 1, Path: "x/y"}}}}
	}
	root := gitlabIssues(t, finding("nodes/a/conf/carbon.xml"), Options{})
	node := gitlabIssues(t, finding("conf/carbon.xml"), Options{Prefix: "nodes/a"})
	if !slices.Equal(root, node) {
		t.Errorf("from the root %+v, from the folder %+v", root, node)
	}
}

// A report without issues would tell GitLab that all of them are mended.
func TestGitLabFailure(t *testing.T) {
	issues := gitlabIssues(t, &policies.Report{Failures: []policies.Failure{{Message: "broken"}, {Message: "broken"}}}, Options{})
	if len(issues) != 2 || issues[0].Severity != "blocker" || issues[0].Fingerprint == issues[1].Fingerprint || issues[0].Location.Path != "." {
		t.Errorf("got %+v, want two blockers of their own", issues)
	}
}
