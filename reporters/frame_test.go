package reporters

import (
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// A file that is one long line has a narrow frame for each of its findings and
// no snippet of megabytes, and its secrets stay masked.
func TestLongLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("<Host>é</Host>", 100_000)
	f := file("carbon.xml", "carbon.xml", "<Server><Password>"+canary+"</Password><First>a</First>"+long+"<Last>b</Last></Server>")
	v := &view{files: map[string]*loader.File{f.Name: f}, Options: Options{Width: 60}}
	for _, c := range []struct{ value, code string }{
		{"a", "*</Password><First>a</First>"},
		{"b", "</Host><Last>b</Last></Server>"},
	} {
		p := place(t, f, c.value+"</", "")
		p.EndColumn = p.Column + 1
		got, ok := v.frameOf(p)
		if !ok || !strings.Contains(got.code, c.code) {
			t.Errorf("the frame of %q is %q, want one with %q", c.value, got.code, c.code)
		}
		if runes := []rune(got.code); len(runes) > 60 || string(runes[got.indent]) != c.value {
			t.Errorf("the frame of %q is %q with the mark at %d", c.value, got.code, got.indent)
		}
		at := v.physical(p)
		if at.Region.Snippet != nil || at.Context != nil && at.Context.Snippet != nil {
			t.Errorf("the line of %q has a snippet of %d bytes", c.value, len(f.Source.Text))
		}
	}

	done := make(chan bool)
	go func() {
		defer close(done)
		for column := 1; column < 100_000; column += 100 {
			v.frameOf(policies.Place{File: f.Name, Line: 1, Column: column, EndLine: 1, EndColumn: column + 1})
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Error("a thousand frames of one line take more than a minute")
	}
}
