package lsp

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/carbonlint/carbonlint/loader"
)

// TestURI reads documents as clients name them, and names files so that
// clients find them.
func TestURI(t *testing.T) {
	t.Parallel()
	for uri, want := range map[string]string{
		"file:///home/a%20b/c%23.xml":   "/home/a b/c#.xml",
		"file:///c%3A/wso2/carbon.xml":  "C:/wso2/carbon.xml",
		"file:///C:/wso2/carbon.xml":    "C:/wso2/carbon.xml",
		"file://localhost/a/../b/c.xml": "/b/c.xml",
		"file://server/share/c.xml":     "",
		"untitled:Untitled-1":           "",
		"file:":                         "",
		"%zz":                           "",
	} {
		got, ok := fileOf(uri)
		if got != want && ok || ok != (want != "") {
			t.Errorf("%s is %q (%v), want %q", uri, got, ok, want)
		}
		if back, _ := fileOf(uriOf(want)); ok && back != want {
			t.Errorf("%s comes back as %q", want, back)
		}
	}
}

// TestEdited makes edits as clients send them.
func TestEdited(t *testing.T) {
	t.Parallel()
	at := func(line, from, to int) *Range { return &Range{Position{line, from}, Position{line, to}} }
	for name, c := range map[string]struct {
		text    string
		changes []contentChange
		want    string
	}{
		"in a line":                 {"ab\r\ncd", []contentChange{{at(1, 0, 1), "X"}}, "ab\r\nXd"},
		"two, the one on the other": {"ab", []contentChange{{at(0, 0, 0), "X"}, {at(0, 1, 2), "Y"}}, "XYb"},
		"behind a pair":             {"\U0001F600b", []contentChange{{at(0, 2, 3), "X"}}, "\U0001F600X"},
		"within a pair":             {"\U0001F600b", []contentChange{{at(0, 1, 2), "X"}}, "Xb"},
		"past the end":              {"a\nb", []contentChange{{at(9, 9, 99), "X"}}, "a\nbX"},
		"past the end of a line":    {"a\nb", []contentChange{{at(0, 9, 99), "X"}}, "aX\nb"},
		"the wrong way round":       {"abc", []contentChange{{at(0, 2, 1), "X"}}, "abXc"},
		"all":                       {"abc", []contentChange{{nil, "X"}}, "X"},
		"behind a byte order mark":  {mark + "ab", []contentChange{{at(0, 2, 3), "X"}}, mark + "aX"},
		"before a line of bytes":    {"a\rb", []contentChange{{at(1, 0, 1), "X"}}, "a\rX"},
	} {
		b := (&buffer{document: newDocument("x", c.text)}).edited(2, c.changes, utf16Units)
		got := b.Text
		if b.marked {
			got = mark + got
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestBytes checks that the loader reads from a buffer's bytes the text that
// the editor shows, whatever the file on disk is encoded in.
func TestBytes(t *testing.T) {
	t.Parallel()
	const latin = `<?xml version="1.0" encoding="ISO-8859-1"?>`
	for name, c := range map[string]struct {
		disk, text string
		marked     bool
	}{
		"UTF-8":                     {"<a/>", "<a>\u00fc</a>", false},
		"a declaration of UTF-8":    {"<a/>", `<?xml version="1.0" encoding="utf-8"?><a>` + "\u00fc</a>", false},
		"Latin 1":                   {latin + "<a/>", latin + "<a>\u00fc</a>", true},
		"Latin 1 without an umlaut": {latin + "<a/>", latin + "<a>u</a>", false},
		"UTF-16":                    {"\xff\xfe<\x00a\x00/\x00>\x00", "<a/>", true},
		"UTF-16 without a mark":     {"<\x00?\x00", "<a/>", true},
	} {
		disk := fstest.MapFS{"repository/conf/a.xml": {Data: []byte(c.disk)}, "repository/conf/carbon.xml": {Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`)}}
		b := &buffer{document: newDocument("a.xml", c.text)}
		if got := string(b.bytes(disk, "repository/conf/a.xml")); (got != c.text) != c.marked {
			t.Errorf("%s: the bytes are %q", name, got)
		}
		tree, err := loader.Load(over(disk, map[string]*buffer{"repository/conf/a.xml": b}))
		if err != nil {
			t.Fatal(err)
		}
		if f := tree.File("repository/conf/a.xml"); f == nil || f.Source == nil || f.Source.Text != c.text {
			t.Errorf("%s: the loader does not read the text of the buffer", name)
		}
	}
}

// TestStarving judges a folder in which changes never end, each of them before
// the judgement before it is done.
func TestStarving(t *testing.T) {
	t.Parallel()
	judged := make(chan *judgement, 100)
	f := &folder{
		base: t.TempDir(), open: func() buffers { return nil }, failed: func(error) {},
		judged: func(_ *folder, j *judgement) { judged <- j },
		judge: func(ctx context.Context, _ Request) (*Result, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(5 * debounce):
				return new(Result), nil
			}
		},
	}
	f.start(t.Context())
	end := time.After(10 * starving)
	for tick := time.NewTicker(debounce / 5); ; {
		select {
		case <-tick.C:
			f.touch()
		case <-judged:
			return
		case <-end:
			t.Fatal("the folder is never judged")
		}
	}
}
