package policies

import (
	"crypto/sha256"
	"encoding/hex"
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
// Its words are not yet those of the report: [result.masked] hides the secrets.
type resultDecoder struct {
	result
	tree  *loader.Tree
	home  *loader.Home
	site  Site
	files map[string]*loader.File
}

func newResultDecoder(t *loader.Tree, h *loader.Home, site Site) *resultDecoder {
	d := &resultDecoder{tree: t, home: h, site: site, files: make(map[string]*loader.File, len(h.Files))}
	for _, f := range h.Files {
		d.files[f.Name] = f.Whole()
	}
	return d
}

func (d *resultDecoder) fail(r *Rule, message string) {
	d.failures = append(d.failures, Failure{Rule: r.ID, Home: d.home.Path, Message: message})
}

// rule decodes the result of one rule.
func (d *resultDecoder) rule(r *Rule, value opinion) {
	if value.findings == nil || value.subjects == nil {
		d.fail(r, "gave no findings and subjects")
		return
	}
	findings, subjects, err := d.decode(r, value)
	if err != nil {
		d.fail(r, err.Error())
		return
	}
	had := len(subjects)
	findings, subjects = d.decide(r, findings, subjects)
	if had > 0 && len(subjects) == 0 && len(findings) == 0 {
		return // the rule is off wherever it looked
	}
	v := Verdict{Rule: r.ID, Home: d.home.Path, Subjects: slices.Grow([]Place(nil), len(subjects))}
	unknown := false
	for _, s := range subjects {
		v.Subjects = append(v.Subjects, s.Place)
		unknown = unknown || s.unknown
	}
	switch {
	case len(findings) > 0:
		v.Outcome = Fail
	case len(subjects) == 0:
		v.Outcome = NotApplicable
	case value.inventory():
		v.Outcome = Manual
	case unknown:
		v.Outcome = Unknown
	default:
		v.Outcome = Pass
	}
	d.findings = append(d.findings, findings...)
	d.verdicts = append(d.verdicts, v)
}

// inventory reports whether a rule only lists what a person has to look at:
// its findings are null.
func (a opinion) inventory() bool {
	_, null := a.findings.(ast.Null)
	return null
}

// subject is a place that a rule judged, and whether the tree leaves it open.
type subject struct {
	Place
	unknown bool
}

func (d *resultDecoder) decode(r *Rule, value opinion) (findings []Finding, subjects []subject, err error) {
	list, ok := elements(value.findings)
	if !ok && !value.inventory() {
		return nil, nil, fmt.Errorf("findings are %s, want a set", show(value.findings))
	}
	findings = slices.Grow(findings, len(list))
	for _, v := range list {
		f, err := d.finding(r, v.Value)
		if err != nil {
			return nil, nil, fmt.Errorf("finding: %w", err)
		}
		findings = append(findings, f)
	}
	if list, ok = elements(value.subjects); !ok {
		return nil, nil, fmt.Errorf("subjects are %s, want a set", show(value.subjects))
	}
	subjects = slices.Grow(subjects, len(list))
	for _, v := range list {
		s, err := d.subject(v.Value)
		if err != nil {
			return nil, nil, fmt.Errorf("subject: %w", err)
		}
		subjects = append(subjects, s)
	}
	if len(findings) > 0 && len(subjects) == 0 {
		return nil, nil, fmt.Errorf("has findings and no subjects: the evidence is missing")
	}
	sort.Slice(subjects, func(i, j int) bool { return subjects[i].less(&subjects[j].Place) })
	// Two entries may have one place, such as the parts of a list.
	return findings, slices.Compact(subjects), nil
}

// subject decodes what a rule judged: an entry, or {"at": entry, "unknown": …}
// where the rule itself says whether the tree leaves it open. A rule names whole
// data sources and files as its evidence: of these the places are taken.
func (d *resultDecoder) subject(value ast.Value) (s subject, err error) {
	evidence, ok := value.(ast.Object)
	if !ok {
		return s, fmt.Errorf("is %s, want an object", show(value))
	}
	at, ok := get(evidence, keyAt).(ast.Object)
	if !ok {
		s.Place, s.unknown, err = d.position(evidence, d.own)
		return s, err
	}
	if _, err := fields(evidence, subjectKeys); err != nil {
		return s, err
	}
	s.unknown = undecided(evidence)
	s.Place, _, err = d.position(at, d.own)
	return s, err
}

// undecided reports whether an entry or a subject says of itself that the tree
// leaves it open.
func undecided(object ast.Object) bool {
	unknown, _ := get(object, keyUnknown).(ast.Boolean)
	return bool(unknown)
}

func (d *resultDecoder) finding(r *Rule, value ast.Value) (Finding, error) {
	f := Finding{Rule: r.ID, Severity: r.Severity, Home: d.home.Path}
	object, err := fields(value, findingKeys)
	if err != nil {
		return f, err
	}
	if f.Place, err = d.place(get(object, keyAt), d.own); err != nil {
		return f, fmt.Errorf("at: %w", err)
	}
	if f.Message, err = d.message(get(object, keyMessage)); err != nil {
		return f, err
	}
	if s := get(object, keySeverity); s != nil {
		text, _ := s.(ast.String)
		if f.Severity = Severity(text); f.Severity.Rank() == 0 {
			return f, fmt.Errorf("severity is %s, want error, warning or note", show(s))
		}
	}
	if v := get(object, keyDefault); v != nil {
		shipped, ok := v.(ast.Boolean)
		if !ok {
			return f, fmt.Errorf("default is %s, want true or false", show(v))
		}
		f.Default = bool(shipped)
	}
	if f.Related, err = d.related(get(object, keyRelated)); err != nil {
		return f, err
	}
	if f.Fix, err = d.fix(get(object, keyFix)); err != nil {
		return f, fmt.Errorf("fix: %w", err)
	}
	return f, nil
}

func (d *resultDecoder) message(value ast.Value) (string, error) {
	text, ok := value.(ast.String)
	if !ok || !strings.HasSuffix(string(text), ".") {
		return "", fmt.Errorf("message is %s, want one sentence that ends with a period", show(value))
	}
	return string(text), nil
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

func (d *resultDecoder) related(value ast.Value) ([]Related, error) {
	if value == nil {
		return nil, nil
	}
	list, ok := elements(value)
	if !ok {
		return nil, fmt.Errorf("related is %s, want a list", show(value))
	}
	var related []Related
	for _, v := range list {
		object, err := fields(v.Value, relatedKeys)
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		// What is related may lie in a sibling.
		place, err := d.place(get(object, keyAt), d.tree.File)
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		message, err := d.message(get(object, keyMessage))
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		related = append(related, Related{place, message})
	}
	sort.Slice(related, func(i, j int) bool { return related[i].less(&related[j].Place) })
	return related, nil
}

// place decodes a place and nothing else, in a file that find knows.
func (d *resultDecoder) place(value ast.Value, find func(string) *loader.File) (Place, error) {
	object, err := fields(value, placeKeys)
	if err != nil {
		return Place{}, err
	}
	p, _, err := d.position(object, find)
	return p, err
}

// own finds a file of the home.
func (d *resultDecoder) own(name string) *loader.File { return d.files[name] }

// position decodes where something is and whether its value is unknown.
func (d *resultDecoder) position(object ast.Object, find func(string) *loader.File) (p Place, unknown bool, err error) {
	file, ok := get(object, keyFile).(ast.String)
	if !ok {
		return p, false, fmt.Errorf("file is %s, want the name of a file", show(get(object, keyFile)))
	}
	path, _ := get(object, keyPath).(ast.String)
	p.File, p.Path = string(file), string(path)
	var numbers [len(positionKeys)]int
	for i, key := range positionKeys {
		number, _ := get(object, key).(ast.Number)
		n, ok := number.Int()
		if !ok || n < 1 {
			return p, false, fmt.Errorf("%s is %s, want a number from 1", key, show(get(object, key)))
		}
		numbers[i] = n
	}
	p.Line, p.Column, p.EndLine, p.EndColumn = numbers[0], numbers[1], numbers[2], numbers[3]
	f := find(p.File)
	if f == nil {
		return p, false, fmt.Errorf("file %q is not a file of the home", p.File)
	}
	if f.Source != nil && p.EndLine > f.Source.Lines() {
		return p, false, fmt.Errorf("line %d is past the end of %s", p.EndLine, p.File)
	}
	return p, undecided(object), nil
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

// secrets returns a replacer for the secrets of a tree, since a message may
// quote a sibling. Rules quote values through lib, which masks them; this holds
// for a rule that does not.
func secrets(t *loader.Tree) *strings.Replacer {
	const masked = "********"
	found := make(map[string]bool)
	for _, h := range t.Homes {
		for _, f := range h.Files {
			for _, e := range f.Entries {
				if e.Sensitive && len(e.Value) >= 4 && !shippedSecrets[e.Value] {
					found[e.Value] = true
				}
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
