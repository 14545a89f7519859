package loader

import (
	"encoding/json"
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func FuzzJSON(f *testing.F) {
	for _, c := range jsonCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // loading replaces what is none
		}
		src := NewSource("jaggery.conf", text)
		out, problem := decodeJSON(src)
		checkSpan(t, src, out.Root)
		last := 0
		for _, e := range out.Entries {
			checkSpan(t, src, e.Span)
			checkSpan(t, src, e.Key)
			if e.Span.Start < last {
				t.Fatalf("entry %s at %d stands before its predecessor", e.Path, e.Span.Start)
			}
			last = e.Span.End
			if raw := src.Slice(e.Span); !e.Unknown && e.Value != raw && e.Value != unescapeJSON(raw) {
				t.Fatalf("entry %s is %q but reads %q", e.Path, e.Value, raw)
			}
		}
		for _, it := range out.Items {
			checkSpan(t, src, it.Span)
			if it.First < 0 || it.End < it.First || it.End > len(out.Entries) {
				t.Fatalf("item %s has entries %d to %d of %d", it.Path, it.First, it.End, len(out.Entries))
			}
		}
		if problem != nil {
			checkSpan(t, src, problem.Span)
		}
		compareJSON(t, text, out, problem)
	})
}

// compareJSON compares the values with those that encoding/json finds, for
// text that is strict JSON without duplicate keys and template tags.
func compareJSON(t *testing.T, text string, out Decoded, problem *Problem) {
	t.Helper()
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &object) != nil || object == nil || len(newMaskedText(NewSource("", text)).tags) > 0 {
		return
	}
	if problem != nil {
		if problem.Reason == "is nested deeper than a configuration file can mean" {
			return
		}
		t.Fatalf("encoding/json reads %q, the decoder says it %s", text, problem.Reason)
	}
	want, got := make(map[string]string), make(map[string]string)
	for key, raw := range object {
		if s := ""; raw[0] != '{' && raw[0] != '[' {
			if json.Unmarshal(raw, &s) != nil || string(raw) == "null" {
				s = string(raw)
			}
			want[key] = s
		}
	}
	for _, e := range out.Entries {
		if _, ok := want[e.Path]; ok {
			got[e.Path] = e.Value
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("encoding/json and decoder (-library +decoder):\n%s%s", diff, fmt.Sprintf("%q", text))
	}
}
