package loader

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var shellCases = []placedCase{
	{
		name: "java command", file: "wso2server.sh",
		text: `#!/bin/sh
while [ "$status" = "$START" ]
do
    $JAVACMD \
    -Xbootclasspath/a:"$XBOOT" \
    -Xmx1024m \
    -XX:+HeapDumpOnOutOfMemoryError \
    -XX:HeapDumpPath="$CARBON_HOME/repository/logs/heap-dump.hprof" \
    -Dcom.sun.management.jmxremote \
    -classpath "$CARBON_CLASSPATH" \
    -Dhttpclient.hostnameVerifier="Strict"  \
    -Dfile.encoding='UTF 8' \
    -Dempty="" \
    org.wso2.carbon.bootstrap.Bootstrap $* -Dnot=mine
done
`,
		want: `5:5 -Xbootclasspath/a 5:24-5:30 "$XBOOT" ?
			6:5 -Xmx 6:9-6:14 "1024m"
			7:5 -XX:HeapDumpOnOutOfMemoryError 7:9-7:10 "+"
			8:5 -XX:HeapDumpPath 8:23-8:67 "$CARBON_HOME/repository/logs/heap-dump.hprof" ?
			9:5 -Dcom.sun.management.jmxremote 9:35-9:35 ""
			10:5 -classpath 10:17-10:34 "$CARBON_CLASSPATH" ?
			11:5 -Dhttpclient.hostnameVerifier 11:36-11:42 "Strict"
			12:5 -Dfile.encoding 12:22-12:27 "UTF 8"
			13:5 -Dempty 13:13-13:13 ""`,
	},
	{
		name: "variables that the JVM reads itself", file: "wso2server.sh",
		text: `export JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS -Da=1" JDK_JAVA_OPTIONS='-Db=2'
_JAVA_OPTIONS=-Dc=3
$JAVACMD -Dfirst org.wso2.carbon.bootstrap.Bootstrap
`,
		want: `1:46 -Da 1:50-1:51 "1"
			1:71 -Db 1:75-1:76 "2"
			3:10 -Dfirst 3:17-3:17 ""
			2:15 -Dc 2:19-2:20 "3"`,
	},
	{
		name: "variables come where they are named", file: "wso2server.sh",
		text: `if [ -z "$JVM_MEM_OPTS" ]; then
   JVM_MEM_OPTS="-Xms256m -Xmx1024m"
   if [ "$java_version" \< "1.8" ]; then
      JVM_MEM_OPTS="$JVM_MEM_OPTS -XX:MaxPermSize=256m"
   fi
fi
export JAVA_OPTS="$JAVA_OPTS -Xmx2g" LANG=C
JAVA_OPTS+=" -Da=b"
$JAVACMD -Dfirst $JVM_MEM_OPTS ${JAVA_OPTS} -Dlast org.wso2.carbon.bootstrap.Bootstrap
`,
		want: `9:10 -Dfirst 9:17-9:17 ""
			2:18 -Xms 2:22-2:26 "256m"
			2:27 -Xmx 2:31-2:36 "1024m"
			4:35 -XX:MaxPermSize 4:51-4:55 "256m"
			7:30 -Xmx 7:34-7:36 "2g"
			8:14 -Da 8:18-8:19 "b"
			9:45 -Dlast 9:51-9:51 ""`,
	},
	{
		name: "a value that is not wholly quoted", file: "wso2server.sh",
		text: `java -Da="$X":y -Db=x"y z" -D"c"=d "-De=f g" -Dh=i\ j"\$k" -Dl=m"n"'o' Main` + "\n",
		want: `1:6 -Da 1:10-1:16 "$X:y" ?
			1:17 -Db 1:21-1:27 "xy z"
			1:28 -Dc 1:34-1:35 "d"
			1:37 -De 1:41-1:44 "f g"
			1:46 -Dh 1:50-1:59 "i j$k"
			1:60 -Dl 1:64-1:71 "mno"`,
	},
	{
		name: "continued without a blank", file: "wso2server.sh",
		text: "java -Dconf.location=\"$X/conf\"\\\n    -Dnext=1 \\\n  -Dfused=\"a\"\\\n-Dwith=b Main\n",
		want: `1:6 -Dconf.location 1:23-1:30 "$X/conf" ?
			2:5 -Dnext 2:12-2:13 "1"
			3:3 -Dfused 3:11-4:9 "a-Dwith=b"`,
	},
	{
		name: "continued by CRLF", file: "wso2server.sh",
		text: "java -Da=b \\\r\n  -Dc=d\\\r\n  -De=f Main\r\n",
		want: `1:6 -Da 1:10-1:11 "b"
			2:3 -Dc 2:7-2:8 "d"
			3:3 -De 3:7-3:8 "f"`,
	},
	{
		name: "no java command", file: "setenv.sh",
		text: `export JVM_MEM_OPTS="-Xms1g -Xmx1g"
COPTS="curl -X POST"
JAVA_OPTS="-Dx=1 $JVM_MEM_OPTS -cp a.jar"
JAVA_OPTS="$JAVA_OPTS -Dy"
`,
		want: `1:22 -Xms 1:26-1:28 "1g"
			1:29 -Xmx 1:33-1:35 "1g"
			3:12 -Dx 3:16-3:17 "1"
			3:32 -classpath 3:36-3:41 "a.jar"
			4:23 -Dy 4:26-4:26 ""`,
	},
	{
		name: "syntax error", file: "wso2server.sh",
		text: `JAVA_OPTS="-Da=b"
fi
# old -Dsecret=1
if [ "$CMD" = "--debug" ]; then
  if true; then
    JAVA_OPTS="-Xrunjdwp:address=1"
  fi
  JAVA_OPTS="-Xdebug"
elif true; then
  JAVA_OPTS="-Xms1g -De=$F \"-Dquoted\""  # -Dcomment
fi
  java -Dg="h i"j$(k l)` + "`m n`" + ` -Do='p "q' -Dr=s\ t Main
`,
		problem: "2:1 fi",
		want: `1:12 -Da 1:16-1:17 "b"
			10:14 -Xms 10:18-10:20 "1g"
			10:21 -De 10:25-10:27 "$F" ?
			12:8 -Dg 12:12-12:29 "h ij$(k l)` + "`m n`" + `" ?
			12:30 -Do 12:35-12:39 "p \"q"
			12:41 -Dr 12:45-12:49 "s t"`,
	},
	{
		name: "placeholder of a build", file: "integrator.sh",
		text: `VERSION="${product.ei.version}"
java -Dversion=${product.ei.version} -Dx=y Main
`,
		want: `2:6 -Dversion 2:16-2:37 "${product.ei.version}" ?
			2:38 -Dx 2:42-2:43 "y"`,
	},
	{
		name: "ERB", file: "wso2server.sh.erb",
		text: `export JAVA_HOME="<%= @java_home %>"
JVM_MEM_OPTS="-Xms<%= @jvm['xms'] %> -Xmx<%=@xmx%>"
java $JVM_MEM_OPTS -Dport=<%= @port %>0 \
<%- if @worker -%>
    -DworkerNode=true \
  <%- else -%>
    -DworkerNode=false \
<%- end -%>
    -Dafter=1 Main
`,
		want: `2:15 -Xms 2:19-2:37 "<%= @jvm['xms'] %>" ?
			2:38 -Xmx 2:42-2:51 "<%=@xmx%>" ?
			3:20 -Dport 3:27-3:40 "<%= @port %>0" ?
			5:5 -DworkerNode 5:18-5:22 "" ?
			7:5 -DworkerNode 7:18-7:23 "" ?
			9:5 -Dafter 9:13-9:14 "1"`,
	},
	{
		name: "Jinja in place of a default", file: "wso2server.sh.j2",
		text: `export JVM_MEM_OPTS="{{ memory }}"
if [ -z "$JVM_MEM_OPTS" ]; then
   JVM_MEM_OPTS="-Xms256m -Xmx1024m"
fi
java $JVM_MEM_OPTS -Da={{ b }} Main
`,
		want: `3:18 -Xms 3:22-3:26 "" ?
			3:27 -Xmx 3:31-3:36 "" ?
			5:20 -Da 5:24-5:31 "{{ b }}" ?`,
	},
	{
		name: "template that does not parse", file: "wso2server.sh.j2",
		text: "java -Da={{ b }} ( -Dc=d\n",
		want: `1:6 -Da 1:10-1:17 "{{ b }}" ?
			1:20 -Dc 1:24-1:25 "d"`,
	},
	{
		name: "other characters", file: "wso2server.sh",
		text: "# größe\njava -Dgröße=\"ü\" -Da=\\ü Main\n",
		want: `2:6 -Dgröße 2:15-2:16 "ü"
			2:18 -Da 2:22-2:24 "ü"`,
	},
	{name: "nothing in it", file: "wso2server.sh", text: ""},
}

