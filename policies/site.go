package policies

import "github.com/carbonlint/carbonlint/loader"

// Site is what a site decides about the rules, home by home. The engine asks
// it from several goroutines.
type Site interface {
	// Severity is what the findings of a rule in a file count as, "" for what
	// the rule says and [SeverityOff] where the rule does not count. The file is
	// "" for the home as a whole: a rule that is off there is off in each file.
	Severity(r *Rule, h *loader.Home, file string) Severity
	// Parameters are the values that are set for a home, by rule and name.
	Parameters(h *loader.Home) map[string]map[string]any
}

// NoSite decides nothing: all rules count as they are written.
type NoSite struct{}

// Severity leaves it to the rule.
func (NoSite) Severity(*Rule, *loader.Home, string) Severity { return "" }

// Parameters leaves the defaults.
func (NoSite) Parameters(*loader.Home) map[string]map[string]any { return nil }

// For returns the same rules for a site that decides about them.
func (e *Engine) For(site Site) *Engine {
	changed := *e
	changed.site = site
	return &changed
}

// Parameters returns what the rules see of a home as input.parameters.
func (e *Engine) Parameters(h *loader.Home) map[string]any {
	return Parameters(e.rules, e.site.Parameters(h))
}

// on returns the rules that count for a home.
func (e *Engine) on(h *loader.Home) []*Rule {
	on := make([]*Rule, 0, len(e.rules))
	for _, r := range e.rules {
		if e.site.Severity(r, h, "") != SeverityOff {
			on = append(on, r)
		}
	}
	return on
}

// decide applies what the site says of a rule in single files: it drops the
// findings and the evidence of the files in which the rule is off, and gives
// the other findings their severity. Evidence that is left out decides no
// verdict.
func (d *resultDecoder) decide(r *Rule, findings []Finding, subjects []subject) ([]Finding, []subject) {
	kept := findings[:0]
	for _, f := range findings {
		switch severity := d.site.Severity(r, d.home, f.File); severity {
		case SeverityOff:
			continue
		case "":
		default:
			f.Severity = severity
		}
		kept = append(kept, f)
	}
	judged := subjects[:0]
	for _, s := range subjects {
		if d.site.Severity(r, d.home, s.File) != SeverityOff {
			judged = append(judged, s)
		}
	}
	return kept, judged
}

// ran returns the rules that judged a home of the report or failed; all of
// them where there was no home to judge.
func (e *Engine) ran(r *Report) []*Rule {
	if len(r.Verdicts) == 0 {
		return e.rules
	}
	seen := make(map[string]bool, len(e.rules))
	for _, v := range r.Verdicts {
		seen[v.Rule] = true
	}
	for _, f := range r.Failures {
		seen[f.Rule] = true
	}
	var ran []*Rule
	for _, rule := range e.rules {
		if seen[rule.ID] {
			ran = append(ran, rule)
		}
	}
	return ran
}
