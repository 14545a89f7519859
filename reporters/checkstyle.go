package reporters

import (
	"bytes"
	"encoding/xml"
	"path"

	"github.com/carbonlint/carbonlint/policies"
)

// The elements of Checkstyle's XML report. Its version is that of the format:
// consumers read reports of 4.3 and later alike.
type (
	checkstyleReport struct {
		XMLName xml.Name          `xml:"checkstyle"`
		Version string            `xml:"version,attr"`
		Files   []*checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

const checkstyleVersion = "4.3"

// renderCheckstyle writes an element per file, in the order in which files
// come up first.
func renderCheckstyle(v *view) ([]byte, error) {
	out := checkstyleReport{Version: checkstyleVersion}
	byName := map[string]*checkstyleFile{}
	add := func(file string, e checkstyleError) {
		name := xmlText(path.Join(v.Prefix, file))
		f := byName[name]
		if f == nil {
			f = &checkstyleFile{Name: name}
			byName[name] = f
			out.Files = append(out.Files, f)
		}
		f.Errors = append(f.Errors, e)
	}
	for _, f := range v.Failures {
		file := f.File
		if file == "" {
			file = "."
		}
		add(file, checkstyleError{
			Line: 1, Severity: "error", Source: "carbonlint.failure",
			Message: xmlText("carbonlint failed: " + printable(describeFailure(f))),
		})
	}
	for _, f := range v.Findings {
		add(f.File, checkstyleError{
			Line: max(f.Line, 1), Column: max(f.Column, 0), Severity: checkstyleSeverity(f.Severity),
			Message: xmlText(printable(f.Message)), Source: xmlText(suiteName(f.Rule)),
		})
	}
	b := bytes.NewBufferString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", "  ")
	err := enc.Encode(out)
	b.WriteByte('\n')
	return b.Bytes(), err
}

func checkstyleSeverity(s policies.Severity) string {
	switch s {
	case policies.SeverityError:
		return "error"
	case policies.SeverityNote:
		return "info"
	}
	return "warning"
}
