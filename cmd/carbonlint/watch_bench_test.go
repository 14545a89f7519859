package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/watch"
)

// BenchmarkWatch is what a person waits for after saving a file of EI 6.4, in
// turns with a cold lint: from the write to the end of what the screen shows,
// with the 50 ms in which nothing may happen, and of that the part in which the
// tree is read and judged.
func BenchmarkWatch(b *testing.B) {
	root := b.TempDir()
	if err := os.CopyFS(root, os.DirFS(treeFor(b, "wso2ei-6.4.0"))); err != nil {
		b.Fatal(err)
	}
	lint := []string{build(b, "carbonlint", "."), "lint", root}
	file := filepath.Join(root, "conf", "carbon.xml")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	screen := new(lockedBuffer)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int)
	go func() { ended <- runUntil(ctx, []string{"watch", root}, strings.NewReader(""), screen, io.Discard) }()
	shown := awaitRun(b, screen, 0)
	var write, judge, cold []time.Duration
	for n := range b.N {
		cold = append(cold, timed(b, lint))
		time.Sleep(50 * time.Millisecond)
		start := time.Now()
		changed := bytes.Replace(text, []byte("<Name>"), fmt.Appendf(nil, "<HostName>node%d</HostName><Name>", n), 1)
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			b.Fatal(err)
		}
		seen := shown
		shown = awaitRun(b, screen, shown)
		write = append(write, time.Since(start))
		judge = append(judge, took(b, screen.String()[seen:shown]))
	}
	cancel()
	<-ended
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(median(write)), "ms/write-to-screen")
	b.ReportMetric(ms(median(judge)), "ms/judge")
	b.ReportMetric(ms(median(cold)), "ms/cold")
	b.ReportMetric(float64(median(judge))/float64(median(cold)), "judge/cold")
	b.ReportMetric(0, "ns/op")
}

// awaitRun waits until the screen has the line that sums a run up, and returns
// where that ends.
func awaitRun(b *testing.B, screen *lockedBuffer, from int) int {
	b.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(200 * time.Microsecond) {
		if text := screen.String(); strings.HasSuffix(text[from:], "s)\n") {
			return len(text)
		}
	}
	b.Fatal("the screen shows no run")
	return 0
}

// took reads the time that a run took from the line that sums it up.
func took(b *testing.B, text string) time.Duration {
	b.Helper()
	last := text[strings.LastIndex(text, " (")+len(" ("):]
	d, err := time.ParseDuration(strings.ReplaceAll(strings.TrimSuffix(last, ")\n"), " ", ""))
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// BenchmarkWatchMemory makes b.N changes of the example home, files that come
// and go among them, and tells the heap at the hundredth and at the last.
func BenchmarkWatchMemory(b *testing.B) {
	root := b.TempDir()
	if err := os.CopyFS(root, os.DirFS(filepath.Join("..", "..", "testdata", "esb"))); err != nil {
		b.Fatal(err)
	}
	f := watchFlags{lintFlags: lintFlags{failOn: "warning", tier: "all"}}
	w, err := newWatching(&streams{nil, io.Discard, io.Discard}, f, []string{root})
	if err != nil {
		b.Fatal(err)
	}
	defer w.watcher.Close()
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	file := filepath.Join(root, "repository", "conf", "carbon.xml")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	var early float64
	for n := range b.N {
		other := filepath.Join(root, "repository", "conf", fmt.Sprintf("identity%d.xml", n%7))
		changed := bytes.Replace(text, []byte("<Name>"), fmt.Appendf(nil, "<HostName>node%d</HostName><Name>", n), 1)
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			b.Fatal(err)
		}
		if n%14 < 7 {
			err = os.WriteFile(other, text, 0o644)
		} else {
			err = os.Remove(other)
		}
		if err != nil {
			b.Fatal(err)
		}
		w.changed(watch.Batch{Paths: []string{file, other}})
		if err := w.turn(context.Background()); err != nil {
			b.Fatal(err)
		}
		if n == 99 {
			early = heap()
		}
	}
	b.ReportMetric(early, "MB/early")
	b.ReportMetric(heap(), "MB/late")
}

// BenchmarkWatchTurn is the part of [BenchmarkWatch] in which the tree is read
// and judged, without the wait for events: its bytes and allocations count the
// work that a change makes, whatever else the machine does.
func BenchmarkWatchTurn(b *testing.B) {
	root := b.TempDir()
	if err := os.CopyFS(root, os.DirFS(treeFor(b, "wso2ei-6.4.0"))); err != nil {
		b.Fatal(err)
	}
	w, err := newWatching(&streams{nil, io.Discard, io.Discard}, watchFlags{lintFlags: lintFlags{failOn: "warning", tier: "all"}}, []string{root})
	if err != nil {
		b.Fatal(err)
	}
	defer w.watcher.Close()
	file := filepath.Join(root, "conf", "carbon.xml")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	time.Sleep(2100 * time.Millisecond) // the files of a tree are seldom young
	n := 0
	turn := func() {
		n++
		changed := bytes.Replace(text, []byte("<Name>"), fmt.Appendf(nil, "<HostName>node%d</HostName><Name>", n), 1)
		if err := os.WriteFile(file, changed, 0o644); err != nil {
			b.Fatal(err)
		}
		w.changed(watch.Batch{Paths: []string{file}})
		if err := w.turn(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	turn()
	b.ReportAllocs()
	for b.Loop() {
		turn()
	}
}
