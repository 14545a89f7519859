package loader

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var batchCases = []placedCase{
	{
		name: "arguments in a variable", file: "wso2server.bat",
		text: "@echo off\r\nrem set CMD_LINE_ARGS=-Dno\r\n" +
			`SET cmd_line_args=-Xbootclasspath/a:%XBOOT% -Xms256m -XX:-UseGC -XX:HeapDumpPath="%HOME%\dump.hprof"  -Dcom.sun.jmx -classpath %CP% %JAVA_OPTS% -Djava.opts="%JAVA_OPTS%" -Da="true" -De="" -Dp=%~dp0x -Dpercent=100%%` + "\r\n" +
			`"%JAVA_HOME%\bin\java" %CMD_LINE_ARGS% -Db=c org.wso2.carbon.bootstrap.Bootstrap %CMD% -Dnot=mine` + "\r\n",
		want: `3:19 -Xbootclasspath/a 3:37-3:44 "%XBOOT%" ?
			3:45 -Xms 3:49-3:53 "256m"
			3:54 -XX:UseGC 3:58-3:59 "-"
			3:65 -XX:HeapDumpPath 3:83-3:100 "%HOME%\\dump.hprof" ?
			3:103 -Dcom.sun.jmx 3:116-3:116 ""
			3:117 -classpath 3:128-3:132 "%CP%" ?
			3:145 -Djava.opts 3:158-3:169 "%JAVA_OPTS%" ?
			3:171 -Da 3:176-3:180 "true"
			3:182 -De 3:186-3:186 ""
			3:189 -Dp 3:193-3:199 "%~dp0x" ?
			3:200 -Dpercent 3:210-3:215 "100%"
			4:40 -Db 4:44-4:45 "c"`,
	},
	{
		name: "variables that the JVM reads itself", file: "wso2server.bat",
		text: "set Java_Tool_Options=-Da=1\nset _JAVA_OPTIONS=-Dc=3\njava -Db=2 Main\n",
		want: `1:23 -Da 1:27-1:28 "1"
			3:6 -Db 3:10-3:11 "2"
			2:19 -Dc 2:23-2:24 "3"`,
	},
	{
		name: "quotes and carets", file: "wso2server.bat",
		text: `java -Da="b c"d "-De=f g" -Dh=i^&j -Dk="l\"m" -Dn=^` + "\n" + `  -Do=p^` + "\n" + `q Main`,
		want: `1:6 -Da 1:10-1:16 "b cd"
			1:18 -De 1:22-1:25 "f g"
			1:27 -Dh 1:31-1:35 "i&j"
			1:36 -Dk 1:41-1:45 "l\"m"
			1:47 -Dn 1:51-1:51 ""
			2:3 -Do 2:7-3:2 "pq"`,
	},
	{
		name: "no java command", file: "setenv.bat",
		text: "set COPTS=curl -X POST\nset \"JAVA_OPTS=-Da=b -Dc=\"d e\"\"\nset JAVA_OPTS=%JAVA_OPTS% -Df\n",
		want: `2:16 -Da 2:20-2:21 "b"
			2:22 -Dc 2:27-2:30 "d e"
			3:27 -Df 3:30-3:30 ""`,
	},
	{
		name: "template", file: "wso2server.bat.j2",
		text: "set JAVA_OPTS=-Xmx{{ xmx }} -Da=b\n{% if c %}\nset JAVA_OPTS=%JAVA_OPTS% -Dc=d\n{% endif %}\njava %JAVA_OPTS% Main\n",
		want: `1:15 -Xmx 1:19-1:28 "{{ xmx }}" ?
			1:29 -Da 1:33-1:34 "b"
			3:27 -Dc 3:31-3:32 "" ?`,
	},
	{
		name: "other characters", file: "wso2server.bat",
		text: "set A=größe\njava -Dü=\"ö\" Main",
		want: `2:6 -Dü 2:11-2:12 "ö"`,
	},
	{name: "nothing in it", file: "wso2server.bat", text: ""},
}

func TestBatchDecode(t *testing.T) {
	testReadBack(t, decodeBatch, unquoteBatch, batchCases)
}

// batchStart is the java command of the scripts below.
const batchStart = "\n\"%JAVA_HOME%\\bin\\java\" %MEM% %JAVA_OPTS% org.wso2.carbon.bootstrap.Bootstrap %*\n"

