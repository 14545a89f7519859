package lsp

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

const (
	// debounce is how long a folder waits for the next change before it is
	// judged.
	debounce = 50 * time.Millisecond
	// maxDebounce is how long a row of changes may put that off.
	maxDebounce = 10 * debounce
	// starving is how long changes may keep one judgement after the other from
	// coming to its end: a server that writes its log does so without end.
	starving = 2 * time.Second
)

// folder is a tree that is judged again after each change.
type folder struct {
	// base is the absolute path, with slashes.
	base   string
	judge  Judge
	open   func() buffers
	judged func(*folder, *judgement)
	failed func(error)

	dirty map[string]bool // the files that were ever open
	wake  chan struct{}
	close context.CancelFunc
	ended <-chan struct{}

	mu     sync.Mutex
	wanted int // the number of the newest change
	// behind is when the oldest change came that is not judged, zero when all
	// are.
	behind time.Time
	cancel context.CancelFunc
	newest *judgement
	next   chan struct{} // closed when there is a newer judgement
}

// judgement is what was found in a folder after a change.
type judgement struct {
	*Result
	number int
	base   string
	// open are the buffers that were judged, by path in the folder.
	open map[string]*buffer
	// before is the last judgement that has a report, kept by one that has none
	// as the configuration is wrong.
	before *judgement
	// nouns are those of the model that were asked for, by home and name.
	nouns nounCache
}

// errClosed ends the requests that wait for a folder which is no longer open.
var errClosed = errors.New("the folder is closed")

// start begins to judge the folder until it is closed.
func (f *folder) start(ctx context.Context) {
	ctx, f.close = context.WithCancel(ctx)
	f.ended = ctx.Done()
	f.dirty = make(map[string]bool)
	f.wake, f.next = make(chan struct{}, 1), make(chan struct{})
	go f.run(ctx)
	f.touch()
}

// touch has the folder judged again. What is being judged is out of date, and
// ends unless it is long since one came to its end.
func (f *folder) touch() {
	f.mu.Lock()
	f.wanted++
	if f.behind.IsZero() {
		f.behind = time.Now()
	}
	if f.cancel != nil && time.Since(f.behind) < starving {
		f.cancel()
	}
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *folder) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
		f.settle(ctx)
		if ctx.Err() == nil {
			f.once(ctx)
		}
	}
}

// settle waits until no change has come for a moment.
func (f *folder) settle(ctx context.Context) {
	end := time.Now().Add(maxDebounce)
	timer := time.NewTimer(debounce)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case <-f.wake:
			timer.Reset(min(debounce, time.Until(end)))
		}
	}
}

// once judges the folder as it is now.
func (f *folder) once(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f.mu.Lock()
	j := &judgement{number: f.wanted, base: f.base}
	f.cancel = cancel
	f.mu.Unlock()
	open := f.open()
	j.open = open.in(f.base)
	for name := range j.open {
		f.dirty[name] = true
	}
	var err error
	j.Result, err = f.try(ctx, open, j.open)
	if ctx.Err() != nil {
		return // a newer change is to be judged
	}
	if err != nil {
		f.failed(err)
		j.Result = new(Result)
	}
	f.mu.Lock()
	if j.Report == nil && len(j.Problems) > 0 {
		j.before = f.newest.reported()
	}
	f.newest = j
	if f.behind = (time.Time{}); f.wanted > j.number {
		f.behind = time.Now()
	}
	close(f.next)
	f.next = make(chan struct{})
	f.mu.Unlock()
	f.judged(f, j)
}

// crash is a fault of the program. What it says may be text of the tree, so that
// it goes to the log of the server alone.
type crash struct {
	cause any
	stack []byte
}

func (c *crash) Error() string { return fmt.Sprintf("%v\n%s", c.cause, c.stack) }

// try judges the folder; a fault of the program is an error.
func (f *folder) try(ctx context.Context, all buffers, open map[string]*buffer) (r *Result, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &crash{cause, debug.Stack()}
		}
	}()
	base := native(f.base)
	if info, err := os.Stat(base); err != nil || !info.IsDir() {
		return new(Result), nil // the folder is gone, and all that was in it
	}
	return f.judge(ctx, Request{
		Base: base, Files: over(loader.Disk(base), open), Dirty: slices.Collect(maps.Keys(f.dirty)),
		Read: func(name string) ([]byte, error) {
			if b := all[filepath.ToSlash(name)]; b != nil {
				return []byte(b.Text), nil
			}
			return loader.ReadDisk(name)
		},
	})
}

// current waits for a judgement of all changes up to now.
func (f *folder) current(ctx context.Context) (*judgement, error) {
	f.mu.Lock()
	want := f.wanted
	for f.newest == nil || f.newest.number < want {
		next := f.next
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.ended:
			return nil, errClosed
		case <-next:
		}
		f.mu.Lock()
	}
	defer f.mu.Unlock()
	return f.newest, nil
}

// reported is the judgement, or the one before it that has a report; nil when
// there is none.
func (j *judgement) reported() *judgement {
	if j == nil || j.Report != nil {
		return j
	}
	return j.before
}

// file returns a file that the judgement read, nil when it did not.
func (j *judgement) file(name string) *loader.File {
	if j.Report == nil || j.Report.Tree == nil {
		return nil
	}
	return j.Report.Tree.File(name)
}

// home returns the home of a file of the tree, nil when it has none.
func (j *judgement) home(f *loader.File) *loader.Home {
	for _, h := range j.Report.Tree.Homes {
		for _, own := range h.Files {
			if own.Whole() == f {
				return h
			}
		}
	}
	return nil
}

// rule returns the rule of that id, nil when there is none.
func (j *judgement) rule(id string) *policies.Rule {
	for _, r := range j.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// uri returns the document of a file of the folder, as the editor calls it.
func (j *judgement) uri(name string) string {
	if b := j.open[name]; b != nil {
		return b.uri
	}
	return uriOf(filepath.ToSlash(filepath.Join(j.base, name)))
}

// rangeOf returns the range of a place as the editor counts.
func (j *judgement) rangeOf(p policies.Place, e encoding) Range {
	d, ok := sourceOf(j.open, j.file(p.File))
	if b := j.open[p.File]; !ok && b != nil {
		d, ok = b.document, true
	}
	if !ok {
		return Range{Position{max(p.Line-1, 0), max(p.Column-1, 0)}, Position{max(p.EndLine-1, 0), max(p.EndColumn-1, 0)}}
	}
	return d.rangeOf(e, p.Span(d.Source))
}
