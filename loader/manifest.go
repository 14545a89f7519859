package loader

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// KindManifest are manifests of Kubernetes. What the rules see of one are the
// files in its ConfigMaps, each of a kind of its own.
const KindManifest = "manifest"

// notJudgedTwice is why a folder of manifests is not judged.
const notJudgedTwice = "more than one ConfigMap in this folder holds a file of the same name, and nothing tells which server reads which"

// manifestKind matches the line that says what a document of a manifest is.
// Few trees have one.
var manifestKind = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t-]*kind:[ \t]*["']?(?:ConfigMap|Secret)["']?[ \t]*(?:#.*)?\r?$`)
})

// blockKey matches the line before a text that keeps its lines: carbon.xml: |-
var blockKey = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*(?:"([^"]+)"|'([^']+)'|([\w.-]+))[ \t]*:[ \t]*\|[-+0-9]*[ \t]*(?:#.*)?$`)
})

// manifestName reports whether a name is that of a manifest of Kubernetes, or
// of a template for one.
func manifestName(name string) bool {
	base, _ := templateSuffix(name)
	return strings.HasSuffix(base, ".yaml") || strings.HasSuffix(base, ".yml")
}

// block is a file that a ConfigMap or a Secret holds as a block of text.
type block struct {
	key string
	// text is the lines of the block with their ends.
	text Span
	// indent is what its lines begin with.
	indent string
}

// manifestBlocks returns the files in the ConfigMaps and Secrets of a manifest,
// in the order of the text. It reads lines and no YAML, for what stands around
// the blocks may be a template.
func manifestBlocks(src *Source) []block {
	if !strings.Contains(src.Text, "ConfigMap") && !strings.Contains(src.Text, "Secret") {
		return nil
	}
	var all, document []block
	begin := 0
	end := func(at int) {
		if manifestKind().MatchString(src.Text[begin:at]) {
			all = append(all, document...)
		}
		begin, document = at, nil
	}
	for n := 1; n <= src.Lines(); n++ {
		line := src.LineSpan(n)
		text := src.Slice(line)
		if strings.HasPrefix(text, "---") {
			end(line.Start)
			continue
		}
		m := blockKey().FindStringSubmatch(text)
		if m == nil {
			continue
		}
		last, indent := blockEnd(src, n)
		if last == n {
			continue
		}
		document = append(document, block{m[1] + m[2] + m[3], Span{src.lines[n], src.lineOf(src.LineSpan(last).Start).End}, indent})
		n = last
	}
	end(len(src.Text))
	return all
}

// blockEnd returns the last line of the block whose key stands on a line, and
// what the block's lines begin with. Tags of a template may stand farther left.
func blockEnd(src *Source, key int) (last int, indent string) {
	outer := src.indentOf(src.LineSpan(key).Start)
	last = key
	for n := key + 1; n <= src.Lines(); n++ {
		line := src.LineSpan(n)
		text := strings.TrimLeft(src.Slice(line), " \t")
		own := src.indentOf(line.Start)
		switch {
		case text == "":
		case len(own) > len(outer):
			if last == key {
				indent = own
			}
			last = n
		case last == key || !strings.HasPrefix(text, "{{"):
			return last, indent
		}
	}
	return last, indent
}

// blockFile tells the kind and format of a file in a ConfigMap by its name:
// where a server mounts it is not known.
func blockFile(key string) (kind string, f format, ok bool) {
	for _, rel := range []string{"bin/" + key, "bin/yajsw/" + key} {
		if f, ok := launcher(rel); ok {
			return KindLauncher, f, true
		}
	}
	switch {
	case loadedDatasources(key):
		return KindDatasources, formatXML, true
	case unloaded[key] || key == "web.xml" || key == "context.xml":
		return "", formatNone, false // there are several of that name
	}
	return confFile(key)
}

// manifestHome is the home whose files the ConfigMaps in a folder hold, nil
// when they hold none that tells a home.
func manifestHome(l *listing, dir string) *Home {
	counts := make(map[string]int)
	toml := false
	for _, name := range l.dirs[dir] {
		if !manifestName(name) {
			continue
		}
		full := path.Join(dir, name)
		if !l.contains(full, "configmaps", func(text []byte) bool { return len(manifestBlocks(NewSource("", string(text)))) > 0 }) {
			continue
		}
		for i := range marks {
			m := &marks[i]
			count := func(n int) bool {
				return l.contains(full, "configmap\x00"+m.name+"\x00"+m.root+string(rune('0'+n)), func(text []byte) bool { return m.blocks(string(text)) > n })
			}
			for n := 0; n < 2 && count(n); n++ {
				counts[m.name+m.root]++
			}
		}
		toml = toml || l.contains(full, "configmap\x00toml", tomlBlock)
	}
	switch {
	case toml:
		return &Home{Path: dir, Conf: dir, Layout: LayoutConfOnly, NotJudged: notJudgedTOML}
	case len(counts) == 0:
		return nil
	}
	h := &Home{Path: dir, Conf: dir, Layout: LayoutConfOnly, manifests: true}
	for _, n := range counts {
		if n > 1 {
			h.NotJudged = notJudgedTwice
		}
	}
	return h
}

// blocks counts the files in the ConfigMaps of a manifest that have the mark.
func (m *mark) blocks(text string) int {
	src, n := NewSource("", text), 0
	for _, b := range manifestBlocks(src) {
		if b.key == path.Base(m.name) && m.in([]byte(src.Slice(b.text))) {
			n++
		}
	}
	return n
}

