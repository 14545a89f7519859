package loader

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEditorFolder deletes a folder: what is in it goes with it, and other fixes
// of these files get in its way.
func TestEditorFolder(t *testing.T) {
	t.Parallel()
	const inner = "samples/conf/axis2.xml"
	fsys := fstest.MapFS{
		"repository/conf/user-mgt.xml": {Data: []byte("<UserManager/>")},
		inner:                          {Data: []byte("<axisconfig/>")},
		"samples/empty":                {},
		"samples-of-mine/a":            {Data: []byte("a")},
		"links/link":                   {Data: []byte("a"), Mode: fs.ModeSymlink},
	}
	tree, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	folder := []Edit{{Op: EditDelete, File: "samples"}}

	ed := NewEditor(tree)
	if err := ed.Apply([]Edit{{Op: EditDelete, File: inner}}); err != nil {
		t.Fatal(err)
	}
	if err := ed.Apply(folder); !errors.Is(err, ErrOverlap) {
		t.Errorf("a folder of which a file is deleted goes with %v", err)
	}

	ed = NewEditor(tree)
	if err := ed.Apply([]Edit{folder[0], {Op: EditDelete, File: "links"}}); err == nil || !strings.Contains(err.Error(), "no file: links/link") {
		t.Errorf("a folder with a link goes with %v", err)
	}
	if changes := ed.Changes(); len(changes) > 0 {
		t.Errorf("a fix that is refused leaves %+v", changes)
	}
	if err := ed.Apply(folder); err != nil {
		t.Fatal(err)
	}
	for _, e := range []Edit{{Op: EditDelete, File: inner}, {Op: EditCreate, File: "samples/new", Value: "x"}, {Op: EditDelete, File: "samples/conf"}} {
		if err := ed.Apply([]Edit{e}); !errors.Is(err, ErrOverlap) {
			t.Errorf("%s of %s in a deleted folder gives %v", e.Op, e.File, err)
		}
	}

	var got []string
	for _, c := range ed.Changes() {
		if c.New != nil || (c.Old == nil) != c.Folder {
			t.Errorf("the change is %+v", c)
		}
		got = append(got, c.Name)
	}
	if want := []string{"samples", "samples/conf", inner, "samples/empty"}; !slices.Equal(got, want) {
		t.Errorf("changes are %q, want %q", got, want)
	}
	after := Overlay(fsys, ed.Changes())
	if _, err := fs.Stat(after, "samples"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
	entries, err := fs.ReadDir(after, ".")
	if err != nil || len(entries) != 3 {
		t.Errorf("the tree holds %v, %v", entries, err)
	}
}
