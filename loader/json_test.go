package loader

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonCases are descriptors and what is read of them: entries, a line each
// as path, value and place, and the items by path.
var jsonCases = []struct{ name, text, want string }{
	{
		"filter of a descriptor",
		`{"filters" : [{"name":"H", "params" : [{"name" : "hstsEnabled", "value" : "false"}]}]}`,
		"filters/name H 23-24\nfilters/params/name hstsEnabled 50-61\nfilters/params/value false 75-80\nitem filters 14-15 0-3\nitem filters/params 39-40 1-3",
	},
	{"plain values", `{"a":[1,-2.5e3,true,null]}`, "a 1 6-7\na -2.5e3 8-14\na true 15-19\na null 20-24"},
	{"commas are blanks", `{,"a":[1,,2,],"b":3 "c":4,}`, "a 1 7-8\na 2 10-11\nb 3 18-19\nc 4 24-25"},
	{"a key given twice", "{\"a\":\"x\",\r\n\"a\":\"\"}", "a x 6-7\na  16-16"},
	{"escapes", `{"a\u0062":"\"\/\n\ud83d\ude00\q"}`, "ab \"/\n\U0001F600\\q 12-32"},
	{"template", `{"a":"<%= @x %>","b":<%= @y %>}`, "a <%= @x %> 6-15 unknown\nb <%= @y %> 21-30 unknown"},
}

func TestDecodeJSON(t *testing.T) {
	t.Parallel()
	for _, test := range jsonCases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out, problem := decodeJSON(NewSource("jaggery.conf", test.text))
			if problem != nil {
				t.Fatalf("problem: %s", problem.Reason)
			}
			var got []string
			for _, e := range out.Entries {
				line := fmt.Sprintf("%s %s %d-%d", e.Path, e.Value, e.Span.Start, e.Span.End)
				if e.Unknown {
					line += " unknown"
				}
				got = append(got, line)
			}
			for _, it := range out.Items {
				got = append(got, fmt.Sprintf("item %s %d-%d %d-%d", it.Path, it.Span.Start, it.Span.End, it.First, it.End))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("entries differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeJSONProblem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, want string
		entries    int
	}{
		{"", "0-0 is no JSON object", 0},
		{"[]", "0-1 is no JSON object", 0},
		{`{"a":1} x`, "8-9 has text after its end", 1},
		{`{"a":1`, "6-6 ends before its last bracket", 1},
		{`{"a":[1`, "7-7 ends before its last bracket", 1},
		{`{"a":"x`, "5-6 ends within quotes", 0},
		{`{"a" 1}`, "5-6 lacks the colon after a key", 0},
		{`{a:1}`, "1-2 holds something else than a key in quotes", 0},
		{`{"a":hunter2}`, "5-6 holds something else than a value", 0},
		{`{"a":1, // no comment`, "8-9 holds something else than a key in quotes", 1},
		{strings.Repeat(`{"a":`, 200), "505-506 is nested deeper than a configuration file can mean", 0},
		{`{"a":` + strings.Repeat(`[`, 200), "105-106 is nested deeper than a configuration file can mean", 0},
	} {
		out, problem := decodeJSON(NewSource("jaggery.conf", test.text))
		got := ""
		if problem != nil {
			got = fmt.Sprintf("%d-%d %s", problem.Span.Start, problem.Span.End, problem.Reason)
		}
		if got != test.want || len(out.Entries) != test.entries {
			t.Errorf("%.40s: %q with %d entries, want %q with %d", test.text, got, len(out.Entries), test.want, test.entries)
		}
	}
}

// TestJSONSecrets checks that the value of a pair is a secret when its name
// says so, in either order.
func TestJSONSecrets(t *testing.T) {
	t.Parallel()
	const text = `-- repository/conf/carbon.xml --
` + carbonXML + `
-- repository/deployment/server/jaggeryapps/store/jaggery.conf --
{"contextParams":[{"name":"keyPassword","value":"a1"},{"value":"b2","name":"api.secret"},{"name":"plain","value":"c3"}],"password":"d4"}
-- repository/deployment/server/jaggeryapps/store/site/conf/jaggery.conf --
{}
`
	loaded, err := Load(tree(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range loaded.Homes[0].Files {
		for _, e := range f.Entries {
			if f.Kind == KindJaggery && e.Sensitive {
				got = append(got, e.Value)
			}
		}
	}
	if diff := cmp.Diff([]string{"a1", "b2", "d4"}, got); diff != "" {
		t.Errorf("secrets differ (-want +got):\n%s", diff)
	}
	if loaded.File("repository/deployment/server/jaggeryapps/store/site/conf/jaggery.conf") != nil {
		t.Error("a descriptor below another one's application is loaded")
	}
}
