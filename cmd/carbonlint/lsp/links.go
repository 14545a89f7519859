package lsp

import (
	"fmt"

	"github.com/carbonlint/carbonlint/loader"
)

// location returns a definition as the editor counts.
func (j *judgement) location(d definition, e encoding) Location {
	l := Location{URI: j.uri(d.file)}
	if text, ok := sourceOf(j.open, j.file(d.file)); ok && d.span != (loader.Span{}) {
		l.Range = text.rangeOf(e, d.span)
	}
	return l
}

// define answers textDocument/definition.
func (q *query) define(p *positionParams) (any, error) {
	j, name, err := q.judgement(p.TextDocument.URI)
	if err != nil || j == nil {
		return nil, err
	}
	s, ok := j.spot(name, p.Position, q.client.encoding)
	if !ok {
		return nil, nil
	}
	e := s.entry()
	if e == nil {
		return nil, nil
	}
	var found []Location
	for _, d := range s.define(q, e) {
		found = append(found, j.location(d, q.client.encoding))
	}
	return found, nil
}

// links answers textDocument/documentLink: every value that names something
// which the home defines.
func (q *query) links(p *struct {
	TextDocument textDocument `json:"textDocument"`
},
) (any, error) {
	j, name, err := q.judgement(p.TextDocument.URI)
	if err != nil || j == nil {
		return nil, err
	}
	s, ok := j.spot(name, Position{}, q.client.encoding)
	if !ok || s.file.Problem != nil {
		return nil, nil
	}
	found := []documentLink{}
	for i := range s.file.Entries {
		e := &s.file.Entries[i]
		definitions := s.define(q, e)
		if len(definitions) == 0 {
			continue
		}
		to := j.location(definitions[0], q.client.encoding)
		link := documentLink{Range: s.text.rangeOf(q.client.encoding, e.Span), Target: to.URI, Tooltip: "Open " + definitions[0].of}
		if to.Range != (Range{}) {
			link.Target += fmt.Sprintf("#L%d,%d", to.Range.Start.Line+1, to.Range.Start.Character+1)
		}
		found = append(found, link)
	}
	return found, nil
}
