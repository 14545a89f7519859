// Package watch tells when files have changed. A [Tree] knows which folders a
// run looked into, and a [Watcher] waits until something happens in them.
package watch

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options are the times that a watcher keeps; the zero value has the usual
// ones.
type Options struct {
	// Settle is how long nothing may happen until a batch is complete, and Cap
	// how long a batch may grow.
	Settle, Cap time.Duration
	// Poll is how often to look where the system does not tell.
	Poll time.Duration
	// Polling has it look even where the system does tell: of network folders
	// it tells nothing.
	Polling bool
}

const (
	usualSettle = 50 * time.Millisecond
	usualCap    = 250 * time.Millisecond
	usualPoll   = time.Second
)

// Batch is what happened since the last one.
type Batch struct {
	// Paths are the absolute paths that something happened to, sorted. There
	// are none where that is not known.
	Paths []string
	// Missed is set when the system lost count: anything may have changed.
	Missed bool
}

// Watcher waits for changes in a set of folders, without those below them. Its
// methods are for one goroutine.
type Watcher struct {
	options Options
	notify  *fsnotify.Watcher // nil when it polls
	reason  error
	ended   chan struct{}
	wake    chan struct{}

	mu          sync.Mutex
	dirs        map[string]*folder
	paths       map[string]bool
	missed      bool
	first, last time.Time // of the events of the batch, zero for none
}

// folder is one that is watched.
type folder struct {
	info fs.FileInfo
	// names are those that count; nil counts all.
	names []string
	// lost is set when the folder was removed or renamed, so that what has its
	// name now has to be watched anew.
	lost bool
}

