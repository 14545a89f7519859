package reporters

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// canary is the secret of the test tree. No format may print it.
const canary = "c4nary-s3cret"

const carbonXML = `<?xml version="1.0" encoding="UTF-8"?>
<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
	<HostName>localhost</HostName>
    <!-- <Password>` + canary + `</Password> -->
    <KeyStore><Password>` + canary + `</Password><Type>JKS</Type></KeyStore>
    <Name>製品 A</Name><Offset></Offset>
    <Proxy
        port="443"/>
</Server>
`

const datasourcesXML = `<datasources-configuration>
  <url>jdbc:h2:repository/database/WSO2CARBON_DB</url>
  <password>` + canary + `</password>
</datasources-configuration>
`

var launcherBAT = "@echo off\r\nset CMD_LINE_ARGS=" + strings.Repeat("-Dsome.option=value ", 60) +
	"-Xmx256m " + strings.Repeat("-Dother.option=value ", 60) + "\r\n"

// file makes a file by hand, as a decoder would.
func file(name, kind, text string) *loader.File {
	f := &loader.File{Name: name, Kind: kind, Source: loader.NewSource(name, text)}
	for at := 0; ; {
		i := strings.Index(text[at:], ">"+canary)
		if i < 0 {
			return f
		}
		start := at + i + 1
		f.Entries = append(f.Entries, loader.Entry{
			Path: "password", Value: canary, Sensitive: true, Span: loader.Span{Start: start, End: start + len(canary)},
		})
		at = start
	}
}

// place finds a piece of the file's text, which need not end in its line.
func place(t *testing.T, f *loader.File, text, path string) policies.Place {
	t.Helper()
	at := strings.Index(f.Source.Text, text)
	if at < 0 {
		t.Fatalf("%s does not hold %q", f.Name, text)
	}
	start, end := f.Source.Position(at), f.Source.Position(at+len(text))
	return policies.Place{File: f.Name, Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column, Path: path}
}

// from moves a place to what follows the first n characters of it.
func from(p policies.Place, n int) policies.Place {
	p.Column += n
	return p
}

// empty is the empty place at the start of a place.
func empty(p policies.Place) policies.Place {
	p.EndLine, p.EndColumn = p.Line, p.Column
	return p
}

var testRules = []*policies.Rule{
	{
		ID: "backup/databases_not_backed_up", Title: "The databases in use have no stated backup",
		Description: "Nothing else holds the users.", Remediation: "Take each database into the backup, and rehearse the restore.",
		Severity: policies.SeverityNote, Kind: "manual", Tier: "core", Guideline: "backup",
	}, {
		ID: "config/syntax_error", Title: "A file does not parse",
		Description: "The server does not start.", Severity: policies.SeverityError, Kind: "static", Tier: "core",
	}, {
		ID: "datasource/embedded_h2", Title: "A datasource uses the embedded H2 database",
		Description: "H2 is for a first look. It is **not** made for production,\nsee [the guide](https://example.org/guide).\n\nIt loses data.",
		Remediation: "Point the URL at a database server,\nsuch as `jdbc:mysql://db:3306/carbon`.\n\n```xml\n<url>jdbc:mysql://db:3306/carbon</url>\n```",
		Severity:    policies.SeverityError, Kind: "static", Tier: "core", Guideline: "performance-tuning",
		Links: []policies.Link{{Title: "Changing the database", URL: "https://example.org/databases"}},
	}, {
		ID: "hostname/not_set", Title: "The host name is not set",
		Description: "Links in mails lead nowhere.", Remediation: "Set `HostName` to the public name.",
		Severity: policies.SeverityWarning, Kind: "static", Tier: "core", Guideline: "hostname",
	}, {
		ID: "jvm/heap_too_small", Title: "The heap is too small",
		Description: "The server stalls.", Remediation: "Set `-Xmx2048m`.",
		Severity: policies.SeverityWarning, Kind: "static", Tier: "core", Guideline: "performance-tuning",
	}, {
		ID: "keystore/default_password", Title: "A key store has the password that is shipped",
		Description: "Everybody knows it.", Remediation: "Choose a password of your own.",
		Severity: policies.SeverityError, Kind: "static", Tier: "core", Guideline: "security-hardening",
		Security: true, SecuritySeverity: 8.1,
	}, {
		ID: "network/proxy_port_missing", Title: "The proxy port is missing",
		Severity: policies.SeverityNote, Kind: "cross", Tier: "core", Guideline: "proxy",
	},
}

