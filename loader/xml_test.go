package loader

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// xmlTests give XML and the entries it holds, one a line:
// path@line:column-line:column=value.
var xmlTests = []struct {
	name, text string
	want       []string
}{
	{"text", "<Server>\n\t<Ports>\n\t\t<Offset> 0 </Offset>\n\t</Ports>\n</Server>", []string{`Server/Ports/Offset@3:12-3:13="0"`}},
	{"root alone", "<a>x</a>", []string{`a@1:4-1:5="x"`}},
	{"empty element", "<a><b></b></a>", []string{`a/b@1:7-1:7=""`}},
	{"blank element", "<a><b>\n </b></a>", []string{`a/b@1:7-1:7=""`}},
	{"self-closing element", "<a><b/><c  /></a>", []string{`a/b@1:6-1:6=""`, `a/c@1:12-1:12=""`}},
	{"attributes in both quotes", `<a b="1" c = '"2"'/>`, []string{`a/@b@1:7-1:8="1"`, `a/@c@1:15-1:18="\"2\""`, `a@1:19-1:19=""`}},
	{"greater-than in an attribute", `<a b="x > y">z</a>`, []string{`a/@b@1:7-1:12="x > y"`, `a@1:14-1:15="z"`}},
	{"attribute keeps its blanks", `<a b=" x "/>`, []string{`a/@b@1:7-1:10=" x "`, `a@1:11-1:11=""`}},
	{"attribute over lines", "<a b='x,\r\n\ty'/>", []string{`a/@b@1:7-2:3="x,  y"`, `a@2:4-2:4=""`}},
	{"empty attribute", `<a b=""/>`, []string{`a/@b@1:7-1:7=""`, `a@1:8-1:8=""`}},
	{"entities", `<a b="&quot;&#65;">x&amp;y&#x4E2D;</a>`, []string{`a/@b@1:7-1:18="\"A"`, `a@1:20-1:35="x&y中"`}},
	{"entities of blanks", `<a>&#32;&#x9;x&#10;y&#13;</a>`, []string{`a@1:14-1:21="x\ny"`}},
	{"only entities of blanks", `<a>&#32; </a>`, []string{`a@1:4-1:4=""`}},
	{"CDATA", "<a><![CDATA[ <x> & ]]></a>", []string{`a@1:14-1:19="<x> &"`}},
	{"CDATA between blanks", "<a>\n<![CDATA[x]]>\n</a>", []string{`a@2:10-2:11="x"`}},
	{"CDATA and text", "<a> <![CDATA[x]]>y </a>", []string{`a@1:5-1:19="xy"`}},
	{"text and CDATA", "<a> x<![CDATA[ y ]]></a>", []string{`a@1:5-1:21="x y"`}},
	{"empty CDATA", "<a><![CDATA[]]></a>", []string{`a@1:4-1:4=""`}},
	{"CRLF", "<a>\r\n<b>x\r\ny</b>\r\n</a>", []string{`a/b@2:4-3:2="x\ny"`}},
	{"lone CR", "<a>\r<b>x</b>\r</a>", []string{`a/b@2:4-2:5="x"`}},
	{"multi-byte text", "<a>é中<!--é--><b>é😀中</b></a>", []string{`a/#text@1:4-1:6="é中"`, `a/b@1:17-1:20="é😀中"`}},
	{"no-break space stays", "<a>\u00a0true\u00a0</a>", []string{`a@1:4-1:10="\u00a0true\u00a0"`}},
	{"comments", "<a><!--b>x</b--><!-- <b>y</b> --><!----><c>z</c></a>", []string{`a/c@1:44-1:45="z"`}},
	{"comment in text", "<a> x<!-- y -->z </a>", []string{`a@1:5-1:17="xz"`}},
	{"comment before text", "<a><!-- y -->z<?p q?></a>", []string{`a@1:14-1:15="z"`}},
	{
		"mixed content", "<a>#<b>x</b> y <c/> <!-- --> z<!-- -->z</a>",
		[]string{`a/#text@1:4-1:5="#"`, `a/b@1:8-1:9="x"`, `a/#text@1:14-1:15="y"`, `a/c@1:18-1:18=""`, `a/#text@1:30-1:40="zz"`},
	},
	{"prefixes", `<s:a xmlns:s="u" xmlns="v"><s:b s:alias="x">y</s:b></s:a>`, []string{`a/b/@alias@1:42-1:43="x"`, `a/b@1:45-1:46="y"`}},
	{"name and id in paths", `<a name="n"><b id="i"><c name="m" id="j">x</c></b><d name=""/></a>`, []string{
		`a/@name@1:10-1:11="n"`, `a/b[i]/@id@1:20-1:21="i"`, `a/b[i]/c[m]/@name@1:32-1:33="m"`, `a/b[i]/c[m]/@id@1:39-1:40="j"`,
		`a/b[i]/c[m]@1:42-1:43="x"`, `a/d/@name@1:60-1:60=""`, `a/d@1:61-1:61=""`,
	}},
	{
		"declaration and DOCTYPE", "<!-- c -->\n<?xml version='1.0' encoding='UTF-16'?>\n<!DOCTYPE a [<!ELEMENT a (b, c)> <!-- ' --> <!ENTITY x \">\">]>\n<a>x</a>\n",
		[]string{`a@4:4-4:5="x"`},
	},
}

