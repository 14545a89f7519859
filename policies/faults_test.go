package policies

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

// TestFaults makes one realistic mistake at a time in a real product home, and
// compares what the rules say before and after. A story is an archive in
// testdata/faults: its comment tells the mistake and names the homes,
//
//	tree NAME [FOLDER]   start from that tree of ../shared/trees, below the folder
//	twin NAME FOLDER     put that tree there as well
//	elsewhere            the fault shows at another place than the edited line
//
// and its sections are the edits:
//
//	edit FILE       lines with - are the text to replace, those with + the new one; @@ parts edits
//	append FILE     text for the end of the file
//	add FILE        a new file
//	copy FROM TO    a copy of a file
//	delete FILE
//	given EDIT …    an edit that is made before the mistake, and not the mistake
//
// The section want has the findings that the edit adds (+) and takes away (-).
func TestFaults(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "shared", "trees")
	if _, err := os.Stat(root); err != nil {
		if os.Getenv("CARBONLINT_TREES") == "required" {
			t.Fatal(err)
		}
		t.Skip("SKIPPED: ../shared/trees is not here, so no fault was made in a real home")
	}
	stories, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(stories) < 40 {
		t.Fatalf("%d stories, want at least 40: %v", len(stories), err)
	}
	e, err := open(context.Background(), os.DirFS("."), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &faultSuite{engine: e, root: root, before: make(map[string]func() (fstest.MapFS, []Finding, error))}
	for _, name := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			s.story(t, name)
		})
	}
}

// faultSuite keeps what the stories share: the trees and what the rules say of
// them as they are.
type faultSuite struct {
	engine *Engine
	root   string
	mu     sync.Mutex
	before map[string]func() (fstest.MapFS, []Finding, error)
}

func (s *faultSuite) story(t *testing.T, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(data)
	start, elsewhere := "", false
	for line := range strings.Lines(string(archive.Comment)) {
		switch first, _, _ := strings.Cut(strings.TrimSpace(line), " "); first {
		case "tree", "twin":
			start += strings.TrimSpace(line) + "\n"
		case "elsewhere":
			elsewhere = true
		}
	}
	tree, before, err := s.untouched(start)
	if err != nil {
		t.Fatal(err)
	}
	given, mistake := parts(archive)
	if len(given.Files) > 0 {
		tree = maps.Clone(tree)
		if _, _, err := applyFault(tree, given); err != nil {
			t.Fatal(err)
		}
		if before, err = s.judge(tree); err != nil {
			t.Fatal(err)
		}
	}
	after := maps.Clone(tree)
	want, touched, err := applyFault(after, mistake)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := s.judge(after)
	if err != nil {
		t.Fatal(err)
	}
	added, gone := unlike(findings, before), unlike(before, findings)
	if len(added) == 0 {
		t.Error("the fault is not found")
	}
	caught := elsewhere
	for _, f := range added {
		caught = caught || touched.holds(f.Place) || slices.ContainsFunc(f.Related, func(r Related) bool { return touched.holds(r.Place) })
	}
	if !caught {
		t.Error("nothing is reported at an edited line")
	}
	var got strings.Builder
	for _, f := range gone {
		fmt.Fprintf(&got, "- %s: %s: %s [%s]\n", f.File, f.Severity, f.Message, f.Rule)
	}
	for _, f := range added {
		fmt.Fprintf(&got, "+ %s:%d:%d: %s: %s [%s]\n", f.File, f.Line, f.Column, f.Severity, f.Message, f.Rule)
	}
	if *update {
		rewrite(t, name, archive, got.String(), "")
		return
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("what changes differs (-want +got); -update rewrites it:\n%s", diff)
	}
}

// parts splits a story into what is given and the mistake.
func parts(archive *txtar.Archive) (given, mistake *txtar.Archive) {
	given, mistake = new(txtar.Archive), new(txtar.Archive)
	for _, section := range archive.Files {
		if name, ok := strings.CutPrefix(section.Name, "given "); ok {
			given.Files = append(given.Files, txtar.File{Name: name, Data: section.Data})
		} else {
			mistake.Files = append(mistake.Files, section)
		}
	}
	return given, mistake
}

// untouched returns the tree that a story starts from and its findings.
func (s *faultSuite) untouched(start string) (fstest.MapFS, []Finding, error) {
	s.mu.Lock()
	get, ok := s.before[start]
	if !ok {
		get = onceTree(func() (fstest.MapFS, []Finding, error) {
			fsys := make(fstest.MapFS)
			for line := range strings.Lines(start) {
				words := append(strings.Fields(line), ".")
				if err := readTree(fsys, filepath.Join(s.root, filepath.FromSlash(words[1])), words[2]); err != nil {
					return nil, nil, err
				}
			}
			findings, err := s.judge(fsys)
			return fsys, findings, err
		})
		s.before[start] = get
	}
	s.mu.Unlock()
	return get()
}