func TestShellDecode(t *testing.T) {
	testReadBack(t, decodeShell, unquoteShell, shellCases)
}

// start is the java command of the scripts below.
const start = "\n$JAVACMD $MEM $JAVA_OPTS org.wso2.carbon.bootstrap.Bootstrap $*\n"

// shellFlows are scripts and the options that reach java.
var shellFlows = []struct {
	name, text string
	want       []string
}{
	{"the last assignment counts", "MEM=-Xmx1g\nMEM=-Xmx2g" + start, []string{"-Xmx=2g"}},
	{"both branches may run", "if $x; then MEM=-Xmx1g; else MEM=-Xmx2g; fi" + start, []string{"-Xmx=1g", "-Xmx=2g"}},
	{"a default for what is set", "MEM=-Xmx1g\n[ -z \"$MEM\" ] && MEM=-Xmx2g" + start, []string{"-Xmx=1g"}},
	{"a default for what is not", "if [ \"$MEM\" = \"\" ]; then MEM=-Xmx2g; fi" + start, []string{"-Xmx=2g"}},
	{"a default in an expansion", `MEM="${MEM:--Xms1g -Xmx2g}"` + start, []string{"-Xms=1g", "-Xmx=2g"}},
	{"a default in the command", `java ${JAVA_OPTS:--Dx=y} org.wso2.carbon.bootstrap.Bootstrap`, []string{"-Dx=y"}},
	{"double brackets", "if [[ -z $MEM ]]; then MEM=-Xmx1g; fi\nif [[ $1 == debug ]]; then MEM=-Xmx2g; fi" + start, []string{"-Xmx=1g"}},
	{"debug and stop", `if [ "$CMD" = "--debug" ]; then
  JAVA_OPTS="-Xdebug"
elif [ "$c" = "stop" ] || [ "$c" = "-stop" ]; then
  JAVA_OPTS="-Dstop"
else
  JAVA_OPTS="-Drun"
fi` + start, []string{"-Drun="}},
	{"a case of commands", "case \"$1\" in\ndebug) JAVA_OPTS=-Xdebug;;\n*) JAVA_OPTS=-Drun;;\nesac" + start, []string{"-Drun="}},
	{"java in a command's branch", "case $1 in\nstop) MEM=-Xmx2g;;\nstart) MEM=-Xmx1g" + start + ";;\nesac", []string{"-Xmx=1g"}},
	{"a test that ends in and", "[ \"$1\" = debug ] && JAVA_OPTS=-Xdebug\n[ -n \"$1\" ] || MEM=-Xmx1g" + start, []string{"-Xmx=1g"}},
	{"functions", "run() {" + start + "}\nset_memory() {\n  MEM=-Xmx1g\n}\nset_memory\nJAVA_OPTS=-Da\nrun", []string{"-Xmx=1g", "-Da="}},
	{"what comes later does not count", "MEM=-Xmx1g" + start + "MEM=-Xmx2g", []string{"-Xmx=1g"}},
	{"an array", "JAVA_OPTS=(-Da=\"b c\" -Dd)\njava \"${JAVA_OPTS[@]}\" org.wso2.carbon.bootstrap.Bootstrap", []string{"-Da=b c", "-Dd="}},
	{"quotes in a string are text", `JAVA_OPTS="-Da='b' -Dc=\"d\""` + start, []string{"-Da='b'", `-Dc="d"`}},
	{"assigned in pieces", `JAVA_OPTS="-Da=b"" -Dc=d"` + "\n" + `JAVA_OPTS=$JAVA_OPTS" -De=f"` + start, []string{"-Da=b", "-Dc=d", "-De=f"}},
	{"unset variables are skipped", "MEM=\nexec $JAVACMD $MEM $OTHER -Da=$B \"$@\" -Dc org.wso2.carbon.bootstrap.Bootstrap", []string{"-Da=$B ?", "-Dc="}},
	{"the java that boots Carbon", "java -Dtool=1 org.wso2.Tool\nJAVA_VERSION=`java -Dv=1 -version`\necho java -Dno" + "\nMEM=-Xmx1g" + start, []string{"-Xmx=1g"}},
	{"the class path of java", "CP=\"\"\nCP=\"$CP:a.jar\"\nnohup \"$JAVA_HOME/bin/java\" -cp \"$CP\" -Da org.wso2.micro.integrator.bootstrap.Bootstrap &", []string{"-classpath=$CP ?", "-Da="}},
	{"in a block, a subshell and a pipe", "{ MEM=-Xmx1g; }\n( java $MEM -Da Main ) | tee log", []string{"-Xmx=1g", "-Da="}},
	{"for one command", "JAVA_OPTS=\"-Da=b\" sh wso2server.sh", []string{"-Da=b"}},
	{"modules", "java --add-opens java.base/java.net=ALL-UNNAMED --add-opens=java.rmi/x=ALL-UNNAMED -Da -jar x.jar -Db", []string{"--add-opens=java.base/java.net=ALL-UNNAMED", "--add-opens=java.rmi/x=ALL-UNNAMED", "-Da="}},
}

