package loader

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// countedFS counts how often it lists a folder.
type countedFS struct {
	fstest.MapFS
	listed int
}

func (c *countedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	c.listed++
	return c.MapFS.ReadDir(name)
}

// TestListingKept changes a tree and compares what a load makes of it that was
// told with what a new one finds, and counts the folders that it lists.
func TestListingKept(t *testing.T) {
	t.Parallel()
	fsys := &countedFS{MapFS: tree(`
-- a/repository/conf/carbon.xml --
` + carbonXML + `
-- a/repository/conf/security/x.properties --
javax.net.ssl.trustStore=repository/resources/absent.jks
-- a/bin/version.txt --
WSO2 Enterprise Service Bus v5.0.0
-- b/conf/carbon.xml --
` + carbonXML + `
-- b/repository/logs/x.txt --
-- c/confs/carbon.xml --
` + carbonXML + `
-- c/confs/x/y/z.xml --
<x/>
`)}
	fsys.MapFS["."] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	write := func(name, text string) func() {
		return func() { fsys.MapFS[name] = &fstest.MapFile{Data: []byte(text)} }
	}
	remove := func(prefix string) func() {
		return func() {
			for name := range fsys.MapFS {
				if strings.HasPrefix(name, prefix) {
					delete(fsys.MapFS, name)
				}
			}
		}
	}
	cache := NewCache()
	show := func(t *testing.T, tree *Tree, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, h := range tree.Homes {
			fmt.Fprintf(&b, "%s %s %v %s\n", h.Path, h.Layout, h.Versioned, h.Version)
			for _, f := range h.Files {
				fmt.Fprintf(&b, "  %s %s %d\n", f.Name, f.Kind, len(f.Entries))
			}
			for _, s := range h.KeyStores {
				fmt.Fprintf(&b, "  %s %v\n", s.File, s.Absent)
			}
		}
		return b.String()
	}
	all := 14
	for i, step := range []struct {
		what   string
		change func()
		told   []string
		listed int
	}{
		{"a first load", func() {}, nil, all},
		{"nothing", func() {}, []string{}, 0},
		{"a value", write("a/repository/conf/carbon.xml", carbonXML+"\n"), []string{"a/repository/conf/carbon.xml"}, 1},
		{"nobody tells", func() {}, nil, all},
		{"a mark that is gone", write("b/conf/carbon.xml", "<Other/>"), []string{"b/conf/carbon.xml"}, 1},
		{"a mark that is back", write("b/conf/carbon.xml", carbonXML), []string{"b/conf/carbon.xml"}, 1},
		{"a second mark", write("c/confs/axis2/axis2.xml", axis2XML), []string{"c/confs/axis2"}, 2},
		{"another version", write("a/bin/version.txt", "WSO2 Enterprise Service Bus v4.9.0"), []string{"a/bin/version.txt"}, 1},
		{"what a server writes", write("b/repository/logs/wso2.log", ""), []string{"b/repository/logs/wso2.log"}, 1},
		{"a .gitignore", write(".gitignore", "*.jks\n"), []string{".gitignore"}, 1},
		{"another pattern", write(".gitignore", "*.log\n"), []string{".gitignore"}, 1},
		{"a file that the configuration names", write("a/repository/resources/absent.jks", ""), []string{"a/repository/resources"}, 2},
		{"a folder that is gone", remove("c/confs/axis2/"), []string{"c/confs/axis2"}, 2},
		{"a home that is gone", remove("b/"), []string{"b"}, 5},
		{"names outside of the tree", func() {}, []string{"../x", "/y"}, 0},
		{"the tree itself", write("n/repository/conf/carbon.xml", carbonXML), []string{"."}, 14},
	} {
		step.change()
		if step.told != nil {
			cache.Told(step.told...)
		}
		fsys.listed = 0
		again, err := cache.Load(fsys, nil)
		listed := fsys.listed
		fresh, err2 := Load(fsys)
		if diff := cmp.Diff(show(t, fresh, err2), show(t, again, err)); diff != "" {
			t.Fatalf("%d, %s: a new load (-) and one that was told (+) differ:\n%s", i, step.what, diff)
		}
		if listed != step.listed {
			t.Errorf("%d, %s: %d folders are listed, want %d", i, step.what, listed, step.listed)
		}
	}
	// What failed leaves nothing behind.
	cache.Told()
	if _, err := cache.Load(fstest.MapFS{}, nil, "nowhere"); err == nil {
		t.Error("a folder that is not there is read")
	}
	cache.Told()
	if again, err := cache.Load(fsys, nil); show(t, again, err) == "" {
		t.Error("after a load that failed there are no homes")
	}
}

// TestTemporary checks that a file which a killed program left behind is no part
// of a tree, where the same file of another name is.
func TestTemporary(t *testing.T) {
	t.Parallel()
	read := func(left string) string {
		fsys := tree("-- repository/conf/carbon.xml --\n" + carbonXML + "\n")
		for _, dir := range []string{"", "repository/conf/", "repository/conf/datasources/", "updates/wum/", "repository/data/", "tmp/"} {
			fsys[dir+left] = &fstest.MapFile{Data: []byte("half")}
		}
		loaded, err := Load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range loaded.Homes[0].Files {
			names = append(names, f.Name)
		}
		return strings.Join(names, " ")
	}
	if got := read(".carbonlint-0123456789"); got != "repository/conf/carbon.xml" {
		t.Errorf("beside temporary files the tree holds %s", got)
	}
	if got := read(".carbonlint"); !strings.Contains(got, "updates/wum/.carbonlint") {
		t.Errorf("the tree holds %s, so that the test says nothing", got)
	}
}