func (s *faultSuite) judge(fsys fs.FS) ([]Finding, error) {
	tree, err := loader.Load(fsys)
	if err != nil {
		return nil, err
	}
	tree.At(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	r, err := s.engine.Evaluate(context.Background(), tree)
	if err == nil && len(r.Failures) > 0 {
		err = fmt.Errorf("%s: %s", r.Failures[0].Rule, r.Failures[0].Message)
	}
	return r.Findings, err
}

// readTree copies a directory into a tree, below a folder.
func readTree(fsys fstest.MapFS, dir, folder string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		fsys[strings.TrimPrefix(folder+"/"+name, "./")] = &fstest.MapFile{Data: data}
		return err
	})
}

// unlike returns the findings that have no like among others. A finding is
// told by its words and path, since lines move with an edit.
func unlike(findings, others []Finding) (list []Finding) {
	key := func(f Finding) string {
		return strings.Join([]string{f.Rule, f.File, f.Path, string(f.Severity), f.Message}, "\x00")
	}
	count := make(map[string]int)
	for _, f := range others {
		count[key(f)]++
	}
	for _, f := range findings {
		if count[key(f)]--; count[key(f)] < 0 {
			list = append(list, f)
		}
	}
	return list
}

// lines are the lines of files that an edit wrote.
type lines map[string][][2]int

func (l lines) add(file string, text []byte, start, end int) {
	first := 1 + bytes.Count(text[:start], []byte("\n"))
	l[file] = append(l[file], [2]int{first, first + bytes.Count(text[start:end], []byte("\n"))})
}

func (l lines) holds(p Place) bool {
	for _, r := range l[p.File] {
		if p.EndLine >= r[0] && p.Line <= r[1] {
			return true
		}
	}
	return false
}

// applyFault makes the edits of a story and returns its want section.
func applyFault(fsys fstest.MapFS, archive *txtar.Archive) (want string, touched lines, err error) {
	touched = make(lines)
	for _, section := range archive.Files {
		words := strings.Fields(section.Name)
		if words[0] == "want" {
			want = string(section.Data)
			continue
		}
		if len(words) < 2 {
			return "", nil, fmt.Errorf("section %q names no file", section.Name)
		}
		name := words[1]
		old := fsys[name]
		if exists := old != nil; exists == (words[0] == "add") {
			return "", nil, fmt.Errorf("%s: in the tree: %t", section.Name, exists)
		}
		switch words[0] {
		case "add":
			fsys[name] = &fstest.MapFile{Data: section.Data}
			touched.add(name, section.Data, 0, len(section.Data))
		case "append":
			data := append(bytes.Clone(old.Data), section.Data...)
			fsys[name] = &fstest.MapFile{Data: data}
			touched.add(name, data, len(old.Data), len(data))
		case "copy":
			fsys[words[2]] = old
			touched.add(words[2], old.Data, 0, len(old.Data))
		case "delete":
			delete(fsys, name)
		case "edit":
			data, err := editFault(name, old.Data, string(section.Data), touched)
			if err != nil {
				return "", nil, err
			}
			fsys[name] = &fstest.MapFile{Data: data}
		default:
			return "", nil, fmt.Errorf("there is no edit %q", words[0])
		}
	}
	return want, touched, nil
}

// editFault replaces texts that stand in a file once, from top to bottom.
func editFault(name string, data []byte, edits string, touched lines) ([]byte, error) {
	for edit := range strings.SplitSeq(edits, "@@\n") {
		var old, new []string
		for line := range strings.Lines(edit) {
			line = strings.TrimSuffix(line, "\n")
			switch {
			case strings.HasPrefix(line, "-"):
				old = append(old, line[1:])
			case strings.HasPrefix(line, "+"):
				new = append(new, line[1:])
			default:
				return nil, fmt.Errorf("edit %s: %q begins with neither - nor +", name, line)
			}
		}
		from, to := []byte(strings.Join(old, "\n")), []byte(strings.Join(new, "\n"))
		if n := bytes.Count(data, from); n != 1 {
			return nil, fmt.Errorf("edit %s: %q stands there %d times", name, from, n)
		}
		at := bytes.Index(data, from)
		data = bytes.Join([][]byte{data[:at], to, data[at+len(from):]}, nil)
		touched.add(name, data, at, at+len(to))
	}
	return data, nil
}

// onceTree is [sync.OnceValues] for three values.
func onceTree(f func() (fstest.MapFS, []Finding, error)) func() (fstest.MapFS, []Finding, error) {
	var once sync.Once
	var fsys fstest.MapFS
	var findings []Finding
	var err error
	return func() (fstest.MapFS, []Finding, error) {
		once.Do(func() { fsys, findings, err = f() })
		return fsys, findings, err
	}
}
