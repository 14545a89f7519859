package lsp

import (
	"path"
	"regexp"
	"strings"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/loader"
)

// The kinds of what is completed.
const (
	completionKeyword = 14
	completionModule  = 9
	completionValue   = 12
)

var (
	// verbStarted matches a line up to the cursor, in a directive's first word.
	verbStarted = regexp.MustCompile(`carbonlint:([a-z-]*)$`)
	// rulesStarted matches a line up to the cursor, in the rules of a waiver.
	rulesStarted = regexp.MustCompile(`carbonlint:ignore(?:-file)?\s+(?:[\w/]+\s*,\s*)*([\w/]*)$`)
	// nameStarted matches a line of a configuration file up to the cursor where
	// the name of a rule may stand: a key, an item of a list.
	nameStarted = regexp.MustCompile(`(?:^\s*(?:-\s+)?|[\[,{]\s*|:\s+)["']?([a-z][\w/]*)$`)
)

// complete answers textDocument/completion: with the ids of rules in waivers
// and in the configuration.
func (q *query) complete(p *positionParams) (any, error) {
	items := []completionItem{}
	full, ok := fileOf(p.TextDocument.URI)
	b := q.open[full]
	if !ok || b == nil {
		return items, nil
	}
	at := b.offsetOf(q.client.encoding, p.Position)
	line := b.Text[b.LineSpan(b.Position(at).Line).Start:at]
	if m := verbStarted.FindStringSubmatch(line); m != nil {
		edit := func(text string) *TextEdit { return b.replace(q.client.encoding, at, m[1], text) }
		return append(items,
			completionItem{Label: "ignore", Kind: completionKeyword, Detail: "accept findings here", TextEdit: edit("ignore ")},
			completionItem{Label: "ignore-file", Kind: completionKeyword, Detail: "accept findings in the whole file", TextEdit: edit("ignore-file ")},
		), nil
	}
	m := rulesStarted.FindStringSubmatch(line)
	if m == nil && path.Base(full) == config.Name {
		m = nameStarted.FindStringSubmatch(line)
	}
	if m == nil {
		return items, nil
	}
	j, _, err := q.judgement(p.TextDocument.URI)
	if err != nil || j == nil {
		return items, err
	}
	return append(items, j.ruleItems(func(id string) *TextEdit { return b.replace(q.client.encoding, at, m[1], id) })...), nil
}

// replace is the edit that puts a word in the place of what was typed of it.
func (b *buffer) replace(e encoding, end int, typed, word string) *TextEdit {
	return &TextEdit{b.rangeOf(e, loader.Span{Start: end - len(typed), End: end}), word}
}

// ruleItems lists the rules and, before the first of each, its category. The
// checks of waivers cannot be waived.
func (j *judgement) ruleItems(edit func(string) *TextEdit) []completionItem {
	var items []completionItem
	last := ""
	for _, r := range j.Rules {
		category, _, _ := strings.Cut(r.ID, "/")
		if r.Builtin() {
			continue
		}
		if category != last {
			last = category
			items = append(items, completionItem{Label: category, Kind: completionModule, Detail: "all rules of the category", TextEdit: edit(category)})
		}
		items = append(items, completionItem{Label: r.ID, Kind: completionValue, Detail: r.Title, Documentation: r.Description, TextEdit: edit(r.ID)})
	}
	return items
}