// batchFlows are scripts and the options that reach java.
var batchFlows = []struct {
	name, text string
	want       []string
}{
	{"the last assignment counts", "set MEM=-Xmx1g\nset MEM=-Xmx2g" + batchStart, []string{"-Xmx=2g"}},
	{"the debug label", `if ""%1""==""--debug"" goto commandDebug
goto run
:commandDebug
if "%PORT%"=="" goto noPort
set JAVA_OPTS=-Xdebug -Xrunjdwp:address=%PORT%
goto run
:noPort
goto end
:run
set MEM=-Xmx1g` + batchStart + ":end", []string{"-Xmx=1g"}},
	{"either of two versions", "if %V% LEQ 18 set MEM=-Da\nif %V% GEQ 110 set MEM=-Db\nset MEM=%MEM% -Dc" + batchStart, []string{"-Da=", "-Db=", "-Dc="}},
	{"a default for what is set", "set MEM=-Xmx1g\nif \"%MEM%\"==\"\" set MEM=-Xmx2g\nif not defined MEM set MEM=-Xmx3g" + batchStart, []string{"-Xmx=1g"}},
	{"a default for what is not", "if not defined mem (\n  set MEM=-Xmx2g\n) else (\n  set JAVA_OPTS=-Da\n)" + batchStart, []string{"-Xmx=2g", "-Da="}},
	{"a test for a command", "if \"%1\"==\"debug\" set JAVA_OPTS=-Xdebug\nif \"%~1\" == \"--debug\" (\nset JAVA_OPTS=-Xdebug\n)\nset MEM=-Xmx1g" + batchStart, []string{"-Xmx=1g"}},
	{"delayed expansion", "set MEM=-Xmx1g\nset MEM=!MEM! -Da" + batchStart, []string{"-Xmx=1g", "-Da="}},
	{"two commands on a line", "set MEM=-Xmx1g& set JAVA_OPTS=-Da" + batchStart, []string{"-Xmx=1g", "-Da="}},
	{"the java that boots Carbon", "\"%JAVA_HOME%\\bin\\java\" -version 2>&1 | findstr x\njava -Dtool Main\necho java -Dno\nset MEM=-Xmx1g" + batchStart, []string{"-Xmx=1g"}},
	{"what is not an assignment", "echo set MEM=-Xmx1g\nif x echo please set MEM=-Xmx2g\nset /p MEM=-Xmx3g\n::set MEM=-Xmx4g\n@REM set MEM=-Xmx5g\nset JAVA_OPTS=-Da" + batchStart, []string{"-Da="}},
	{"unset variables are skipped", "java %OTHER% -Da %* -Db org.wso2.carbon.bootstrap.Bootstrap", []string{"-Da=", "-Db="}},
}

func TestBatchFlow(t *testing.T) {
	for _, c := range batchFlows {
		src := NewSource("wso2server.bat", c.text)
		d, problem := decodeBatch(src)
		if diff := cmp.Diff(c.want, pathValues(d.Entries)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		checkReadBack(t, src, d, problem, unquoteBatch)
	}
}

func TestBatchRootAndComments(t *testing.T) {
	src := NewSource("wso2server.bat", "@echo off\r\n  REM one ^\r\n:: two\r\nremove\r\n:three\r\n\"%JAVA_HOME%\\bin\\java.exe\" -Da Main\r\n")
	d, _ := decodeBatch(src)
	if got := src.Slice(d.Root); got != `"%JAVA_HOME%\bin\java.exe"` {
		t.Errorf("root is %q", got)
	}
	var got []string
	for _, c := range d.Comments {
		got = append(got, src.Slice(c))
	}
	if diff := cmp.Diff([]string{"REM one ^", ":: two"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Item{{Path: "script", Span: d.Root, End: 1}}, d.Items); diff != "" {
		t.Error(diff)
	}
}

func TestBatchTrees(t *testing.T) {
	testReadBackTrees(t, decodeBatch, unquoteBatch, func(name string) bool {
		base, _ := templateSuffix(name)
		return strings.HasSuffix(base, ".bat")
	})
}

// unquoteBatch returns what java.exe can get for a text, outside of quotes and
// inside of them, written without regard to the decoder.
func unquoteBatch(raw string) []string {
	var all []string
	for _, quoted := range []bool{false, true} {
		var b strings.Builder
		for i := 0; i < len(raw); i++ {
			rest := raw[i:]
			switch {
			case strings.HasPrefix(rest, "^\r\n"):
				i += 2
			case strings.HasPrefix(rest, "^\n"), strings.HasPrefix(rest, "^\r"):
				i++
			case len(rest) > 1 && (rest[0] == '^' && !quoted || strings.HasPrefix(rest, `\"`) || strings.HasPrefix(rest, "%%")):
				i++
				b.WriteByte(raw[i])
			case rest[0] == '"':
				quoted = !quoted
			default:
				b.WriteByte(rest[0])
			}
		}
		all = append(all, b.String())
	}
	return slices.Compact(append(all, raw))
}

// Variables that take over what they held cost more with each line.
func TestBatchBounds(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("set A=%A% -Xmx1g\r\n", maxScript/16)
	decoded, problem := decodeBatch(NewSource("wso2server.bat", text))
	if problem == nil || len(decoded.Entries) > 0 {
		t.Errorf("a script of %d bytes has %d options and the problem %v", len(text), len(decoded.Entries), problem)
	}
}
