package policies

import (
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
	var lone []definition
	after(c, ast.StageSetRuleTree, func() { lone = hideLone(c.RuleTree) })
	after(c, ast.StageBuildRuleIndices, func() { showLone(lone) })
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

// definition is the one rule of a document, whose body is out of sight while
// OPA builds its indices.
type definition struct {
	node *ast.TreeNode
	body ast.Body
}

// hideLone takes the bodies from all rules that are the only one of their
// document. An index tells which of many definitions can hold; for one alone
// it takes time to build, and to ask on every reference.
func hideLone(root *ast.TreeNode) []definition {
	var found []definition
	root.DepthFirst(func(node *ast.TreeNode) bool {
		for _, r := range node.Values {
			if !r.Head.Reference.IsGround() {
				return true // its children are in the same index
			}
		}
		if len(node.Values) == 1 && !node.Values[0].Default && node.Values[0].Else == nil {
			r := node.Values[0]
			found = append(found, definition{node, r.Body})
			r.Body = nil
		}
		return false
	})
	return found
}

// showLone undoes hideLone and gives each document the index of one rule.
func showLone(found []definition) {
	for _, d := range found {
		r := d.node.Values[0]
		r.Body = d.body
		d.node.Index = &loneIndex{
			rule: r, kind: r.Head.RuleKind(),
			// As in OPA: the first value found is the only one there can be.
			earlyExit: r.Head.DocKind() == ast.CompleteDoc && (r.Head.Value == nil || r.Head.Value.IsGround()),
		}
	}
}

// loneIndex is the index of a document with one definition.
type loneIndex struct {
	rule      *ast.Rule
	kind      ast.RuleKind
	earlyExit bool
}

// Build implements [ast.RuleIndex].
func (i *loneIndex) Build([]*ast.Rule) bool { return true }

// Lookup implements [ast.RuleIndex]: it returns the one rule.
func (i *loneIndex) Lookup(ast.ValueResolver) (*ast.IndexResult, error) {
	result := ast.IndexResultPool.Get()
	clear(result.Else)
	result.Kind, result.Default, result.OnlyGroundRefs, result.EarlyExit = i.kind, nil, true, i.earlyExit
	result.Rules = append(result.Rules[:0], i.rule)
	return result, nil
}

// AllRules implements [ast.RuleIndex].
func (i *loneIndex) AllRules(r ast.ValueResolver) (*ast.IndexResult, error) { return i.Lookup(r) }
