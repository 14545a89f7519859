package loader

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

var encodingTests = []struct {
	name     string
	file     string
	raw      string
	text     string
	encoding string
	bom      bool
}{
	{"plain UTF-8", "a.properties", "k=é中😀", "k=é中😀", "utf-8", false},
	{"empty", "a.xml", "", "", "utf-8", false},
	{"UTF-8 mark", "a.properties", "\xef\xbb\xbfk=é", "k=é", "utf-8", true},
	{
		"UTF-8 mark outranks the declaration", "a.xml", "\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>",
		"<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", "utf-8", true,
	},
	{"UTF-16 little end", "a.xml", "\xff\xfe<\x00a\x00/\x00>\x00=\xd8\x00\xde", "<a/>😀", "utf-16le", true},
	{"UTF-16 big end", "a.sh", "\xfe\xff\x00a\x4e\x2d", "a中", "utf-16be", true},
	{"UTF-16 without a mark", "a.xml", "<\x00?\x00x\x00", "<?x", "utf-16le", false},
	{"UTF-16 big end without a mark", "a.xml", "\x00<\x00?\x00x", "<?x", "utf-16be", false},
	{"Latin-1 properties", "a.properties", "k=caf\xe9", "k=café", "iso-8859-1", false},
	{
		"Latin-1 XML", "a.xml", `<?xml version="1.0" encoding="ISO-8859-1"?><a>` + "\xe9\x93</a>",
		`<?xml version="1.0" encoding="ISO-8859-1"?><a>` + "é\u0093</a>", "iso-8859-1", false,
	},
	{
		"Latin-1 XML that is ASCII", "a.xml", `<?xml version="1.0" encoding="iso-8859-1"?><a/>`,
		`<?xml version="1.0" encoding="iso-8859-1"?><a/>`, "iso-8859-1", false,
	},
	{
		"Windows-1252", "a.xml", "<?xml version='1.0' encoding = 'windows-1252' ?><a>\x93\xe9\x94</a>",
		"<?xml version='1.0' encoding = 'windows-1252' ?><a>“é”</a>", "windows-1252", false,
	},
	{"cp1252", "a.xml", "<?xml version='1.0' encoding='Cp1252'?>\x80", "<?xml version='1.0' encoding='Cp1252'?>€", "windows-1252", false},
	{"US-ASCII", "a.xml", "<?xml version='1.0' encoding='US-ASCII'?><a/>", "<?xml version='1.0' encoding='US-ASCII'?><a/>", "utf-8", false},
	{
		"declaration after a licence comment", "a.xml", "<!-- (c) \xa9 -->\n<?xml version='1.0' encoding='latin1'?><a/>",
		"<!-- (c) © -->\n<?xml version='1.0' encoding='latin1'?><a/>", "iso-8859-1", false,
	},
	{
		"declaration in a comment", "a.xml", "<!-- <?xml encoding='latin1'?> --><a>é</a>",
		"<!-- <?xml encoding='latin1'?> --><a>é</a>", "utf-8", false,
	},
	{"XML template", "carbon.xml.erb", "<?xml version='1.0' encoding='latin1'?>\xe9", "<?xml version='1.0' encoding='latin1'?>é", "iso-8859-1", false},
	{"XML by its first characters", "axis2.xml_PT", "<?xml version='1.0' encoding='latin1'?>\xe9", "<?xml version='1.0' encoding='latin1'?>é", "iso-8859-1", false},
}

func TestDecodeText(t *testing.T) {
	for _, tt := range encodingTests {
		t.Run(tt.name, func(t *testing.T) {
			src, problem := decodeText(tt.file, []byte(tt.raw))
			if problem != nil {
				t.Fatalf("problem %q at %v", problem.Reason, problem.Span)
			}
			if src.Name != tt.file || src.Text != tt.text || src.Encoding != tt.encoding || src.BOM != tt.bom {
				t.Errorf("got %q in %s, mark %t; want %q in %s, mark %t",
					src.Text, src.Encoding, src.BOM, tt.text, tt.encoding, tt.bom)
			}
			if got, want := src.Lines(), strings.Count(tt.text, "\n")+1; got != want {
				t.Errorf("got %d lines, want %d", got, want)
			}
		})
	}
}