// testReport is a report with one of everything: two nodes that share a
// fault, shipped defaults, an overlay that is not judged, files that cannot
// be read, and each verdict.
func testReport(t *testing.T) *policies.Report {
	r := &policies.Report{Tree: &loader.Tree{}, Rules: testRules}
	var defaults []policies.Finding
	for _, node := range []string{"node1", "node 2"} {
		carbon := file(node+"/repository/conf/carbon.xml", "carbon.xml", carbonXML)
		sources := file(node+"/repository/conf/datasources/master-datasources.xml", "datasources", datasourcesXML)
		bat := file(node+"/bin/wso2server.bat", "launcher", launcherBAT)
		home := &loader.Home{
			Path: node, Layout: "classic", Conf: node + "/repository/conf", Product: "wso2am", Version: "2.6.0", Kernel: "4.4.40",
			Complete: true, Files: []*loader.File{bat, carbon, sources},
		}
		r.Tree.Homes = append(r.Tree.Homes, home)
		add := func(rule string, s policies.Severity, p policies.Place, message string, related ...policies.Related) {
			r.Findings = append(r.Findings, policies.Finding{
				Rule: rule, Severity: s, Message: message, Place: p, Home: node,
				Fingerprint: "fp-" + node + "-" + rule, Related: related,
			})
		}
		add("jvm/heap_too_small", policies.SeverityWarning, place(t, bat, "-Xmx256m", "-Xmx"), "The heap of '256m' is too small.")
		add("keystore/default_password", policies.SeverityError, place(t, carbon, ">"+canary+"</Password><", "Server/KeyStore/Password"),
			"The password is the one that is shipped.",
			policies.Related{Place: place(t, sources, canary, ""), Message: "The same password is used here"})
		if node == "node1" {
			add("hostname/not_set", policies.SeverityWarning, empty(place(t, carbon, "</Offset>", "")), "The name of '${carbon.host}' is\nempty\x1b[31m.")
			add("hostname/not_set", policies.SeverityWarning, from(place(t, carbon, "<Name>製品 A", ""), 6), "The name '製品 A' is not ASCII.")
			add("network/proxy_port_missing", policies.SeverityNote, place(t, carbon, "<Proxy\n        port=\"443\"/>", "Server/Proxy"), "The proxy port is missing.")
		}
		for _, f := range []policies.Finding{
			{Rule: "hostname/not_set", Severity: policies.SeverityWarning, Place: from(place(t, carbon, "<HostName>localhost", "Server/HostName"), 10), Message: "The host name is 'localhost'."},
			{Rule: "datasource/embedded_h2", Severity: policies.SeverityError, Place: from(place(t, sources, "<url>jdbc:h2:repository/database/WSO2CARBON_DB", ""), 5), Message: "The datasource runs on H2."},
			{Rule: "datasource/embedded_h2", Severity: policies.SeverityError, Place: place(t, sources, "datasources-configuration", ""), Message: "The datasource runs on H2 twice."},
		} {
			f.Home, f.Default, f.Fingerprint = node, true, "fp-default-"+node+"-"+f.Rule
			defaults = append(defaults, f)
		}
		for i, o := range []policies.Outcome{policies.Manual, policies.Pass, policies.Fail, policies.Fail, policies.Fail, policies.Unknown, policies.NotApplicable} {
			r.Verdicts = append(r.Verdicts, policies.Verdict{Rule: testRules[i].ID, Home: node, Outcome: o, Subjects: []policies.Place{place(t, carbon, "localhost", "Server/HostName")}})
		}
	}
	r.Verdicts[len(r.Verdicts)-len(testRules)].Checks = []policies.Check{{
		Reason: "restored by\nA. | Miller\x1b[31m", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
		By: policies.Place{File: "../.carbonlint.yaml", Line: 9, Column: 3, EndLine: 9, EndColumn: 9},
	}}
	broken := file("node1/repository/conf/axis2.xml", "axis2.xml", "<axisconfig>\n<password>"+canary+"\n")
	broken.Problem = &loader.Problem{Span: loader.Span{Start: 13, End: 13}, Reason: "element is not closed"}
	r.Tree.Homes[0].Files = append(r.Tree.Homes[0].Files, broken)
	r.Findings = append(r.Findings, policies.Finding{
		Rule: "config/syntax_error", Severity: policies.SeverityError, Message: "The file does not parse: element is not closed.",
		Place: empty(place(t, broken, "<password>", "")), Home: "node1", Fingerprint: "fp-broken",
	})
	r.Findings = append(r.Findings, defaults...)
	r.Waived = []policies.Waived{{
		Finding: policies.Finding{
			Rule: "network/proxy_port_missing", Severity: policies.SeverityNote, Message: "The proxy port is missing.", Home: "node 2",
			Place: place(t, r.Tree.Homes[1].Files[1], "<Proxy\n        port=\"443\"/>", "Server/Proxy"), Fingerprint: "fp-waived-1",
		},
		Reason: "the test lab has no proxy", Until: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC),
		By: place(t, r.Tree.Homes[1].Files[1], "<!-- <Password>", ""),
	}, {
		Finding: policies.Finding{
			Rule: "jvm/heap_too_small", Severity: policies.SeverityNote, Message: "The heap is not set.", Home: "node 2",
			Place: empty(place(t, r.Tree.Homes[1].Files[0], "@echo", "")), Fingerprint: "fp-waived-2",
		},
		Reason: "closed by\nthe firewall\x1b[31m", By: policies.Place{File: "../.carbonlint.yaml", Line: 7, Column: 3, EndLine: 7, EndColumn: 9},
	}}
	r.Tree.Homes = append(r.Tree.Homes, &loader.Home{Path: "overlay", Layout: "conf-only", NotJudged: "its product is not known"})
	r.Failures = []policies.Failure{
		{Rule: "jvm/heap_too_small", Home: "node 2", Message: "eval_conflict_error: complete rules must not produce multiple outputs"},
		{File: "node 2/repository/conf/locked.xml", Message: "permission denied"},
	}
	return r
}

