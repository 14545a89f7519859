package loader

import (
	"strings"
	"testing"
	"testing/fstest"
)

// editCases are edits and what they make of a text. The target is the first
// entry or item of the path; an edit that is refused has its reason.
var editCases = []struct {
	about, file, text string
	edit              Edit
	want              string
}{
	{
		"text of an element", "user-mgt.xml",
		"<a>\n  <b> true </b><!-- c -->\n</a>\n",
		Edit{Op: EditSet, Path: "a/b", Value: "x<&>y"},
		"<a>\n  <b> x&lt;&amp;>y </b><!-- c -->\n</a>\n",
	},
	{"empty element", "user-mgt.xml", "<a><b x='1' /></a>", Edit{Op: EditSet, Path: "a/b", Value: "v"}, "<a><b x='1'>v</b></a>"},
	{"element without text", "user-mgt.xml", "<a><b></b></a>", Edit{Op: EditSet, Path: "a/b", Value: "v"}, "<a><b>v</b></a>"},
	{"section", "user-mgt.xml", "<a><b><![CDATA[x&y]]></b></a>", Edit{Op: EditSet, Path: "a/b", Value: "<&"}, "<a><b><![CDATA[<&]]></b></a>"},
	{"text in pieces", "user-mgt.xml", "<a><b>x<!-- c -->y</b></a>", Edit{Op: EditSet, Path: "a/b", Value: "v"}, "error: several pieces"},
	{"attribute keeps its quotes", "user-mgt.xml", `<a b='x' c="y"/>`, Edit{Op: EditSet, Path: "a/@b", Value: `it's "1"`}, `<a b='it&apos;s "1"' c="y"/>`},
	{"element and its line", "user-mgt.xml", "<a>\r\n\t<b>1</b>\r\n\t<c/>\r\n</a>", Edit{Op: EditRemove, Path: "a/b"}, "<a>\r\n\t<c/>\r\n</a>"},
	{"element of several lines", "user-mgt.xml", "<a>\n  <b x=\"1\">\n    <d/>\n  </b>\n</a>\n", Edit{Op: EditRemove, Path: "a/b"}, "<a>\n</a>\n"},
	{"element beside others", "user-mgt.xml", "<a><b>1</b> <!-- why --></a>", Edit{Op: EditRemove, Path: "a/b"}, "<a> <!-- why --></a>"},
	{"attribute with its blanks", "user-mgt.xml", "<a b=\"1\"\n   c=\"2\"/>", Edit{Op: EditRemove, Path: "a/@c"}, "<a b=\"1\"/>"},
	{"element of an attribute", "user-mgt.xml", "<a>\n  <b c=\"1\">x</b>\n  <d/>\n</a>", Edit{Op: EditRemove, Path: "a/b/@c", Name: RemoveElement}, "<a>\n  <d/>\n</a>"},
	{"text before an element", "user-mgt.xml", "<a>\n  //  <d/>\n</a>", Edit{Op: EditRemove, Path: "a/#text"}, "<a>\n  <d/>\n</a>"},
	{"text behind an element", "user-mgt.xml", "<a>\n  <d/> # \r\n</a>", Edit{Op: EditRemove, Path: "a/#text"}, "<a>\n  <d/>\r\n</a>"},
	{"text of several lines", "user-mgt.xml", "<a>\n  <d/> ; x\n  y\n</a>", Edit{Op: EditRemove, Path: "a/#text"}, "<a>\n  <d/>\n</a>"},
	{"text between two on a line", "user-mgt.xml", "<a>\n  <d/> x <e/>\n</a>", Edit{Op: EditRemove, Path: "a/#text"}, "<a>\n  <d/>  <e/>\n</a>"},
	{"text between elements", "user-mgt.xml", "<a>\n  -->\n  <d/>\n</a>", Edit{Op: EditRemove, Path: "a/#text"}, "<a>\n  <d/>\n</a>"},
	{"sign before an element", "user-mgt.xml", "<a>\n  #<d>x</d> <e/>\n  <g/>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <!-- <d>x</d> <e/> -->\n  <g/>\n</a>"},
	{"sign before an element of several lines", "user-mgt.xml", "<a>\r\n  // old: <d>\r\n  <e b='1'/>\r\n  </d>\r\n  <g/>\r\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "//"}, "<a>\r\n  <!-- old: <d>\r\n  <e b='1'/>\r\n  </d> -->\r\n  <g/>\r\n</a>"},
	{"sign between text and an element", "user-mgt.xml", "<a>\n  old # <d/>\n  <g/>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <!-- old <d/> -->\n  <g/>\n</a>"},
	{"sign behind a hyphen", "user-mgt.xml", "<a>\n  - x - #\n  <g/>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <!-- - x - -->\n  <g/>\n</a>"},
	{"sign behind text", "user-mgt.xml", "<a>\n  old #\n  <g/>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <!-- old -->\n  <g/>\n</a>"},
	{"sign before the only element", "user-mgt.xml", "<a>\n  # <d>x</d>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <!-- <d>x</d> -->\n</a>"},
	{"sign before a line", "user-mgt.xml", "<a>\n  #\n  <d/>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <d/>\n</a>"},
	{"sign behind an element", "user-mgt.xml", "<a>\n  <d/> ; x &amp;\n  y\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: ";"}, "<a>\n  <d/> <!-- x &amp;\n  y -->\n</a>"},
	{"sign before what holds a comment", "user-mgt.xml", "<a>\n  #<d><!-- x --><e/></d>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "error: two hyphens"},
	{"sign where text becomes a value", "user-mgt.xml", "<a>\n  #<d/>\n  x</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "error: other values"},
	{"value as a comment", "user-mgt.xml", "<a>x</a>", Edit{Op: EditComment, Path: "a"}, "error: text between elements"},
	{"sign in a template", "user-mgt.xml.j2", "<a>\n  #<d>{{ x < 1 }}</d>\n  <e/>\n</a>", Edit{Op: EditComment, Path: "a/#text", Value: "#"}, "<a>\n  <!-- <d>{{ x < 1 }}</d> -->\n  <e/>\n</a>"},
	{"attribute beside others", "user-mgt.xml", "<a b=\"1\"/>", Edit{Op: EditAdd, Path: "a", Name: "@c", Value: "&"}, "<a b=\"1\" c=\"&amp;\"/>"},
	{"attribute on a line of its own", "user-mgt.xml", "<a b=\"1\"\n   c=\"2\"\n/>", Edit{Op: EditAdd, Path: "a", Name: "@d", Value: "3"}, "<a b=\"1\"\n   c=\"2\"\n   d=\"3\"\n/>"},
	{"attribute that is there", "user-mgt.xml", "<a b=\"1\"/>", Edit{Op: EditAdd, Path: "a", Name: "@b", Value: "3"}, "error: is there already"},
	{"prefix that nothing declares", "user-mgt.xml", `<a><b p:c="1"/></a>`, Edit{Op: EditSet, Path: "a/b/@c", Name: "n", Value: "urn:n"}, `<a xmlns:p="urn:n"><b p:c="1"/></a>`},
	{"prefix that is declared", "user-mgt.xml", `<a xmlns:p="urn:n"><b p:c="1"/></a>`, Edit{Op: EditSet, Path: "a/b/@c", Name: "n", Value: "urn:n"}, `<a xmlns:p="urn:n"><b p:c="1"/></a>`},
	{"wrong declaration", "user-mgt.xml", `<a xmlns:p='urn:m' xmlns:q="urn:n"><b p:c="1"/></a>`, Edit{Op: EditSet, Path: "a/b/@c", Name: "n", Value: "urn:n"}, `<a xmlns:p='urn:n' xmlns:q="urn:n"><b p:c="1"/></a>`},
	{"declaration that serves others", "user-mgt.xml", `<a xmlns:p="urn:m"><p:b/><b p:c="1"/></a>`, Edit{Op: EditSet, Path: "a/b/@c", Name: "n", Value: "urn:n"}, `<a xmlns:p="urn:m" xmlns:n="urn:n"><p:b/><b n:c="1"/></a>`},
	{"attribute without a prefix", "user-mgt.xml", "<a\n  x='1'><b c=\"1\"/></a>", Edit{Op: EditSet, Path: "a/b/@c", Name: "n", Value: "urn:n"}, "<a\n  x='1'\n  xmlns:n=\"urn:n\"><b n:c=\"1\"/></a>"},
	{"prefix that stands for the namespace", "user-mgt.xml", `<a><d xmlns:n="urn:n"/><b xmlns:q="urn:n"><b c="1"/></b></a>`, Edit{Op: EditSet, Path: "a/b/b/@c", Name: "n", Value: "urn:n"}, `<a><d xmlns:n="urn:n"/><b xmlns:q="urn:n"><b q:c="1"/></b></a>`},
	{"prefix that is hidden", "user-mgt.xml", `<a xmlns:q="urn:n"><b xmlns:q="urn:m"><q:d/><e c="1"/></b></a>`, Edit{Op: EditSet, Path: "a/b/e/@c", Name: "q", Value: "urn:n"}, "error: another namespace"},
	{"prefix of nobody else", "user-mgt.xml", `<a xmlns:n="urn:m"><b c="1"/></a>`, Edit{Op: EditSet, Path: "a/b/@c", Name: "n", Value: "urn:n"}, `<a xmlns:n="urn:n"><b n:c="1"/></a>`},
	{"prefix of the root", "user-mgt.xml", `<a c="1"/>`, Edit{Op: EditSet, Path: "a/@c", Name: "n", Value: "urn:n"}, `<a n:c="1" xmlns:n="urn:n"/>`},
	{"prefix that is none", "user-mgt.xml", `<a c="1"/>`, Edit{Op: EditSet, Path: "a/@c", Name: "0", Value: "urn:n"}, "error: no namespace"},
	{"namespace of an element", "user-mgt.xml", `<a><b>1</b></a>`, Edit{Op: EditSet, Path: "a/b", Name: "n", Value: "urn:n"}, "error: no attribute"},
	{"comment of a property", "log4j.properties", "a=1", Edit{Op: EditComment, Path: "a", Value: "#"}, "error: only text of XML"},
	{"namespace of a property", "log4j.properties", "a=1", Edit{Op: EditSet, Path: "a", Name: "n", Value: "urn:n"}, "error: only attributes"},
	{"element after its neighbours", "user-mgt.xml", "<a>\n\t<b/>\n\t<!-- c -->\n</a>\n", Edit{Op: EditAdd, Name: "d", Value: "1"}, "<a>\n\t<b/>\n\t<!-- c -->\n\t<d>1</d>\n</a>\n"},
	{"elements on the way", "user-mgt.xml", "<a>\n  <b/>\n</a>\n", Edit{Op: EditAdd, Name: "c/d[n]", Value: "1"}, "<a>\n  <b/>\n  <c>\n    <d name=\"n\">1</d>\n  </c>\n</a>\n"},
	{"element below one that is there", "user-mgt.xml", "<a>\r\n  <c/>\r\n</a>\r\n", Edit{Op: EditAdd, Name: "c/d", Value: "1"}, "<a>\r\n  <c>\r\n    <d>1</d>\r\n  </c>\r\n</a>\r\n"},
	{"element in one line", "user-mgt.xml", "<a><b/></a>", Edit{Op: EditAdd, Name: "c", Value: "1"}, "<a><b/><c>1</c></a>"},
	{"element that is there", "user-mgt.xml", "<a><b/></a>", Edit{Op: EditAdd, Name: "b", Value: "1"}, "error: b is there already"},
	{"markup", "user-mgt.xml", "<a>\n  <b>\n  </b>\n</a>\n", Edit{Op: EditAdd, Path: "a/b", Markup: "<c>\n    <d/>\n</c>"}, "<a>\n  <b>\n    <c>\n      <d/>\n    </c>\n  </b>\n</a>\n"},
	{"bad markup", "user-mgt.xml", "<a>\n</a>\n", Edit{Op: EditAdd, Markup: "<c>"}, "error: not well-formed"},
	{"template", "user-mgt.xml.j2", "<a>\n  {% if x < 1 %}\n  <b>{{ y }}</b>\n  {% endif %}\n  <c>1</c>\n</a>\n", Edit{Op: EditRemove, Path: "a/c"}, "<a>\n  {% if x < 1 %}\n  <b>{{ y }}</b>\n  {% endif %}\n</a>\n"},

	{"property", "log4j.properties", "a=1\nb = 2 \\\n  3\nc=4\n", Edit{Op: EditSet, Path: "b", Value: `x\y é`}, "a=1\nb = x\\\\y \\u00E9\nc=4\n"},
	{"property that goes on", "log4j.properties", "a=1\nb = x, \\\r\n  yz\nc=4\n", Edit{Op: EditSet, Path: "b", Value: "x, yz, é"}, "a=1\nb = x, \\\r\n  yz, \\u00E9\nc=4\n"},
	{"property that goes on after an escape", "log4j.properties", `a=x\u0041`, Edit{Op: EditSet, Path: "a", Value: "xA,b"}, `a=x\u0041,b`},
	{"property that ends in an escape", "log4j.properties", `a=xy\n`, Edit{Op: EditSet, Path: "a", Value: "xy\nz"}, `a=xy\nz`},
	{"property without a value", "log4j.properties", "a\nb=\n", Edit{Op: EditSet, Path: "a", Value: "1"}, "a=1\nb=\n"},
	{"property with its lines", "log4j.properties", "a=1\r\nb=2\\\r\n  3\r\nc=4\r\n", Edit{Op: EditRemove, Path: "b"}, "a=1\r\nc=4\r\n"},
	{"property after its neighbours", "log4j.properties", "x.y.a = 1\nx.y.b = 2\nz=3\n", Edit{Op: EditAdd, Name: "x.y.c", Value: "4"}, "x.y.a = 1\nx.y.b = 2\nx.y.c = 4\nz=3\n"},
	{"property at the end", "log4j.properties", "a=1", Edit{Op: EditAdd, Name: "b", Value: "2"}, "a=1\nb=2"},
	{"property that is there", "log4j.properties", "a=1", Edit{Op: EditAdd, Name: "a", Value: "2"}, "error: is there already"},

	{
		"option and its line", "wso2server.sh",
		"$JAVACMD \\\n    -Xms1g \\\n    -Da=1 \\\n    $JAVA_OPTS \\\n    org.wso2.carbon.bootstrap.Bootstrap $*\n",
		Edit{Op: EditRemove, Path: "-Da"},
		"$JAVACMD \\\n    -Xms1g \\\n    $JAVA_OPTS \\\n    org.wso2.carbon.bootstrap.Bootstrap $*\n",
	},
	{
		"option like its neighbours", "wso2server.sh",
		"$JAVACMD \\\n    -Xms1g \\\n    -Da=1 \\\n    org.wso2.carbon.bootstrap.Bootstrap $*\n",
		Edit{Op: EditAdd, Path: "script", Name: "-Db", Value: "plain ssl"},
		"$JAVACMD \\\n    -Xms1g \\\n    -Da=1 \\\n    -Db=\"plain ssl\" \\\n    org.wso2.carbon.bootstrap.Bootstrap $*\n",
	},
	{
		"option in a variable", "wso2server.sh",
		"JAVA_OPTS=\"-Da=1 -Db='2'\"\n$JAVACMD $JAVA_OPTS org.wso2.carbon.bootstrap.Bootstrap\n",
		Edit{Op: EditRemove, Path: "-Da"},
		"JAVA_OPTS=\"-Db='2'\"\n$JAVACMD $JAVA_OPTS org.wso2.carbon.bootstrap.Bootstrap\n",
	},
	{
		"option on the command and not in a variable that another start sets again", "wso2server.sh",
		"NODE=\"-Da=1\"\nif [ \"$1\" = -other ]; then NODE=-Da=2; fi\n$JAVACMD \\\n  -Db=2 \\\n  $NODE \\\n  org.wso2.carbon.bootstrap.Bootstrap\n",
		Edit{Op: EditAdd, Name: "-Dc", Value: "3"},
		"NODE=\"-Da=1\"\nif [ \"$1\" = -other ]; then NODE=-Da=2; fi\n$JAVACMD \\\n  -Db=2 \\\n  -Dc=3 \\\n  $NODE \\\n  org.wso2.carbon.bootstrap.Bootstrap\n",
	},
	{
		"quoted value", "wso2server.sh", "$JAVACMD -Da=\"x y\" org.wso2.carbon.bootstrap.Bootstrap\n",
		Edit{Op: EditSet, Path: "-Da", Value: "z w"},
		"$JAVACMD -Da=\"z w\" org.wso2.carbon.bootstrap.Bootstrap\n",
	},
	{
		"sign of an option", "wso2server.sh", "$JAVACMD -XX:-UseX -Da=1 org.wso2.carbon.bootstrap.Bootstrap\n",
		Edit{Op: EditSet, Path: "-XX:UseX", Value: "+"},
		"$JAVACMD -XX:+UseX -Da=1 org.wso2.carbon.bootstrap.Bootstrap\n",
	},
	{
		"value that a script would change", "wso2server.sh", "$JAVACMD -Da=1 org.wso2.carbon.bootstrap.Bootstrap\n",
		Edit{Op: EditSet, Path: "-Da", Value: "$x"},
		"error: characters",
	},
	{
		"last option of a command", "wso2server.sh", "$JAVACMD -Db=2 \\\n  -Da=1\nexit\n",
		Edit{Op: EditRemove, Path: "-Da"},
		"$JAVACMD -Db=2\nexit\n",
	},
	{
		"batch", "wso2server.bat", "set CMD=-Xms1g -Da=1 -Db=\"%X%\"\r\n\"%JAVA_HOME%\\bin\\java\" %CMD% org.wso2.carbon.bootstrap.Bootstrap\r\n",
		Edit{Op: EditAdd, Path: "script", Name: "-Dc", Value: "2"},
		"set CMD=-Xms1g -Da=1 -Db=\"%X%\" -Dc=2\r\n\"%JAVA_HOME%\\bin\\java\" %CMD% org.wso2.carbon.bootstrap.Bootstrap\r\n",
	},
	{
		"numbered option", "wrapper.conf", "wrapper.java.additional.1=-Da=1\nwrapper.java.additional.2=-Db=2\nwrapper.java.additional.3=-Dc=3\nx=1\n",
		Edit{Op: EditRemove, Path: "-Db"},
		"wrapper.java.additional.1=-Da=1\nwrapper.java.additional.3=-Dc=3\nx=1\n",
	},
	{
		"next number", "wrapper.conf", "wrapper.java.additional.1 = -Da=1\n# end\n",
		Edit{Op: EditAdd, Path: "script", Name: "-Db", Value: "2"},
		"wrapper.java.additional.1 = -Da=1\nwrapper.java.additional.2 = -Db=2\n# end\n",
	},
	{
		"numbers with a gap", "wrapper.conf", "wrapper.java.additional.1=-Da=1\nwrapper.java.additional.3=-Dc=1\n",
		Edit{Op: EditAdd, Path: "script", Name: "-Db", Value: "2"},
		"wrapper.java.additional.1=-Da=1\nwrapper.java.additional.3=-Dc=1\nwrapper.java.additional.4=-Db=2\n",
	},
	{"string of JSON", "jaggery.conf", `{"a":"x", "b":"y"}`, Edit{Op: EditSet, Path: "a", Value: "\"<é\\"}, `{"a":"\"<\u00e9\\", "b":"y"}`},
	{"word of JSON", "jaggery.conf", `{"a":true}`, Edit{Op: EditSet, Path: "a", Value: "12"}, `{"a":12}`},
	{"word that becomes a string", "jaggery.conf", `{"a":true}`, Edit{Op: EditSet, Path: "a", Value: "yes"}, `{"a":"yes"}`},
	{"value out of JSON", "jaggery.conf", `{"a":true}`, Edit{Op: EditRemove, Path: "a"}, "error: nothing is taken out"},
	{"member", "jaggery.conf", `{"a":{"b":1}, "c":2}`, Edit{Op: EditAdd, Path: "a", Name: "d", Value: "x"}, `{"a":{"b":1, "d": "x"}, "c":2}`},
	{"member on a line of its own", "jaggery.conf", "{\r\n\t\"a\" : {\"b\":1},\r\n}", Edit{Op: EditAdd, Markup: `{"c": "x", "d": "y"}`}, "{\r\n\t\"a\" : {\"b\":1},\r\n\t\"c\": \"x\",\r\n\t\"d\": \"y\",\r\n}"},
	{"member of an empty object", "jaggery.conf", `{"a":{ }}`, Edit{Op: EditAdd, Path: "a", Markup: `{"c": ["x"]}`}, `{"a":{"c": ["x"] }}`},
	{"member that is there", "jaggery.conf", `{"a":1}`, Edit{Op: EditAdd, Markup: `{"a": 2}`}, "error: a is there already"},
	{"element of a list", "jaggery.conf", `{"a":[{"b":"1"}], "c":{"a":[]}}`, Edit{Op: EditAdd, Markup: `{"a": [{"b": "2"}]}`}, `{"a":[{"b":"1"}, {"b": "2"}], "c":{"a":[]}}`},
	{"elements of a list on lines", "jaggery.conf", "{\"a\": [\n  1\n]}", Edit{Op: EditAdd, Markup: `{"a": [2, 3]}`}, "{\"a\": [\n  1,\n  2,\n  3\n]}"},
	{"element of an empty list", "jaggery.conf", `{"a":"[", "b":[]}`, Edit{Op: EditAdd, Markup: `{"b": ["x", "y"]}`}, `{"a":"[", "b":["x", "y"]}`},
	{"list of a key that is there twice", "jaggery.conf", `{"a":[1], "a":[2]}`, Edit{Op: EditAdd, Markup: `{"a": [3]}`}, `{"a":[1], "a":[2, 3]}`},
	{"markup that is no JSON", "jaggery.conf", `{"a":1}`, Edit{Op: EditAdd, Markup: `{"b": }`}, "error: no JSON object"},
	{"only line of a file", "wrapper.conf", "wrapper.java.additional.1=-Da=1\n", Edit{Op: EditRemove, Path: "-Da"}, ""},
	{"sign of a numbered option", "wrapper.conf", "wrapper.java.additional.1=-Da=x\n", Edit{Op: EditSet, Path: "-Da", Value: "y"}, "wrapper.java.additional.1=-Da=y\n"},
}

func TestEdit(t *testing.T) {
	t.Parallel()
	for _, c := range editCases {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			f := editable(t, c.file, []byte(c.text))
			raw, _, err := editOnce(f, []byte(c.text), c.edit.at(f))
			if reason, refused := strings.CutPrefix(c.want, "error: "); refused {
				if err == nil || !strings.Contains(err.Error(), reason) {
					t.Fatalf("got error %v, want one with %q; text:\n%s", err, reason, raw)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if raw == nil || string(raw) != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", raw, c.want)
			}
		})
	}
}

// Bytes that no fix is about stay, whatever the encoding.
func TestEditEncodings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ about, text, want string }{
		{"mark of UTF-8", "\xef\xbb\xbf<a b=\"1\">\r\n</a>", "\xef\xbb\xbf<a b=\"ü\">\r\n</a>"},
		{"ISO-8859-1", "<?xml version='1.0' encoding='ISO-8859-1'?><!-- \xfc --><a b=\"1\"/>", "<?xml version='1.0' encoding='ISO-8859-1'?><!-- \xfc --><a b=\"&#xFC;\"/>"},
		{"UTF-16", "\xff\xfe<\x00a\x00 \x00b\x00=\x00'\x001\x00'\x00/\x00>\x00", "\xff\xfe<\x00a\x00 \x00b\x00=\x00'\x00&\x00#\x00x\x00F\x00C\x00;\x00'\x00/\x00>\x00"},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			f := editable(t, "user-mgt.xml", []byte(c.text))
			raw, _, err := editOnce(f, []byte(c.text), Edit{Op: EditSet, Path: "a/@b", Value: "ü"}.at(f))
			if err != nil {
				t.Fatal(err)
			}
			if string(raw) != c.want {
				t.Errorf("got  %q\nwant %q", raw, c.want)
			}
		})
	}
}

