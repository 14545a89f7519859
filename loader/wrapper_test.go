package loader

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var wrapperCases = []placedCase{
	{
		name: "options by number", file: "wrapper.conf",
		text: `# wrapper.java.additional.0 = -Dno
wrapper.java.additional.10 = -Xmx1g
wrapper.tray.port = 15002
wrapper.java.additional.2 = -Xms256m
wrapper.java.additional.3=-Dcarbon.registry.root=\/
wrapper.java.additional.4 = -XX:+HeapDumpOnOutOfMemoryError
wrapper.java.additional.7 = -XX:HeapDumpPath=${carbon_home}\\logs
wrapper.java.additional.8 = -Dcom.sun.management.jmxremote
wrapper.java.additional.02 = -Xms512m
`,
		want: `3:1 wrapper.tray.port 3:21-3:26 "15002"
			4:29 -Xms 4:33-4:37 "256m"
			9:30 -Xms 9:34-9:38 "512m"
			5:27 -Dcarbon.registry.root 5:50-5:52 "/"
			6:29 -XX:HeapDumpOnOutOfMemoryError 6:33-6:34 "+"
			7:29 -XX:HeapDumpPath 7:46-7:66 "${carbon_home}\\logs" ?
			8:29 -Dcom.sun.management.jmxremote 8:59-8:59 ""
			2:30 -Xmx 2:34-2:36 "1g"`,
	},
	{
		name: "escapes and blanks", file: "wrapper.conf",
		text: "wrapper.java.additional.1=-Da\\=b\\u00fc\\ud83d\\ude00c  \nwrapper.java.additional.2=\"-Dd=e f\"\nwrapper.java.additional.3=-Dg=\\\n  h\nwrapper.title=\"x\"\n",
		want: `5:1 wrapper.title 5:15-5:18 "\"x\""
			1:27 -Da 1:32-1:52 "bü😀c"
			2:28 -Dd 2:32-2:35 "e f"
			3:27 -Dg 4:3-4:4 "h"`,
	},
	{
		name: "what is no option", file: "wrapper.conf",
		text: "wrapper.java.additional.1 = ${opts}\nwrapper.java.additional.file = x\nwrapper.java.additional.2 =\n",
		want: `1:1 wrapper.java.additional.1 1:29-1:36 "${opts}"
			2:1 wrapper.java.additional.file 2:32-2:33 "x"
			3:1 wrapper.java.additional.2 3:28-3:28 ""`,
	},
	{
		name: "variables of the environment", file: "wrapper.conf",
		text: "wrapper.java.additional.1 = -Da=%DB_PW%\nwrapper.java.additional.2 = -Db=100%\nwrapper.java.additional.3 = -Dc=%h.log\n",
		want: `1:29 -Da 1:33-1:40 "%DB_PW%" ?
			2:29 -Db 2:33-2:37 "100%"
			3:29 -Dc 3:33-3:39 "%h.log"`,
	},
	{
		name: "malformed escape", file: "wrapper.conf",
		text:    "wrapper.java.additional.1 = -Da=b\nwrapper.working.dir=C:\\users\n",
		want:    `1:29 -Da 1:33-1:34 "b"`,
		problem: `2:23 \users`,
	},
	{
		name: "template", file: "wrapper.conf.erb",
		text: "wrapper.java.additional.1 = -Xmx<%= @xmx %>\n<% if @a %>\nwrapper.java.additional.2 = -Da=b\n<% end %>\n",
		want: `1:29 -Xmx 1:33-1:44 "<%= @xmx %>" ?
			3:29 -Da 3:33-3:34 "" ?`,
	},
	{name: "nothing in it", file: "wrapper.conf", text: ""},
}

func TestWrapperDecode(t *testing.T) {
	testReadBack(t, decodeWrapper, unescapeJava, wrapperCases)
}

func TestWrapperRootAndItem(t *testing.T) {
	src := NewSource("wrapper.conf", "# wrapper\nwrapper.tray = true\nwrapper.java.additional.2 = -Db\nwrapper.java.additional.1 = -Da\n")
	d, _ := decodeWrapper(src)
	if got := src.Slice(d.Root); got != "wrapper.java.additional.2" {
		t.Errorf("root is %q", got)
	}
	if diff := cmp.Diff([]Item{{Path: "script", Span: d.Root, End: 3}}, d.Items); diff != "" {
		t.Error(diff)
	}
	if len(d.Comments) != 1 || src.Slice(d.Comments[0]) != "# wrapper" {
		t.Errorf("comments %v", d.Comments)
	}
}

func TestWrapperTrees(t *testing.T) {
	testReadBackTrees(t, decodeWrapper, unescapeJava, func(name string) bool {
		return strings.HasSuffix(name, "wrapper.conf")
	})
}
