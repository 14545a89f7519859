package loader

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// An overlay is walked and read as the tree will be once it is written.
func TestOverlay(t *testing.T) {
	t.Parallel()
	base := fstest.MapFS{"a/kept": {Data: []byte("1")}, "a/changed": {Data: []byte("2")}, "a/gone": {Data: []byte("3")}}
	o := Overlay(base, []Change{
		{Name: "a/changed", New: []byte("two")},
		{Name: "a/gone"},
		{Name: "a/new/deep/file", New: []byte("four")},
		{Name: "top", New: []byte{}},
	})
	var walked []string
	err := fs.WalkDir(o, ".", func(name string, _ fs.DirEntry, err error) error {
		walked = append(walked, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{".", "a", "a/changed", "a/kept", "a/new", "a/new/deep", "a/new/deep/file", "top"}
	if diff := cmp.Diff(want, walked); diff != "" {
		t.Errorf("names differ (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{"a/kept": "1", "a/changed": "two", "a/new/deep/file": "four", "top": ""} {
		data, err := fs.ReadFile(o, name)
		if err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		info, err := fs.Stat(o, name)
		if err != nil || info.Size() != int64(len(want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, read := range []func() error{
		func() error { _, err := fs.ReadFile(o, "a/gone"); return err },
		func() error { _, err := fs.Stat(o, "a/gone"); return err },
		func() error { _, err := o.Open("a/gone"); return err },
		func() error { _, err := fs.ReadDir(o, "nowhere"); return err },
	} {
		if err := read(); err == nil {
			t.Error("a file that is gone can still be read")
		}
	}
	if info, err := fs.Stat(o, "a/new"); err != nil || !info.IsDir() || slices.Contains(walked, "a/gone") {
		t.Errorf("the new folder: %v, %v", info, err)
	}
}
