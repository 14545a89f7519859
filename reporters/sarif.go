package reporters

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

const (
	sarifSchema  = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifVersion = "2.1.0"
	// mostResults is what GitHub takes in one run; it refuses a file with more.
	mostResults = 25000
	// mostLinks keeps a message readable; further places are only listed.
	mostLinks = 10
)

// The parts of SARIF 2.1.0 that we write. What GitHub ignores or
// misunderstands is left out on purpose: suppressions (it opens alerts for
// suppressed results), automationDetails (it overrides the category of the
// upload), and anything that differs between runs, such as GUIDs, absolute
// paths and timestamps.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool            `json:"tool"`
		Invocations []sarifInvocation    `json:"invocations"`
		BaseIDs     map[string]sarifBase `json:"originalUriBaseIds"`
		ColumnKind  string               `json:"columnKind"`
		Results     []sarifResult        `json:"results"` // GitHub wants it even when empty
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		FullName        string      `json:"fullName"`
		Organization    string      `json:"organization"`
		SemanticVersion string      `json:"semanticVersion"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifBase struct {
		Description sarifText `json:"description"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		ExitCode      int                 `json:"exitCode"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string              `json:"level"`
		Message   sarifText           `json:"message"`
		Locations []sarifLocation     `json:"locations,omitempty"`
		Rule      *sarifRuleReference `json:"associatedRule,omitempty"`
	}
	sarifRuleReference struct {
		ID    string `json:"id"`
		Index int    `json:"index"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints,omitempty"`
		Fixes        []sarifFix        `json:"fixes,omitempty"`
		Properties   sarifProperties   `json:"properties"`
	}
	sarifMessage struct {
		Text      string   `json:"text"`
		ID        string   `json:"id,omitempty"`
		Arguments []string `json:"arguments,omitempty"`
	}
	sarifLocation struct {
		ID       int            `json:"id,omitempty"`
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifProperties struct {
		Home    string `json:"home"`
		Default bool   `json:"default,omitempty"`
	}
)

// sarif is what the parts of one run look up.
type sarif struct {
	*view
	index  map[string]int      // of the rules in the driver
	hashes map[string][]string // line hashes by file
}

func renderSARIF(v *view) ([]byte, error) {
	s := &sarif{view: v, index: map[string]int{}, hashes: map[string][]string{}}
	ids := v.ruleIDs()
	for i, id := range ids {
		s.index[id] = i
	}
	findings, cut := worst(v.Findings, mostResults)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name:            "carbonlint",
			FullName:        "carbonlint, a linter for WSO2 product configuration",
			Organization:    "carbonlint",
			SemanticVersion: semanticVersion(v.Version),
			InformationURI:  "https://github.com/carbonlint/carbonlint",
			Rules:           each(ids, func(id string) sarifRule { return newSARIFRule(v.rule(id)) }),
		}},
		Invocations: []sarifInvocation{{len(v.Failures) == 0, v.ExitCode, s.notifications(cut)}},
		BaseIDs:     map[string]sarifBase{srcRoot: {sarifText{Text: "The root of the repository, or the directory that was linted."}}},
		ColumnKind:  "unicodeCodePoints",
		Results:     each(findings, s.result),
	}
	return encodeJSON(sarifLog{sarifSchema, sarifVersion, []sarifRun{run}})
}

var semver = regexp.MustCompile(`^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$`)

// semanticVersion makes a version that SARIF accepts of what a build says.
func semanticVersion(version string) string {
	version = strings.TrimPrefix(version, "v")
	if !semver.MatchString(version) {
		return "0.0.0-dev"
	}
	return version
}

// worst returns at most n findings, in their order, and how many were left
// out: those of the lowest severities.
func worst(findings []policies.Finding, n int) (kept []policies.Finding, cut int) {
	cut = len(findings) - n
	if cut <= 0 {
		return findings, 0
	}
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return findings[b].Severity.Rank() - findings[a].Severity.Rank() })
	order = order[:n]
	slices.Sort(order)
	return each(order, func(i int) policies.Finding { return findings[i] }), cut
}

