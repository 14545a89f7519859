package config

import (
	"path"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v4"

	"github.com/carbonlint/carbonlint/policies"
)

// maxSize is the size in bytes above which a file is refused.
const maxSize = 1 << 20

// read reads a configuration file; name is what messages call it and dir the
// folder to which its paths are relative.
func read(name, dir, data string) (*File, []Problem) {
	f := &File{Name: name, Dir: dir}
	p := &parser{file: f}
	if len(data) > maxSize {
		return f, []Problem{{Place{File: name}, "is larger than 1 MB"}}
	}
	if n := p.document(data); n != nil {
		p.mapping(n, p.fileKeys())
	}
	return f, p.problems
}

// fileKeys are the keys at the top of a file.
func (p *parser) fileKeys() []key {
	f := p.file
	return append([]key{{"root", func(_, n *yaml.Node) {
		if f.Root = p.choice(n, "true", "false"); f.Root.Value == "false" {
			f.Root.Value = ""
		}
	}}}, append(p.sectionKeys(&f.Section), []key{
		{"overrides", func(_, n *yaml.Node) { p.list(n, "a list of overrides", p.override) }},
		{"homes", func(_, n *yaml.Node) { p.list(n, "a list of homes", p.home) }},
		{"rules", func(_, n *yaml.Node) { f.Rules = p.folders(n) }},
		{"waivers", func(_, n *yaml.Node) { p.list(n, "a list of waivers", p.waiver) }},
		{"locked", func(_, n *yaml.Node) {
			f.Locked = p.texts(n, "a rule or category")
			f.mentioned = append(f.mentioned, f.Locked...)
		}},
	}...)...)
}

// sectionKeys are the keys of a section.
func (p *parser) sectionKeys(s *Section) []key {
	return []key{
		{"profile", func(_, n *yaml.Node) { s.Profile = p.choice(n, "core", "all") }},
		{"product", func(_, n *yaml.Node) { s.Product = p.text(n, "the name of a product") }},
		{"version", func(_, n *yaml.Node) { s.Version = p.text(n, "a version") }},
		{"severity", func(_, n *yaml.Node) {
			p.each(n, "a mapping of rules or categories to severities", func(name, value *yaml.Node) {
				t := p.choice(value, "error", "warning", "note", "off", "on")
				p.mention(name)
				if t.Value != "" {
					s.Severities = append(s.Severities, Level{name.Value, policies.Severity(t.Value), t.Place})
				}
			})
		}},
		{"parameters", func(_, n *yaml.Node) {
			p.each(n, "a mapping of rules to their parameters", func(rule, values *yaml.Node) {
				p.mention(rule)
				p.each(values, "a mapping of parameters to values", func(name, value *yaml.Node) {
					if v := p.value(value); v != nil {
						s.Parameters = append(s.Parameters, Parameter{rule.Value, name.Value, v, p.place(value)})
					}
				})
			})
		}},
	}
}

// mention notes a rule or category that a key names.
func (p *parser) mention(n *yaml.Node) {
	p.file.mentioned = append(p.file.mentioned, Text{n.Value, p.place(n)})
}

func (p *parser) override(n *yaml.Node) {
	o := Override{Place: p.place(n)}
	before := len(p.problems)
	p.mapping(n, p.overrideKeys(&o))
	if len(o.Paths) == 0 && len(p.problems) == before {
		p.fail(n, "the override has no paths")
	}
	p.file.Overrides = append(p.file.Overrides, o)
}

func (p *parser) overrideKeys(o *Override) []key {
	return append([]key{{"paths", func(_, n *yaml.Node) { o.Paths = p.globs(n) }}}, p.sectionKeys(&o.Section)...)
}

func (p *parser) home(n *yaml.Node) {
	h := Home{Place: p.place(n)}
	before := len(p.problems)
	p.mapping(n, p.homeKeys(&h))
	if h.Path.Value == "" && len(p.problems) == before {
		p.fail(n, "the home has no path")
	}
	p.file.Homes = append(p.file.Homes, h)
}

