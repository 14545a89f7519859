package loader

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// readBackFile reads a file as the loader does.
func readBackFile(t testing.TB, name string) (*Source, *Problem) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return decodeText(name, raw)
}

var propertiesCases = []placedCase{
	{
		name: "separators", file: "a.properties",
		text: "a=1\nb : 2\nc 3\n\td\t=\t4\ne\nf=\ng = = x\n",
		want: `1:1 a 1:3-1:4 "1"
			2:1 b 2:5-2:6 "2"
			3:1 c 3:3-3:4 "3"
			4:2 d 4:6-4:7 "4"
			5:1 e 5:2-5:2 ""
			6:1 f 6:3-6:3 ""
			7:1 g 7:5-7:8 "= x"`,
	},
	{
		name: "trailing blanks count", file: "a.properties",
		text: "a=false \nb = x\t\n",
		want: `1:1 a 1:3-1:9 "false "
			2:1 b 2:5-2:7 "x\t"`,
	},
	{
		name: "line ends", file: "a.properties",
		text: "a=1\r\nb=2\rc=3\n\n\r\nd=4",
		want: `1:1 a 1:3-1:4 "1"
			2:1 b 2:3-2:4 "2"
			3:1 c 3:3-3:4 "3"
			6:1 d 6:3-6:4 "4"`,
	},
	{
		name: "continued", file: "a.properties",
		text: "a=one,\\\r\n   two,\\\n\tthree\nb=\\\n  x\nlong\\\n  key = y\nc\\\n = z\n",
		want: `1:1 a 1:3-3:7 "one,two,three"
			4:1 b 5:3-5:4 "x"
			6:1 longkey 7:9-7:10 "y"
			8:1 c 9:4-9:5 "z"`,
	},
	{
		name: "continued to the end of the file", file: "a.properties",
		text: "a=one\\",
		want: `1:1 a 1:3-1:6 "one"`,
	},
	{
		name: "continued by an empty line", file: "a.properties",
		text: "a=one\\\n\nb=\\\n",
		want: `1:1 a 1:3-1:6 "one"
			3:1 b 3:3-3:3 ""`,
	},
	{
		name: "a comment does not continue, nor is it one after a backslash", file: "a.properties",
		text: "# x \\\na=1 \\\n# y\n\\\n#b=2\n!c=3\n",
		want: `2:1 a 2:3-3:4 "1 # y"
			5:1 #b 5:4-5:5 "2"`,
	},
	{
		name: "escapes", file: "a.properties",
		text: `a\ b\=\:c=x\ty\u00e9\\z\/` + "\n" + `e=\\ud83d\u0041` + "\n",
		want: `1:1 a b=:c 1:11-1:26 "x\tyé\\z/"
			2:1 e 2:3-2:16 "\\ud83dA"`,
	},
	{
		name: "surrogate pair", file: "a.properties",
		text: `a=x\ud83d\uDE00y`,
		want: `1:1 a 1:3-1:17 "x😀y"`,
	},
	{
		name: "an escape over two lines", file: "a.properties",
		text: "a=\\u00\\\n  41",
		want: `1:1 a 1:3-2:5 "A"`,
	},
	{
		name: "empty key", file: "a.properties",
		text: "=x\n: y\n",
		want: `1:1  1:2-1:3 "x"
			2:1  2:3-2:4 "y"`,
	},
	{
		name: "duplicates", file: "a.properties",
		text: "a=1\nb=2\na=3\n",
		want: `1:1 a 1:3-1:4 "1"
			2:1 b 2:3-2:4 "2"
			3:1 a 3:3-3:4 "3"`,
	},
	{
		name: "nothing is expanded", file: "a.properties",
		text: "a=${b}\nb=${a}\n",
		want: `1:1 a 1:3-1:7 "${b}"
			2:1 b 2:3-2:7 "${a}"`,
	},
	{
		name: "columns are characters", file: "a.properties",
		text: "größe = ü\n",
		want: `1:1 größe 1:9-1:10 "ü"`,
	},
	{
		name: "malformed escape", file: "a.properties",
		text:    "a=1\npath=C:\\users\\u00\nb=\\uZ\nc=2\n",
		problem: `2:8 \users`,
		want: `1:1 a 1:3-1:4 "1"
			4:1 c 4:3-4:4 "2"`,
	},
	{
		name: "malformed escape at the end", file: "a.properties",
		text: `a=\u00é`, problem: `1:3 \u00é`,
	},
	{
		name: "template", file: "a.properties.erb",
		text: "a=<%= @a %>\n<% if @b -%>\nb=2\n<% end -%>\nc.<%= @c %>=3\nd=4\n",
		want: `1:1 a 1:3-1:12 "<%= @a %>" ?
			3:1 b 3:3-3:4 "" ?
			5:1 c.<%= @c %> 5:13-5:14 "3"
			6:1 d 6:3-6:4 "4"`,
	},
}

