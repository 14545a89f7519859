package policies

import (
	"encoding/json"
	"fmt"
	"strings"
)

// The types of a parameter.
const (
	TypeInteger = "integer"
	TypeBoolean = "boolean"
	TypeString  = "string"
	TypeStrings = "strings" // a list of texts
)

// Parameter is a number, a word or a list in a rule that a site decides, such
// as the smallest heap.
type Parameter struct {
	Name string `json:"name"`
	// Type is one of the Type constants.
	Type string `json:"type"`
	// Default holds where the site sets nothing: an int, a bool, a string or
	// a []string.
	Default any `json:"default"`
	// Minimum and Maximum bound an integer; nil is no bound.
	Minimum *int `json:"minimum,omitempty"`
	Maximum *int `json:"maximum,omitempty"`
	// Description is one sentence that says what the parameter decides.
	Description string `json:"description"`
}

// UnmarshalJSON reads a parameter with its default as the type says.
func (p *Parameter) UnmarshalJSON(data []byte) error {
	type plain Parameter
	if err := json.Unmarshal(data, (*plain)(p)); err != nil {
		return err
	}
	switch v := p.Default.(type) {
	case float64:
		p.Default = int(v)
	case []any:
		p.Default = texts(v)
	}
	return nil
}

// texts returns a list of texts; what is no text is left out.
func texts(list []any) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Check reports what is wrong with a value for the parameter, which is an int,
// a bool, a string or a []string.
func (p *Parameter) Check(value any) error {
	switch v := value.(type) {
	case int:
		if p.Type != TypeInteger {
			break
		}
		if p.Minimum != nil && v < *p.Minimum || p.Maximum != nil && v > *p.Maximum {
			return fmt.Errorf("%d is not %s", v, p.Bounds())
		}
		return nil
	case bool:
		if p.Type == TypeBoolean {
			return nil
		}
	case string:
		if p.Type == TypeString {
			return nil
		}
	case []string:
		if p.Type == TypeStrings {
			return nil
		}
	}
	return fmt.Errorf("want %s", p.wanted())
}

func (p *Parameter) wanted() string {
	switch p.Type {
	case TypeInteger:
		return "a whole number"
	case TypeBoolean:
		return "true or false"
	case TypeStrings:
		return "a list of texts"
	}
	return "a text"
}

// Bounds are the bounds of an integer in words, "" where it has none.
func (p *Parameter) Bounds() string {
	switch {
	case p.Minimum != nil && p.Maximum != nil:
		return fmt.Sprintf("from %d to %d", *p.Minimum, *p.Maximum)
	case p.Minimum != nil:
		return fmt.Sprintf("%d or more", *p.Minimum)
	case p.Maximum != nil:
		return fmt.Sprintf("%d or less", *p.Maximum)
	}
	return ""
}

// validate reports what is wrong with the declaration of a parameter.
func (p *Parameter) validate() error {
	switch {
	case !validName.MatchString(p.Name):
		return fmt.Errorf("%q is not a name in lower case letters, digits and underscores", p.Name)
	case p.Type != TypeInteger && p.Type != TypeBoolean && p.Type != TypeString && p.Type != TypeStrings:
		return fmt.Errorf("%s: type is %q, want one of integer, boolean, string, strings", p.Name, p.Type)
	case p.Type != TypeInteger && p.Bounds() != "":
		return fmt.Errorf("%s: only an integer has a minimum and a maximum", p.Name)
	case p.Minimum != nil && p.Maximum != nil && *p.Minimum > *p.Maximum:
		return fmt.Errorf("%s: the minimum is above the maximum", p.Name)
	case !strings.HasSuffix(p.Description, "."):
		return fmt.Errorf("%s: description is %q, want a sentence that ends with a period", p.Name, p.Description)
	}
	if err := p.Check(p.Default); err != nil {
		return fmt.Errorf("%s: default: %w", p.Name, err)
	}
	return nil
}

// Parameter returns the rule's parameter of that name, nil when it has none.
func (r *Rule) Parameter(name string) *Parameter {
	for i := range r.Parameters {
		if r.Parameters[i].Name == name {
			return &r.Parameters[i]
		}
	}
	return nil
}

// Parameters returns what rules see as input.parameters: the value of each
// parameter by rule and name, which is what the site sets, or the default.
func Parameters(rules []*Rule, set map[string]map[string]any) map[string]any {
	all := make(map[string]any)
	for _, r := range rules {
		if len(r.Parameters) == 0 {
			continue
		}
		values := make(map[string]any, len(r.Parameters))
		for _, p := range r.Parameters {
			value, ok := set[r.ID][p.Name]
			if !ok {
				value = p.Default
			}
			if list, ok := value.([]string); ok {
				value = anys(list)
			}
			values[p.Name] = value
		}
		all[r.ID] = values
	}
	return all
}

// anys is a list of texts as documents hold one.
func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