func TestShellFlow(t *testing.T) {
	for _, c := range shellFlows {
		src := NewSource("wso2server.sh", c.text)
		d, problem := decodeShell(src)
		if problem != nil {
			t.Errorf("%s: %s", c.name, problem.Reason)
		}
		if diff := cmp.Diff(c.want, pathValues(d.Entries)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		checkReadBack(t, src, d, problem, unquoteShell)
	}
}

func TestShellProblem(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"[[ a canary b ]]\n", "is no shell script: not a valid test operator: a word"},
		{"[[ a \\`canary b ]]\n", "is no shell script: not a valid test operator: a word"},
		{"[[ a can\x01ary b ]]\n", "is no shell script: not a valid test operator: a word"},
		{"echo \"a\n", "is no shell script: reached EOF without closing quote `\"`"},
	} {
		src, _ := decodeText("a.sh", []byte(tt.text))
		_, problem := decodeShell(src)
		if problem == nil || problem.Reason != tt.want {
			t.Errorf("%q: problem is %v, want %q", tt.text, problem, tt.want)
		}
	}
}

func TestShellRootAndComments(t *testing.T) {
	src := NewSource("wso2server.sh", "#!/bin/sh\nif x; then # why\n  MEM=-Xmx1g\n  # not -Xmx2g\nfi\nexec \"$JAVACMD\" $MEM -Da Main # end\n# last\n")
	d, _ := decodeShell(src)
	if got := src.Slice(d.Root); got != `"$JAVACMD"` {
		t.Errorf("root is %q", got)
	}
	var got []string
	for _, c := range d.Comments {
		got = append(got, src.Slice(c))
	}
	if diff := cmp.Diff([]string{"#!/bin/sh", "# why", "# not -Xmx2g", "# end", "# last"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Item{{Path: "script", Span: d.Root, End: 2}}, d.Items); diff != "" {
		t.Error(diff)
	}
}

// Neither brackets without end nor variables that double may take long.
func TestShellBounds(t *testing.T) {
	for _, opening := range []string{"$(", "{ ", "if "} {
		decodeShell(NewSource("wso2server.sh", strings.Repeat(opening, maxScript/len(opening))))
	}
	if _, problem := decodeShell(NewSource("wso2server.sh", strings.Repeat("# large\n", maxScript/4))); problem == nil {
		t.Error("a script of any size is parsed")
	}
	var b strings.Builder
	b.WriteString("A=-Dx\n")
	for i := range 100 {
		fmt.Fprintf(&b, "A=\"$A $A\" # %d\n", i)
	}
	if d, _ := decodeShell(NewSource("wso2server.sh", b.String()+"java $A Main")); len(d.Entries) == 0 {
		t.Error("no options")
	}
}

func TestShellTrees(t *testing.T) {
	testReadBackTrees(t, decodeShell, unquoteShell, func(name string) bool {
		base, _ := templateSuffix(name)
		return strings.HasSuffix(base, ".sh")
	},
		// kubectl create secret … <username>: somebody has to fill them in.
		"scalable-bps/test/deploy.sh", "scalable-integrator/test/deploy.sh")
}

// unquoteShell returns what a shell can read a text as, outside of quotes and
// inside of either, written without regard to the decoder.
func unquoteShell(raw string) []string {
	var all []string
	for _, state := range []byte{0, '"', '\''} {
		var b strings.Builder
		for i := 0; i < len(raw); i++ {
			next := byte(0)
			if i+1 < len(raw) {
				next = raw[i+1]
			}
			switch c := raw[i]; {
			case c == '\\' && state != '\'' && next == '\n':
				i++
			case c == '\\' && state != '\'' && strings.HasPrefix(raw[i+1:], "\r\n"):
				i += 2
			case c == '\\' && i+1 < len(raw) && (state == 0 || state == '"' && strings.IndexByte("$`\"\\", next) >= 0):
				i++
				b.WriteByte(next)
			case state != 0 && c == state:
				state = 0
			case state == 0 && (c == '"' || c == '\''):
				state = c
			case state == 0 && c == '$' && (next == '"' || next == '\''):
			default:
				b.WriteByte(c)
			}
		}
		all = append(all, b.String())
	}
	return slices.Compact(append(all, raw))
}
