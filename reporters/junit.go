package reporters

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// The elements of JUnit XML, in the dialect that both the schema of Jenkins
// xUnit and the one Azure names accept: no attribute on testsuites, every
// attribute on testsuite, properties and outputs even when empty, no file or
// line on testcase.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    string        `xml:"time,attr"`
		Skipped *junitSkip    `xml:"skipped"`
		Error   *junitOutcome `xml:"error"`
		Failure *junitOutcome `xml:"failure"`
	}
	// The reason is the element's text: GitLab shows that, and the older of
	// Jenkins' schemas allow no message attribute here.
	junitSkip struct {
		Reason string `xml:",chardata"`
	}
	junitOutcome struct {
		Type    string `xml:"type,attr,omitempty"`
		Message string `xml:"message,attr"`
		Body    string `xml:",cdata"`
	}
)

// instant is the time of everything: carbonlint does not time its rules, and
// a report must not differ from run to run.
const instant = "0.000"

// junit writes one suite a rule: a test is a rule, what it is run on is a home.
type junit struct {
	*view
	names map[string]bool // in use
	found map[[2]string]bool
}

func renderJUnit(v *view) ([]byte, error) {
	j := &junit{view: v, names: map[string]bool{}, found: map[[2]string]bool{}}
	cases := j.cases()
	var out junitSuites
	for _, id := range v.ruleIDs() {
		suite := j.suite(len(out.Suites), suiteName(id), cases[id])
		suite.Properties = append(suite.Properties, junitProperty{"rule.severity", string(v.rule(id).Severity)})
		out.Suites = append(out.Suites, suite)
	}
	if len(v.Failures) > 0 {
		out.Suites = append(out.Suites, j.suite(len(out.Suites), "carbonlint.failures", each(v.Failures, j.failed)))
	}
	b := bytes.NewBufferString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", "  ")
	err := enc.Encode(out)
	b.WriteByte('\n')
	return b.Bytes(), err
}

// cases returns the cases of each rule: its findings, those that are waived,
// then its verdicts.
func (j *junit) cases() map[string][]junitCase {
	cases := map[string][]junitCase{}
	for _, f := range j.Findings {
		j.found[[2]string{f.Rule, f.Home}] = true
		cases[f.Rule] = append(cases[f.Rule], j.finding(f))
	}
	for _, w := range j.Waived {
		j.found[[2]string{w.Rule, w.Home}] = true
		cases[w.Rule] = append(cases[w.Rule], j.waived(w))
	}
	for _, v := range j.Verdicts {
		if c, ok := j.verdict(v); ok {
			cases[v.Rule] = append(cases[v.Rule], c)
		}
	}
	return cases
}

func suiteName(id string) string { return "carbonlint." + strings.ReplaceAll(id, "/", ".") }

// suite counts its cases.
func (j *junit) suite(id int, name string, cases []junitCase) junitSuite {
	s := junitSuite{
		Name: xmlText(name), Package: "carbonlint", ID: id,
		Timestamp: j.Now.UTC().Format("2006-01-02T15:04:05"), Hostname: "localhost", Time: instant,
		Tests: len(cases), Cases: cases,
		Properties: []junitProperty{{"carbonlint.version", xmlText(j.Version)}},
	}
	for _, c := range cases {
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	return s
}

// finding is a failing case. The place is in the name too: Azure hardly shows
// the class.
func (j *junit) finding(f policies.Finding) junitCase {
	at := where(f.Place)
	var body strings.Builder
	fmt.Fprintf(&body, "%s: %s: %s\n", at, f.Severity, printable(f.Message))
	if frame, ok := j.frameOf(f.Place); ok {
		body.WriteString(frame.String())
	}
	for _, r := range f.Related {
		fmt.Fprintf(&body, "%s: %s\n", where(r.Place), printable(r.Message))
	}
	if help := firstParagraph(j.rule(f.Rule).Remediation); help != "" {
		fmt.Fprintf(&body, "help: %s\n", help)
	}
	fmt.Fprintf(&body, "%s\n", docsURL(f.Rule))
	c := j.newCase(pascalName(f.Rule)+" ["+at+"]", className(f.File, f.Rule))
	c.Failure = &junitOutcome{Type: string(f.Severity), Message: xmlText(printable(f.Message)), Body: xmlText(body.String())}
	return c
}

// skips say why a verdict that is no pass is no failure either.
var skips = map[policies.Outcome]string{
	policies.Unknown:       "unknown: the tree does not decide it",
	policies.NotApplicable: "not applicable: the home has nothing that the rule judges",
	policies.Fail:          "failed: its findings are not part of this report",
}

// verdict is the case of a rule in a home. A failed rule has its findings as
// cases already, unless they were suppressed or lie outside the change.
func (j *junit) verdict(v policies.Verdict) (junitCase, bool) {
	if v.Outcome == policies.Fail && j.found[[2]string{v.Rule, v.Home}] {
		return junitCase{}, false
	}
	c := j.newCase(pascalName(v.Rule)+" ["+printable(v.Home)+"]", className(v.Home, v.Rule))
	if reason, skip := skips[v.Outcome]; skip {
		c.Skipped = &junitSkip{reason}
	}
	if v.Outcome == policies.Manual {
		c.Skipped = &junitSkip{xmlText(j.manual(v))}
	}
	return c, true
}

// failed is the case of a failure of carbonlint itself.
func (j *junit) failed(f policies.Failure) junitCase {
	text := printable(describeFailure(f))
	about := strings.TrimSuffix(strings.TrimSuffix(text, printable(f.Message)), ": ")
	if about == "" {
		about = "carbonlint"
	}
	c := j.newCase("Failure ["+about+"]", "carbonlint.failures")
	c.Error = &junitOutcome{Type: "failure", Message: xmlText(text), Body: xmlText(text)}
	return c
}

// newCase makes a case whose name no other case has: GitLab keeps only the
// first of equal names.
func (j *junit) newCase(name, class string) junitCase {
	name = xmlText(name)
	unique := name
	for n := 2; j.names[unique]; n++ {
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
	j.names[unique] = true
	return junitCase{Name: unique, Class: class, Time: instant}
}

// className turns a path into dotted words, the last of which Jenkins takes
// for the class. The tree itself has no path; there the suite stands in.
func className(name, rule string) string {
	if name == "" || name == "." {
		return suiteName(rule)
	}
	return xmlText(strings.ReplaceAll(strings.ReplaceAll(printable(name), ".", "_"), "/", "."))
}

// xmlText drops what XML 1.0 cannot hold, not even as a reference.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r <= 0x9f, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, s)
}
