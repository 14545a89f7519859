package config

import (
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// object is a JSON object; its keys are written in alphabetical order.
type object = map[string]any

// Schema returns the JSON Schema of the configuration file, which knows the
// rules and their parameters by name. A rule that it does not know may be one
// of the site's own.
func Schema(rules []*policies.Rule) any {
	section := object{
		"profile":    object{"description": "core: the rules of the guidelines page and the pages that it links; all: these and the others.", "enum": []string{"core", "all"}, "default": "all"},
		"product":    text("The product of the homes, whatever the tree says, such as WSO2 Enterprise Integrator."),
		"version":    version(),
		"severity":   object{"$ref": "#/$defs/severity"},
		"parameters": object{"$ref": "#/$defs/parameters"},
	}
	return object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  SchemaURL,
		"title":                "carbonlint configuration",
		"description":          "The file " + Name + ". It holds for the folder that it lies in and all below.",
		"type":                 []string{"object", "null"},
		"additionalProperties": false,
		"properties": with(section, object{
			"root":      object{"description": "Whether files of the folders above do not hold.", "type": "boolean", "default": false},
			"overrides": list("Sections for some paths; a later one wins.", record([]string{"paths"}, with(section, object{"paths": globs("Homes, folders of them or files, relative to the folder of this file.")}))),
			"homes":     list("What the tree does not show of homes.", record([]string{"path"}, homeProperties())),
			"rules":     texts("Folders with rules of your own, relative to the folder of this file."),
			"waivers":   list("Findings that somebody has looked at and that may stay.", record([]string{"rules", "reason"}, waiverProperties())),
			"locked":    names("Rules and categories that no comment in the tree may waive."),
		}),
		"$defs": object{"rule": ruleName(rules), "severity": severities(rules), "parameters": parameters(rules), "level": levels()},
	}
}

func homeProperties() object {
	return object{
		"path":        glob("Homes, relative to the folder of this file. A path without wildcards is a home even where nothing in it tells."),
		"cluster":     text("The cluster of the homes."),
		"host":        text("The machine on which the homes run."),
		"environment": text("The environment of the homes. Homes are compared within one only."),
		"product":     text("The product of the homes, whatever the tree says."),
		"version":     version(),
	}
}

func waiverProperties() object {
	return object{
		"rules":  object{"description": "Rules or categories.", "anyOf": []any{object{"$ref": "#/$defs/rule"}, object{"type": "array", "items": object{"$ref": "#/$defs/rule"}, "minItems": 1}}},
		"path":   glob("The files of the findings, relative to the folder of this file."),
		"home":   glob("The homes of the findings, relative to the folder of this file."),
		"reason": text("Why the findings may stay."),
		"until":  object{"description": "The last day of the waiver.", "type": "string", "format": "date"},
	}
}

// ruleName proposes the known rules and categories, and takes others, which may
// be those of a site.
func ruleName(rules []*policies.Rule) object {
	var known []string
	last := ""
	for _, r := range rules {
		if category, _, _ := strings.Cut(r.ID, "/"); category != last {
			last = category
			known = append(known, category)
		}
		known = append(known, r.ID)
	}
	return object{"description": "A rule or a category.", "anyOf": []any{object{"enum": known}, object{"type": "string", "pattern": ownName}}}
}

// ownName matches what may be a rule or a category.
const ownName = "^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?$"

// levels are what the findings of a rule count as.
func levels() object { return object{"enum": []string{"error", "warning", "note", "off", "on"}} }

func severities(rules []*policies.Rule) object {
	level := func(description string) object {
		return object{"description": description, "$ref": "#/$defs/level"}
	}
	properties := make(object)
	for _, r := range rules {
		category, _, _ := strings.Cut(r.ID, "/")
		properties[category] = level("All rules of the category " + category + ".")
		properties[r.ID] = level(r.Title + ".")
	}
	return object{
		"description": "What findings of rules and categories count as; off for rules that are not to run, on for what the rule itself says. A rule wins over its category.",
		"type":        "object", "properties": properties,
		"patternProperties": object{ownName: level("A rule or a category.")}, "additionalProperties": false,
	}
}

func parameters(rules []*policies.Rule) object {
	properties := make(object)
	for _, r := range rules {
		if len(r.Parameters) == 0 {
			continue
		}
		own := make(object)
		for _, p := range r.Parameters {
			own[p.Name] = parameter(p)
		}
		properties[r.ID] = object{"description": r.Title + ".", "type": "object", "properties": own, "additionalProperties": false}
	}
	return object{
		"description": "What sites decide differently, by rule and name.",
		"type":        "object", "properties": properties,
		"additionalProperties": object{"description": "The parameters of a rule of your own.", "type": "object"},
	}
}

func parameter(p policies.Parameter) object {
	s := object{"description": p.Description, "default": p.Default, "type": p.Type}
	if p.Type == policies.TypeStrings {
		s["type"], s["items"] = "array", object{"type": "string"}
	}
	if p.Minimum != nil {
		s["minimum"] = *p.Minimum
	}
	if p.Maximum != nil {
		s["maximum"] = *p.Maximum
	}
	return s
}

// with is all properties of both.
func with(a, b object) object {
	both := make(object, len(a)+len(b))
	for _, properties := range []object{a, b} {
		for name, p := range properties {
			both[name] = p
		}
	}
	return both
}

func text(description string) object {
	return object{"description": description, "type": "string", "minLength": 1}
}

// version may be a number to YAML.
func version() object {
	return object{"description": "The version of the product, whatever the tree says, such as 6.4.0.", "type": []string{"string", "number"}, "minLength": 1}
}

func glob(description string) object {
	return object{"description": description, "type": "string", "minLength": 1, "not": object{"pattern": `^/|^\.\./|\\`}}
}

func globs(description string) object {
	return object{"description": description, "anyOf": []any{glob(description), object{"type": "array", "items": glob(description), "minItems": 1}}}
}

func texts(description string) object {
	return object{"description": description, "anyOf": []any{text(description), object{"type": "array", "items": text(description)}}}
}

func names(description string) object {
	return object{"description": description, "anyOf": []any{object{"$ref": "#/$defs/rule"}, object{"type": "array", "items": object{"$ref": "#/$defs/rule"}}}}
}

func list(description string, items object) object {
	return object{"description": description, "type": "array", "items": items}
}

func record(required []string, properties object) object {
	return object{"type": "object", "additionalProperties": false, "required": required, "properties": properties}
}
