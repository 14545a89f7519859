package policies

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"sort"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// bundled holds the Rego tree of the program.
//
//go:embed lib/*.rego model/*.rego rules/*/*/*.rego
var bundled embed.FS

// source is one Rego file.
type source struct {
	name, text string
}

// ruleID returns the rule that a Rego file belongs to, "" for a file of lib or
// model.
func (s source) ruleID() string {
	dir, ok := strings.CutPrefix(path.Dir(s.name), "rules/")
	if !ok {
		return ""
	}
	return dir
}

// readSources returns the Rego files of a tree that are not tests, by name.
// keep decides by rule id; the files of lib and model are always kept.
func readSources(fsys fs.FS, keep func(id string) bool) ([]source, error) {
	var found []source
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		s := source{name: name}
		if id := s.ruleID(); id != "" && !keep(id) {
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		s.text = string(text)
		found = append(found, s)
		return err
	})
	sort.Slice(found, func(i, j int) bool { return found[i].name < found[j].name })
	return found, err
}

// parsed is one Rego file with its rule's documentation.
type parsed struct {
	source
	module *ast.Module
	rule   *Rule // nil for a file of lib or model
	err    error
}

// parse parses the files on all cores: parsing is a third of a cold start.
func parse(sources []source) ([]parsed, error) {
	files := make([]parsed, len(sources))
	next := make(chan int, len(sources))
	for i := range sources {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				files[i] = parseOne(sources[i])
			}
		})
	}
	wg.Wait()
	for _, f := range files {
		if f.err != nil {
			return nil, f.err
		}
	}
	return files, nil
}

func parseOne(s source) parsed {
	p := parsed{source: s}
	p.module, p.err = ast.ParseModuleWithOpts(s.name, s.text, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if p.err != nil {
		return p
	}
	if id := s.ruleID(); id != "" {
		if p.rule, p.err = readRule(id, s.text); p.err != nil {
			p.err = fmt.Errorf("%s: %w", s.name, p.err)
		}
	}
	return p
}
