package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// configUsage describes --config.
const configUsage = "take the configuration from `FILE` alone, with its paths relative to the current directory"

// configuration is what the configuration files say of a target.
type configuration struct {
	finder *config.Finder
	site   *config.Site
	// bundled are the bundled rules, once they were asked for.
	bundled []*policies.Rule
	// own are the rules of the site's own, by the path of their folder.
	own map[string]*policies.Own
}

// openConfiguration reads the files that hold for all of a target; file is
// --config, "" to look for them.
func openConfiguration(file string, t *target, flags config.Flags) (*configuration, error) {
	working, err := os.Getwd()
	if err != nil {
		return nil, failure("%v", err)
	}
	c := &configuration{finder: config.NewFinder(t.base, working), own: make(map[string]*policies.Own)}
	if t.read != nil {
		c.finder = config.NewFinder(t.base, t.base).Through(t.read)
	}
	if file != "" {
		if err := c.finder.Alone(file); err != nil {
			return nil, badConfiguration(err)
		}
	}
	c.site = config.Open(t.base, c.finder, flags)
	return c, c.check()
}

// check tells what is wrong with the files read so far.
func (c *configuration) check() error {
	if c.finder.Quiet() {
		return nil
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	if err := c.finder.Check(rules); err != nil {
		return badConfiguration(err)
	}
	return nil
}

// badConfiguration is the end of a run with a wrong configuration file. The
// message has no prefix, so that each of its lines begins with a place.
func badConfiguration(err error) error {
	return &exitError{code: exitUsage, message: err.Error(), places: true}
}

// load reads the tree of a target as the configuration has it, for rules that
// judge dates as of a day. The cache may be nil.
func (c *configuration) load(t *target, now time.Time, cache *loader.Cache) (*loader.Tree, error) {
	if len(t.roots) == 0 {
		return &loader.Tree{}, nil // nothing of the target is staged or in the base
	}
	tree, err := cache.Load(t.fsys, c.site.Declared(), t.roots...)
	if err != nil {
		return nil, failure("read %s: %v", t.display, cause(err))
	}
	tree.At(now)
	c.site.Homes(tree)
	return tree, c.check()
}

// waivers are those of all files read so far.
func (c *configuration) waivers(now time.Time) policies.Waivers {
	waivers, locked := c.site.Waivers()
	return policies.Waivers{Configured: waivers, Locked: locked, Now: now, Partial: c.site.Wider()}
}

// rules are the bundled rules and those of the site's own.
func (c *configuration) rules() ([]*policies.Rule, error) {
	if c.bundled == nil {
		var err error
		if c.bundled, err = policies.Rules(); err != nil {
			return nil, failure("%v", err)
		}
	}
	return append(slices.Clone(c.bundled), c.ownRules()...), nil
}

// ownRules are the rules of the site's own.
func (c *configuration) ownRules() []*policies.Rule {
	var rules []*policies.Rule
	for _, folder := range c.finder.RuleFolders() {
		if c.own[folder.Path] == nil {
			c.own[folder.Path] = policies.ReadOwn(loader.Disk(filepath.FromSlash(folder.Path)), folder.Name)
		}
		rules = append(rules, c.own[folder.Path].Named()...)
	}
	return rules
}

// checkNames tells of a name on the command line that is no rule and no
// category. Only now are the rules of the site's own known.
func (c *configuration) checkNames(lists ...[]string) error {
	names := slices.Concat(lists...)
	if len(names) == 0 {
		return nil
	}
	ids, err := policies.RuleIDs()
	if err != nil {
		return failure("%v", err)
	}
	for _, r := range c.ownRules() {
		ids = append(ids, r.ID)
	}
	if err := policies.CheckNames(names, ids); err != nil {
		return usageError("%v", err)
	}
	return nil
}

// judgeOwn adds to a report what the rules of the site's own say of its tree.
func (c *configuration) judgeOwn(ctx context.Context, report *policies.Report, options policies.Options, before *kept) error {
	seen := make(map[string]bool)
	for _, folder := range c.finder.RuleFolders() {
		own := c.own[folder.Path].Without(seen, folder.Name)
		rules, err := before.ownRules(folder.Path, own, options)
		if err != nil {
			return failure("compile the rules of %s: %v", folder.Name, err)
		}
		other := new(policies.Report)
		if rules.engine != nil {
			if other, err = rules.engine.For(c.site.In(folder.Path)).EvaluateAgain(ctx, report.Tree, rules.memory); err != nil {
				return failure("evaluate the rules of %s: %v", folder.Name, err)
			}
		}
		report.Add(own, other, rules.failures)
	}
	return nil
}
