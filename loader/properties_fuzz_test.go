package loader

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/magiconair/properties"
)

func FuzzProperties(f *testing.F) {
	for _, c := range propertiesCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		before := runtime.NumGoroutine()
		src := NewSource("a.properties", text)
		d, problem := decodeProperties(src)
		if len(newMaskedText(src).tags) == 0 {
			checkReadBack(t, src, d, problem, unescapeJava)
		}
		if !goroutinesEnd(before) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		compareWithLibrary(t, text, d)
	})
}

// compareWithLibrary compares the entries with what the library makes of the
// whole file, where it does so without fault.
func compareWithLibrary(t *testing.T, text string, d Decoded) {
	t.Helper()
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\\\r{<\ufeff") {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimLeft(line, " \t\f"); strings.HasPrefix(line, "=") || strings.HasPrefix(line, ":") {
			return
		}
	}
	plain := properties.Loader{Encoding: properties.UTF8, DisableExpansion: true}
	p, err := plain.LoadBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, e := range d.Entries {
		got[e.Path] = e.Value
	}
	if diff := cmp.Diff(p.Map(), got); diff != "" {
		t.Errorf("library and decoder (-library +decoder):\n%s", diff)
	}
}