// Several edits of one file compose, and of two that are about the same place
// the second is refused.
func TestEditorComposes(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"repository/conf/user-mgt.xml": {Data: []byte("<UserManager>\n  <a b=\"1\">x</a>\n  <c>\n    <d>2</d>\n  </c>\n  <e>3</e>\n</UserManager>\n")},
	}
	tree, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	f := tree.Homes[0].Files[0]
	ed := NewEditor(tree)
	at := func(e Edit) Edit {
		e = e.at(f)
		e.File = f.Name
		return e
	}
	for _, step := range []struct {
		want  error
		edits []Edit
	}{
		{nil, []Edit{at(Edit{Op: EditAdd, Path: "UserManager/a", Name: "@f", Value: "9"}), at(Edit{Op: EditSet, Path: "UserManager/a", Value: "long text"})}},
		{nil, []Edit{at(Edit{Op: EditRemove, Path: "UserManager/c"})}},
		{ErrOverlap, []Edit{at(Edit{Op: EditSet, Path: "UserManager/e", Value: "4"}), at(Edit{Op: EditSet, Path: "UserManager/c/d", Value: "7"})}},
		{nil, []Edit{at(Edit{Op: EditAdd, Name: "g", Value: "5"})}},
	} {
		err := ed.Apply(step.edits)
		if (err == nil) != (step.want == nil) || err != nil && !strings.Contains(err.Error(), step.want.Error()) {
			t.Errorf("got %v, want %v", err, step.want)
		}
	}
	want := "<UserManager>\n  <a b=\"1\" f=\"9\">long text</a>\n  <e>3</e>\n  <g>5</g>\n</UserManager>\n"
	if changes := ed.Changes(); len(changes) != 1 || string(changes[0].New) != want {
		t.Errorf("got %+v, want one change to:\n%s", changes, want)
	}
}