// notifications tell what kept carbonlint from judging all of the tree.
func (s *sarif) notifications(cut int) []sarifNotification {
	var notes []sarifNotification
	for _, f := range s.Failures {
		n := sarifNotification{Level: "error", Message: sarifText{Text: sentence(printable(describeFailure(f)))}}
		if f.File != "" {
			n.Locations = []sarifLocation{{Physical: sarifPhysical{Artifact: s.artifact(f.File)}}}
		}
		if i, ok := s.index[f.Rule]; ok {
			n.Rule = &sarifRuleReference{f.Rule, i}
		}
		notes = append(notes, n)
	}
	for _, h := range s.homes {
		if h.NotJudged != "" {
			text := sentence(fmt.Sprintf("The home '%s' was not judged: %s", h.Path, h.NotJudged))
			notes = append(notes, sarifNotification{Level: "note", Message: sarifText{Text: text}})
		}
	}
	if cut > 0 {
		text := fmt.Sprintf("%s left out, the least severe: GitHub takes %d a run.", count(cut, "result"), mostResults)
		notes = append(notes, sarifNotification{Level: "warning", Message: sarifText{Text: text}})
	}
	return notes
}

func (s *sarif) result(f policies.Finding) sarifResult {
	at := s.location(f.Place)
	return sarifResult{
		RuleID:       f.Rule,
		RuleIndex:    s.index[f.Rule],
		Level:        sarifLevel(f.Severity),
		Message:      s.message(f),
		Locations:    []sarifLocation{at},
		Related:      s.related(f.Related),
		Fingerprints: s.fingerprints(f, at.Physical.Region.StartLine),
		Fixes:        s.fixes(f),
		Properties:   sarifProperties{f.Home, f.Default},
	}
}

func sarifLevel(s policies.Severity) string {
	if s.Rank() == 0 {
		return string(policies.SeverityWarning)
	}
	return string(s)
}

func (s *sarif) location(p policies.Place) sarifLocation {
	at := sarifLocation{Physical: s.physical(p)}
	if p.Path != "" {
		at.Logical = []sarifLogical{{p.Path}}
	}
	return at
}

// related numbers the related places so that the message can link to them.
func (s *sarif) related(list []policies.Related) []sarifLocation {
	var out []sarifLocation
	for i, r := range list {
		at := s.location(r.Place)
		at.ID = i + 1
		at.Message = &sarifText{Text: sentence(escapeLinks(printable(r.Message)))}
		out = append(out, at)
	}
	return out
}

// message is the text of a result. The text is what viewers show; the message
// id of the rule serves those that prefer one. Viewers take a brace in a text
// with arguments for a placeholder, so such a text stands alone.
func (s *sarif) message(f policies.Finding) sarifMessage {
	m := sarifMessage{Text: sentence(escapeLinks(printable(f.Message)))}
	var links []string
	for i, r := range f.Related[:min(len(f.Related), mostLinks)] {
		place := strings.NewReplacer("[", "", "]", "").Replace(where(r.Place))
		links = append(links, fmt.Sprintf("[%s](%d)", place, i+1))
	}
	if len(links) > 0 {
		m.Text += " See " + enumerate(links) + "."
	}
	if !strings.ContainsAny(m.Text, "{}") {
		m.ID, m.Arguments = messageID, []string{f.Path}
		if f.Path == "" {
			m.Arguments[0] = f.File
		}
	}
	return m
}

var linkLike = regexp.MustCompile(`\[([^\[\]]*)\]\(`)

// escapeLinks keeps brackets of a scanned value from becoming a link.
func escapeLinks(s string) string { return linkLike.ReplaceAllString(s, `\[$1\](`) }

// fingerprints identify a result from run to run: by GitHub's own measure,
// which follows the line, and by ours, which follows the setting.
func (s *sarif) fingerprints(f policies.Finding, line int) map[string]string {
	prints := map[string]string{}
	if f.Fingerprint != "" {
		prints["carbonlint/v1"] = f.Fingerprint
	}
	if hashes := s.lineHashes(f.File); line <= len(hashes) {
		prints["primaryLocationLineHash"] = hashes[line-1]
	}
	return prints
}

func (s *sarif) lineHashes(name string) []string {
	hashes, done := s.hashes[name]
	if !done {
		if f := s.files[name]; f != nil && f.Source != nil {
			hashes = githubHashes(f.Source)
		}
		s.hashes[name] = hashes
	}
	return hashes
}
