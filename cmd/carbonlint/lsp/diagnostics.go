package lsp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// source is what diagnostics name as their origin.
const source = "carbonlint"

// diagnostics returns what a judgement says, by path in the folder. Files of
// which nothing is said are left out.
func (j *judgement) diagnostics(c *client) map[string][]Diagnostic {
	found := make(map[string][]Diagnostic)
	for _, p := range j.Problems {
		place := policies.Place{File: p.File, Line: max(p.Line, 1), Column: max(p.Column, 1), EndLine: max(p.Line, 1), EndColumn: max(p.Column, 1)}
		found[p.File] = append(found[p.File], Diagnostic{
			Range: j.rangeOf(place, c.encoding), Severity: severityError, Source: source, Message: sentence(p.Message),
		})
	}
	if j.Report == nil {
		for name, list := range j.before.unchanged(j, c) {
			if found[name] == nil {
				found[name] = list
			}
		}
		return found
	}
	for i := range j.Report.Findings {
		f := &j.Report.Findings[i]
		found[f.File] = append(found[f.File], j.diagnostic(f, c))
	}
	for _, f := range j.Report.Failures {
		if f.File != "" {
			found[f.File] = append(found[f.File], Diagnostic{
				Severity: severityError, Source: source, Message: sentence("the file " + f.Message),
			})
		}
	}
	return found
}

// unchanged returns what a judgement says of the files whose text is the same
// in a later one: while a configuration file is written, what is known of the
// others stays.
func (j *judgement) unchanged(later *judgement, c *client) map[string][]Diagnostic {
	if j == nil {
		return nil
	}
	found := j.diagnostics(c)
	maps.DeleteFunc(found, func(name string, _ []Diagnostic) bool { return j.open[name] != later.open[name] })
	return found
}

// sentence makes a message one, as those of findings are.
func sentence(message string) string {
	return strings.ToUpper(message[:1]) + strings.TrimSuffix(message[1:], ".") + "."
}

// diagnostic shows a finding as the client can.
func (j *judgement) diagnostic(f *policies.Finding, c *client) Diagnostic {
	d := Diagnostic{
		Range: j.rangeOf(f.Place, c.encoding), Severity: severityOf(f.Severity), Code: f.Rule, Source: source, Message: f.Message,
	}
	if page := c.page(f.Rule); page != "" {
		d.CodeDescription = &codeDescription{page}
	}
	for _, tag := range tagsOf(f.Rule) {
		if slices.Contains(c.tags, tag) {
			d.Tags = append(d.Tags, tag)
		}
	}
	if c.relates {
		for _, r := range f.Related {
			d.RelatedInformation = append(d.RelatedInformation, relatedInformation{
				Location{j.uri(r.File), j.rangeOf(r.Place, c.encoding)}, r.Message,
			})
		}
	}
	return d
}

func severityOf(s policies.Severity) int {
	switch s {
	case policies.SeverityError:
		return severityError
	case policies.SeverityWarning:
		return severityWarning
	}
	return severityInformation
}

// tagsOf returns how an editor may draw what a rule finds: faded when it does
// nothing and may go, struck out when it is out of date.
func tagsOf(rule string) []int {
	switch _, name, _ := strings.Cut(rule, "/"); {
	case rule == "waiver/unused", rule == "waiver/expired", name == "file_ignored":
		return []int{tagUnnecessary}
	case strings.HasSuffix(name, "_obsolete"), strings.HasSuffix(name, "_in_old_form"):
		return []int{tagDeprecated}
	}
	return nil
}

