package loader

import (
	"maps"
	"strings"
	"testing"
)

// FuzzEdit makes an edit to any entry of any text and counts the values before
// and after: one changes, comes or goes, and that is all. The editor checks
// the same in another way.
func FuzzEdit(f *testing.F) {
	for i, c := range editCases {
		f.Add(c.file, c.text, uint(i), string(c.edit.Op), c.edit.Name, c.edit.Value)
	}
	f.Add("0", `<a><b A="">0</b></a>`, uint(0), string(EditRemove), RemoveElement, "")
	f.Fuzz(func(t *testing.T, name, text string, n uint, op, key, value string) {
		if strings.Contains(name, "/") || len(text) > 4096 {
			return // no name of a file, or longer than what is worth the time
		}
		file := editable(t, name, []byte(text))
		if file.Problem != nil || len(file.Entries) == 0 {
			return // nothing that could be edited
		}
		target := file.Entries[n%uint(len(file.Entries))]
		e := Edit{Op: EditOp(op), Path: target.Path, Span: target.at(), Name: key, Value: value}
		if e.Op == EditAdd && file.format != formatXML {
			e.Path = ""
		}
		raw, next, err := editOnce(file, []byte(text), e)
		if err != nil {
			if string(raw) != text {
				t.Fatalf("an edit that is refused (%v) changed the text to %q", err, raw)
			}
			return
		}
		if again := editable(t, name, raw); again.Problem != nil || len(again.Entries) != len(next.Entries) {
			t.Fatalf("%q does not read back: %v", raw, again.Problem)
		}
		checkEdit(t, e, tally(file), tally(next))
	})
}

// tally counts the values of a file. The empty text of an element comes and
// goes with what stands beside it.
func tally(f *File) map[[2]string]int {
	counts := make(map[[2]string]int)
	for _, e := range f.Entries {
		if e.Value != "" {
			counts[[2]string{e.Path, e.Value}]++
		}
	}
	return counts
}

func checkEdit(t *testing.T, e Edit, before, after map[[2]string]int) {
	t.Helper()
	for key, n := range before {
		after[key] -= n
	}
	maps.DeleteFunc(after, func(_ [2]string, n int) bool { return n == 0 })
	path := e.Path
	if e.Op == EditRemove && e.Name == RemoveElement {
		if holder, last := splitPath(path); strings.HasPrefix(last, "@") {
			path = holder // the element goes with its attribute
		}
	}
	for key, n := range after {
		own := key[0] == path || strings.HasPrefix(key[0], path+"/")
		switch {
		case e.Op == EditSet && own && (n < 0 || key[1] == e.Value):
		case e.Op == EditRemove && own && n < 0:
		case e.Op == EditComment && n < 0 && strings.HasPrefix(key[0], strings.TrimSuffix(path, "#text")):
		case e.Op == EditAdd && n > 0:
		default:
			t.Errorf("%s of %s changed %s = %q by %d", e.Op, e.Path, key[0], key[1], n)
		}
	}
}
