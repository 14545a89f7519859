package config

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/carbonlint/carbonlint/policies"
)

// parser reads the nodes of one file. It goes on after a problem, so that all
// of them are told at once.
type parser struct {
	file     *File
	problems []Problem
}

// key is a key of a mapping and what reads its value.
type key struct {
	name string
	read func(name, value *yaml.Node)
}

func (p *parser) fail(n *yaml.Node, format string, args ...any) {
	p.problems = append(p.problems, Problem{p.place(n), fmt.Sprintf(format, args...)})
}

func (p *parser) place(n *yaml.Node) Place {
	return Place{p.file.Name, max(n.Line, 1), max(n.Column, 1)}
}

// document returns the one document of a file, nil when it is empty.
func (p *parser) document(data string) *yaml.Node {
	loader, err := yaml.NewLoader(strings.NewReader(data), yaml.WithUniqueKeys(false))
	if err != nil {
		p.problems = append(p.problems, Problem{Place{p.file.Name, 1, 1}, err.Error()})
		return nil
	}
	var documents [2]yaml.Node
	for i := range documents {
		switch err := loader.Load(&documents[i]); {
		case errors.Is(err, io.EOF) && i == 0:
			return nil
		case errors.Is(err, io.EOF):
			return content(&documents[0])
		case err != nil:
			p.malformed(err, data)
			return nil
		}
	}
	p.fail(&documents[1], "a second document begins here; a configuration file is one document")
	return nil
}

// malformed tells where the YAML does not parse. What is missing at the end is
// told of the last line, where the library names the one after it.
func (p *parser) malformed(err error, data string) {
	at := Place{p.file.Name, 1, 1}
	message := err.Error()
	var load *yaml.LoadError
	if errors.As(err, &load) {
		at.Line, at.Column = max(load.Mark.Line, 1), max(load.Mark.Column, 1)
		message = load.Message
	}
	text := strings.TrimRight(data, "\r\n")
	if last := strings.Count(text, "\n") + 1; at.Line > last {
		at.Line, at.Column = last, utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:])+1
	}
	p.problems = append(p.problems, Problem{at, "the YAML does not parse: " + message})
}

// content returns the value in a document, nil when that is empty.
func content(document *yaml.Node) *yaml.Node {
	if len(document.Content) == 0 || document.Content[0].Tag == "!!null" {
		return nil
	}
	return document.Content[0]
}

// mapping reads the keys of a mapping. An unknown key and one that stands
// there twice are problems.
func (p *parser) mapping(n *yaml.Node, keys []key) {
	p.each(n, "a mapping of keys", func(name, value *yaml.Node) {
		var names []string
		for _, k := range keys {
			if k.name == name.Value {
				k.read(name, value)
				return
			}
			names = append(names, k.name)
		}
		if near := policies.Nearest(names, name.Value); near != "" {
			p.fail(name, "unknown key %q; did you mean %q?", name.Value, near)
			return
		}
		p.fail(name, "unknown key %q; there are %s", name.Value, strings.Join(names, ", "))
	})
}

// each calls f for the keys of a mapping in their order.
func (p *parser) each(n *yaml.Node, want string, f func(name, value *yaml.Node)) {
	if !p.kind(n, yaml.MappingNode, want) {
		return
	}
	seen := make(map[string]int)
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		switch first, twice := seen[name.Value]; {
		case name.Kind != yaml.ScalarNode || name.Tag == "!!merge":
			p.fail(name, "want a plain key")
		case twice:
			p.fail(name, "key %q stands in line %d already", name.Value, first)
		default:
			seen[name.Value] = name.Line
			f(name, value)
		}
	}
}

// kind checks that a node is what is wanted.
func (p *parser) kind(n *yaml.Node, kind yaml.Kind, want string) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		p.fail(n, "anchors and aliases are not read; write the value out")
		return false
	case n.Kind != kind || kind == yaml.ScalarNode && n.Tag == "!!null":
		p.fail(n, "want %s", want)
		return false
	}
	return true
}

// list calls f for the elements of a list.
func (p *parser) list(n *yaml.Node, want string, f func(*yaml.Node)) {
	if p.kind(n, yaml.SequenceNode, want) {
		for _, item := range n.Content {
			f(item)
		}
	}
}

// text reads a text that is not empty; a number or a date is one as it is
// written.
func (p *parser) text(n *yaml.Node, want string) Text {
	if !p.kind(n, yaml.ScalarNode, want) {
		return Text{}
	}
	if n.Value == "" {
		p.fail(n, "want %s, not an empty one", want)
		return Text{}
	}
	return Text{n.Value, p.place(n)}
}

// choice reads one of some words.
func (p *parser) choice(n *yaml.Node, words ...string) Text {
	t := p.text(n, "one of "+strings.Join(words, ", "))
	for _, w := range words {
		if t.Value == w {
			return t
		}
	}
	if t.Value != "" {
		hint := ""
		if near := policies.Nearest(words, t.Value); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		p.fail(n, "%q is not one of %s%s", t.Value, strings.Join(words, ", "), hint)
	}
	return Text{}
}

// texts reads a list of texts, or one alone.
func (p *parser) texts(n *yaml.Node, want string) []Text {
	if n.Kind == yaml.ScalarNode {
		return p.some(p.text(n, want))
	}
	var list []Text
	p.list(n, want+", or a list of them", func(item *yaml.Node) {
		list = append(list, p.some(p.text(item, want))...)
	})
	return list
}

// some is a text as a list, empty where it is not set.
func (p *parser) some(t Text) []Text {
	if t.Value == "" {
		return nil
	}
	return []Text{t}
}

// value reads the value of a parameter: an int, a bool, a string or a
// []string.
func (p *parser) value(n *yaml.Node) any {
	switch {
	case n.Kind == yaml.SequenceNode:
		list := []string{}
		p.list(n, "a list", func(item *yaml.Node) {
			if p.kind(item, yaml.ScalarNode, "a text") {
				list = append(list, item.Value)
			}
		})
		return list
	case !p.kind(n, yaml.ScalarNode, "a number, true or false, a text or a list of texts"):
		return nil
	case n.Tag == "!!bool":
		return strings.EqualFold(n.Value, "true")
	case n.Tag == "!!int":
		if i, err := strconv.ParseInt(strings.ReplaceAll(n.Value, "_", ""), 0, 32); err == nil {
			return int(i)
		}
		p.fail(n, "the number %s is too large", n.Value)
		return nil
	}
	return n.Value
}
