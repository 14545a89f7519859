package policies

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// resultDecoder turns what the rules give into findings and verdicts. It is
// strict: what it does not understand is a failure of the rule, never silence.
type resultDecoder struct {
	result
	home    *loader.Home
	files   map[string]*loader.File
	secrets *strings.Replacer
}

func newResultDecoder(h *loader.Home) *resultDecoder {
	d := &resultDecoder{home: h, files: make(map[string]*loader.File, len(h.Files)), secrets: secrets(h)}
	for _, f := range h.Files {
		d.files[f.Name] = f
	}
	return d
}

func (d *resultDecoder) fail(r *Rule, message string) {
	d.failures = append(d.failures, Failure{Rule: r.ID, Home: d.home.Path, Message: d.secrets.Replace(message)})
}

// rule decodes the result of one rule, nil when the rule gave none.
func (d *resultDecoder) rule(r *Rule, value ast.Value) {
	object, err := goValues(value)
	if err != nil {
		d.fail(r, err.Error())
		return
	}
	findings, subjects, unknown, err := d.decode(r, object)
	if err != nil {
		d.fail(r, err.Error())
		return
	}
	v := Verdict{Rule: r.ID, Home: d.home.Path, Subjects: subjects}
	switch {
	case len(findings) > 0:
		v.Outcome = Fail
	case r.Kind == "manual" || inventory(object):
		v.Outcome = Manual
	case unknown:
		v.Outcome = Unknown
	case len(subjects) > 0:
		v.Outcome = Pass
	default:
		v.Outcome = NotApplicable
	}
	d.findings = append(d.findings, findings...)
	d.verdicts = append(d.verdicts, v)
}

// inventory reports whether a rule only lists what a person has to look at:
// its findings are null.
func inventory(object map[string]any) bool {
	findings, ok := object["findings"]
	return ok && findings == nil
}

func (d *resultDecoder) decode(r *Rule, value any) (findings []Finding, subjects []Place, unknown bool, err error) {
	object, err := fields(value, "findings", "subjects")
	if err != nil {
		return nil, nil, false, err
	}
	list, ok := object["findings"].([]any)
	if !ok && object["findings"] != nil {
		return nil, nil, false, fmt.Errorf("findings are %T, want a set", object["findings"])
	}
	for _, v := range list {
		f, err := d.finding(r, v)
		if err != nil {
			return nil, nil, false, fmt.Errorf("finding: %w", err)
		}
		findings = append(findings, f)
	}
	list, _ = object["subjects"].([]any)
	for _, v := range list {
		p, undecided, err := d.place(v)
		if err != nil {
			return nil, nil, false, fmt.Errorf("subject: %w", err)
		}
		subjects = append(subjects, p)
		unknown = unknown || undecided
	}
	if len(findings) > 0 && len(subjects) == 0 {
		return nil, nil, false, fmt.Errorf("has findings and no subjects: the evidence is missing")
	}
	sort.Slice(subjects, func(i, j int) bool { return subjects[i].less(&subjects[j]) })
	return findings, subjects, unknown, nil
}

func (d *resultDecoder) finding(r *Rule, value any) (Finding, error) {
	f := Finding{Rule: r.ID, Severity: r.Severity, Home: d.home.Path}
	object, err := fields(value, "at", "message", "severity", "default", "related")
	if err != nil {
		return f, err
	}
	if f.Place, _, err = d.place(object["at"]); err != nil {
		return f, fmt.Errorf("at: %w", err)
	}
	if f.Message, err = d.message(object["message"]); err != nil {
		return f, err
	}
	if s, ok := object["severity"]; ok {
		text, _ := s.(string)
		if f.Severity = Severity(text); f.Severity.Rank() == 0 {
			return f, fmt.Errorf("severity is %v, want error, warning or note", s)
		}
	}
	if v, ok := object["default"]; ok {
		if f.Default, ok = v.(bool); !ok {
			return f, fmt.Errorf("default is %v, want true or false", v)
		}
	}
	f.Related, err = d.related(object["related"])
	return f, err
}

func (d *resultDecoder) message(value any) (string, error) {
	text, ok := value.(string)
	if !ok || !strings.HasSuffix(text, ".") {
		return "", fmt.Errorf("message is %v, want one sentence that ends with a period", value)
	}
	return oneLine(d.secrets.Replace(text)), nil
}

// oneLine makes line breaks and other control characters blanks: they come
// from values of the tree that a message quotes.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

