package policies

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// metadata is the METADATA comment of a rule as it is written.
type metadata struct {
	Title       string   `yaml:"title"`
	Description string   `yaml:"description"`
	Scope       string   `yaml:"scope"`
	Related     []ref    `yaml:"related_resources"`
	Custom      customMD `yaml:"custom"`
}

type ref struct {
	Ref         string `yaml:"ref"`
	Description string `yaml:"description"`
}

type customMD struct {
	Remediation      string  `yaml:"remediation"`
	Severity         string  `yaml:"severity"`
	Kind             string  `yaml:"kind"`
	Tier             string  `yaml:"tier"`
	Fix              string  `yaml:"fix"`
	Guideline        string  `yaml:"guideline"`
	Since            string  `yaml:"since"`
	SecuritySeverity float64 `yaml:"security_severity"`
	// Parameters are by name.
	Parameters map[string]parameterMD `yaml:"parameters"`
}

type parameterMD struct {
	Type        string `yaml:"type"`
	Default     any    `yaml:"default"`
	Minimum     *int   `yaml:"minimum"`
	Maximum     *int   `yaml:"maximum"`
	Description string `yaml:"description"`
}

// readRule reads the documentation at the top of a rule's Rego file. OPA
// reads the same comment, at several times the cost.
func readRule(id, text string) (*Rule, error) {
	block, err := metadataBlock(text)
	if err != nil {
		return nil, err
	}
	var m metadata
	decoder := yaml.NewDecoder(strings.NewReader(block))
	decoder.KnownFields(true)
	if err := decoder.Decode(&m); err != nil {
		return nil, fmt.Errorf("METADATA: %w", err)
	}
	r := &Rule{
		ID: id, Title: m.Title, Description: strings.TrimSpace(m.Description),
		Remediation: strings.TrimSpace(m.Custom.Remediation),
		Severity:    Severity(m.Custom.Severity), Kind: m.Custom.Kind, Tier: m.Custom.Tier, Fix: m.Custom.Fix,
		Guideline: m.Custom.Guideline, Since: m.Custom.Since,
		Security: m.Custom.SecuritySeverity > 0, SecuritySeverity: m.Custom.SecuritySeverity,
	}
	for _, l := range m.Related {
		r.Links = append(r.Links, Link{l.Description, l.Ref})
	}
	r.Parameters = m.Custom.parameters()
	return r, r.validate()
}

// parameters returns the parameters in the order of their names.
func (m *customMD) parameters() []Parameter {
	var list []Parameter
	for _, name := range slices.Sorted(maps.Keys(m.Parameters)) {
		p := m.Parameters[name]
		value := p.Default
		if items, ok := value.([]any); ok {
			value = texts(items)
		}
		list = append(list, Parameter{name, p.Type, value, p.Minimum, p.Maximum, p.Description})
	}
	return list
}

// metadataBlock returns the YAML of the METADATA comment.
func metadataBlock(text string) (string, error) {
	_, rest, ok := strings.Cut("\n"+text, "\n# METADATA\n")
	if !ok {
		return "", errors.New("has no METADATA comment")
	}
	var b strings.Builder
	for line := range strings.Lines(rest) {
		body, ok := strings.CutPrefix(line, "#")
		if !ok {
			break
		}
		b.WriteString(strings.TrimPrefix(body, " "))
	}
	return b.String(), nil
}

// validate reports what is missing from a rule's documentation.
func (r *Rule) validate() error {
	for _, field := range []struct {
		name, value string
		allowed     []string
	}{
		{"title", r.Title, nil},
		{"description", r.Description, nil},
		{"custom.remediation", r.Remediation, nil},
		{"custom.severity", string(r.Severity), []string{"error", "warning", "note"}},
		{"custom.kind", r.Kind, []string{"static", "cross", "fleet", "host", "manual"}},
		{"custom.tier", r.Tier, []string{"core", "extended"}},
		{"custom.fix", r.Fix, []string{"auto", "assist", "none"}},
		{"custom.guideline", r.Guideline, nil},
		{"custom.since", r.Since, nil},
	} {
		switch {
		case field.value == "":
			return fmt.Errorf("METADATA: %s is missing", field.name)
		case field.allowed != nil && !slices.Contains(field.allowed, field.value):
			return fmt.Errorf("METADATA: %s is %q, want one of %s", field.name, field.value, strings.Join(field.allowed, ", "))
		}
	}
	if r.SecuritySeverity < 0 || r.SecuritySeverity > 10 {
		return errors.New("METADATA: custom.security_severity is outside 0.1 to 10.0")
	}
	for i := range r.Parameters {
		if err := r.Parameters[i].validate(); err != nil {
			return fmt.Errorf("METADATA: custom.parameters: %w", err)
		}
	}
	return nil
}
