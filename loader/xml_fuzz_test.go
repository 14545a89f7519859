package loader

import (
	"encoding/xml"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkDecoded checks what must hold of every decoded XML file.
func checkDecoded(t *testing.T, src *Source, out Decoded) {
	t.Helper()
	checkSpan(t, src, out.Root)
	for _, c := range out.Comments {
		checkSpan(t, src, c)
	}
	for i, item := range out.Items {
		checkSpan(t, src, item.Span)
		if item.First < 0 || item.End < item.First || item.End > len(out.Entries) {
			t.Fatalf("%s: item %d has entries %d to %d of %d", src.Name, i, item.First, item.End, len(out.Entries))
		}
		for _, e := range out.Entries[item.First:item.End] {
			if !strings.HasPrefix(e.Path, item.Prefix) {
				t.Fatalf("%s: entry %s is not of item %s", src.Name, e.Path, item.Prefix)
			}
		}
	}
	last := 0
	for _, e := range out.Entries {
		checkSpan(t, src, e.Span)
		if e.Span.Start < last {
			t.Fatalf("%s: entry %s at %d stands before its predecessor", src.Name, e.Path, e.Span.Start)
		}
		last = e.Span.End
		if !e.Unknown && !readsBack(src, e) {
			t.Fatalf("%s: entry %s is %q but reads %q", src.Name, e.Path, e.Value, src.Slice(e.Span))
		}
	}
}

// readsBack reports whether the text of an entry's span means its value,
// as encoding/xml reads it: in quotes, between tags, or in a CDATA section.
func readsBack(src *Source, e Entry) bool {
	text := src.Slice(e.Span)
	if strings.Contains(e.Path[strings.LastIndexByte(e.Path, '/')+1:], "@") && !strings.HasSuffix(e.Path, looseText) {
		if quote := src.Text[e.Span.Start-1]; quote == '"' || quote == '\'' {
			value, ok := innerText("<x y=" + string(quote) + text + string(quote) + "/>")
			if ok && attributeValue(value, text) == e.Value {
				return true
			}
		}
	}
	if value, ok := innerText("<x>" + text + "</x>"); ok && trimBlanks(value) == e.Value {
		return true
	}
	value, ok := innerText("<x>" + cdataOpen + text + cdataClose + "</x>")
	return ok && trimBlanks(value) == e.Value
}

// innerText returns the attribute values and the text of an XML text.
func innerText(text string) (string, bool) {
	dec := xml.NewDecoder(strings.NewReader(text))
	var b strings.Builder
	for {
		token, err := dec.RawToken()
		if err != nil {
			return b.String(), err == io.EOF
		}
		switch token := token.(type) {
		case xml.StartElement:
			for _, a := range token.Attr {
				b.WriteString(a.Value)
			}
		case xml.CharData:
			b.Write(token)
		}
	}
}

// startTags returns the offsets at which encoding/xml finds start tags,
// and false when it finds the text malformed.
func startTags(text string) ([]int, bool) {
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var starts []int
	for {
		at := int(dec.InputOffset())
		token, err := dec.RawToken()
		if err != nil {
			return starts, err == io.EOF
		}
		if _, ok := token.(xml.StartElement); ok {
			starts = append(starts, at)
		}
	}
}

// scannedTags returns the offsets at which our scanner finds start tags.
func scannedTags(text string) []int {
	scan := xmlScanner{text: text}
	var starts []int
	for {
		switch tok := scan.next(); tok.kind {
		case xmlStart:
			starts = append(starts, tok.Start)
		case xmlEOF, xmlBad:
			return starts
		}
	}
}

func checkScanner(t *testing.T, text string) {
	t.Helper()
	want, ok := startTags(text)
	got := scannedTags(text)
	if len(got) < len(want) || ok && len(got) > len(want) {
		t.Fatalf("%d start tags, encoding/xml finds %d in %q", len(got), len(want), text)
	}
	for i, at := range want {
		if got[i] != at {
			t.Fatalf("start tag %d is at %d, encoding/xml finds it at %d in %q", i, got[i], at, text)
		}
	}
}

func FuzzXML(f *testing.F) {
	for _, tt := range xmlTests {
		f.Add("a.xml", tt.text)
	}
	for _, tt := range xmlProblemTests {
		if len(tt.text) < 1000 {
			f.Add("a.xml", tt.text)
		}
	}
	for _, tt := range templateXMLTests {
		f.Add(tt.file, tt.text)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		checkScanner(t, text)
		src, _ := decodeText(name, []byte(text))
		if src == nil {
			return
		}
		out, problem := decodeXML(src)
		if problem != nil {
			checkSpan(t, src, problem.Span)
			if strings.Contains(problem.Reason, "cut differently") {
				t.Fatal(problem.Reason)
			}
		}
		checkDecoded(t, src, out)
		checkPlain(t, src)
	})
}

