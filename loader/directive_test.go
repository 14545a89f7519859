package loader

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// directivesOf loads a home of one file and prints its directives, a line
// each: the place, the text or fault, what it covers.
func directivesOf(t *testing.T, name, text string) string {
	t.Helper()
	tree, err := Load(fstest.MapFS{
		"repository/conf/carbon.xml": {Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`)},
		name:                         {Data: []byte(text)},
	})
	if err != nil {
		t.Fatal(err)
	}
	f := tree.File(name)
	if f == nil {
		t.Fatalf("%s is not loaded", name)
	}
	var b strings.Builder
	for _, d := range f.Directives {
		fmt.Fprintf(&b, "%d:%d-%d:%d ", d.Start.Line, d.Start.Column, d.End.Line, d.End.Column)
		if d.Fault != "" {
			fmt.Fprintf(&b, "FAULT %s\n", d.Fault)
			continue
		}
		b.WriteString(d.Text)
		for _, c := range d.Covers {
			fmt.Fprintf(&b, " [%d:%d-%d:%d]", c.Start.Line, c.Start.Column, c.End.Line, c.End.Column)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDirectives(t *testing.T) {
	t.Parallel()
	const (
		xml        = "repository/conf/registry.xml"
		properties = "repository/conf/hazelcast.properties"
		shell      = "bin/wso2server.sh"
		batch      = "bin/wso2server.bat"
		wrapper    = "bin/yajsw/wrapper.conf"
	)
	for _, test := range []struct{ name, file, text, want string }{
		{
			"element after a comment", xml,
			"<r>\n  <!-- carbonlint:ignore a/b - why -->\n\n  <db>\n    <url>x</url>\n  </db>\n  <db/>\n</r>\n",
			"2:8-2:35 carbonlint:ignore a/b - why [4:3-6:8]\n",
		},
		{
			"same line", xml,
			"<r>\n  <a>1</a> <!-- carbonlint:ignore a/b - why -->\n  <b>2</b>\n</r>\n",
			"2:17-2:44 carbonlint:ignore a/b - why [2:1-3:1]\n",
		},
		{
			"before an element of its line", xml,
			"<r>\n<!-- carbonlint:ignore a/b - why --><b>\n2</b>\n</r>\n",
			"2:6-2:33 carbonlint:ignore a/b - why [2:1-3:1] [2:37-3:6]\n",
		},
		{
			"root element and closed element", xml,
			"<?xml version=\"1.0\"?>\n<!-- licence -->\n<!-- carbonlint:ignore a/b - 1 -->\n<r>\n<!-- carbonlint:ignore a/b - 2 --><!-- old --><c/></r>\n",
			"3:6-3:31 carbonlint:ignore a/b - 1 [4:1-5:55]\n5:6-5:31 carbonlint:ignore a/b - 2 [5:1-6:1] [5:47-5:51]\n",
		},
		{
			"text of the element", xml,
			"<r><a>\n<!-- carbonlint:ignore a/b - why -->\n value\n</a><b/></r>\n",
			"2:6-2:33 carbonlint:ignore a/b - why [2:37-4:1]\n",
		},
		{
			"nothing follows", xml,
			"<r>\n<a/>\n<!-- carbonlint:ignore a/b - why -->\n</r>\n",
			"3:6-3:33 carbonlint:ignore a/b - why\n",
		},
		{
			"several lines", xml,
			"<r>\n<!--\n  carbonlint:ignore a/b - one\n    reason\n  carbonlint:ignore-file c - two\n-->\n<a/></r>\n",
			"3:3-4:11 carbonlint:ignore a/b - one reason [7:1-7:5]\n5:3-5:33 carbonlint:ignore-file c - two [7:1-7:5]\n",
		},
		{
			"two dashes", xml,
			"<r><!-- carbonlint:ignore a/b -- why --><a/></r>\n",
			"1:9-1:37 FAULT stands in a comment with two dashes, which XML does not allow\n",
		},
		{
			"commented out, in text, in an attribute", xml,
			"<r>\n<!-- <a/> carbonlint:ignore a/b - why -->\n<b>carbonlint:ignore</b><c d=\"carbonlint:ignore a\"/></r>\n",
			"2:11-2:28 FAULT stands in a comment that begins with other text\n" +
				"3:4-3:21 FAULT stands outside of a comment\n3:31-3:48 FAULT stands outside of a comment\n",
		},
		{
			"a host of that name", xml, "<r><!-- see carbonlint: it helps --><a>http://carbonlint:80</a></r>\n", "",
		},
		{
			"another verb", xml, "<r><!-- carbonlint:disable a --><a/></r>\n",
			"1:9-1:29 carbonlint:disable a [1:1-2:1]\n",
		},
		{
			"before and after a fault", xml,
			"<r>\n<!-- carbonlint:ignore a/b - why -->\n<a/>\n<b x=\"\ncarbonlint:ignore\n",
			"2:6-2:33 carbonlint:ignore a/b - why [3:1-3:5]\n",
		},
		{
			"template", xml + ".erb",
			"<r>\n<%# carbonlint:ignore a/b -- why %>\n<% if x %>\n<a>1</a>\n<% end %>\n</r>\n",
			"2:5-2:33 carbonlint:ignore a/b -- why [4:1-4:9]\n",
		},
		{
			"windows line ends", xml,
			"<r>\r\n<!-- carbonlint:ignore a/b - why -->\r\n<a>\r\n</a>\r\n</r>\r\n",
			"2:6-2:33 carbonlint:ignore a/b - why [3:1-4:5]\n",
		},
		{
			"properties", properties,
			"# carbonlint:ignore a/b -- why\n\n! carbonlint:ignore c/d -- why\na=1\\\n  2\nb=2\n#carbonlint:ignore-file e/f -- why\n",
			"1:3-1:31 carbonlint:ignore a/b -- why [4:1-6:1]\n3:3-3:31 carbonlint:ignore c/d -- why [4:1-6:1]\n7:2-7:35 carbonlint:ignore-file e/f -- why\n",
		},
		{
			"value of a property", properties, "a=1 # carbonlint:ignore a/b -- why\n# # carbonlint:ignore a/b -- why\n",
			"1:7-1:24 FAULT stands outside of a comment\n2:5-2:22 FAULT stands in a comment that begins with other text\n",
		},
		{
			"wrapper", wrapper, "# carbonlint:ignore a/b -- why\nwrapper.java.additional.1=-Xmx1g\n",
			"1:3-1:31 carbonlint:ignore a/b -- why [2:1-3:1]\n",
		},
		{
			"shell", shell,
			"A=1 # carbonlint:ignore a/b -- why\n# carbonlint:ignore c/d -- why\njava \\\n  -Xmx1g \\\n  org.wso2.carbon.bootstrap.Bootstrap\necho '# carbonlint:ignore a'\n",
			"1:7-1:35 carbonlint:ignore a/b -- why [1:1-2:1]\n2:3-2:31 carbonlint:ignore c/d -- why [3:1-6:1]\n6:9-6:26 FAULT stands outside of a comment\n",
		},
		{
			"batch", batch,
			"rem carbonlint:ignore a/b -- why\r\nset A=1\r\n:: carbonlint:ignore c/d -- why\r\nset B=^\r\n2\r\nset C=3 & REM carbonlint:ignore e/f -- why\r\nset D=3 & ::carbonlint:ignore g/h -- why\r\n",
			"1:5-1:33 carbonlint:ignore a/b -- why [2:1-3:1]\n3:4-3:32 carbonlint:ignore c/d -- why [4:1-6:1]\n" +
				"6:15-6:43 carbonlint:ignore e/f -- why [6:1-7:1]\n7:13-7:41 carbonlint:ignore g/h -- why [7:1-8:1]\n",
		},
		{
			"a file that no server loads", "repository/conf/datasources/master-datasources_1.xml",
			"<!-- carbonlint:ignore-file a/b - why -->\n<r/>\n",
			"1:6-1:38 carbonlint:ignore-file a/b - why [2:1-2:5]\n",
		},
		{"none", xml, "<r/>", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, directivesOf(t, test.file, test.text)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path.Base(test.file), diff)
			}
		})
	}
}

// TestManyDirectives checks that a file full of directives is given up.
func TestManyDirectives(t *testing.T) {
	t.Parallel()
	text := "<r>" + strings.Repeat("<a><!-- carbonlint:ignore a/b - x -->\n", 1100)
	got := strings.Split(strings.TrimSpace(directivesOf(t, "repository/conf/registry.xml", text)), "\n")
	if len(got) != 1001 || !strings.HasSuffix(got[1000], "FAULT is one too many: a file may have 1000") {
		t.Errorf("%d directives, the last is %q", len(got), got[len(got)-1])
	}
}

// TestCommentMarks checks the marks of formats that no decoder reads yet.
func TestCommentMarks(t *testing.T) {
	t.Parallel()
	for _, open := range []string{"<!--", "#", "!", "//", "REM ", "rem ", "@rem ", "::", "@::", "<%#", "{#", "{{/*", "{{- /*"} {
		if rest := commentOpen.ReplaceAllString(open+" x", ""); rest != "x" {
			t.Errorf("%q leaves %q", open, rest)
		}
	}
	for _, end := range []string{"-->", "%>", "-%>", "#}", "-#}", "*/}}", "*/ -}}"} {
		if rest := commentClose.ReplaceAllString("x "+end, ""); rest != "x" {
			t.Errorf("%q leaves %q", end, rest)
		}
	}
}
