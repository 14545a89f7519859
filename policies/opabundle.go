package policies

import (
	"archive/tar"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// served holds what a server of OPA or conftest needs beside the rules: the
// verdicts, which the program derives in Go.
//
//go:embed opa/*.rego
var served embed.FS

// bundleMetadata is what the bundle says of a rule. Its long texts are left
// out: carbonlint explain prints them.
type bundleMetadata struct {
	Title     string   `json:"title"`
	Severity  Severity `json:"severity"`
	Kind      string   `json:"kind"`
	Tier      string   `json:"tier"`
	Guideline string   `json:"guideline"`
	Security  bool     `json:"security"`
}

// WriteBundle writes the rules that the options select as a bundle of OPA: a
// compressed archive that opa loads unpacked or served. The same rules and
// revision give the same bytes.
func WriteBundle(w io.Writer, o Options, revision string) error {
	files, rules, err := bundleFiles(o)
	if err != nil {
		return err
	}
	compressed := gzip.NewWriter(w)
	b := bundleWriter{tar: tar.NewWriter(compressed)}
	b.json(".manifest", "", map[string]any{"revision": revision, "roots": []string{"carbonlint"}, "rego_version": 1})
	b.json("carbonlint/metadata/metadata.rego", "# What is known of each rule.\npackage carbonlint.metadata\n\nrules := ", rules)
	for _, f := range files {
		b.copy(f)
	}
	if b.err != nil {
		return b.err
	}
	if err := b.tar.Close(); err != nil {
		return err
	}
	return compressed.Close()
}

// bundleFile is a Rego file and the tree that holds it.
type bundleFile struct {
	fsys fs.FS
	name string
}

// bundleFiles returns the Rego files of a bundle, and what to say of its rules.
func bundleFiles(o Options) ([]bundleFile, map[string]bundleMetadata, error) {
	names, err := keptNames(bundled, o)
	if err != nil {
		return nil, nil, err
	}
	var files []bundleFile
	rules := map[string]bundleMetadata{}
	for _, name := range names {
		if id := ruleID(name); id != "" {
			r, err := readDocumentation(bundled, name)
			if err != nil {
				return nil, nil, err
			}
			if !o.keepsTier(r) {
				continue
			}
			rules[id] = bundleMetadata{r.Title, r.Severity, r.Kind, r.Tier, r.Guideline, r.Security}
		}
		files = append(files, bundleFile{bundled, name})
	}
	extra, err := fs.Glob(served, "opa/*.rego")
	for _, name := range extra {
		files = append(files, bundleFile{served, name})
	}
	return files, rules, err
}

// bundleWriter writes files that have no owner and no date, so that only
// their text counts. After an error it does nothing.
type bundleWriter struct {
	tar *tar.Writer
	err error
}

func (b *bundleWriter) file(name string, text []byte) {
	if b.err != nil {
		return
	}
	b.err = b.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text)), Format: tar.FormatUSTAR})
	if b.err == nil {
		_, b.err = b.tar.Write(text)
	}
}

// json writes a value after some text, which makes a data document of it or a
// rule.
func (b *bundleWriter) json(name, before string, value any) {
	text, err := json.MarshalIndent(value, "", "\t")
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("encode %s: %w", name, err)
	}
	b.file(name, append(append([]byte(before), text...), '\n'))
}

// copy writes a Rego file under the folder of its package.
func (b *bundleWriter) copy(f bundleFile) {
	text, err := fs.ReadFile(f.fsys, f.name)
	if err != nil && b.err == nil {
		b.err = err
	}
	name := f.name
	if base, ok := strings.CutPrefix(name, "opa/"); ok {
		name = path.Join(strings.TrimSuffix(base, ".rego"), base)
	}
	b.file(path.Join("carbonlint", name), text)
}
