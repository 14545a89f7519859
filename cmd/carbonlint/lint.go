package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// lintFlags is what was typed.
type lintFlags struct {
	outputs []string
	failOn  string
	rules   []string
	exclude []string
	tier    string
	// tierGiven is set when --tier was typed: then it wins over a profile.
	tierGiven bool
	now       string
	all       bool
	config    string
	baseline  baselineFlags
	staged    bool
	since     string
	fix       string // "", safe or unsafe
	diff      bool
}

func lintCommand(s *streams) *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Judge the product homes below the given directories (default: the current one)",
		Long: "Judge the product homes below the given directories.\n\n" +
			"Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage or configuration;\n" +
			"3 the tool failed or an input could not be read; 4 nothing to lint.",
		RunE: func(cmd *cobra.Command, args []string) error {
			f.tierGiven = cmd.Flags().Changed("tier")
			if f.since == "" && cmd.Flags().Changed("since") {
				return usageError("--since is empty, want a git revision")
			}
			return lint(s, f, args)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "report `FORMAT[=FILE]`: "+strings.Join(reporters.Formats(), ", ")+" (repeatable)")
	f.add(cmd, "exit with 1 at findings of this `SEVERITY` or worse: error, warning, note, never")
	f.baseline.add(cmd)
	flags.BoolVar(&f.staged, "staged", false, "judge what is staged in git, and report what that changes")
	flags.StringVar(&f.since, "since", "", "report what has changed since the work tree parted from the git revision `REF`")
	flags.StringVar(&f.fix, "fix", "", "make the fixes that the rules know; `unsafe` also those that may break what worked")
	flags.Lookup("fix").NoOptDefVal = "safe"
	flags.BoolVar(&f.diff, "diff", false, "with --fix, show the changes and write nothing")
	return cmd
}

// add adds the flags that say how a tree is judged.
func (f *lintFlags) add(cmd *cobra.Command, failOn string) {
	flags := cmd.Flags()
	f.addRules(cmd)
	flags.StringVar(&f.failOn, "fail-on", "warning", failOn)
	flags.BoolVar(&f.all, "all", false, "show settings that were never configured in full, and what to check by hand")
	flags.StringVar(&f.baseline.read, "baseline", "", baselineUsage)
}

// baselineUsage describes --baseline.
const baselineUsage = "leave out the findings that the baseline `FILE` holds"

// addRules adds the flags that say which rules judge a tree, and as of when.
func (f *lintFlags) addRules(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.rules, "rule", nil, "run only the rule or category `ID` (repeatable)")
	flags.StringSliceVar(&f.exclude, "exclude-rule", nil, "do not run the rule or category `ID` (repeatable)")
	flags.StringVar(&f.tier, "tier", "all", "run the rules of the guidelines alone (core), or all")
	flags.StringVar(&f.config, "config", "", configUsage)
	flags.StringVar(&f.now, "now", "", nowUsage)
}

// checked is what the flags that say how a tree is judged come to.
type checked struct {
	outputs []output
	failOn  policies.Severity
	now     time.Time
}

// check reads the flags that say how a tree is judged.
func (f *lintFlags) check() (c checked, err error) {
	if c.outputs, err = parseOutputs(f.outputs); err != nil {
		return c, err
	}
	if c.failOn, err = parseFailOn(f.failOn); err != nil {
		return c, err
	}
	if err = checkTier(f.tier); err != nil {
		return c, err
	}
	c.now, err = parseNow(f.now)
	return c, err
}

// lint runs the linter once. The rules are compiled while the tree is read.
func lint(s *streams, f lintFlags, args []string) error {
	flags, err := f.check()
	if err != nil {
		return err
	}
	outputs := flags.outputs
	if err := parseFix(f, outputs); err != nil {
		return err
	}
	target, err := locate(args)
	if err != nil {
		return err
	}
	if err := f.baseline.check(target); err != nil {
		return err
	}
	change, err := compareChange(f, target)
	if err != nil {
		return err
	}
	defer change.close()
	report, rules, err := judge(s, f, target, flags.now, nil)
	if err != nil {
		return err
	}
	sift := func(report *policies.Report) error {
		if err := f.baseline.apply(s, target, report); err != nil {
			return err
		}
		if err := change.narrow(report, rules); err != nil {
			return err
		}
		target.restrict(report)
		return nil
	}
	if err := sift(report); err != nil {
		return err
	}
	if f.fix != "" {
		if report, err = fix(s, f, target, report, rules.again(sift)); err != nil {
			return err
		}
	}
	code := exitCode(report, flags.failOn)
	if code == exitNothing && change.emptied() {
		code = exitClean
	}
	options := reportOptions(f, target, code)
	for _, o := range outputs {
		if f.diff && o.file == "" {
			continue // standard output is the diff's
		}
		if o.file != "" {
			options.Color, options.Hyperlinks = false, false
		} else {
			options.Color, options.Hyperlinks, options.Width = terminal(s.out)
		}
		if err := o.write(s.out, func(w io.Writer) error { return reporters.Write(w, o.format, report, options) }); err != nil {
			return failure("%v", err)
		}
	}
	if err := stepSummary(outputs, report, options); err != nil {
		return failure("%v", err)
	}
	if code == exitNothing {
		return &exitError{code: code, message: nothing(target, report.Tree), reported: true}
	}
	if code != exitClean {
		return &exitError{code: code}
	}
	return nil
}

