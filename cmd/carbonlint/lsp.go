package main

import (
	"context"
	"errors"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/cmd/carbonlint/lsp"
	"github.com/carbonlint/carbonlint/policies"
)

func lspCommand(s *streams) *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Serve editors: findings while you type, fixes, explanations",
		Long: "Speak the Language Server Protocol on standard input and output.\n\n" +
			"The folders that the editor has open are judged as lint judges them, with the text that is not saved yet.\n" +
			"docs/editors.md has the settings of editors.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.tierGiven = cmd.Flags().Changed("tier")
			return serve(s, f)
		},
	}
	f.addRules(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.baseline.read, "baseline", "", baselineUsage+"; its path is relative to the folder that is open")
	// Clients add it to any server; there is no other way to speak.
	flags.Bool("stdio", true, "speak on standard input and output")
	_ = flags.MarkHidden("stdio")
	return cmd
}

// serve is a session with an editor.
func serve(s *streams, f lintFlags) error {
	if err := checkTier(f.tier); err != nil {
		return err
	}
	if _, err := parseNow(f.now); err != nil {
		return err
	}
	e := &editorJudge{flags: f}
	if !lsp.Serve(context.Background(), s.in, s.out, lsp.Options{Judge: e.judge, Version: version(), Log: s.err}) {
		// The protocol asks for this code, whatever it means elsewhere.
		return &exitError{code: 1, message: "the editor ended the session before it was shut down"}
	}
	return nil
}

// editorJudge judges folders as lint does with the same flags. The rules are
// linked once, and what a folder's judgement leaves is kept for the next.
type editorJudge struct {
	flags  lintFlags
	once   sync.Once
	engine *policies.Engine
	reads  func(kind, path string) bool
	err    error

	settled sync.Once // of the memory, after the first judgement
	mu      sync.Mutex
	kept    map[string]*keptFolder // by path
}

// keptFolder is what is kept of a folder, for one judgement at a time: one that
// was closed and opened again may still be judged.
type keptFolder struct {
	mu sync.Mutex
	*kept
}

// folder returns what is kept of a folder.
func (e *editorJudge) folder(base string) *keptFolder {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.kept == nil {
		e.kept = make(map[string]*keptFolder)
	}
	if e.kept[base] == nil {
		e.kept[base] = &keptFolder{kept: newKept()}
		e.kept[base].engine = e.engine
	}
	return e.kept[base]
}

func (e *editorJudge) judge(ctx context.Context, r lsp.Request) (*lsp.Result, error) {
	options := e.flags.options()
	e.once.Do(func() {
		if e.engine, e.err = policies.New(context.Background(), options); e.err == nil {
			e.reads = e.engine.Reader()
		}
	})
	if e.err != nil {
		return nil, e.err
	}
	before := e.folder(r.Base)
	before.mu.Lock()
	defer before.mu.Unlock()
	before.cache.Changed(r.Dirty...)
	now, err := parseNow(e.flags.now) // the day may change in a session
	if err != nil {
		return nil, err
	}
	t := &target{fsys: r.Files, roots: []string{"."}, base: r.Base, display: r.Base, read: r.Read}
	c, err := openConfiguration(e.flags.config, t, e.flags.configFlags())
	if err != nil {
		return misconfigured(c, err)
	}
	tree, err := c.load(t, now, before.cache)
	if err != nil {
		return misconfigured(c, err)
	}
	if err := c.checkNames(e.flags.rules, e.flags.exclude); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := before.begin(c); err != nil {
		return nil, err
	}
	j := &judging{configuration: c, engine: e.engine.For(c.site), options: options, now: now, kept: before.kept}
	report, err := j.judgeUntil(ctx, tree)
	if err != nil {
		return nil, err
	}
	rules, err := c.rules()
	if err != nil {
		return nil, err
	}
	_, locked := c.site.Waivers()
	result := &lsp.Result{Report: report, Rules: rules, Locked: locked, Model: j.engine.Model, Reads: e.reads}
	e.subtract(result, r)
	e.settled.Do(settleMemory)
	return result, nil
}

// subtract leaves out of a result what the baseline holds. Without the baseline
// all findings show, and the user is told why.
func (e *editorJudge) subtract(result *lsp.Result, r lsp.Request) {
	name := e.flags.baseline.read
	if name == "" {
		return
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.Base, name)
	}
	known, err := readBaseline(name, r.Read)
	if err != nil {
		result.Notices = append(result.Notices, err.Error()+"; all findings are shown")
		return
	}
	all := result.Report.Findings
	result.Report.Subtract(known, policies.Scope{Prefix: gitPrefix(r.Base), Roots: []string{"."}})
	left := result.Report.Findings // in the same order
	for i := range all {
		if len(left) > 0 && all[i].Place == left[0].Place && all[i].Rule == left[0].Rule && all[i].Message == left[0].Message {
			left = left[1:]
			continue
		}
		result.Accepted = append(result.Accepted, all[i])
	}
}

// misconfigured is the result where the configuration is wrong; another error
// stays one.
func misconfigured(c *configuration, err error) (*lsp.Result, error) {
	if c == nil {
		return nil, err
	}
	rules, fault := c.rules()
	if fault != nil {
		return nil, fault
	}
	var wrong *config.Error
	if !errors.As(c.finder.Check(rules), &wrong) {
		return nil, err
	}
	return &lsp.Result{Problems: wrong.Problems, Rules: rules}, nil
}
