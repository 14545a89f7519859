package config

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/carbonlint/carbonlint/policies"
)

// origin says of what nobody set where it comes from.
const origin = "default"

// Describe writes what holds as YAML, each line with the place that it comes
// from. Of the rules it names those of which a file says something.
func (e *Effective) Describe(rules []*policies.Rule) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	line := func(text, from string) { fmt.Fprintf(w, "%s\t# %s\n", text, from) }
	set := func(name string, t Text) {
		if t.Value != "" {
			line(name+": "+scalar(t.Value), t.Place.String())
		}
	}
	profile := e.Profile()
	if profile.Value == "" {
		profile = Text{"all", Place{File: origin}}
	}
	set("profile", profile)
	set("product", e.Product())
	set("version", e.Version())
	set("cluster", e.Cluster)
	set("host", e.Host)
	set("environment", e.Environment)
	var levels, parameters []*policies.Rule
	for _, r := range rules {
		if _, ok := e.Level(r.ID); ok {
			levels = append(levels, r)
		}
		if len(r.Parameters) > 0 {
			parameters = append(parameters, r)
		}
	}
	if len(levels) > 0 {
		fmt.Fprintln(w, "severity:")
	}
	for _, r := range levels {
		level, _ := e.Level(r.ID)
		line("  "+r.ID+": "+string(level.Severity), level.Place.String())
	}
	if len(parameters) > 0 {
		fmt.Fprintln(w, "parameters:")
	}
	given := e.Parameters()
	for _, r := range parameters {
		fmt.Fprintf(w, "  %s:\n", r.ID)
		for _, p := range r.Parameters {
			value, from := p.Default, origin
			if v, ok := given[r.ID][p.Name]; ok {
				value, from = v.Value, v.Place.String()
			}
			line("    "+p.Name+": "+inline(value), from)
		}
	}
	w.Flush()
	return b.String()
}

// scalar is a text as YAML has it, in quotes where it would be something else.
func scalar(text string) string {
	for _, r := range text {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._/-", r) {
			return inline(text)
		}
	}
	return text
}

// inline is a value in one line: JSON is YAML.
func inline(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return "null" // an int, a bool, a text or a list of them: none fails
	}
	return string(data)
}