// checkTier refuses another --tier than those that there are.
func checkTier(tier string) error {
	if tier != "core" && tier != "all" {
		return usageError("--tier is %q, want core or all", tier)
	}
	return nil
}

// configFlags is what wins over the configuration files: --tier only where it
// was typed.
func (f *lintFlags) configFlags() config.Flags {
	c := config.Flags{Rules: f.rules}
	if f.tierGiven {
		c.Tier = f.tier
	}
	return c
}

// options choose the rules.
func (f *lintFlags) options() policies.Options {
	return policies.Options{Rules: f.rules, Exclude: f.exclude, Tier: f.tier, Own: true}
}

// nowUsage describes --now.
const nowUsage = "judge dates as of `DATE` (YYYY-MM-DD) instead of today"

// parseNow reads --now; empty is today. Rules know days and not hours, so that
// a run gives the same report all day long.
func parseNow(text string) (time.Time, error) {
	if text == "" {
		return today(), nil
	}
	now, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return now, usageError("--now is %q, want a date such as 2026-01-31", text)
	}
	return now, nil
}

func today() time.Time { return time.Now().UTC().Truncate(24 * time.Hour) }

// judging is how a run judges a tree.
type judging struct {
	configuration *configuration
	engine        *policies.Engine
	options       policies.Options
	now           time.Time
	partial       bool
	kept          *kept // nil for one run alone
}

// judge evaluates the rules over a tree that the configuration has loaded, and
// applies the waivers.
func (j *judging) judge(tree *loader.Tree) (*policies.Report, error) {
	return j.judgeUntil(context.Background(), tree)
}

// judgeUntil is judge that the context may end early, with an error.
func (j *judging) judgeUntil(ctx context.Context, tree *loader.Tree) (*policies.Report, error) {
	report, err := j.kept.evaluate(ctx, j.engine, tree)
	if err != nil {
		return nil, failure("evaluate the rules: %v", err)
	}
	if err := j.configuration.judgeOwn(ctx, report, j.options, j.kept); err != nil {
		return nil, err
	}
	waivers := j.configuration.waivers(j.now)
	waivers.Partial = waivers.Partial || j.partial
	report.Waive(waivers)
	return report, nil
}

// judge loads the tree and judges it, with what the run before has kept. It
// returns how, for further trees.
func judge(s *streams, f lintFlags, target *target, now time.Time, before *kept) (*policies.Report, *judging, error) {
	c, err := openConfiguration(f.config, target, f.configFlags())
	if err != nil {
		return nil, nil, err
	}
	stop := progress(s.err, target.display)
	defer stop()
	type compiled struct {
		engine *policies.Engine
		err    error
	}
	ready := make(chan compiled, 1)
	options := f.options()
	go func() {
		engine, err := before.compile(options)
		ready <- compiled{engine, err}
	}()
	tree, err := c.load(target, now, before.files())
	rules := <-ready
	if rules.err != nil {
		return nil, nil, failure("compile the rules: %v", rules.err)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := c.checkNames(f.rules, f.exclude); err != nil {
		return nil, nil, err
	}
	if err := before.begin(c); err != nil {
		return nil, nil, err
	}
	j := &judging{c, rules.engine.For(c.site), options, now, target.partial(), before}
	report, err := j.judge(tree)
	return report, j, err
}

// parseFailOn reads --fail-on; the empty severity is never.
func parseFailOn(text string) (policies.Severity, error) {
	if text == "never" {
		return "", nil
	}
	if s := policies.Severity(text); s.Rank() > 0 {
		return s, nil
	}
	return "", usageError("--fail-on is %q, want error, warning, note or never", text)
}

// exitCode decides how the run ends. A failure of the tool outranks findings:
// what was not judged may hide worse.
func exitCode(r *policies.Report, failOn policies.Severity) int {
	switch {
	case len(r.Failures) > 0:
		return exitFailure
	case !anyJudged(r.Tree):
		return exitNothing
	}
	for _, f := range r.Findings {
		if failOn != "" && f.Severity.Rank() >= failOn.Rank() {
			return exitFindings
		}
	}
	return exitClean
}

func anyJudged(t *loader.Tree) bool {
	for _, h := range t.Homes {
		if h.NotJudged == "" {
			return true
		}
	}
	return false
}

// nothing explains why there was nothing to lint.
func nothing(t *target, tree *loader.Tree) string {
	if len(tree.Homes) > 0 {
		return "nothing to lint: no home below " + t.display + " can be judged"
	}
	return "nothing to lint: there is no WSO2 product configuration below " + t.display
}

func reportOptions(f lintFlags, target *target, code int) reporters.Options {
	return reporters.Options{
		Version: version(), Prefix: target.prefix, Base: target.base, All: f.all,
		Now: time.Now(), ExitCode: code,
	}
}