func TestDecodeXML(t *testing.T) {
	for _, tt := range xmlTests {
		t.Run(tt.name, func(t *testing.T) {
			src := NewSource("a.xml", tt.text)
			out, problem := decodeXML(src)
			if problem != nil {
				t.Fatalf("problem %q at %v", problem.Reason, src.Position(problem.Span.Start))
			}
			if diff := cmp.Diff(tt.want, describeEntries(src, out.Entries)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			checkDecoded(t, src, out)
		})
	}
}

// describeEntries writes entries as the tables do.
func describeEntries(src *Source, entries []Entry) []string {
	var lines []string
	for _, e := range entries {
		start, end := src.Position(e.Span.Start), src.Position(e.Span.End)
		line := fmt.Sprintf("%s@%d:%d-%d:%d=%q", e.Path, start.Line, start.Column, end.Line, end.Column, e.Value)
		if e.Unknown {
			line += " unknown"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestDecodeXMLItems(t *testing.T) {
	src := NewSource("axis2.xml", `<!--1--><axisconfig xmlns="u" name="A">
	<receiver name="http">
		<parameter name="port">80</parameter><plain>x</plain><deep xmlns="v"><x/></deep>
	</receiver>
	<!--2--><receiver id="https"/><s:empty xmlns:s="u"/>
</axisconfig>`)
	out, problem := decodeXML(src)
	if problem != nil {
		t.Fatal(problem.Reason)
	}
	var got []string
	for _, item := range out.Items {
		got = append(got, fmt.Sprintf("%s %s %q %d-%d", item.Path, item.Prefix, src.Slice(item.Span), item.First, item.End))
	}
	want := []string{
		`axisconfig axisconfig "<axisconfig" 0-9`,
		`axisconfig/receiver axisconfig/receiver[http] "<receiver" 1-6`,
		`axisconfig/receiver/parameter axisconfig/receiver[http]/parameter[port] "<parameter" 2-4`,
		`axisconfig/receiver/deep axisconfig/receiver[http]/deep "<deep" 5-6`,
		`axisconfig/receiver axisconfig/receiver[https] "<receiver" 6-8`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if got := src.Slice(out.Root); got != "<axisconfig" {
		t.Errorf("root is %q", got)
	}
	if len(out.Comments) != 2 || src.Slice(out.Comments[1]) != "<!--2-->" {
		t.Errorf("comments are %v", out.Comments)
	}
}

var xmlProblemTests = []struct {
	name, text   string
	line, column int
	at           string // the text of the span
	reason       string
}{
	{"empty file", "", 1, 1, "", "has no root element"},
	{"blank file", "\n ", 1, 1, "", "has no root element"},
	{"only a comment", "<!-- x -->", 1, 1, "", "has no root element"},
	{"only text", "hello", 1, 1, "", "has no root element"},
	{"two roots", "<a/>\n<b x='1'>y</b>", 2, 1, "<b", "has a second root element <b>"},
	{"text before the root", "\nx <a/>", 2, 1, "x", "has text outside the root element"},
	{"text after the root", "<a/>\n é x<!-- -->", 2, 2, "é x", "has text outside the root element"},
	{"wrong end tag", "<a>\n  <b></a>", 2, 6, "</a>", "element <b> is closed by </a>"},
	{"a tag in a secret", "<a><Password>x<canary></Password></a>", 1, 23, "</Password>", "element in a secret value is closed by </Password>"},
	{"a tag in a named secret", "<a><p name='password'>x<canary></p></a>", 1, 32, "</p>", "element in a secret value is closed by </p>"},
	{"an end tag in a secret", "<a><Password>x</canary></Password></a>", 1, 15, "</canary>", "element <Password> is closed by another tag"},
	{"both tags in a secret", "<a><Password>x<canary>y</canary2></Password></a>", 1, 24, "</canary2>", "element in a secret value is closed by another tag"},
	{"an end tag around a secret", "<a><Password>x</a>", 1, 15, "</a>", "element <Password> is closed by </a>"},
	{"wrong prefix", "<s:a></t:a>", 1, 6, "</t:a>", "element <s:a> is closed by </t:a>"},
	{"end tag too many", "<a/></a>", 1, 5, "</a>", "</a> closes no element"},
	{"missing end tag", "<a>\n<b c='d'>x", 2, 1, "<b c='d'>", "element <b> is not closed"},
	{"attribute given twice", "<a>\n<b x='1' y='2' x='3'/></a>", 2, 16, "x", `attribute "x" is given twice`},
	{"unquoted attribute", "<a b=c/>", 1, 6, "c", "attribute value is not quoted"},
	{"attribute without a value", "<a b/>", 1, 5, "/", "attribute has no value"},
	{"no attribute name", "<a ='b'/>", 1, 4, "=", "attribute name expected"},
	{"less-than in an attribute", "<a>\n<b c='é<d'/></a>", 2, 8, "<", "attribute value holds an unescaped <"},
	{"quote not closed", "<a b='c></a>", 1, 9, "<", "attribute value holds an unescaped <"},
	{"quote not closed at the end", "<a b='c>", 1, 1, "<", "tag is not closed"},
	{"less-than in text", "<a>x < y</a>", 1, 6, "<", "< is not followed by a name"},
	{"ampersand in text", "<a>é & y</a>", 1, 6, "&", "& begins no entity"},
	{"ampersand in an attribute", "<a b='x?y=1&z=2'/>", 1, 12, "&", "& begins no entity"},
	{"unknown entity", "<a>x &nbsp; y</a>", 1, 6, "&nbsp;", "an & begins an entity that is not known"},
	{"entity bomb", "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]>\n<a>&y;</a>", 2, 4, "&y;", "an & begins an entity that is not known"},
	{"external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", 1, 58, "&x;", "an & begins an entity that is not known"},
	{"double hyphen in a comment", "<a><!-- x -- y --></a>", 1, 11, "-", `comment holds "--"`},
	{"comment not closed", "<a>\n<!-- x </a>", 2, 1, "<!--", "comment is not closed"},
	{"CDATA not closed", "<a><![CDATA[x</a>", 1, 4, "<![CDATA[", "CDATA section is not closed"},
	{"CDATA end in text", "<a>x]]>y</a>", 1, 5, "]", "text holds ]]> outside a CDATA section"},
	{"wrong CDATA", "<a><![CDATE[x]]></a>", 1, 4, "<", "<![ opens no CDATA section"},
	{"instruction not closed", "<?xml <a/>", 1, 1, "<?", "processing instruction is not closed"},
	{"DOCTYPE not closed", "<!DOCTYPE a [<a/>", 1, 1, "<!", "declaration is not closed"},
	{"slash in a tag", "<a / >", 1, 5, " ", "/ in a tag is not followed by >"},
	{"end tag with an attribute", "<a></a b>", 1, 8, "b", "end tag holds more than a name"},
	{"XML 1.1", "<!-- -->\n<?xml version='1.1'?><a/>", 2, 1, "<", "XML version is not 1.0"},
	{"control character", "<a>é\x01</a>", 1, 5, "\x01", "illegal character code U+0001"},
	{"reference to a control character", "<a>&#65;&#1;</a>", 1, 9, "&#1;", "illegal character code U+0001"},
	{"ends within an entity", "<a>\n&am", 2, 4, "", "ends within an entity"},
	{"too deep", strings.Repeat("<a>", 1100) + strings.Repeat("</a>", 1100), 1, 3001, "<a>", "is nested deeper than 1000 elements"},
}

func TestDecodeXMLProblem(t *testing.T) {
	for _, tt := range xmlProblemTests {
		t.Run(tt.name, func(t *testing.T) {
			src := NewSource("a.xml", tt.text)
			out, problem := decodeXML(src)
			if problem == nil {
				t.Fatal("no problem")
			}
			if got, want := src.Position(problem.Span.Start), (Position{tt.line, tt.column}); problem.Reason != tt.reason || got != want {
				t.Errorf("got %q at %v, want %q at %v", problem.Reason, got, tt.reason, want)
			}
			if got := src.Slice(problem.Span); got != tt.at {
				t.Errorf("span holds %q, want %q", got, tt.at)
			}
			checkDecoded(t, src, out)
		})
	}
}

func TestDecodeXMLBeforeProblem(t *testing.T) {
	src := NewSource("a.xml", "<a><b>x</b><c d='e'><f>y</f> & </c></a>")
	out, _ := decodeXML(src)
	want := []string{`a/b@1:7-1:8="x"`, `a/c/@d@1:18-1:19="e"`, `a/c/f@1:24-1:25="y"`}
	if diff := cmp.Diff(want, describeEntries(src, out.Entries)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestDecodeXMLDepth(t *testing.T) {
	deep := strings.Repeat("<a>", maxXMLDepth) + strings.Repeat("</a>", maxXMLDepth)
	if _, problem := decodeXML(NewSource("a.xml", deep)); problem != nil {
		t.Errorf("%d levels: %s", maxXMLDepth, problem.Reason)
	}
	src := NewSource("a.xml", strings.Repeat("<a>", 1_000_000))
	start := time.Now()
	if _, problem := decodeXML(src); problem == nil {
		t.Error("a million levels are accepted")
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("a million levels took %v to refuse", took)
	}
}

// TestDecodeXMLHostile decodes text that a careless decoder takes minutes or
// gigabytes for.
func TestDecodeXMLHostile(t *testing.T) {
	const n = 1 << 20
	tests := []struct{ name, file, text string }{
		{"opening brackets of tags", "a.xml.tpl", "<a>" + strings.Repeat("{{<%{%", n/4)},
		{"opening brackets in a comment", "a.xml.tpl", "<a><!--" + strings.Repeat("{{<%{%", n/4) + "-->}}%>%}</a>"},
		{"ampersands in CDATA", "a.xml", "<a><![CDATA[" + strings.Repeat("&", n) + "\x01]]></a>"},
		{"long names", "a.xml", "<a><b name='" + strings.Repeat("x", n) + "'>" + strings.Repeat("<c/>", n) + "</b></a>"},
		{"opening angle brackets", "a.xml", strings.Repeat("<", n)},
		{"declarations", "a.xml", strings.Repeat("<!a <", n)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := NewSource(tt.file, tt.text)
			start := time.Now()
			out, problem := decodeXML(src)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if problem == nil && len(out.Entries) > 1 {
				t.Errorf("%d entries and no problem", len(out.Entries))
			}
		})
	}
}

func TestDecodeXMLManyAttributes(t *testing.T) {
	var b strings.Builder
	b.WriteString("<a")
	for i := range 20_000 {
		fmt.Fprintf(&b, " a%d=''", i)
	}
	src := NewSource("a.xml", b.String()+"/>")
	if out, problem := decodeXML(src); problem != nil || len(out.Entries) != 20_001 {
		t.Errorf("%d entries, problem %v", len(out.Entries), problem)
	}
	src = NewSource("a.xml", b.String()+" a7=''/>")
	if _, problem := decodeXML(src); problem == nil || problem.Reason != `attribute "a7" is given twice` {
		t.Errorf("problem %v", problem)
	}
}

// notWellFormed are the files of the trees that do not parse: Velocity
// templates, and a file that the build of its product spoiled. The README of
// the trees lists them and six more, Jinja templates that happen to be named
// .xml: with their tags masked those parse.
var notWellFormed = map[string]bool{
	"wso2am-2.1.0/repository/resources/api_templates/default_api_template.xml":          true,
	"wso2am-2.1.0/repository/resources/api_templates/prototype_template.xml":            true,
	"wso2am-2.1.0/repository/resources/api_templates/velocity_template.xml":             true,
	"wso2am-4.5.0/repository/resources/api_templates/ai_api_endpoints_seq_template.xml": true,
	"wso2am-4.5.0/repository/resources/api_templates/ai_api_template.xml":               true,
	"wso2am-4.5.0/repository/resources/api_templates/api_product_template.xml":          true,
	"wso2am-4.5.0/repository/resources/api_templates/default_api_template.xml":          true,
	"wso2am-4.5.0/repository/resources/api_templates/endpoint_template.xml":             true,
	"wso2am-4.5.0/repository/resources/api_templates/prototype_template.xml":            true,
	"wso2am-4.5.0/repository/resources/api_templates/soap_to_rest_in_seq_template.xml":  true,
	"wso2am-4.5.0/repository/resources/api_templates/velocity_template.xml":             true,
	"wso2is-7.3.0/repository/conf/registry.xml":                                         true,
}

func TestDecodeXMLTrees(t *testing.T) {
	dir := treesDir(t)
	names := treeFiles(t, dir, func(name string) bool { return path.Ext(name) == ".xml" })
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		src, problem := decodeText(name, raw)
		if problem != nil {
			t.Errorf("%s: %s", name, problem.Reason)
			continue
		}
		out, problem := decodeXML(src)
		checkDecoded(t, src, out)
		checkPlain(t, src)
		if problem != nil {
			checkSpan(t, src, problem.Span)
			t.Logf("%s:%v: %s", name, src.Position(problem.Span.Start), problem.Reason)
		}
		if got, want := problem != nil, notWellFormed[name]; got != want {
			t.Errorf("%s: malformed is %t, want %t", name, got, want)
		}
	}
	if len(names) < 1000 {
		t.Errorf("only %d XML files in %s", len(names), dir)
	}
}
