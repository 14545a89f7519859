package loader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTemplateSuffix(t *testing.T) {
	tests := []struct {
		name, base string
		ok         bool
	}{
		{"conf/carbon.xml.erb", "conf/carbon.xml", true},
		{"carbon.xml.J2", "carbon.xml", true},
		{"a.properties.jinja2", "a.properties", true},
		{"a.xml.tpl", "a.xml", true},
		{"a.xml.tmpl", "a.xml", true},
		{"a.xml.epp", "a.xml", true},
		{"carbon.xml", "carbon.xml", false},
		{"conf/.erb", "conf/.erb", false},
		{".erb", ".erb", false},
	}
	for _, tt := range tests {
		if base, ok := templateSuffix(tt.name); base != tt.base || ok != tt.ok {
			t.Errorf("templateSuffix(%q) = %q, %t", tt.name, base, ok)
		}
	}
}

func TestMaskTemplate(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"no tags", "a.properties", "a={b}", "a={b}"},
		{"output", "a.properties.j2", "a={{ b }}.{{c}}", "a=xxxxxxx.xxxxx"},
		{"control", "a.properties.j2", "{% if b %}\na=1\n{% endif %}", "          \na=1\n           "},
		{"control over lines", "a.sh.erb", "<% b\r\n c %>d", "    \r\n     d"},
		{"comment", "a.sh.j2", "a{# b\n #}", "a    \n   "},
		{"multi-byte", "a.sh.j2", "é{{é}}é", "éxxxxxxé"},
		{"language of the file only", "a.sh.erb", "{{ a }}<%= b %>", "{{ a }}xxxxxxxx"},
		{"no language given", "a.sh", "{{ a }}<%= b %>", "xxxxxxxxxxxxxxx"},
		{"not closed", "a.sh.j2", "{{ a", "{{ a"},
		{"escaped", "a.sh.erb", "<%% a %>", "<%% a %>"},
		{"Go control", "a.sh.tpl", "{{- if .a -}}b{{ end }}", "             b         "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := maskTemplate(NewSource(tt.file, tt.text)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTemplateBlocks(t *testing.T) {
	// Every letter of the text tells whether it is decided (a) or depends on
	// a control tag (b).
	tests := []struct{ name, file, text string }{
		{"Jinja if", "x.j2", "a{% if x %}b{% elif y %}b{% else %}b{% endif %}a"},
		{"Jinja nested", "x.j2", "a{%- for x in y -%}b{%if z%}b{%endif%}b{%+ endfor %}a"},
		{"Jinja set", "x.j2", "a{% set x = 1 %}a{% set x %}b{% endset %}a"},
		{"Jinja comment", "x.j2", "a{# if #}a"},
		{"ERB if", "x.erb", "a<% if @x %>b<%- elsif y -%>b<% else %>b<% end -%>a"},
		{"ERB do", "x.erb", "a<%- @x.each do |k, v| -%>b<%- end -%>a"},
		{"ERB braces", "x.erb", "a<% @x.each { |k| %>b<% } %>a"},
		{"ERB for do", "x.erb", "a<% for x in y do %>b<% end %>a"},
		{"ERB code", "x.erb", "a<% if x then y end %>a<% x = 1 if y %>a<%\nif x\n y\nend\n%>a<% ifx = 1 %>a"},
		{"EPP", "x.epp", "a<%- | $x | -%>a<% if $x { -%>b<% } else { -%>b<% } -%>a"},
		{"EPP each", "x.epp", "a<% $x.each |$k, $v| { -%>b<% } -%>a"},
		{"Go", "x.tpl", "a{{ $x := 1 }}a{{/* if */}}a{{- range .x }}b{{ else }}b{{ end -}}a{{ include }}a"},
		{"not closed", "x.j2", "a{% if x %}b"},
		{"closed twice", "x.j2", "a{% endif %}a{% if x %}b{% endif %}a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, tags := maskTemplate(NewSource(tt.file, tt.text))
			for i, c := range text {
				if c != 'a' && c != 'b' {
					continue
				}
				if got := tags.conditional(Span{i, i + 1}); got != (c == 'b') {
					t.Errorf("at %d of %q: conditional is %t", i, text, got)
				}
			}
		})
	}
}

var templateXMLTests = []struct {
	name, file, text string
	want             []string
}{
	{
		"ERB output", "a.xml.erb", `<a b="<%= x["y"] %>"> <%= é %>:1 <c>z</c></a>`,
		[]string{`a/@b@1:7-1:20="<%= x[\"y\"] %>" unknown`, `a/#text@1:23-1:33="<%= é %>:1" unknown`, `a/c@1:37-1:38="z"`},
	},
	{
		"ERB by its text", "a.xml", "<a><b><%= x %></b><c>1</c></a>",
		[]string{`a/b@1:7-1:15="<%= x %>" unknown`, `a/c@1:22-1:23="1"`},
	},
	{
		"ERB block", "a.xml.erb", "<% if x -%>\n<a>\n<% if y > 1 %>\n<b c='d'>1</b>\n<% else %>\n<b>2</b><% end %><e>3</e></a><% end %>",
		[]string{`a/b/@c@4:7-4:8="" unknown`, `a/b@4:10-4:11="" unknown`, `a/b@6:4-6:5="" unknown`, `a/e@6:21-6:22="" unknown`},
	},
	{
		"after a block", "a.xml.erb", "<a><% if y %><b>1</b><% end %><c>2</c></a>",
		[]string{`a/b@1:17-1:18="" unknown`, `a/c@1:34-1:35="2"`},
	},
	{"Jinja output", "a.xml.j2", "<a><b>jdbc:{{ x }}</b></a>", []string{`a/b@1:7-1:19="jdbc:{{ x }}" unknown`}},
	{"Jinja in well-formed XML that is no template", "a.xml", "<a><b>{{ x }}</b></a>", []string{`a/b@1:7-1:14="{{ x }}"`}},
	{
		"Jinja block in well-formed XML", "a.xml", "<a>{% if x %}<b>1</b>{% endif %}<c>2</c></a>",
		[]string{`a/b@1:17-1:18="" unknown`, `a/c@1:36-1:37="2"`},
	},
	{
		"Jinja attributes", "a.xml", `<a {% for k,v in x %}{{k}}="{{v}}"{% endfor %} b="1" {% if y %}c="2"{% else %}c="3"{% endif %}/>`,
		[]string{`a/@b@1:51-1:52="1"`, `a/@c@1:67-1:68="" unknown`, `a/@c@1:82-1:83="" unknown`, `a@1:95-1:95=""`},
	},
	{"attributes by output", "a.xml.j2", `<a {{ attrs }} b="1"/>`, []string{`a/@b@1:19-1:20="1"`, `a@1:21-1:21=""`}},
	{
		"names by output", "a.xml.j2", `<a><{{t}}>x</{{t}}><b name="{{n}}">y</b></a>`,
		[]string{`a/{{t}}@1:11-1:12="x"`, `a/b[{{n}}]/@name@1:29-1:34="{{n}}" unknown`, `a/b[{{n}}]@1:36-1:37="y"`},
	},
	{
		"value by block", "a.xml.j2", "<a><b>{% if x %}1{% endif %}</b><c>{% include 'x' %}</c><d>2{# x #}</d></a>",
		[]string{`a/b@1:17-1:18="" unknown`, `a/c@1:36-1:36="" unknown`, `a/d@1:60-1:61="2"`},
	},
	{"tags in comments", "a.xml.j2", "<a><!-- {{ x }} {% if --><b>1</b><!-- {{ x-- }} --></a>", []string{`a/b@1:29-1:30="1"`}},
	{
		"block over comments", "a.xml.j2", "<a><!-- {% if x %} --><b>1</b><!-- {% endif %} --><b>2</b></a>",
		[]string{`a/b@1:26-1:27="" unknown`, `a/b@1:54-1:55="2"`},
	},
	{"CDATA", "a.xml.erb", "<a><![CDATA[<%= x %>]]></a>", []string{`a@1:13-1:21="<%= x %>" unknown`}},
	{"instruction", "a.xml.erb", "<%# head %><?xml version='1.0' encoding='<%= e %>'?><a>1</a>", []string{`a@1:56-1:57="1"`}},
	{"output beside the root", "a.xml.j2", "{{ header }}<a>1</a>", []string{`a@1:16-1:17="1"`}},
	{
		"Helm", "a.xml.tpl", "<a>{{- if .x }}<b>1</b>{{- end }}<c>{{ .y }}</c></a>",
		[]string{`a/b@1:19-1:20="" unknown`, `a/c@1:37-1:45="{{ .y }}" unknown`},
	},
}

func TestDecodeXMLTemplate(t *testing.T) {
	for _, tt := range templateXMLTests {
		t.Run(tt.name, func(t *testing.T) {
			src := NewSource(tt.file, tt.text)
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

func TestDecodeXMLTemplateProblem(t *testing.T) {
	tests := []struct {
		name, file, text string
		line, column     int
		reason           string
	}{
		{
			"tag opened in one branch", "a.xml.erb", "<a>\n<% if x %><b><% else %><b c='d'><% end %></b></a>", 2, 46,
			"is a template whose text is not well-formed: element <b> is closed by </a>",
		},
		{
			"by its text", "a.xml", "<a>\n<% if x %><b><% else %><b c='d'><% end %></b></a>", 2, 46,
			"is a template whose text is not well-formed: element <b> is closed by </a>",
		},
		{"no tags", "a.xml.erb", "<a>\n<b></a>", 2, 4, "element <b> is closed by </a>"},
		{"tags are not the cause", "a.xml", "<a>{{ x }}\n<b></a>", 2, 4, "element <b> is closed by </a>"},
		{"not closed", "a.xml.erb", "<a><%= x </a>", 1, 4, "< is not followed by a name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := NewSource(tt.file, tt.text)
			_, problem := decodeXML(src)
			if problem == nil {
				t.Fatal("no problem")
			}
			if got, want := src.Position(problem.Span.Start), (Position{tt.line, tt.column}); problem.Reason != tt.reason || got != want {
				t.Errorf("got %q at %v, want %q at %v", problem.Reason, got, tt.reason, want)
			}
		})
	}
}

// TestDecodeXMLTemplateTrees decodes the templates of real operators and of
// the products themselves.
func TestDecodeXMLTemplateTrees(t *testing.T) {
	dir := treesDir(t)
	names := treeFiles(t, dir, func(name string) bool {
		base, ok := templateSuffix(name)
		return ok && strings.HasSuffix(base, ".xml")
	})
	failed := 0
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
		if problem != nil {
			checkSpan(t, src, problem.Span)
			t.Logf("%s:%v: %s", name, src.Position(problem.Span.Start), problem.Reason)
			failed++
		}
	}
	t.Logf("%d of %d templates do not parse", failed, len(names))
	if failed*10 > len(names) {
		t.Errorf("%d of %d templates do not parse", failed, len(names))
	}
}
