package loader

import (
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const manifestText = `
apiVersion: v1
data:
  carbon.xml: |
    <?xml version="1.0" encoding="ISO-8859-1"?>
    <Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
        <!-- carbonlint:ignore hostname/not_set - set by the operator -->
        <HostName>"ip.node.k8s.&.wso2.ei"</HostName>
{{- if .Values.offset }}
        <Ports><Offset>1</Offset></Ports>
{{- end }}

        <Security><KeyStore><Password>größer7Secret</Password></KeyStore></Security>
    </Server>
  "synapse.properties": |-
    synapse.global_timeout_interval=120000
    # the end
    synapse.commons.json.preserve.namespace=false
  notes.txt: |
    not read
kind: ConfigMap
metadata:
  name: integrator-conf
---
kind: Deployment
data:
  registry.xml: |
    <wso2registry/>
---
kind: Secret
stringData:
  user-mgt.xml: |
    <UserManager><Realm/></UserManager>
`

func loadManifest(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	loaded, err := Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// TestManifest reads the files in ConfigMaps and Secrets, each at its place in
// the manifest.
func TestManifest(t *testing.T) {
	tree := loadManifest(t, map[string]string{"k8s/conf.yaml": manifestText})
	if len(tree.Homes) != 1 || tree.Homes[0].Path != "k8s" || tree.Homes[0].NotJudged != "" {
		t.Fatalf("homes: %+v", tree.Homes)
	}
	h := tree.Homes[0]
	var got []string
	for _, f := range h.Files {
		if f.Problem != nil {
			t.Errorf("%s: %s", f.Kind, f.Problem.Reason)
		}
		got = append(got, f.Kind+" "+f.Base())
		for i, e := range f.Entries {
			own := f.inner.Entries[i]
			if f.Source.Slice(e.Span) != f.inner.Source.Slice(own.Span) || f.Source.Slice(e.Key) != f.inner.Source.Slice(own.Key) {
				t.Errorf("%s: %s stands at %q", f.Kind, e.Path, f.Source.Slice(e.Span))
			}
		}
	}
	want := []string{"carbon.xml carbon.xml", "synapse.properties synapse.properties", "user-mgt.xml user-mgt.xml"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	carbon := h.Files[0]
	for _, e := range carbon.Entries {
		switch p := carbon.Source.Position(e.Span.Start); e.Path {
		case "Server/HostName":
			if !e.Unknown || p != (Position{8, 19}) {
				t.Errorf("the host name is %+v at %v", e, p)
			}
		case "Server/Ports/Offset":
			if !e.Unknown || p != (Position{10, 24}) {
				t.Errorf("the offset is %+v at %v", e, p)
			}
		case "Server/Security/KeyStore/Password":
			if e.Value != "größer7Secret" || !e.Sensitive || p.Line != 13 {
				t.Errorf("the password is %+v at %v", e, p)
			}
		}
	}
	if d := carbon.Directives; len(d) != 1 || d[0].Start.Line != 7 || !d[0].Covers[0].Holds(Position{8, 19}) || d[0].Covers[0].Holds(Position{9, 1}) {
		t.Errorf("directives: %+v", d)
	}
	whole := tree.File("k8s/conf.yaml")
	if whole != carbon.Whole() || len(whole.Entries) != len(carbon.Entries)+len(h.Files[1].Entries)+len(h.Files[2].Entries) {
		t.Errorf("the manifest has %d entries", len(whole.Entries))
	}
	for n := 1; n <= whole.Source.Lines(); n++ {
		if line := whole.Line(n).Text; strings.Contains(line, "7Secret") {
			t.Errorf("line %d is shown as %q", n, line)
		}
	}
	if p := whole.Part(strings.Index(manifestText, "# the end")); p != h.Files[1] {
		t.Errorf("the properties are a part of %s", p.Kind)
	}
	if h.Complete {
		t.Error("ConfigMaps are a whole home")
	}
}

// TestManifestHomes tells which folders of manifests are homes.
func TestManifestHomes(t *testing.T) {
	const (
		carbon = "kind: ConfigMap\ndata:\n  carbon.xml: |\n    <Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"/>\n"
		tomcat = "kind: ConfigMap\ndata:\n  catalina-server.xml: |\n    <Server><Service/></Server>\n"
		other  = "kind: ConfigMap\ndata:\n  carbon.xml: |\n    <carbon/>\n"
		toml   = "data:\n  deployment.toml: |\n    [server]\n    hostname = \"x\"\nkind: ConfigMap\n"
		pod    = "kind: Pod\ndata:\n  carbon.xml: |\n    <Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"/>\n"
	)
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"one":              {map[string]string{"a.yaml": carbon}, []string{". "}},
		"two of one home":  {map[string]string{"a.yaml": carbon, "b.yml": tomcat}, []string{". "}},
		"one of each home": {map[string]string{"x/a.yaml": carbon, "y/a.yaml": carbon}, []string{"x ", "y "}},
		"two of one name":  {map[string]string{"a.yaml": carbon, "b.yaml": carbon}, []string{". " + notJudgedTwice}},
		"twice in one":     {map[string]string{"a.yaml": carbon + "---\n" + carbon}, []string{". " + notJudgedTwice}},
		"another carbon":   {map[string]string{"a.yaml": other}, nil},
		"no ConfigMap":     {map[string]string{"a.yaml": pod}, nil},
		"a template":       {map[string]string{"a.yaml.tpl": carbon}, []string{". "}},
		"deployment.toml":  {map[string]string{"a.yaml": toml}, []string{". " + notJudgedTOML}},
		"in a home": {
			map[string]string{"h/repository/conf/carbon.xml": `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`, "h/repository/conf/a.yaml": carbon},
			[]string{"h "},
		},
	} {
		var got []string
		for _, h := range loadManifest(t, c.files).Homes {
			got = append(got, h.Path+" "+h.NotJudged)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestManifestProblem keeps a malformed file of a ConfigMap from the others.
func TestManifestProblem(t *testing.T) {
	text := strings.Replace(manifestText, "    </Server>", "    </Servr>", 1)
	tree := loadManifest(t, map[string]string{"conf.yaml": text})
	h := tree.Homes[0]
	carbon := h.file("carbon.xml")
	if carbon.Problem == nil || carbon.Source.Position(carbon.Problem.Span.Start).Line != 14 || !carbon.broken {
		t.Errorf("carbon.xml has the problem %+v", carbon.Problem)
	}
	if f := h.file("synapse.properties"); f.Problem != nil || len(f.Entries) != 2 {
		t.Errorf("synapse.properties has %+v", f)
	}
	if line := tree.File("conf.yaml").Line(13).Text; line != "" {
		t.Errorf("a line of a malformed file is shown: %q", line)
	}
}

// TestManifestEdit edits files in ConfigMaps: what is added stands in the block.
func TestManifestEdit(t *testing.T) {
	for name, c := range map[string]struct {
		kind, path string
		edit       Edit
		old, want  string
	}{
		"set":    {"synapse.properties", "synapse.global_timeout_interval", Edit{Op: EditSet, Value: "60000"}, "interval=120000", "interval=60000"},
		"remove": {"synapse.properties", "synapse.global_timeout_interval", Edit{Op: EditRemove}, "    synapse.global_timeout_interval=120000\n", ""},
		"add": {
			"carbon.xml", "Server/Security",
			Edit{Op: EditAdd, Name: "X", Value: "1"},
			"        <Security><KeyStore><Password>größer7Secret</Password></KeyStore></Security>\n",
			"        <Security><KeyStore><Password>größer7Secret</Password></KeyStore><X>1</X></Security>\n",
		},
		"add markup": {
			"carbon.xml", "Server",
			Edit{Op: EditAdd, Markup: "<A>\n    <B/>\n</A>"},
			"    </Server>\n", "        <A>\n            <B/>\n        </A>\n    </Server>\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			tree := loadManifest(t, map[string]string{"conf.yaml": manifestText})
			f := tree.Homes[0].file(c.kind)
			c.edit.File, c.edit.Path = f.Name, c.path
			for _, e := range f.Entries {
				if e.Path == c.path {
					c.edit.Span = e.at()
				}
			}
			for _, it := range f.Items {
				if c.edit.Op == EditAdd && it.Prefix == c.path {
					c.edit.Span = it.Span
				}
			}
			ed := NewEditor(tree)
			if err := ed.Apply([]Edit{c.edit}); err != nil {
				t.Fatal(err)
			}
			want := strings.Replace(manifestText, c.old, c.want, 1)
			if diff := cmp.Diff(want, string(ed.Changes()[0].New)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	tree := loadManifest(t, map[string]string{"conf.yaml": manifestText})
	if err := NewEditor(tree).Apply([]Edit{{Op: EditAdd, File: "conf.yaml", Name: "a", Value: "b"}}); err == nil {
		t.Error("an edit that tells no place in a manifest is made")
	}
}

// TestManifestCached keeps the files of a ConfigMap that has not changed.
func TestManifestCached(t *testing.T) {
	tree := fstest.MapFS{"conf.yaml": {Data: []byte(manifestText)}}
	cache := NewCache()
	load := func() *Home {
		loaded, err := cache.Load(tree, nil, ".")
		if err != nil || len(loaded.Homes) != 1 {
			t.Fatal(loaded, err)
		}
		return loaded.Homes[0]
	}
	first, second := load(), load()
	if !second.Since(first).None() {
		t.Error("nothing has changed, and Since says that it has")
	}
	tree["conf.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(manifestText, "120000", "60000", 1))}
	changes := load().Since(second)
	if changes.Kinds["synapse.properties"] == nil || !changes.Kinds["synapse.properties"].Settings["synapse.global_timeout_interval"] {
		t.Errorf("changes: %+v", changes)
	}
	tree["conf.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(manifestText, "ConfigMap", "Gone", 1))}
	if h := load(); slices.ContainsFunc(h.Files, func(f *File) bool { return f.Kind == "carbon.xml" }) {
		t.Error("a file of what is no ConfigMap any more is still read")
	}
}

// TestManifestTrees reads the ConfigMaps of the real overlays.
func TestManifestTrees(t *testing.T) {
	dir := treesDir(t)
	parts := 0
	for _, name := range treeFiles(t, dir, manifestName) {
		src, problem := readBackFile(t, path.Join(dir, name))
		if problem != nil {
			continue
		}
		f := &File{Name: name, Source: src}
		if problem := f.split(); problem != nil {
			t.Errorf("%s:%d: %s", name, src.Position(problem.Span.Start).Line, problem.Reason)
		}
		parts += len(f.parts)
	}
	if parts < 10 {
		t.Errorf("the ConfigMaps hold %d files", parts)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(manifestText)
	f.Add("kind: ConfigMap\ndata:\n a.properties: |\n  x=1\n\n\n")
	f.Add("kind: ConfigMap\r\ndata:\r\n\tb.xml: |2-\r\n\t <a b='é'/>")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		src, problem := decodeText("a.yaml", []byte(text))
		if problem != nil {
			return
		}
		last := 0
		for _, b := range manifestBlocks(src) {
			checkSpan(t, src, b.text)
			if b.text.Start < last || b.text.Start != src.lineOf(b.text.Start).Start {
				t.Fatalf("the block %s stands at %v", b.key, b.text)
			}
			last = b.text.End
		}
		whole := &File{Name: "a.yaml", Source: src, format: formatManifest}
		whole.split()
		for _, p := range whole.parts {
			checkSpan(t, src, p.Root)
			for i, e := range p.Entries {
				checkSpan(t, src, e.Span)
				checkSpan(t, src, e.Key)
				if src.Slice(e.Span) != p.inner.Source.Slice(p.inner.Entries[i].Span) {
					t.Fatalf("%s reads %q in the manifest", e.Path, src.Slice(e.Span))
				}
			}
		}
		for _, it := range whole.Items {
			if it.First < 0 || it.End < it.First || it.End > len(whole.Entries) {
				t.Fatalf("item %s has entries %d to %d of %d", it.Path, it.First, it.End, len(whole.Entries))
			}
		}
	})
}