// tomlBlock reports whether a ConfigMap holds a deployment.toml of WSO2.
func tomlBlock(text []byte) bool {
	src := NewSource("", string(text))
	return slices.ContainsFunc(manifestBlocks(src), func(b block) bool {
		return b.key == "deployment.toml" && tables().MatchString(src.Slice(b.text))
	})
}

// split decodes the files in the ConfigMaps of a manifest. The manifest gets
// what all of them hold, so that its lines are shown and edited like others.
func (f *File) split() *Problem {
	var names []string
	blocks := manifestBlocks(f.Source)
	for _, b := range blocks {
		names = append(names, b.key)
	}
	copies, _ := variants(names)
	var problem *Problem
	for _, b := range blocks {
		kind, format, ok := blockFile(b.key)
		if !ok || copies[b.key] {
			continue
		}
		inner := &File{Name: f.Name, Kind: kind, Source: NewSource(f.Name, f.Source.Slice(b.text)), format: format}
		inner.decode()
		part := f.part(inner, b)
		f.parts = append(f.parts, part)
		if problem == nil {
			problem = part.Problem
		}
		first := len(f.Entries)
		f.Entries = append(f.Entries, part.Entries...)
		for _, it := range part.Items {
			it.First, it.End = it.First+first, it.End+first
			f.Items = append(f.Items, it)
		}
		f.Comments = append(f.Comments, part.Comments...)
		f.Directives = append(f.Directives, part.Directives...)
	}
	return problem
}

// part is a file of a ConfigMap at its place in the manifest.
func (f *File) part(inner *File, b block) *File {
	by := b.text.Start
	p := &File{
		Name: f.Name, Kind: inner.Kind, Source: f.Source, format: inner.format, broken: inner.broken,
		stores: inner.stores, passwords: inner.passwords,
		whole: f, inner: inner, block: b,
	}
	p.Root = inner.Root.moved(by)
	for _, e := range inner.Entries {
		e.Span, e.Key = e.Span.moved(by), e.Key.moved(by)
		p.Entries = append(p.Entries, e)
	}
	for _, it := range inner.Items {
		it.Span = it.Span.moved(by)
		p.Items = append(p.Items, it)
	}
	for _, c := range inner.Comments {
		p.Comments = append(p.Comments, c.moved(by))
	}
	above := f.Source.lineAt(by)
	for _, d := range inner.Directives {
		d.Start.Line, d.End.Line = d.Start.Line+above, d.End.Line+above
		d.Covers = slices.Clone(d.Covers)
		for i := range d.Covers {
			d.Covers[i].Start.Line, d.Covers[i].End.Line = d.Covers[i].Start.Line+above, d.Covers[i].End.Line+above
		}
		p.Directives = append(p.Directives, d)
	}
	if inner.Problem != nil {
		problem := *inner.Problem
		problem.Span = problem.Span.moved(by)
		p.Problem = &problem
	}
	return p
}

func (s Span) moved(by int) Span { return Span{s.Start + by, s.End + by} }

// Whole returns the file that the tree has: a file in a ConfigMap is a part of
// its manifest, all others are whole.
func (f *File) Whole() *File {
	if f.whole != nil {
		return f.whole
	}
	return f
}

// Part returns the file of a ConfigMap in which an offset of its manifest lies,
// and the file itself where there is none.
func (f *File) Part(offset int) *File {
	for _, p := range f.parts {
		if s := p.block.text; s.Start <= offset && offset < s.End {
			return p
		}
	}
	return f
}

// Base returns the base name that the file has for the server: without the
// suffix of a template, and of a file in a ConfigMap its key there.
func (f *File) Base() string {
	if f.whole != nil {
		return f.block.key
	}
	base, _ := templateSuffix(path.Base(f.Name))
	return base
}

// adoptPart brings a sample into the file of a ConfigMap that a place is in.
func (f *File) adoptPart(at Edit, language, sample string) ([]Edit, error) {
	p := f.Part(at.Span.Start)
	if p == f || at.Path == "" {
		return nil, errNotEdited
	}
	by := p.block.text.Start
	at.Span = at.Span.moved(-by)
	edits, err := p.inner.Adopt(at, language, sample)
	for i := range edits {
		edits[i].Span = edits[i].Span.moved(by)
	}
	return edits, err
}

// editPart makes the edit in the file of a ConfigMap that it is about. New lines
// begin as those of the block do.
func (f *File) editPart(e Edit) ([]Replacement, error) {
	for _, p := range f.parts {
		if t, err := p.find(e); err != nil || e.Path == "" || t == (target{}) {
			continue
		}
		by := p.block.text.Start
		e.Span = e.Span.moved(-by)
		changes, err := p.inner.replacements(e)
		for i := range changes {
			c := &changes[i]
			c.Span = c.Span.moved(by)
			lines := strings.SplitAfter(c.Text, "\n")
			for n, line := range lines {
				begins := n > 0 || c.Start == f.Source.lineOf(c.Start).Start
				if begins && strings.Trim(line, " \t\r\n") != "" && !strings.HasPrefix(line, p.block.indent) {
					lines[n] = p.block.indent + line
				}
			}
			c.Text = strings.Join(lines, "")
		}
		return changes, err
	}
	return nil, errNotEdited
}

// spread puts the files of ConfigMaps in place of their manifests.
func (h *Home) spread() {
	files := make([]*File, 0, len(h.Files))
	for _, f := range h.Files {
		if f.Kind != KindManifest || f.Problem != nil && len(f.parts) == 0 {
			files = append(files, f)
		}
		files = append(files, f.parts...)
	}
	h.Files = files
}