// checkPlain checks that the text which is read without the parser is what the
// parser would make of it.
func checkPlain(t *testing.T, src *Source) {
	t.Helper()
	doc, values, ok := parsePlain(src.Text)
	if !ok {
		return
	}
	got, gotProblem := walkXML(src, src.Text, nil, doc, values)
	doc, problem := parseXML(src.Text)
	if problem != nil {
		t.Fatalf("%s: taken for plain, and the parser says %s", src.Name, problem.Reason)
	}
	want, wantProblem := walkXML(src, src.Text, nil, doc, values)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s: plain reading differs (-parser +plain):\n%s", src.Name, diff)
	}
	if (wantProblem == nil) != (gotProblem == nil) {
		t.Fatalf("%s: the parser finds %v, the plain reading %v", src.Name, wantProblem, gotProblem)
	}
}

// syntheticXML is a text like the files of the products: half of it comments,
// nested five deep.
func syntheticXML() string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<axisconfig name=\"AxisJava2.0\">\n")
	for range 200 {
		b.WriteString(`    <!-- To use this, change <parameter name="port">9443</parameter> and uncomment
         the element below. It is shipped commented out for a reason. -->
    <transportReceiver name="https" class="org.apache.synapse.transport.passthru.PassThroughHttpSSLListener">
        <parameter name="port" locked="false">8243</parameter>
        <parameter name="keystore" locked="false">
            <KeyStore>
                <Location>repository/resources/security/wso2carbon.jks</Location>
                <Password>a &amp; b</Password>
            </KeyStore>
        </parameter>
    </transportReceiver>
`)
	}
	b.WriteString("</axisconfig>\n")
	return b.String()
}

func BenchmarkXML(b *testing.B) {
	b.Run("synthetic", func(b *testing.B) { benchmarkXML(b, []*Source{NewSource("axis2.xml", syntheticXML())}) })
	b.Run("trees", func(b *testing.B) {
		dir := treesDir(b)
		var sources []*Source
		for _, name := range treeFiles(b, dir, func(name string) bool { return path.Ext(name) == ".xml" }) {
			raw, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				b.Fatal(err)
			}
			if src, problem := decodeText(name, raw); problem == nil {
				sources = append(sources, src)
			}
		}
		benchmarkXML(b, sources)
	})
}

func benchmarkXML(b *testing.B, sources []*Source) {
	size := 0
	for _, src := range sources {
		size += len(src.Text)
	}
	b.Run("decodeXML", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, src := range sources {
				decodeXML(src)
			}
		}
	})
	b.Run("encoding-xml", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, src := range sources {
				dec := xml.NewDecoder(strings.NewReader(src.Text))
				dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
				for {
					if _, err := dec.Token(); err != nil {
						break
					}
				}
			}
		}
	})
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, src := range sources {
				scan := xmlScanner{text: src.Text}
				for tok := scan.next(); tok.kind > xmlBad; tok = scan.next() {
				}
			}
		}
	})
}
