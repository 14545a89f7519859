package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/watch"
	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// watchFlags is what was typed.
type watchFlags struct {
	lintFlags
	command string
	poll    time.Duration
}

func watchCommand(s *streams) *cobra.Command {
	var f watchFlags
	cmd := &cobra.Command{
		Use:   "watch [PATH...]",
		Short: "Judge again at each change of a file, until Ctrl-C",
		Long: "Judge the product homes below the given directories, as lint does, and again at each change of\n" +
			"a file. The screen shows what appeared (+), what is gone (-) and what stays (=). The\n" +
			"configuration files and the rules of your own are watched too.",
		RunE: func(cmd *cobra.Command, args []string) error {
			f.tierGiven = cmd.Flags().Changed("tier")
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return watchTree(ctx, s, f, args)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "write a report `FORMAT=FILE` after each change: "+strings.Join(reporters.Formats(), ", ")+" (repeatable)")
	f.add(cmd, "show the sum in red at findings of this `SEVERITY` or worse: error, warning, note, never")
	flags.StringVar(&f.command, "exec", "", "run the shell `COMMAND` after each change; CARBONLINT_ variables tell it the counts")
	flags.DurationVar(&f.poll, "poll", 0, "look every `DURATION` for changes, where the system does not tell of them (network folders)")
	return cmd
}

// lastRun is how long the end waits for a run that is going on.
const lastRun = 100 * time.Millisecond

// watchTree watches until the context ends, which is no error.
func watchTree(ctx context.Context, s *streams, f watchFlags, args []string) error {
	w, err := newWatching(s, f, args)
	if err != nil {
		return err
	}
	defer w.watcher.Close()
	ended := make(chan error, 1)
	go func() { ended <- w.loop(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case <-ended:
	case <-time.After(lastRun):
	}
	return nil
}

// watching is a watch that goes on.
type watching struct {
	streams *streams
	flags   watchFlags
	checked checked
	target  *target
	tree    *watch.Tree
	watcher *watch.Watcher
	kept    *kept
	history *reporters.History
	runner  *runner
	// folders are those that the last run which came to its end knows.
	folders []string
	// settled is set when all of them were watched before that run began, and
	// listed when a run knows them from the one before but for what was told.
	settled, listed bool
	state           string // what was shown last, in short
	told            bool   // that the watcher polls
}

func newWatching(s *streams, f watchFlags, args []string) (*watching, error) {
	w := &watching{streams: s, flags: f, kept: newKept(), history: new(reporters.History)}
	var err error
	if w.checked, err = f.check(); err != nil {
		return nil, err
	}
	for _, o := range w.checked.outputs {
		if o.file == "" {
			return nil, usageError("standard output shows the changes; give -o %s a file, as in -o %[1]s=report.%[1]s", o.format)
		}
	}
	if f.poll < 0 {
		return nil, usageError("--poll is %s, want a time such as 2s", f.poll)
	}
	if w.target, err = locate(args); err != nil {
		return nil, err
	}
	w.tree = watch.NewTree(w.target.base)
	w.target.fsys = w.tree
	w.watcher = watch.New(watch.Options{Polling: f.poll > 0, Poll: f.poll})
	if f.command != "" {
		w.runner = newRunner(f.command, s.err)
	}
	return w, nil
}

// loop judges at first and after each change.
func (w *watching) loop(ctx context.Context) error {
	w.runner.start(ctx)
	if err := w.turn(ctx); err != nil {
		return err
	}
	settleMemory()
	for {
		batch, err := w.next(ctx)
		if err != nil {
			return nil
		}
		w.changed(batch)
		if err := w.turn(ctx); err != nil {
			return err
		}
	}
}

// changed says what has to be read again, and, where the watcher has seen all
// that happened, that nothing else has.
func (w *watching) changed(batch watch.Batch) {
	names := make([]string, len(batch.Paths))
	for i, name := range batch.Paths {
		names[i] = slashRel(w.target.base, name)
	}
	polls, _ := w.watcher.Polls()
	w.listed = w.settled && !batch.Missed && !polls
	switch {
	case w.listed:
		w.kept.cache.Told(names...)
	case batch.Missed:
		w.kept.cache.AllChanged()
	default:
		w.kept.cache.Changed(names...)
	}
}

// next waits for the next change, or for the next day, on which certificates
// may have run out.
func (w *watching) next(ctx context.Context) (watch.Batch, error) {
	waiting := ctx
	if w.flags.now == "" {
		day, cancel := context.WithDeadline(ctx, w.checked.now.AddDate(0, 0, 1))
		defer cancel()
		waiting = day
	}
	batch, err := w.watcher.Next(waiting)
	if w.flags.now == "" {
		w.checked.now = today()
	}
	if err != nil && ctx.Err() == nil {
		return watch.Batch{}, nil
	}
	return batch, err
}

// turn judges the tree and shows what has changed. The error ends the watch.
func (w *watching) turn(ctx context.Context) error {
	start := time.Now()
	report, touched, err := w.settle()
	if ctx.Err() != nil {
		return nil
	}
	if err != nil && w.state == "" && !placed(err) {
		return err // wrong from the beginning, and not to be mended by an edit
	}
	w.tellPolling()
	state := shortly(report, err)
	if state == w.state && !touched {
		return nil
	}
	w.state = state
	if err != nil {
		return w.show(nil, &reporters.Change{At: time.Now(), Problem: err.Error()}, exitUsage)
	}
	code := exitCode(report, w.checked.failOn)
	at := time.Now()
	change := w.history.Next(report, at)
	change.Took = at.Sub(start)
	if err := w.show(report, change, code); err != nil {
		return err
	}
	if err := w.write(report, code); err != nil {
		return err
	}
	if !change.First {
		w.runner.call(change, report, code)
	}
	return nil
}

// placed reports whether an error says what is wrong with a configuration file.
func placed(err error) bool {
	var exit *exitError
	return errors.As(err, &exit) && exit.places
}

// mostTurns is how often a tree that keeps growing is looked into at once.
const mostTurns = 5

// settle judges the tree until all folders that a run looks into are watched:
// what happened in one of them before is seen by the next run.
func (w *watching) settle() (report *policies.Report, touched bool, err error) {
	for range mostTurns {
		var c *configuration
		report, c, err = w.judge()
		touched = touched || w.kept.touched
		grown := w.follow(c, err)
		w.settled, w.listed = !grown && err == nil, false
		if !grown {
			break
		}
	}
	return report, touched, err
}

// judge is one run, as lint has it.
func (w *watching) judge() (*policies.Report, *configuration, error) {
	f := w.flags.lintFlags
	w.kept.touched = false
	report, j, err := judge(w.streams, f, w.target, w.checked.now, w.kept)
	if err != nil {
		return nil, nil, err
	}
	if err := f.baseline.apply(w.streams, w.target, report); err != nil {
		return nil, nil, err
	}
	w.target.restrict(report)
	return report, j.configuration, nil
}

// follow has the watcher watch what a run looked into.
func (w *watching) follow(c *configuration, err error) (grown bool) {
	folders := append(w.tree.Seen(), w.target.base)
	if w.listed {
		folders = append(folders, w.folders...)
		slices.Sort(folders)
		folders = slices.Compact(folders)
	}
	names := make(map[string][]string)
	if name := w.flags.baseline.read; name != "" {
		if full, err := filepath.Abs(name); err == nil {
			names[filepath.Dir(full)] = append(names[filepath.Dir(full)], filepath.Base(full))
		}
	}
	if c == nil {
		// A run that failed has not looked everywhere.
		if c, _ = openConfiguration(w.flags.config, w.target, w.flags.lintFlags.configFlags()); c == nil {
			c = new(configuration)
		}
	}
	if c.finder != nil {
		dirs, files := c.finder.Looked()
		for _, dir := range dirs {
			dir = filepath.FromSlash(dir)
			names[dir] = append(names[dir], files...)
		}
		for _, folder := range c.finder.RuleFolders() {
			folders = append(folders, below(filepath.FromSlash(folder.Path))...)
		}
	}
	if err != nil {
		folders = append(folders, w.folders...)
	} else {
		w.folders = folders
	}
	return w.watcher.Set(folders, names)
}

// below returns a folder of own rules with the folders in it.
func below(folder string) []string {
	dirs := []string{folder}
	for _, pattern := range []string{"*", "*/*"} {
		// The pattern is not malformed unless the folder's name is: then no more
		// than the folder is watched.
		names, _ := filepath.Glob(filepath.Join(folder, pattern))
		for _, name := range names {
			if info, err := os.Stat(name); err == nil && info.IsDir() {
				dirs = append(dirs, name)
			}
		}
	}
	return dirs
}

// tellPolling says once that the system does not tell of changes.
func (w *watching) tellPolling() {
	polls, reason := w.watcher.Polls()
	if polls && reason != nil && !w.told {
		fmt.Fprintf(w.streams.err, "carbonlint: the system cannot tell of changes (%v); looking for them every second\n", reason)
		w.told = true
	}
}

// shortly is all of a report that the screen shows, to tell it from another.
func shortly(r *policies.Report, err error) string {
	if err != nil {
		return "! " + err.Error()
	}
	var b strings.Builder
	for _, h := range r.Tree.Homes {
		fmt.Fprintf(&b, "%s %s\n", h.Path, h.NotJudged)
	}
	for _, f := range r.Failures {
		fmt.Fprintf(&b, "%v\n", f)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(&b, "%s %d %s %s\n", f.Fingerprint, f.Line, f.Severity, f.Message)
	}
	fmt.Fprintf(&b, "%d waived", len(r.Waived))
	return b.String()
}

// show writes a change to the screen.
func (w *watching) show(report *policies.Report, change *reporters.Change, code int) error {
	options := reportOptions(w.flags.lintFlags, w.target, code)
	options.Color, options.Hyperlinks, options.Width = terminal(w.streams.out)
	screen := reporters.Screen{Title: w.target.display}
	screen.Redraw, screen.Height = canRedraw(w.streams.out)
	if err := reporters.WriteChange(w.streams.out, report, change, screen, options); err != nil {
		return failure("%v", err)
	}
	return nil
}

// write replaces the reports in files.
func (w *watching) write(report *policies.Report, code int) error {
	options := reportOptions(w.flags.lintFlags, w.target, code)
	for _, o := range w.checked.outputs {
		if err := replaceFile(o.file, func(out io.Writer) error { return reporters.Write(out, o.format, report, options) }); err != nil {
			return failure("write %s report: %v", o.format, err)
		}
	}
	return nil
}

// replaceFile writes a file and gives it its name when it is complete, so that
// who reads it meanwhile reads the old one.
func replaceFile(name string, render func(io.Writer) error) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), loader.TemporaryPattern)
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if err := errors.Join(render(temporary), temporary.Chmod(0o644), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}
