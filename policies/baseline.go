package policies

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/carbonlint/carbonlint/loader"
)

// baselineSchema names the shape of a baseline file.
const baselineSchema = "carbonlint/baseline/v1"

// Baseline is the findings that a tree is known to have, so that only new ones
// count. They are named by what they are and not by where they stand: neither
// an edit above them nor a new indentation changes their names.
type Baseline struct {
	counts map[BaselineKey]int
}

// BaselineKey names findings that a baseline does not tell apart.
type BaselineKey struct {
	Rule string `json:"rule"`
	// File is relative to the root of the repository, or to the tree where
	// there is none.
	File string `json:"file"`
	// Path names the entry inside its file.
	Path string `json:"path,omitempty"`
	// Value is a hash of the entry's value, "" where there is no value and
	// where it may be a secret, which could be guessed from the hash.
	Value string `json:"value,omitempty"`
}

// BaselineEntry is a key and how many findings have it.
type BaselineEntry struct {
	BaselineKey
	Count int `json:"count,omitempty"`
}

// BaselineResult is what a baseline says of a report.
type BaselineResult struct {
	// Known is the number of findings that were left out.
	Known int
	// Stale are the entries that fit no finding any more, with names relative
	// to the tree.
	Stale []BaselineEntry
}

// Scope tells what part of a baseline's files a run has read.
type Scope struct {
	// Prefix is the path of the tree below the root of the repository.
	Prefix string
	// Roots are the folders of the tree that were read.
	Roots []string
}

// covers reports whether the run has read a file of the baseline.
func (s Scope) covers(file string) bool {
	for _, root := range s.Roots {
		if dir := path.Join(s.Prefix, root); dir == "." || dir == "" || strings.HasPrefix(file, dir+"/") {
			return true
		}
	}
	return false
}

// ParseBaseline reads a baseline file.
func ParseBaseline(data []byte) (*Baseline, error) {
	var file struct {
		Schema   string          `json:"schema"`
		Findings []BaselineEntry `json:"findings"`
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // some editors of Windows add it
	if line := conflict(data); line > 0 {
		return nil, fmt.Errorf("line %d: a merge conflict is not resolved", line)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&file)
	if err == nil && decoder.Decode(new(any)) != io.EOF {
		err = errors.New("more follows after the end")
	}
	switch {
	case err != nil:
		return nil, jsonError(data, err)
	case file.Schema != baselineSchema:
		return nil, fmt.Errorf("its schema is %q, want %q", file.Schema, baselineSchema)
	}
	b := &Baseline{make(map[BaselineKey]int)}
	for i, e := range file.Findings {
		if e.Rule == "" || e.File == "" || e.Count < 0 {
			return nil, fmt.Errorf("finding %d has no rule, no file or a count below 1", i+1)
		}
		b.counts[e.BaselineKey] += max(e.Count, 1)
	}
	return b, nil
}

// jsonError adds the line to an error where it is known.
func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	line := func(offset int64) int { return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n")) }
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: it ends too early", line(int64(len(data))))
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: %w", line(syntax.Offset), err)
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("line %d: want an object, not %s", line(kind.Offset), kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("line %d: %s cannot be %s", line(kind.Offset), kind.Field[strings.LastIndexByte(kind.Field, '.')+1:], kind.Value)
	}
	return err
}

// conflict returns the line at which git has noted a merge conflict, 0 for none.
func conflict(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		if n++; bytes.HasPrefix(line, []byte("<<<<<<< ")) {
			return n
		}
	}
	return 0
}

// Entries returns the entries in the order of the file.
func (b *Baseline) Entries() []BaselineEntry {
	entries := make([]BaselineEntry, 0, len(b.counts))
	for k, n := range b.counts {
		entries = append(entries, BaselineEntry{k, n})
	}
	slices.SortFunc(entries, func(a, b BaselineEntry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Value, b.Value))
	})
	return entries
}

// Len returns the number of findings.
func (b *Baseline) Len() int {
	n := 0
	for _, count := range b.counts {
		n += count
	}
	return n
}