// resultID tells diagnostics apart, for a client that has them already.
func resultID(list []Diagnostic) string {
	data, _ := json.Marshal(list) // of plain values, which do not fail
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// publish sends the diagnostics of a judgement to a client that does not ask
// for them, and takes back those of files of which nothing is said any more. Of
// a file that is open it says so when there are none.
func (s *server) publish(f *folder, j *judgement) {
	found := j.diagnostics(s.client)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folders[f.base] != f {
		return // it was closed meanwhile
	}
	changed := false
	previous := s.published[f.base]
	sent := make(map[string]published, len(found))
	for _, name := range slices.Sorted(maps.Keys(union(union(found, previous), j.open))) {
		list := found[name]
		if list == nil {
			list = []Diagnostic{}
		}
		p := published{j.uri(name), resultID(list), notOpen}
		params := publishParams{URI: p.uri, Diagnostics: list}
		if b := j.open[name]; b != nil {
			params.Version, p.version = &b.version, b.version
		}
		if len(list) > 0 || j.open[name] != nil {
			sent[name] = p
		}
		before, known := previous[name]
		if before.id != p.id {
			changed = true
		}
		if s.client.pushed && (!known || before != p) {
			if known && before.uri != p.uri {
				s.notify("textDocument/publishDiagnostics", publishParams{URI: before.uri, Diagnostics: []Diagnostic{}})
			}
			s.notify("textDocument/publishDiagnostics", params)
		}
	}
	s.published[f.base] = sent
	if changed && s.client.refreshes {
		go s.call("workspace/diagnostic/refresh", nil)
	}
}

// published is what a client was sent of a file.
type published struct {
	uri, id string
	version int
}

// notOpen is the version of a file that is not open. Emacs counts from 0, and
// forgets when it opens a file what it was sent before.
const notOpen = -1

func union[A, B any](a map[string]A, b map[string]B) map[string]bool {
	all := make(map[string]bool, len(a)+len(b))
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return all
}

// retract takes back all that was published of a folder. The lock is held.
func (s *server) retract(base string) {
	for _, name := range slices.Sorted(maps.Keys(s.published[base])) {
		if s.client.pushed {
			s.notify("textDocument/publishDiagnostics", publishParams{URI: s.published[base][name].uri, Diagnostics: []Diagnostic{}})
		}
	}
	delete(s.published, base)
}

// fullReport is a report of diagnostics, or that they are those of an earlier
// one.
func fullReport(list []Diagnostic, previous string) documentReport {
	if list == nil {
		list = []Diagnostic{}
	}
	id := resultID(list)
	if id == previous {
		return documentReport{Kind: "unchanged", ResultID: id}
	}
	return documentReport{Kind: "full", ResultID: id, Items: list}
}

// pull answers textDocument/diagnostic. To a client that can take them it
// gives those of the other files too that have changed.
func (q *query) pull(p *diagnosticParams) (any, error) {
	j, name, err := q.judgement(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	if j == nil {
		return fullReport(nil, p.PreviousResultID), nil
	}
	found := j.diagnostics(q.client)
	report := fullReport(found[name], p.PreviousResultID)
	if !q.client.relatesDocuments {
		return report, nil
	}
	report.RelatedDocuments = make(map[string]documentReport)
	q.mu.Lock()
	defer q.mu.Unlock()
	given := q.given[j.base]
	if given == nil {
		given = make(map[string]string)
		q.given[j.base] = given
	}
	for other := range union(found, given) {
		if r := fullReport(found[other], given[other]); other != name && r.Kind == "full" {
			report.RelatedDocuments[j.uri(other)] = r
			given[other] = r.ResultID
		}
	}
	return report, nil
}

// pullAll answers workspace/diagnostic.
func (q *query) pullAll(p *workspaceDiagnosticParams) (any, error) {
	previous := make(map[string]string, len(p.PreviousResultIDs))
	for _, r := range p.PreviousResultIDs {
		previous[r.URI] = r.Value
	}
	items := []documentReport{}
	for _, f := range q.opened {
		j, err := f.current(q.ctx)
		if err == errClosed {
			continue
		}
		if err != nil {
			return nil, err
		}
		found := j.diagnostics(q.client)
		for _, name := range slices.Sorted(maps.Keys(found)) {
			uri := j.uri(name)
			r := fullReport(found[name], previous[uri])
			delete(previous, uri)
			r.URI = uri
			if b := j.open[name]; b != nil {
				r.Version = &b.version
			}
			items = append(items, r)
		}
	}
	for _, uri := range slices.Sorted(maps.Keys(previous)) {
		r := fullReport(nil, previous[uri])
		r.URI = uri
		items = append(items, r)
	}
	return map[string]any{"items": items}, nil
}