// New returns a watcher of no folder. Where the system cannot tell of changes
// it polls.
func New(o Options) *Watcher {
	if o.Settle <= 0 {
		o.Settle = usualSettle
	}
	if o.Cap <= 0 {
		o.Cap = usualCap
	}
	if o.Poll <= 0 {
		o.Poll = usualPoll
	}
	w := &Watcher{
		options: o, dirs: make(map[string]*folder), paths: make(map[string]bool),
		wake: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	if o.Polling {
		close(w.ended)
		return w
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		close(w.ended)
		w.reason = err
		return w
	}
	w.notify = notify
	go w.collect(notify)
	return w
}

// Polls reports whether the watcher looks from time to time, and why; the error
// is nil when it was asked to.
func (w *Watcher) Polls() (bool, error) { return w.notify == nil, w.reason }

// Close ends the watcher.
func (w *Watcher) Close() {
	if w.notify != nil {
		w.notify.Close()
	}
	<-w.ended
}

// collect takes the events from the system as they come, so that its queue does
// not overflow while nobody waits for a batch.
func (w *Watcher) collect(notify *fsnotify.Watcher) {
	defer close(w.ended)
	for {
		select {
		case event, ok := <-notify.Events:
			if !ok {
				return
			}
			w.event(event)
		case _, ok := <-notify.Errors:
			if !ok {
				return
			}
			// Whatever went wrong, events may be missing.
			w.mu.Lock()
			w.missed = true
			w.stir()
			w.mu.Unlock()
		}
	}
}

// event adds what happened to the batch if it counts.
func (w *Watcher) event(event fsnotify.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if own := w.dirs[event.Name]; own != nil && event.Op.Has(fsnotify.Remove|fsnotify.Rename) {
		own.lost = true
	}
	dir, base := filepath.Split(event.Name)
	parent := w.dirs[filepath.Clean(dir)]
	switch {
	case Transient(base):
		return
	case w.dirs[event.Name] != nil:
	case parent == nil || parent.names != nil && !slices.Contains(parent.names, base):
		return
	}
	w.paths[event.Name] = true
	w.stir()
}

// stir notes the time and wakes who waits.
func (w *Watcher) stir() {
	w.last = time.Now()
	if w.first.IsZero() {
		w.first = w.last
	}
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Next waits for the next batch. The error is that of the context.
func (w *Watcher) Next(ctx context.Context) (Batch, error) {
	var tick <-chan time.Time
	if w.notify == nil {
		timer := time.NewTimer(w.options.Poll)
		defer timer.Stop()
		tick = timer.C
	}
	select {
	case <-ctx.Done():
		return Batch{}, ctx.Err()
	case <-tick:
		return Batch{}, nil
	case <-w.wake:
	}
	for {
		w.mu.Lock()
		wait := min(time.Until(w.last.Add(w.options.Settle)), time.Until(w.first.Add(w.options.Cap)))
		if wait <= 0 {
			b := Batch{slices.Sorted(maps.Keys(w.paths)), w.missed}
			clear(w.paths)
			w.missed, w.first = false, time.Time{}
			select {
			case <-w.wake:
			default:
			}
			w.mu.Unlock()
			return b, nil
		}
		w.mu.Unlock()
		select {
		case <-ctx.Done():
			return Batch{}, ctx.Err()
		case <-time.After(wait):
		}
	}
}

// Set replaces the folders: those of which all counts, and those of which some
// names do. Of a folder that is not there the nearest one above it is watched.
// It reports whether a folder is new: what happened in it before it was watched
// nobody told, so that it has to be looked into once more.
func (w *Watcher) Set(whole []string, some map[string][]string) (grown bool) {
	if w.notify == nil {
		return false
	}
	wanted := make(map[string]*folder)
	for _, dir := range whole {
		if dir, info := nearest(dir); info != nil {
			wanted[dir] = &folder{info: info}
		}
	}
	for dir, names := range some {
		at, info := nearest(dir)
		if info == nil {
			continue
		}
		if at != dir {
			names = nil // the folder itself may come
		}
		switch f := wanted[at]; {
		case f == nil:
			wanted[at] = &folder{info: info, names: names}
		case names == nil:
			f.names = nil
		case f.names != nil:
			f.names = append(f.names, names...)
		}
	}
	for dir := range w.current() {
		if wanted[dir] == nil {
			w.drop(dir)
		}
	}
	for dir, f := range wanted {
		added, err := w.add(dir, f)
		if err != nil && !passing(err) {
			w.poll(err)
			return true
		}
		grown = grown || added
	}
	return grown
}

// passing reports whether an error is about one folder, which may just have
// gone, and not about watching.
func passing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR)
}

// current returns the folders that are watched.
func (w *Watcher) current() map[string]*folder {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.dirs)
}

// add watches a folder, unless it is watched.
func (w *Watcher) add(dir string, f *folder) (added bool, err error) {
	w.mu.Lock()
	old := w.dirs[dir]
	if old != nil && !old.lost && os.SameFile(old.info, f.info) {
		old.names = f.names
		w.mu.Unlock()
		return false, nil
	}
	w.mu.Unlock()
	if old != nil {
		w.drop(dir)
	}
	// Known before it is watched, so that no event of it is taken for one of
	// nobody's.
	w.mu.Lock()
	w.dirs[dir] = f
	w.mu.Unlock()
	if err := w.notify.Add(dir); err != nil {
		w.drop(dir)
		return false, err
	}
	return true, nil
}

// drop ends the watch of a folder. That it may have ended by itself is no
// error.
func (w *Watcher) drop(dir string) {
	_ = w.notify.Remove(dir)
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.dirs, dir)
}

// poll gives the system up: it has no watches left, or cannot tell of this
// folder.
func (w *Watcher) poll(reason error) {
	w.notify.Close()
	<-w.ended
	w.notify, w.reason = nil, reason
}

// nearest returns a folder, or the one above it that is there; the info is nil
// when there is none.
func nearest(dir string) (string, fs.FileInfo) {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir, info
		}
		above := filepath.Dir(dir)
		if above == dir {
			return dir, nil
		}
		dir = above
	}
}