// Format writes the baseline as a file: a finding a line, so that a change is
// a change of few lines.
func (b *Baseline) Format() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"schema\": %q,\n  \"findings\": [", baselineSchema)
	for i, e := range b.Entries() {
		if e.Count == 1 {
			e.Count = 0
		}
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(e); err != nil {
			return nil, err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    " + strings.TrimSuffix(line.String(), "\n"))
	}
	if len(b.counts) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes(), nil
}

// NewBaseline returns the baseline of a report's findings.
func (r *Report) NewBaseline(s Scope) *Baseline {
	b := &Baseline{make(map[BaselineKey]int)}
	for i := range r.Findings {
		b.counts[r.baselineKey(s, &r.Findings[i])]++
	}
	return b
}

// Shrunk returns the baseline without what the report does not have any more.
// What the run did not judge stays.
func (b *Baseline) Shrunk(r *Report, s Scope) *Baseline {
	now := r.NewBaseline(s)
	ran := r.ranRules()
	kept := &Baseline{make(map[BaselineKey]int)}
	for k, n := range b.counts {
		if ran[k.Rule] && s.covers(k.File) {
			n = min(n, now.counts[k])
		}
		if n > 0 {
			kept.counts[k] = n
		}
	}
	return kept
}

// Grown returns the baseline with all findings of the report.
func (b *Baseline) Grown(r *Report, s Scope) *Baseline {
	grown := &Baseline{make(map[BaselineKey]int)}
	for k, n := range b.counts {
		grown.counts[k] = n
	}
	for k, n := range r.NewBaseline(s).counts {
		grown.counts[k] = max(grown.counts[k], n)
	}
	return grown
}

// Subtract takes the findings of a baseline out of the report, and notes in it
// what of the baseline fits no finding.
func (r *Report) Subtract(b *Baseline, s Scope) {
	left := make(map[BaselineKey]int, len(b.counts))
	for k, n := range b.counts {
		left[k] = n
	}
	result := &BaselineResult{}
	kept := make([]Finding, 0, len(r.Findings))
	for i := range r.Findings {
		k := r.baselineKey(s, &r.Findings[i])
		if left[k] == 0 {
			kept = append(kept, r.Findings[i])
			continue
		}
		left[k]--
		result.Known++
	}
	r.Findings = kept
	ran := r.ranRules()
	for k, n := range left {
		if n == 0 || !ran[k.Rule] || !s.covers(k.File) {
			delete(left, k)
		}
	}
	result.Stale = (&Baseline{left}).Entries()
	for i := range result.Stale {
		e := &result.Stale[i]
		e.File = strings.TrimPrefix(strings.TrimPrefix(e.File, s.Prefix), "/")
	}
	r.Baseline = result
}

// ranRules returns the rules that have said something of at least one home.
func (r *Report) ranRules() map[string]bool {
	ran := make(map[string]bool, len(r.Rules))
	for _, v := range r.Verdicts {
		ran[v.Rule] = true
	}
	for _, b := range r.builtin {
		ran[b.ID] = true
	}
	return ran
}

// baselineKey names a finding.
func (r *Report) baselineKey(s Scope, f *Finding) BaselineKey {
	return BaselineKey{f.Rule, path.Join(s.Prefix, f.File), f.Path, r.valueHash(f)}
}

// valueHash returns a hash of the value that a finding is about. Blanks are
// taken as equal, since re-indenting changes them.
func (r *Report) valueHash(f *Finding) string {
	if r.Tree == nil {
		return ""
	}
	file := r.Tree.File(f.File)
	if file == nil || file.Source == nil || file.Problem != nil {
		return ""
	}
	at := f.Span(file.Source)
	for i := range file.Entries {
		e := &file.Entries[i]
		if e.Path != f.Path || e.Span != at {
			continue
		}
		if e.Sensitive || e.Value == "" || loader.MaskText(e.Value) != e.Value {
			return ""
		}
		sum := sha256.Sum256([]byte(strings.Join(strings.Fields(e.Value), " ")))
		return hex.EncodeToString(sum[:8])
	}
	return ""
}