func TestPropertiesDecode(t *testing.T) {
	testReadBack(t, decodeProperties, unescapeJava, propertiesCases)
}

func TestPropertiesRootAndComments(t *testing.T) {
	src := NewSource("a.properties", "\n# one\n  ! two\n\n  key=x\n#three")
	d, _ := decodeProperties(src)
	if got := src.Slice(d.Root); got != "key" {
		t.Errorf("root is %q", got)
	}
	var got []string
	for _, c := range d.Comments {
		got = append(got, src.Slice(c))
	}
	if diff := cmp.Diff([]string{"# one", "! two", "#three"}, got); diff != "" {
		t.Error(diff)
	}
	empty := NewSource("a.properties", "# only\n")
	if d, _ := decodeProperties(empty); empty.Slice(d.Root) != "# only" {
		t.Errorf("root of a file without entries is %v", d.Root)
	}
}

// The library leaks a goroutine for each line that it refuses.
func TestPropertiesLeakNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 50 {
		for _, c := range propertiesCases {
			decodeProperties(NewSource(c.file, c.text))
		}
	}
	if !goroutinesEnd(before) {
		t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
	}
}

// goroutinesEnd waits until there are no more goroutines than before.
func goroutinesEnd(before int) bool {
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

func TestPropertiesTrees(t *testing.T) {
	testReadBackTrees(t, decodeProperties, unescapeJava, func(name string) bool {
		return strings.HasSuffix(name, ".properties")
	})
}

// unescapeJava reads the text of a value as java.util.Properties does, written
// without regard to the decoder.
func unescapeJava(raw string) []string {
	var units []uint16
	for len(raw) > 0 {
		if raw[0] != '\\' || len(raw) == 1 {
			_, size := utf8.DecodeRuneInString(raw)
			units = append(units, utf16.Encode([]rune(raw[:size]))...)
			raw = raw[size:]
			continue
		}
		rest := raw[1:]
		switch rest[0] {
		case '\r', '\n':
			rest = strings.TrimPrefix(rest, "\r")
			raw = strings.TrimLeft(strings.TrimPrefix(rest, "\n"), " \t\f")
			continue
		case 'u':
			rest = joinContinued(rest)
			n, _ := strconv.ParseUint(rest[1:5], 16, 16)
			units = append(units, uint16(n))
			raw = rest[5:]
			continue
		}
		_, size := utf8.DecodeRuneInString(rest)
		plain := strings.NewReplacer("f", "\f", "n", "\n", "r", "\r", "t", "\t").Replace(rest[:size])
		units = append(units, utf16.Encode([]rune(plain))...)
		raw = rest[size:]
	}
	return []string{string(utf16.Decode(units))}
}

// joinContinued joins the lines of a text that an escape goes over.
func joinContinued(text string) string {
	for i := 0; i < min(len(text), 5); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			rest := strings.TrimPrefix(text[i+1:], "\r")
			return joinContinued(text[:i] + strings.TrimLeft(strings.TrimPrefix(rest, "\n"), " \t\f"))
		}
	}
	return text
}