// TestEditOptions checks that options are added to one list after another, the
// end of which is the place that an edit names.
func TestEditOptions(t *testing.T) {
	t.Parallel()
	raw := []byte("wrapper.java.additional.1 = -Da\nwrapper.tray = true\n")
	f := editable(t, "wrapper.conf", raw)
	ed := &edited{file: f, raw: raw, exists: true}
	for _, name := range []string{"-Db", "-Dc"} {
		if err := ed.edit(Edit{Op: EditAdd, Path: "script", Name: name, Value: "1"}.at(f)); err != nil {
			t.Fatal(err)
		}
	}
	want := "wrapper.java.additional.1 = -Da\nwrapper.java.additional.2 = -Db=1\nwrapper.java.additional.3 = -Dc=1\nwrapper.tray = true\n"
	if string(ed.raw) != want {
		t.Errorf("got %s, want %s", ed.raw, want)
	}
}

// editable decodes a file as the loader does.
func editable(t testing.TB, name string, raw []byte) *File {
	t.Helper()
	format := formatXML
	switch base, _ := templateSuffix(name); {
	case strings.HasSuffix(base, ".properties"):
		format = formatProperties
	case strings.HasSuffix(base, ".sh"):
		format = formatShell
	case strings.HasSuffix(base, ".bat"):
		format = formatBatch
	case strings.HasSuffix(base, "jaggery.conf"):
		format = formatJSON
	case strings.HasSuffix(base, ".conf"):
		format = formatWrapper
	}
	f := &File{Name: name, Kind: name}
	f.load(fstest.MapFS{name: {Data: raw}}, format)
	return f
}

// editOnce makes one edit.
func editOnce(f *File, raw []byte, e Edit) ([]byte, *File, error) {
	ed := &edited{file: f, raw: raw, exists: true}
	err := ed.edit(e)
	return ed.raw, ed.file, err
}

// at gives an edit the place of the first entry or item of its path.
func (e Edit) at(f *File) Edit {
	for i := range f.Entries {
		if f.Entries[i].Path == e.Path {
			e.Span = f.Entries[i].at()
			return e
		}
	}
	for _, it := range f.Items {
		if it.Prefix == e.Path || it.Path == e.Path {
			e.Span = it.Span
			return e
		}
	}
	return e
}
