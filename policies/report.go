package policies

import (
	"strings"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// Severity grades a finding.
type Severity string

// The severities, worst first.
const (
	// SeverityError is exploitable, loses data, or keeps the server from starting.
	SeverityError Severity = "error"
	// SeverityWarning departs from the guideline.
	SeverityWarning Severity = "warning"
	// SeverityNote is a judgement or information.
	SeverityNote Severity = "note"
	// SeverityOff is no severity of a finding: a [Site] says by it that a rule
	// does not count.
	SeverityOff Severity = "off"
)

// Rank orders severities: 3 for error, 2 for warning, 1 for note, 0 for
// anything else.
func (s Severity) Rank() int {
	switch s {
	case SeverityError:
		return 3
	case SeverityWarning:
		return 2
	case SeverityNote:
		return 1
	}
	return 0
}

// Place is a region of a file of the tree. Lines and columns start at 1,
// columns count Unicode code points, the end is exclusive.
type Place struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	// Path names the entry inside its file, "" for the file itself.
	Path string `json:"path,omitempty"`
}

// Span is where the place lies in the text of its file.
func (p *Place) Span(text *loader.Source) loader.Span {
	return loader.Span{
		Start: text.Offset(loader.Position{Line: p.Line, Column: p.Column}),
		End:   text.Offset(loader.Position{Line: p.EndLine, Column: p.EndColumn}),
	}
}

// Related is a second place that explains a finding.
type Related struct {
	Place
	// Message says what the place has to do with the finding.
	Message string `json:"message"`
}

// Finding is one fault, at one place.
type Finding struct {
	// Rule is the id of the rule that found it.
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	// Message is one sentence that ends with a period and quotes what is
	// wrong, unless that is a secret.
	Message string `json:"message"`
	Place
	// Home is the path of the home, "." for the tree itself.
	Home string `json:"home"`
	// Default is set when the value is exactly what the product ships: the
	// setting was never configured, rather than configured wrongly.
	Default bool `json:"default"`
	// Fingerprint identifies the finding from run to run, whatever moves
	// above it in the file. No secret goes into it.
	Fingerprint string    `json:"fingerprint"`
	Related     []Related `json:"related,omitempty"`
	// Fix is what would mend it, nil where that needs a person.
	Fix *Fix `json:"fix,omitempty"`
}

// Outcome is what a rule says of one home.
type Outcome string

// The five verdicts of DESIGN: fail has findings; unknown has none, but a
// subject is undecided; pass has subjects and no finding; not_applicable has
// no subject; manual is a checklist item with its evidence.
const (
	Fail          Outcome = "fail"
	Unknown       Outcome = "unknown"
	Pass          Outcome = "pass"
	NotApplicable Outcome = "not_applicable"
	Manual        Outcome = "manual"
)

// Verdict is the outcome of one rule in one home.
type Verdict struct {
	Rule    string  `json:"rule"`
	Home    string  `json:"home"`
	Outcome Outcome `json:"verdict"`
	// Subjects are the places that the rule judged: the evidence.
	Subjects []Place `json:"subjects,omitempty"`
	// Checks are the waivers by which somebody says that a checklist item was
	// checked; none while a place of its evidence is open.
	Checks []Check `json:"-"`
}

// Check says that a person has checked what no file decides.
type Check struct {
	Reason string
	// Until is the last day on which the check counts; the zero time is no end.
	Until time.Time
	// By is where the waiver stands.
	By Place
}

// Failure is a fault of carbonlint or of a rule, not of the tree.
type Failure struct {
	// Rule is the id of the rule that failed, "" when none did.
	Rule string `json:"rule,omitempty"`
	// Home is the home in which it failed, "" when none.
	Home string `json:"home,omitempty"`
	// File is the file that could not be read, "" when none.
	File    string `json:"file,omitempty"`
	Message string `json:"message"`
}

// Report is the result of one run over one tree, in its final order.
type Report struct {
	Tree     *loader.Tree
	Findings []Finding
	// Waived are the findings that somebody has accepted; see [Report.Waive].
	Waived []Waived
	// Baseline is what a baseline says, nil when none was given; see
	// [Report.Subtract].
	Baseline *BaselineResult
	Verdicts []Verdict
	Failures []Failure
	// Rules are the rules that ran, by id. A built-in rule is among them when
	// it has a finding.
	Rules []*Rule

	builtin []*Rule           // that ran
	known   []string          // the ids of all rules there are
	masked  *strings.Replacer // hides the secrets of the tree
	site    Site              // has a say in severities, nil for none
}