func TestDecodeTextProblem(t *testing.T) {
	tests := []struct {
		name, file, raw string
		reason          string
		line, column    int // 0 where the file is refused
	}{
		{"too large", "a.xml", strings.Repeat(" ", MaxFileSize+1), "is larger than 5 MB", 0, 0},
		{"binary", "a.xml", "PK\x03\x04\x00", "is a binary file", 0, 0},
		{"binary with a UTF-8 mark", "a.sh", "\xef\xbb\xbfa\x00", "is a binary file", 0, 0},
		{"NUL in UTF-16", "a.sh", "\xff\xfea\x00\x00\x00", "is a binary file", 0, 0},
		{"half a character of UTF-16", "a.sh", "\xff\xfea\x00b", "ends within a character of UTF-16", 1, 3},
		{"not UTF-8", "a.xml", "<a>\n é\xe9</a>", "holds byte 0xE9, which is not valid UTF-8", 2, 3},
		{"declared but not UTF-8", "a.xml", "<?xml version='1.0' encoding='UTF-8'?>\n\x93", "holds byte 0x93, which is not valid UTF-8", 2, 1},
		{"mark but not UTF-8", "a.properties", "\xef\xbb\xbfa\xff", "holds byte 0xFF, which is not valid UTF-8", 1, 2},
		{"unknown encoding", "a.xml", "<!-- \xe9 -->\n<?xml version='1.0' encoding='x-klingon'?><a/>", `declares the unknown encoding "x-klingon"`, 2, 31},
		{
			"declared but not ASCII", "a.xml", "<!--\xe9--><?xml version='1.0' encoding='us-ascii'?>\n<a b='\xe9\xe9'/>",
			`declares encoding "us-ascii" but holds byte 0xE9`, 1, 5,
		},
		{"declared but not UTF-16", "a.xml", "<?xml version='1.0' encoding='UTF-16'?><a/>", `declares encoding "UTF-16" but is not encoded in it`, 1, 31},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, problem := decodeText(tt.file, []byte(tt.raw))
			if problem == nil || problem.Reason != tt.reason {
				t.Fatalf("got problem %+v, want %q", problem, tt.reason)
			}
			if tt.line == 0 {
				if src != nil {
					t.Error("a refused file has a source")
				}
				return
			}
			if got, want := src.Position(problem.Span.Start), (Position{tt.line, tt.column}); got != want {
				t.Errorf("at %v, want %v", got, want)
			}
		})
	}
}

func TestRawOffset(t *testing.T) {
	for _, tt := range encodingTests {
		src, _ := decodeText(tt.file, []byte(tt.raw))
		checkRawOffsets(t, src, []byte(tt.raw))
	}
}

// checkRawOffsets checks that each character of the text, encoded anew,
// stands in raw where RawOffset says.
func checkRawOffsets(t *testing.T, src *Source, raw []byte) {
	t.Helper()
	for i, r := range src.Text {
		want := []byte(string(r))
		if codec := codecs[src.Encoding]; codec != nil {
			b, err := codec.NewEncoder().Bytes(want)
			if err != nil {
				t.Fatalf("encode %q in %s: %v", r, src.Encoding, err)
			}
			want = b
		}
		at := src.RawOffset(i)
		if at > len(raw) || !bytes.HasPrefix(raw[at:], want) {
			t.Fatalf("%q at %d of the text is not at %d of the %s bytes %q", r, i, at, src.Encoding, raw)
		}
	}
	if got := src.RawOffset(len(src.Text)); got != len(raw) {
		t.Errorf("the end is at %d of %d bytes", got, len(raw))
	}
}

func FuzzDecodeText(f *testing.F) {
	for _, tt := range encodingTests {
		f.Add(tt.file, []byte(tt.raw))
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		src, problem := decodeText(name, raw)
		if src == nil {
			if problem == nil {
				t.Fatal("neither a source nor a problem")
			}
			return
		}
		if !utf8.ValidString(src.Text) {
			t.Fatalf("text is not UTF-8: %q", src.Text)
		}
		if problem != nil {
			checkSpan(t, src, problem.Span)
			return
		}
		// Replacement characters stand for what UTF-16 does not allow.
		if !strings.ContainsRune(src.Text, utf8.RuneError) {
			checkRawOffsets(t, src, raw)
		}
	})
}

// checkSpan checks that a span lies in the text and cuts no character.
func checkSpan(t *testing.T, src *Source, span Span) {
	t.Helper()
	if span.Start < 0 || span.End < span.Start || span.End > len(src.Text) {
		t.Fatalf("span %v is outside the %d bytes of text", span, len(src.Text))
	}
	for _, at := range []int{span.Start, span.End} {
		if at < len(src.Text) && !utf8.RuneStart(src.Text[at]) {
			t.Fatalf("span %v cuts a character of %q", span, src.Text)
		}
	}
}
