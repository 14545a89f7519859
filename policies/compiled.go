package policies

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"
)

// To parse and compile the rules takes ten times as long as to judge a home.
// The program therefore carries each Rego file a second time, as what the
// compiler made of it, in the folder compiled; go test -update writes it. A
// start reads these files and has OPA build its indices, no more.
//
// A compiled file begins with the version of this format and of OPA, whose
// syntax tree it holds, and with the hash of its Rego file. If one of them
// does not fit, all rules are parsed and compiled as they are written: a rule
// may then be slow, but never out of date.

// compiledMagic begins each compiled file; its first number is to be raised
// with the format.
var compiledMagic = "carbonlint 2, opa " + version.Version + "\n"

// compiledName returns the name of the compiled file of a Rego file.
func compiledName(source string) string {
	name := strings.TrimSuffix(source, ".rego")
	if id := ruleID(source); id != "" {
		name = id
	}
	return "compiled/" + strings.ReplaceAll(name, "/", ".") + ".bin"
}

// compiledHeader returns how the compiled file of a Rego file must begin.
func compiledHeader(source []byte) string {
	sum := sha256.Sum256(source)
	return compiledMagic + string(sum[:])
}

// staleError is the error for a Rego file without a compiled file that fits.
type staleError struct{ source string }

func (e *staleError) Error() string {
	return compiledName(e.source) + " is not what " + path.Base(e.source) + " compiles to; make update writes it"
}

// openCompiled returns a decoder of the compiled file of a Rego file.
func openCompiled(fsys fs.FS, source string) (*decoder, error) {
	text, err := fs.ReadFile(fsys, source)
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(fsys, compiledName(source))
	if err != nil {
		return nil, &staleError{source}
	}
	body, ok := strings.CutPrefix(string(data), compiledHeader(text))
	if !ok {
		return nil, &staleError{source}
	}
	return newDecoder(body), nil
}

// readCompiled reads the compiled file of a Rego file.
func readCompiled(fsys fs.FS, source string) (*unit, error) {
	d, err := openCompiled(fsys, source)
	if err != nil {
		return nil, err
	}
	u := d.unit()
	u.name = source
	return u, nil
}

// readDocumentation reads the documentation of a rule from its compiled file,
// or from its Rego file where that does not fit.
func readDocumentation(fsys fs.FS, source string) (*Rule, error) {
	if d, err := openCompiled(fsys, source); err == nil {
		return d.documentation(), nil
	}
	text, err := fs.ReadFile(fsys, source)
	if err != nil {
		return nil, err
	}
	r, err := readRule(ruleID(source), string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return r, nil
}

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
	c.Compile(empty)
	return c
}

// replace has the compiler go on with other modules after a stage.
func replace(c *ast.Compiler, after ast.StageID, modules map[string]*ast.Module) {
	c.WithStageAfterID(after, ast.CompilerStageDefinition{
		Name: "Replace", MetricName: "replace",
		Stage: func(c *ast.Compiler) *ast.Error {
			maps.Copy(c.Modules, modules)
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
