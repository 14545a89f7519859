package policies

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

var edits = flag.Int("edits", 20, "how many random edits TestMemoryRandom makes")

// TestMemoryRandom edits, creates, moves and deletes at random in two homes of
// one cluster, and compares what a memory makes of each step with what a new
// run finds. Mostly the cache is told what has happened, as watch does, and now
// and then it has to look for itself. With -edits 1000 it is the proof that
// watch relies on.
func TestMemoryRandom(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			e := newEditor(t, seed)
			s := newAgainTest(t, e.root)
			s.compare("at first")
			for i := range *edits {
				what := e.edit()
				if e.IntN(4) > 0 {
					s.cache.Told(e.touched...)
					what += ", told"
				}
				s.compare(fmt.Sprintf("after edit %d, %s", i+1, what))
			}
			if s.asked == 0 || s.asked >= s.all {
				t.Errorf("rules were asked %d times, %d without a memory", s.asked, s.all)
			}
		})
	}
}

// againTest compares runs with and without a memory.
type againTest struct {
	*testing.T
	root       string
	engine     *Engine
	memory     *Memory
	cache      *loader.Cache
	asked, all int
}

func newAgainTest(t *testing.T, root string) *againTest {
	t.Helper()
	engine, err := New(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &againTest{T: t, root: root, engine: engine, memory: engine.NewMemory(), cache: loader.NewCache()}
}

// shownReport is all of a report that a reporter can see but the tree.
type shownReport struct {
	Findings []Finding
	Waived   []Waived
	Verdicts []Verdict
	Failures []Failure
	Rules    []string
}

// run judges the tree, with what was kept or from the beginning.
func (s *againTest) run(cache *loader.Cache, memory *Memory) *shownReport {
	s.Helper()
	tree, err := cache.Load(os.DirFS(s.root), nil)
	if err != nil {
		s.Fatal(err)
	}
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	tree.At(now)
	report, err := s.engine.EvaluateAgain(context.Background(), tree, memory)
	if err != nil {
		s.Fatal(err)
	}
	report.Waive(Waivers{Now: now})
	shown := &shownReport{report.Findings, report.Waived, report.Verdicts, report.Failures, nil}
	for _, r := range report.Rules {
		shown.Rules = append(shown.Rules, r.ID)
	}
	return shown
}

func (s *againTest) compare(when string) {
	s.Helper()
	got := s.run(s.cache, s.memory)
	s.asked += s.memory.Asked()
	want := s.run(nil, nil)
	s.all += len(want.Verdicts)
	if diff := cmp.Diff(want, got); diff != "" {
		s.Fatalf("%s: a new run (-) and one with a memory (+) differ:\n%s", when, diff)
	}
}

// askedFew checks that some rules were asked the last time, and no more than a
// quarter of all.
func (s *againTest) askedFew(all int, when string) {
	s.Helper()
	if n := s.memory.Asked(); n == 0 || n > all/4 {
		s.Errorf("%s %d rules are asked, %d at first", when, n, all)
	}
}

// TestMemoryAsksFew checks that a change asks no more rules than it has to.
func TestMemoryAsksFew(t *testing.T) {
	t.Parallel()
	e := newEditor(t, 1)
	s := newAgainTest(t, e.root)
	s.compare("at first")
	all := s.memory.Asked()
	s.compare("without a change")
	if n := s.memory.Asked(); n != 0 {
		t.Errorf("without a change %d rules are asked", n)
	}
	script := filepath.Join(e.root, "nodes/a/bin/wso2server.sh")
	e.write(script, "#!/bin/sh\n"+e.read(script))
	s.compare("after a line in a launcher")
	s.askedFew(all, "after a line in a launcher")
}

// TestMemoryBrokenOff checks that an evaluation which is broken off, as the
// language server does while somebody types, costs the next one nothing.
func TestMemoryBrokenOff(t *testing.T) {
	t.Parallel()
	e := newEditor(t, 1)
	s := newAgainTest(t, e.root)
	s.compare("at first")
	all := s.memory.Asked()
	carbon := filepath.Join(e.root, "nodes/a/repository/conf/carbon.xml")
	text := e.read(carbon)
	for i := range 3 {
		e.write(carbon, strings.Replace(text, "</Name>", fmt.Sprintf("</Name><HostName>node%d.acme.com</HostName>", i), 1))
		tree, err := s.cache.Load(os.DirFS(s.root), nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := s.engine.EvaluateAgain(ctx, tree, s.memory); err == nil {
			t.Error("an evaluation that is broken off has no error")
		}
		if i > 0 {
			s.compare("after one that was broken off")
			s.askedFew(all, "after one that was broken off")
		}
	}
}

// TestNeedsHold checks that no rule looks at more than it is known to need:
// with a document of that alone it gives the same.
func TestNeedsHold(t *testing.T) {
	t.Parallel()
	e := newEditor(t, 1)
	s := newAgainTest(t, e.root)
	tree, err := loader.Load(os.DirFS(e.root))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range tree.Homes {
		for _, r := range s.engine.rules {
			ask := func(want *loader.Want) string {
				a, err := s.engine.session(s.engine.document(h, want)).eval(context.Background(), r)
				if err != nil {
					t.Fatal(r.ID, err)
				}
				return fmt.Sprintf("%v and %v", a.findings, a.subjects)
			}
			if got, want := ask(s.memory.needs[r].want), ask(nil); got != want {
				t.Errorf("%s in %s: of its part of the document %s, of all of it %s", r.ID, h.Path, got, want)
			}
		}
	}
}

// BenchmarkAgain is what watch does after a change of one file of EI 6.4, which
// is five homes: read the tree and judge what it touches.
func BenchmarkAgain(b *testing.B) {
	source := filepath.Join("..", "..", "shared", "trees", "wso2ei-6.4.0")
	if !exists(source) {
		b.Skipf("SKIPPED: %s is not here", source)
	}
	root := b.TempDir()
	if err := os.CopyFS(root, os.DirFS(source)); err != nil {
		b.Fatal(err)
	}
	engine, err := New(context.Background(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"nothing", "bin/integrator.sh", "conf/carbon.xml", "conf/datasources/master-datasources.xml", "conf/axis2/axis2.xml", "conf/user-mgt.xml"} {
		b.Run(filepath.Base(name), func(b *testing.B) {
			cache, memory := loader.NewCache(), engine.NewMemory()
			asked, file := 0, filepath.Join(root, name)
			text, _ := os.ReadFile(file)
			defer func() {
				if len(text) > 0 {
					_ = os.WriteFile(file, text, 0o644)
				}
			}()
			again := func() {
				tree, err := cache.Load(os.DirFS(root), nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := engine.EvaluateAgain(context.Background(), tree, memory); err != nil {
					b.Fatal(err)
				}
				asked += memory.Asked()
			}
			again()
			asked = 0
			n := 0
			for b.Loop() {
				if n++; len(text) > 0 {
					if err := os.WriteFile(file, append(slices.Clone(text), strings.Repeat("\n", n%7)...), 0o644); err != nil {
						b.Fatal(err)
					}
				}
				again()
			}
			b.ReportMetric(float64(asked)/float64(n), "asked/op")
		})
	}
}

// TestMemoryKeeps checks what is computed and built again after a change: what
// looks at the host name and the file that has it, and no more.
func TestMemoryKeeps(t *testing.T) {
	t.Parallel()
	e := newEditor(t, 1)
	s := newAgainTest(t, e.root)
	carbon := filepath.Join(e.root, "nodes/a/repository/conf/carbon.xml")
	text := e.read(carbon)
	name := func(host string) *judged {
		e.write(carbon, strings.Replace(text, "</Name>", "</Name><HostName>"+host+"</HostName>", 1))
		s.compare("with the host name " + host)
		return s.memory.homes["nodes/a"]
	}
	name("one.acme.com")
	home := name("two.acme.com")
	value := func(j *judged, noun string) *ast.Term {
		v, _ := j.computed.Get(ast.MustParseRef("data.carbonlint.model." + noun))
		return v
	}
	ports, own := value(home, "ports"), value(home, "host_name")
	sources, settings := home.parts.items["datasources"].value, home.parts.settings["carbon.xml"].value
	if ports == nil || own == nil || sources == nil || settings == nil {
		t.Fatalf("kept of the home are ports: %v, names: %v, data sources: %v, carbon.xml: %v", ports != nil, own != nil, sources != nil, settings != nil)
	}
	home = name("six.acme.com")
	if value(home, "ports") != ports {
		t.Error("the ports are computed again")
	}
	if value(home, "host_name") == own {
		t.Error("the host name is not")
	}
	if home.parts.items["datasources"].value != sources {
		t.Error("the data sources are built again")
	}
	if home.parts.settings["carbon.xml"].value == settings {
		t.Error("the settings of carbon.xml are not")
	}
}
