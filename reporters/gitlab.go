package reporters

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"

	"github.com/carbonlint/carbonlint/policies"
)

// The parts of a Code Quality report that GitLab reads.
type (
	gitlabIssue struct {
		Description string         `json:"description"`
		CheckName   string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
)

// gitlabSeverities are GitLab's words. Blocker is left for a failure of
// carbonlint itself.
var gitlabSeverities = map[policies.Severity]string{
	policies.SeverityError: "critical", policies.SeverityWarning: "major", policies.SeverityNote: "info",
}

func renderGitLab(v *view) ([]byte, error) {
	g := gitlab{view: v, seen: map[string]int{}}
	return encodeJSON(append(each(v.Failures, g.failure), each(v.Findings, g.issue)...))
}

// gitlab numbers issues that would have the same fingerprint.
type gitlab struct {
	*view
	seen map[string]int
}

// issue is a finding. GitLab does not show the name of the check, so that the
// description begins with it.
func (g *gitlab) issue(f policies.Finding) gitlabIssue {
	severity := gitlabSeverities[f.Severity]
	if severity == "" {
		severity = gitlabSeverities[policies.SeverityWarning]
	}
	file := path.Join(g.Prefix, f.File)
	begin := max(f.Line, 1)
	return gitlabIssue{
		Description: f.Rule + ": " + printable(f.Message),
		CheckName:   f.Rule,
		Fingerprint: g.fingerprint(f.Rule, file, f.Path),
		Severity:    severity,
		Location:    gitlabLocation{file, gitlabLines{begin, max(f.EndLine, begin)}},
	}
}

// failure is what kept carbonlint from judging. It is an issue too: GitLab
// would take a report without issues for a merge request that mended them all.
func (g *gitlab) failure(f policies.Failure) gitlabIssue {
	const check = "carbonlint/failure"
	file := path.Join(g.Prefix, f.File)
	if file == "" {
		file = "."
	}
	return gitlabIssue{
		Description: "carbonlint failed: " + printable(describeFailure(f)),
		CheckName:   check,
		Fingerprint: g.fingerprint(check, file, f.Rule+" "+f.Home),
		Severity:    "blocker",
		Location:    gitlabLocation{file, gitlabLines{1, 1}},
	}
}

// fingerprint identifies an issue in the repository, whatever moves above it
// and whichever folder was linted: by the rule, the file from the root of the
// repository, the place in its structure, and a count where these are equal.
// GitLab shows only one of the issues with the same fingerprint.
func (g *gitlab) fingerprint(rule, file, at string) string {
	key := rule + "\x00" + file + "\x00" + at
	g.seen[key]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, g.seen[key]))
	return hex.EncodeToString(sum[:16])
}
