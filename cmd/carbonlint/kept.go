package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/carbonlint/carbonlint/loader"
	"github.com/carbonlint/carbonlint/policies"
)

// kept is what one run over a target leaves to the next, so that only what has
// changed is read and judged again. The nil one keeps nothing: that is lint.
type kept struct {
	cache  *loader.Cache
	engine *policies.Engine
	memory *policies.Memory
	own    map[string]*keptOwn // by folder
	// rules is the digest of the configuration files and of the rules of the
	// site's own. With another one all is judged anew.
	rules [sha256.Size]byte
	// touched is set when the last run found a home or the rules changed.
	touched bool
}

// keptOwn is a folder of own rules.
type keptOwn struct {
	engine   *policies.Engine // nil when no rule is left
	failures []policies.Failure
	memory   *policies.Memory
}

func newKept() *kept { return &kept{cache: loader.NewCache()} }

// files is the cache of files, nil for none.
func (k *kept) files() *loader.Cache {
	if k == nil {
		return nil
	}
	return k.cache
}

// compile returns the bundled rules.
func (k *kept) compile(options policies.Options) (*policies.Engine, error) {
	if k != nil && k.engine != nil {
		return k.engine, nil
	}
	engine, err := policies.New(context.Background(), options)
	if k != nil && err == nil {
		k.engine = engine
	}
	return engine, err
}

// begin forgets what was judged by other rules. All configuration files are
// read by then.
func (k *kept) begin(c *configuration) error {
	if k == nil {
		return nil
	}
	sum, err := c.digest()
	if err != nil {
		return err
	}
	k.touched = sum != k.rules || k.memory == nil
	if k.touched {
		k.rules, k.memory, k.own = sum, k.engine.NewMemory(), make(map[string]*keptOwn)
	}
	return nil
}

// evaluate judges a tree by the bundled rules.
func (k *kept) evaluate(ctx context.Context, engine *policies.Engine, tree *loader.Tree) (*policies.Report, error) {
	if k == nil {
		return engine.Evaluate(ctx, tree)
	}
	report, err := engine.EvaluateAgain(ctx, tree, k.memory)
	k.touched = k.touched || k.memory.Changed()
	return report, err
}

// ownRules compiles the rules of a folder.
func (k *kept) ownRules(folder string, own *policies.Own, options policies.Options) (*keptOwn, error) {
	if k != nil && k.own[folder] != nil {
		return k.own[folder], nil
	}
	engine, failures, err := own.Engine(options)
	if err != nil {
		return nil, err
	}
	o := &keptOwn{engine: engine, failures: failures}
	if k != nil {
		if engine != nil {
			o.memory = engine.NewMemory()
		}
		k.own[folder] = o
	}
	return o, nil
}

// digest tells the configuration files and the rules of the site's own apart
// from what they were before.
func (c *configuration) digest() (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	for _, f := range c.finder.Files() {
		fmt.Fprintf(h, "%q %q %x\n", f.Path, f.Dir, f.Sum)
	}
	for _, folder := range c.finder.RuleFolders() {
		names, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder.Path), "*", "*", "*.rego"))
		folders, err2 := filepath.Glob(filepath.Join(filepath.FromSlash(folder.Path), "*", "*"))
		if err := errors.Join(err, err2); err != nil {
			return sum, failure("read the rules of %s: %v", folder.Name, err)
		}
		fmt.Fprintf(h, "%q\n", folders)
		for _, name := range names {
			// What cannot be read is told by those who need it.
			text, _ := loader.ReadDisk(name)
			fmt.Fprintf(h, "%q %x\n", name, sha256.Sum256(text))
		}
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