func testOptions() Options {
	return Options{Version: "0.1.0", Prefix: "deploy/prod", ExitCode: 3, Now: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)}
}

func render(t *testing.T, format string, r *policies.Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares with a file of testdata, or rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: write it with go test ./reporters -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); if that is meant, run go test ./reporters -update\n%s", path, diff)
	}
}

// extensions are the names of the golden files, which editors and validators
// know by their ends.
var extensions = map[string]string{
	"text": "txt", "json": "json", "sarif": "sarif", "junit": "xml",
	"github": "github.txt", "gitlab": "gitlab.json", "checkstyle": "checkstyle.xml",
	"markdown": "md", "html": "html",
}

// showsLines are the formats that quote the scanned files.
var showsLines = map[string]bool{"text": true, "sarif": true, "junit": true, "markdown": true, "html": true}

func TestWrite(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			got := render(t, format, testReport(t), testOptions())
			golden(t, "report."+extensions[format], got)
			if !utf8.ValidString(got) {
				t.Error("not UTF-8")
			}
			if again := render(t, format, testReport(t), testOptions()); again != got {
				t.Error("a second run gives other bytes")
			}
		})
	}
}

func TestWriteClean(t *testing.T) {
	clean := &policies.Report{
		Tree:     &loader.Tree{Homes: []*loader.Home{{Path: ".", Layout: "classic", Product: "wso2is", Version: "5.3.0", Complete: true}}},
		Rules:    testRules[:1],
		Verdicts: []policies.Verdict{{Rule: testRules[0].ID, Home: ".", Outcome: policies.Pass}},
	}
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			golden(t, "clean."+extensions[format], render(t, format, clean, Options{Version: "dev"}))
		})
	}
}

func TestWriteFailure(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			var b bytes.Buffer
			err := WriteFailure(&b, format, policies.Failure{Message: `unknown flag "--frobnicate"`}, Options{Version: "0.1.0", ExitCode: 2})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "failure."+extensions[format], b.String())
		})
	}
}

func TestWriteUnknownFormat(t *testing.T) {
	err := Write(&bytes.Buffer{}, "yaml", &policies.Report{}, Options{})
	if err == nil || !strings.Contains(err.Error(), strings.Join(Formats(), ", ")) {
		t.Errorf("got %v, want an error that lists the formats", err)
	}
}

// The secret stands in an entry, in a comment and in a file that does not
// parse, and a finding or its context covers each of them.
func TestNoSecretIsWritten(t *testing.T) {
	r := testReport(t)
	f := r.Tree.Homes[0].Files[1]
	for _, text := range []string{canary, "nary-s", "<!-- <Password>" + canary + "</Password> -->", "><Type>"} {
		at := place(t, f, text, "Server/KeyStore/Password")
		r.Findings = append(r.Findings, policies.Finding{
			Rule: "keystore/default_password", Severity: policies.SeverityError, Message: "A secret.", Place: at, Home: "node1",
			Related: []policies.Related{{Place: at, Message: "The secret."}},
		})
	}
	last := len(r.Findings) - 1
	r.Findings[last].EndLine, r.Findings[last].EndColumn = r.Findings[last].Line+2, 4
	for _, format := range Formats() {
		for _, all := range []bool{false, true} {
			o := testOptions()
			o.All, o.Color, o.Hyperlinks, o.Width = all, all, all, 60
			got := render(t, format, r, o)
			for _, leak := range []string{canary, "nary-s3c", "s3cret"} {
				if strings.Contains(got, leak) {
					t.Errorf("%s (all=%v) prints %q", format, all, leak)
				}
			}
			if showsLines[format] && !strings.Contains(got, "********") {
				t.Errorf("%s shows no masked line: the test proves nothing", format)
			}
		}
	}
}
