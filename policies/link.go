package policies

import (
	"iter"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// link returns a compiler that holds modules that were compiled before. Only
// the stages run that make tables for the evaluation.
func link(units []*unit) *ast.Compiler {
	all := modules(units)
	empty := make(map[string]*ast.Module, len(all))
	for name, m := range all {
		empty[name] = &ast.Module{Package: m.Package}
	}
	indexed := maps.Clone(empty)
	for _, u := range units {
		if len(u.indexed) > 0 {
			indexed[u.name] = &ast.Module{Package: u.module.Package, Rules: u.indexed}
		}
	}
	c := ast.NewCompiler().WithSkipStages(skipped()...)
	// The compiler copies what it is given, which costs as much as to decode
	// it. It is given empty modules, which are replaced in its first stage.
	replace(c, ast.StageRemoveImports, all)
	// To find the few comprehensions that profit from an index takes longer
	// than all else here, so only the rules that have one are searched.
	replace(c, ast.StageBuildRuleIndices, indexed)
	replace(c, ast.StageBuildComprehensionIndices, all)
	var bodies []hidden
	after(c, ast.StageSetRuleTree, func() { bodies = hideBodies(c.RuleTree) })
	after(c, ast.StageBuildRuleIndices, func() { showBodies(bodies) })
	c.Compile(empty)
	return c
}

// replace has the compiler go on with other modules after a stage.
func replace(c *ast.Compiler, stage ast.StageID, modules map[string]*ast.Module) {
	after(c, stage, func() { maps.Copy(c.Modules, modules) })
}

// after has the compiler do something after a stage.
func after(c *ast.Compiler, stage ast.StageID, do func()) {
	c.WithStageAfterID(stage, ast.CompilerStageDefinition{
		Name: "Carbonlint", MetricName: "carbonlint",
		Stage: func(*ast.Compiler) *ast.Error {
			do()
			return nil
		},
	})
}

// skipped are the stages of the compiler that rewrite or check modules.
func skipped() []ast.StageID {
	stages := ast.AllStages()
	return slices.DeleteFunc(stages, func(stage ast.StageID) bool {
		switch stage {
		case ast.StageRemoveImports, ast.StageSetModuleTree, ast.StageSetRuleTree,
			ast.StageBuildRuleIndices, ast.StageBuildComprehensionIndices:
			return true
		}
		return false
	})
}

// hidden is a document whose definitions have no bodies while OPA builds its
// indices.
type hidden struct {
	node   *ast.TreeNode
	bodies []ast.Body
}

// hideBodies takes the bodies from the definitions of documents that need no
// index. An index tells by the arguments which of many definitions can hold;
// for what has no arguments, and for one definition alone, it takes more time
// to build and to ask on every reference than it saves.
func hideBodies(root *ast.TreeNode) []hidden {
	var found []hidden
	root.DepthFirst(func(node *ast.TreeNode) bool {
		for _, r := range node.Values {
			if !r.Head.Reference.IsGround() {
				return true // its children are in the same index
			}
		}
		if len(node.Values) > 0 && (len(node.Values) == 1 && node.Values[0].Else == nil || len(node.Values[0].Head.Args) == 0) {
			h := hidden{node: node}
			for r := range branches(node.Values) {
				h.bodies = append(h.bodies, r.Body)
				r.Body = nil
			}
			found = append(found, h)
		}
		return false
	})
	return found
}

// showBodies undoes hideBodies and gives each document an index that does not
// choose.
func showBodies(found []hidden) {
	for _, h := range found {
		for r := range branches(h.node.Values) {
			r.Body, h.bodies = h.bodies[0], h.bodies[1:]
		}
		h.node.Index = newAllIndex(h.node.Values)
	}
}

// branches are the definitions of a document and what they have for else.
func branches(rules []*ast.Rule) iter.Seq[*ast.Rule] {
	return func(yield func(*ast.Rule) bool) {
		for _, r := range rules {
			for ; r != nil; r = r.Else {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// allIndex is the index of a document whose definitions are always all tried.
type allIndex struct{ result ast.IndexResult }

func newAllIndex(rules []*ast.Rule) *allIndex {
	i := &allIndex{ast.IndexResult{Kind: rules[0].Head.RuleKind(), OnlyGroundRefs: true, EarlyExit: true}}
	var value ast.Value
	for _, r := range rules {
		if r.Default {
			i.result.Default = r
			continue
		}
		i.result.Rules = append(i.result.Rules, r)
		for branch := r; branch != nil; branch = branch.Else {
			// As in OPA: where all give one value, the first found is it.
			v := branch.Head.Value
			switch {
			case branch.Head.DocKind() != ast.CompleteDoc, v != nil && !v.IsGround(), v != nil && value != nil && value.Compare(v.Value) != 0:
				i.result.EarlyExit = false
			case v != nil:
				value = v.Value
			}
			if branch != r {
				if i.result.Else == nil {
					i.result.Else = make(map[*ast.Rule][]*ast.Rule)
				}
				i.result.Else[r] = append(i.result.Else[r], branch)
			}
		}
	}
	return i
}

// Build implements [ast.RuleIndex].
func (i *allIndex) Build([]*ast.Rule) bool { return true }

// Lookup implements [ast.RuleIndex]: it returns all definitions. The caller
// gives the result back to OPA's pool.
func (i *allIndex) Lookup(ast.ValueResolver) (*ast.IndexResult, error) {
	result := ast.IndexResultPool.Get()
	clear(result.Else)
	result.Kind, result.Default, result.OnlyGroundRefs, result.EarlyExit = i.result.Kind, i.result.Default, true, i.result.EarlyExit
	result.Rules = append(result.Rules[:0], i.result.Rules...)
	for r, branches := range i.result.Else {
		if result.Else == nil {
			result.Else = make(map[*ast.Rule][]*ast.Rule)
		}
		result.Else[r] = branches
	}
	return result, nil
}

// AllRules implements [ast.RuleIndex].
func (i *allIndex) AllRules(r ast.ValueResolver) (*ast.IndexResult, error) { return i.Lookup(r) }