func (d *resultDecoder) related(value any) ([]Related, error) {
	if value == nil {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("related is %T, want a list", value)
	}
	var related []Related
	for _, v := range list {
		object, err := fields(v, "at", "message")
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		place, _, err := d.place(object["at"])
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		message, err := d.message(object["message"])
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		related = append(related, Related{place, message})
	}
	sort.Slice(related, func(i, j int) bool { return related[i].less(&related[j].Place) })
	return related, nil
}

// place decodes a place, which must lie in a file of the home.
func (d *resultDecoder) place(value any) (Place, bool, error) {
	var p Place
	object, err := fields(value, placeKeys...)
	if err != nil {
		return p, false, err
	}
	var ok bool
	if p.File, ok = object["file"].(string); !ok {
		return p, false, fmt.Errorf("file is %v, want the name of a file", object["file"])
	}
	p.Path, _ = object["path"].(string)
	for name, field := range map[string]*int{"line": &p.Line, "column": &p.Column, "end_line": &p.EndLine, "end_column": &p.EndColumn} {
		number, _ := object[name].(json.Number)
		n, err := number.Int64()
		if err != nil || n < 1 {
			return p, false, fmt.Errorf("%s is %v, want a number from 1", name, object[name])
		}
		*field = int(n)
	}
	f, ok := d.files[p.File]
	if !ok {
		return p, false, fmt.Errorf("file %q is not a file of the home", p.File)
	}
	if f.Source != nil && p.EndLine > f.Source.Lines() {
		return p, false, fmt.Errorf("line %d is past the end of %s", p.EndLine, p.File)
	}
	unknown, _ := object["unknown"].(bool)
	return p, unknown, nil
}

// fields checks that a value is an object without other keys than these.
func fields(value any, allowed ...string) (map[string]any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("is %T, want an object", value)
	}
	var extra []string
	for key := range object {
		if !slices.Contains(allowed, key) {
			extra = append(extra, key)
		}
	}
	if len(extra) > 0 {
		sort.Strings(extra)
		return nil, fmt.Errorf("has unknown key %q", extra[0])
	}
	return object, nil
}

// less orders places by file, then position.
func (p *Place) less(q *Place) bool {
	switch {
	case p.File != q.File:
		return p.File < q.File
	case p.Line != q.Line:
		return p.Line < q.Line
	case p.Column != q.Column:
		return p.Column < q.Column
	case p.EndLine != q.EndLine:
		return p.EndLine < q.EndLine
	case p.EndColumn != q.EndColumn:
		return p.EndColumn < q.EndColumn
	}
	return p.Path < q.Path
}

// less is the one order of findings: by place, then rule, then message.
func (f *Finding) less(g *Finding) bool {
	switch {
	case f.Place != g.Place:
		return f.Place.less(&g.Place)
	case f.Rule != g.Rule:
		return f.Rule < g.Rule
	}
	return f.Message < g.Message
}

// number gives the sorted findings their fingerprints: rule, file and path in
// the file, and a count where these are equal. A line would change with every
// edit above it, and a value may be a secret.
func number(findings []Finding) {
	seen := make(map[string]int)
	for i := range findings {
		f := &findings[i]
		key := f.Rule + "\x00" + f.File + "\x00" + f.Path
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
}

// shippedSecrets are published with every product, so that naming them gives
// nothing away.
var shippedSecrets = map[string]bool{
	"admin": true, "wso2carbon": true, "password": true, "secret": true, "randall": true, "tomcat": true, "axis2": true,
	"mailpassword": true, "xxxx": true,
}

// wordLength is the length from which a secret is masked wherever it stands in
// a message. A shorter one may be a word of the message, such as root, and is
// masked in quotes alone: masking the word would tell the secret.
const wordLength = 8

// secrets returns a replacer for the secrets of a home. Rules quote values
// through lib, which masks them; this holds for a rule that does not.
func secrets(h *loader.Home) *strings.Replacer {
	const masked = "********"
	found := make(map[string]bool)
	for _, f := range h.Files {
		for _, e := range f.Entries {
			if e.Sensitive && len(e.Value) >= 4 && !shippedSecrets[e.Value] && !e.Unknown {
				found[e.Value] = true
			}
		}
	}
	list := make([]string, 0, len(found))
	for s := range found {
		list = append(list, s)
	}
	// Longer secrets first: one may be part of another.
	sort.Slice(list, func(i, j int) bool {
		if len(list[i]) != len(list[j]) {
			return len(list[i]) > len(list[j])
		}
		return list[i] < list[j]
	})
	pairs := make([]string, 0, 2*len(list))
	for _, s := range list {
		if len(s) < wordLength {
			pairs = append(pairs, "'"+s+"'", "'"+masked+"'")
			continue
		}
		pairs = append(pairs, s, masked)
	}
	return strings.NewReplacer(pairs...)
}
