package loader

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// placed writes entries one a line: where the key stands, the path, where
// the value stands, the value, and ? for an unknown one.
func placed(src *Source, entries []Entry) []string {
	var lines []string
	for _, e := range entries {
		key, value, end := src.Position(e.Key.Start), src.Position(e.Span.Start), src.Position(e.Span.End)
		line := fmt.Sprintf("%d:%d %s %d:%d-%d:%d %q", key.Line, key.Column, e.Path, value.Line, value.Column, end.Line, end.Column, e.Value)
		if e.Unknown {
			line += " ?"
		}
		lines = append(lines, line)
	}
	return lines
}

// pathValues writes entries as path=value, in their order.
func pathValues(entries []Entry) []string {
	var lines []string
	for _, e := range entries {
		line := e.Path + "=" + e.Value
		if e.Unknown {
			line += " ?"
		}
		lines = append(lines, line)
	}
	return lines
}

// wantLines are the lines of a text without the indentation of the test.
func wantLines(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// placedCase is a text and what one decoder makes of it.
type placedCase struct {
	name, file, text string
	want             string // as placed writes it
	problem          string // "line:column text" of the problem's span
}

// testReadBack checks a decoder on a table, and on each text what must hold for
// all.
func testReadBack(t *testing.T, decode decoder, unquote func(raw string) []string, cases []placedCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := NewSource(c.file, c.text)
			d, problem := decode(src)
			if diff := cmp.Diff(wantLines(c.want), placed(src, d.Entries)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			got := ""
			if problem != nil {
				at := src.Position(problem.Span.Start)
				got = fmt.Sprintf("%d:%d %s", at.Line, at.Column, src.Slice(problem.Span))
			}
			if got != c.problem {
				t.Errorf("problem at %q, want %q", got, c.problem)
			}
			checkReadBack(t, src, d, problem, unquote)
		})
	}
}

// checkReadBack checks what holds for every file: spans lie in the text, and a
// known entry's span reads back as its value.
func checkReadBack(t *testing.T, src *Source, d Decoded, problem *Problem, unquote func(raw string) []string) {
	t.Helper()
	check := func(what string, s Span) {
		t.Helper()
		if s.Start < 0 || s.End < s.Start || s.End > len(src.Text) {
			t.Fatalf("%s: span %v of a text of %d bytes", what, s, len(src.Text))
		}
		for _, at := range []int{s.Start, s.End} {
			if utf8.ValidString(src.Text) && at < len(src.Text) && !utf8.RuneStart(src.Text[at]) {
				t.Fatalf("%s: span %v cuts a character", what, s)
			}
		}
	}
	check("root", d.Root)
	if problem != nil {
		check("problem", problem.Span)
	}
	for _, c := range d.Comments {
		check("comment", c)
	}
	for _, i := range d.Items {
		check("item", i.Span)
		if i.First != 0 || i.End != len(d.Entries) || i.Path != "script" && i.Path != "properties" {
			t.Errorf("item %+v of %d entries", i, len(d.Entries))
		}
	}
	for _, e := range d.Entries {
		check("value of "+e.Path, e.Span)
		check("key of "+e.Path, e.Key)
		if !e.Unknown && utf8.ValidString(src.Text) && !slices.Contains(unquote(src.Slice(e.Span)), e.Value) {
			t.Errorf("%s: %q at %q", e.Path, e.Value, src.Slice(e.Span))
		}
	}
}

// testReadBackTrees decodes all files of the real trees that a name selects.
func testReadBackTrees(t *testing.T, decode decoder, unquote func(raw string) []string, selects func(name string) bool, problems ...string) {
	dir := treesDir(t)
	for _, name := range treeFiles(t, dir, selects) {
		src, problem := readBackFile(t, filepath.Join(dir, filepath.FromSlash(name)))
		if problem != nil {
			continue // not text
		}
		d, problem := decode(src)
		if problem != nil && !slices.ContainsFunc(problems, func(p string) bool { return strings.HasSuffix(name, p) }) {
			t.Errorf("%s: %s", name, problem.Reason)
		}
		checkReadBack(t, src, d, problem, unquote)
	}
}

func TestShellSplitOption(t *testing.T) {
	for _, c := range []struct{ option, path, value string }{
		{"-Xmx1024m", "-Xmx", "1024m"},
		{"-Xmx", "-Xmx", ""},
		{"-Xss512k", "-Xss", "512k"},
		{"-Xdebug", "-Xdebug", ""},
		{"-Xloggc:gc.log", "-Xloggc:gc.log", ""},
		{"-XX:MaxPermSize=256m", "-XX:MaxPermSize", "256m"},
		{"-XX:OnError=a=b", "-XX:OnError", "a=b"},
		{"-Xbootclasspath/a:x.jar:y.jar", "-Xbootclasspath/a", "x.jar:y.jar"},
		{"-Xrunjdwp:transport=dt_socket,server=y", "-Xrunjdwp", "transport=dt_socket,server=y"},
		{"-agentlib:jdwp=transport=dt_socket", "-agentlib:jdwp", "transport=dt_socket"},
		{"-javaagent:/opt/agent.jar=port=1", "-javaagent", "/opt/agent.jar=port=1"},
		{"-Dname=a=b", "-Dname", "a=b"},
		{"-Dname", "-Dname", ""},
		{"--add-opens=java.base/java.net=ALL-UNNAMED", "--add-opens", "java.base/java.net=ALL-UNNAMED"},
		{"-server", "-server", ""},
	} {
		key, value := splitOption(c.option)
		if c.option[:key] != c.path || c.option[value:] != c.value {
			t.Errorf("%s: %q and %q", c.option, c.option[:key], c.option[value:])
		}
	}
}