func (p *parser) homeKeys(h *Home) []key {
	return []key{
		{"path", func(_, n *yaml.Node) { h.Path = p.glob(n) }},
		{"cluster", func(_, n *yaml.Node) { h.Cluster = p.text(n, "the name of a cluster") }},
		{"host", func(_, n *yaml.Node) { h.Host = p.text(n, "the name of a host") }},
		{"environment", func(_, n *yaml.Node) { h.Environment = p.text(n, "the name of an environment") }},
		{"product", func(_, n *yaml.Node) { h.Product = p.text(n, "the name of a product") }},
		{"version", func(_, n *yaml.Node) { h.Version = p.text(n, "a version") }},
	}
}

func (p *parser) waiver(n *yaml.Node) {
	var w policies.Waiver
	at := p.place(n)
	w.Place = policies.Place{File: at.File, Line: at.Line, Column: at.Column, EndLine: at.Line, EndColumn: at.Column}
	before := len(p.problems)
	p.mapping(n, p.waiverKeys(&w))
	if len(p.problems) == before {
		switch {
		case len(w.Rules) == 0:
			p.fail(n, "the waiver names no rules")
		case w.Reason == "":
			p.fail(n, "the waiver gives no reason")
		}
	}
	p.file.Waivers = append(p.file.Waivers, w)
}

func (p *parser) waiverKeys(w *policies.Waiver) []key {
	return []key{
		{"rules", func(_, n *yaml.Node) {
			for _, t := range p.texts(n, "a rule or category") {
				w.Rules = append(w.Rules, t.Value)
				p.file.mentioned = append(p.file.mentioned, t)
			}
		}},
		{"path", func(_, n *yaml.Node) { w.Path = p.glob(n).Value }},
		{"home", func(_, n *yaml.Node) { w.Home = p.glob(n).Value }},
		{"reason", func(_, n *yaml.Node) { w.Reason = strings.TrimSpace(p.text(n, "a reason").Value) }},
		{"until", func(_, n *yaml.Node) {
			t := p.text(n, "a date such as 2026-01-31")
			if t.Value == "" {
				return
			}
			until, err := time.Parse(time.DateOnly, t.Value)
			if err != nil {
				p.fail(n, "%q is not a date such as 2026-01-31", t.Value)
			}
			w.Until = until
		}},
	}
}

// globs reads one glob or a list of them.
func (p *parser) globs(n *yaml.Node) []Text {
	if n.Kind == yaml.ScalarNode {
		return p.some(p.glob(n))
	}
	var list []Text
	p.list(n, "a glob, or a list of them", func(item *yaml.Node) { list = append(list, p.some(p.glob(item))...) })
	return list
}

// glob reads a glob for paths below the folder of the file.
func (p *parser) glob(n *yaml.Node) Text {
	t := p.text(n, "a glob, such as environments/dev/**")
	switch {
	case t.Value == "":
		return t
	case !doublestar.ValidatePattern(t.Value):
		p.fail(n, "the glob %q is malformed", t.Value)
		return Text{}
	case strings.Contains(t.Value, `\`):
		p.fail(n, "the glob %q has a backslash; folders are separated by /", t.Value)
		return Text{}
	case path.IsAbs(t.Value) || t.Value == ".." || strings.HasPrefix(path.Clean(t.Value), "../"):
		p.fail(n, "the glob %q leads out of the folder of this file", t.Value)
		return Text{}
	}
	t.Value = path.Clean(t.Value)
	return t
}

// folders reads the folders of own rules.
func (p *parser) folders(n *yaml.Node) []Text {
	if n.Kind == yaml.MappingNode {
		p.fail(n, "want a folder of rules of your own, or a list of them; severities stand under severity")
		return nil
	}
	return p.texts(n, "a folder of rules of your own")
}
