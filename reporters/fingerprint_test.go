package reporters

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/carbonlint/carbonlint/loader"
)

// The vectors are those of github/codeql-action's own tests.
func TestPrimaryLocationLineHashes(t *testing.T) {
	greeting := []string{
		"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
		"b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
	}
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"empty":       {"", []string{"c129715d7a2bc9a3:1"}},
		"blanks":      {" a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		"LF":          {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greeting},
		"CR":          {" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", greeting},
		"CRLF":        {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greeting},
		"mixed":       {" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greeting},
		"beyond UCS2": {"𝒞\n", []string{"992d9dd59b7c0920:1", "c129715d7a2bc9a3:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, PrimaryLocationLineHashes(tt.text)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestPrimaryLocationLineHashesCountsEqualLines(t *testing.T) {
	got := PrimaryLocationLineHashes(strings.Repeat("Lorem ipsum dolor sit amet.\n", 10))
	want := []string{
		"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3",
		"a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1",
	}
	if diff := cmp.Diff(want, got[:len(want)]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Each line has one hash, counted as the loader counts lines.
func FuzzPrimaryLocationLineHashes(f *testing.F) {
	for _, seed := range []string{"", "\r\n\r", " a\n\n\t", launcherBAT, carbonXML} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		hashes := PrimaryLocationLineHashes(text)
		if lines := loader.NewSource("a", text).Lines(); len(hashes) != lines {
			t.Errorf("%d hashes for %d lines of %q", len(hashes), lines, text)
		}
	})
}

func TestGithubHashes(t *testing.T) {
	plain := loader.NewSource("a", "key=value\nnext\n")
	marked := loader.NewSource("a", plain.Text)
	marked.BOM = true
	if a, b := githubHashes(plain), githubHashes(marked); a[0] == b[0] || a[1] != b[1] {
		t.Errorf("a byte order mark must change the first line alone: %q, %q", a, b)
	}
	marked.Encoding = "utf-16le"
	if got := githubHashes(marked); got != nil {
		t.Errorf("UTF-16 has hashes %q; GitHub would compute others", got)
	}
}
