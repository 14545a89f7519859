package reporters

import (
	"bytes"
	"encoding/json"

	"github.com/carbonlint/carbonlint/policies"
)

// schemaID names the shape of the JSON report, docs/report.schema.json. A
// change that a reader could trip over needs a new number.
const schemaID = "carbonlint/report/v1"

// The JSON report has types of its own: policies may change, the published
// shape may not. Arrays are never null and no field of a finding is left out,
// so that readers need no case for absence.
type (
	jsonReport struct {
		Schema   string             `json:"schema"`
		Version  string             `json:"version"`
		Homes    []jsonHome         `json:"homes"`
		Findings []jsonFinding      `json:"findings"`
		Waived   []jsonWaived       `json:"waived"`
		Baseline jsonBaseline       `json:"baseline"`
		Verdicts []jsonVerdict      `json:"verdicts"`
		Failures []policies.Failure `json:"failures"`
		Summary  jsonSummary        `json:"summary"`
	}
	jsonHome struct {
		Path     string `json:"path"`
		Layout   string `json:"layout"`
		Product  string `json:"product"`
		Version  string `json:"version"`
		Kernel   string `json:"kernel"`
		Complete bool   `json:"complete"`
		Judged   bool   `json:"judged"`
		Reason   string `json:"reason"`
	}
	jsonFinding struct {
		Rule     string            `json:"rule"`
		Severity policies.Severity `json:"severity"`
		Message  string            `json:"message"`
		jsonPlace
		Home        string        `json:"home"`
		Default     bool          `json:"default"`
		Fingerprint string        `json:"fingerprint"`
		Related     []jsonRelated `json:"related"`
		Fix         jsonFix       `json:"fix"`
	}
	// jsonFix has no description for a finding that no fix mends.
	jsonFix struct {
		Description string `json:"description"`
		Unsafe      bool   `json:"unsafe"`
	}
	jsonPlace struct {
		File      string `json:"file"`
		Line      int    `json:"line"`
		Column    int    `json:"column"`
		EndLine   int    `json:"end_line"`
		EndColumn int    `json:"end_column"`
		Path      string `json:"path"`
	}
	jsonRelated struct {
		jsonPlace
		Message string `json:"message"`
	}
	jsonVerdict struct {
		Rule     string           `json:"rule"`
		Home     string           `json:"home"`
		Verdict  policies.Outcome `json:"verdict"`
		Subjects []jsonPlace      `json:"subjects"`
		Checks   []jsonCheck      `json:"checks"`
	}
	jsonSummary struct {
		Errors   int `json:"errors"`
		Warnings int `json:"warnings"`
		Notes    int `json:"notes"`
		Defaults int `json:"defaults"`
	}
)

func renderJSON(v *view) ([]byte, error) {
	t := v.tally()
	report := jsonReport{
		Schema:   schemaID,
		Version:  v.Version,
		Homes:    v.jsonHomes(),
		Findings: each(v.Findings, newJSONFinding),
		Waived:   each(v.Waived, newJSONWaived),
		Baseline: newJSONBaseline(v.Baseline),
		Verdicts: each(v.Verdicts, newJSONVerdict),
		Failures: append([]policies.Failure{}, v.Failures...),
		Summary:  jsonSummary{t.errors, t.warnings, t.notes, t.defaults},
	}
	return encodeJSON(report)
}

// encodeJSON is for people too: indented, and < stays <.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(value)
	return b.Bytes(), err
}

func (v *view) jsonHomes() []jsonHome {
	homes := make([]jsonHome, len(v.homes))
	for i, h := range v.homes {
		homes[i] = jsonHome{h.Path, h.Layout, h.Product, h.Version, h.Kernel, h.Complete, h.NotJudged == "", h.NotJudged}
	}
	return homes
}

func newJSONPlace(p policies.Place) jsonPlace { return jsonPlace(p) }

func newJSONFinding(f policies.Finding) jsonFinding {
	return jsonFinding{
		Rule: f.Rule, Severity: f.Severity, Message: f.Message,
		jsonPlace: newJSONPlace(f.Place),
		Home:      f.Home, Default: f.Default, Fingerprint: f.Fingerprint,
		Related: each(f.Related, newJSONRelated), Fix: newJSONFix(f.Fix),
	}
}

func newJSONFix(fix *policies.Fix) jsonFix {
	if fix == nil {
		return jsonFix{}
	}
	return jsonFix{fix.Description, fix.Unsafe}
}

func newJSONRelated(r policies.Related) jsonRelated {
	return jsonRelated{newJSONPlace(r.Place), r.Message}
}

func newJSONVerdict(v policies.Verdict) jsonVerdict {
	return jsonVerdict{v.Rule, v.Home, v.Outcome, each(v.Subjects, newJSONPlace), each(v.Checks, newJSONCheck)}
}
