package policies

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/carbonlint/carbonlint/loader"
)

// Fix is what a rule would change so that a finding is gone. The rule says
// what, the loader knows the bytes.
type Fix struct {
	// Description says what changes, one sentence an edit.
	Description string `json:"description"`
	// Unsafe marks a fix that may change what the server does for somebody:
	// it is made only when it is asked for.
	Unsafe bool `json:"unsafe,omitempty"`
	// Secret is set when the fix sets or takes out a secret or writes one of
	// the tree elsewhere, so that its new text may hold a part of one.
	Secret bool          `json:"-"`
	Edits  []loader.Edit `json:"-"`
}

// The keys of a fix and of an edit.
var (
	keyFix         = ast.StringTerm("fix")
	keyUnsafe      = ast.StringTerm("unsafe")
	keyEdits       = ast.StringTerm("edits")
	keyOp          = ast.StringTerm("op")
	keyName        = ast.StringTerm("name")
	keyValue       = ast.StringTerm("value")
	keyMarkup      = ast.StringTerm("markup")
	keyDescription = ast.StringTerm("description")

	fixKeys  = []*ast.Term{keyDescription, keyUnsafe, keyEdits}
	editKeys = []*ast.Term{keyOp, keyAt, keyName, keyValue, keyMarkup}
)

// editFields are the operations and the texts that each needs.
var editFields = map[loader.EditOp][]*ast.Term{
	loader.EditSet:     {keyValue},
	loader.EditRemove:  {},
	loader.EditComment: {keyValue},
	loader.EditAdd:     {keyName, keyValue},
	loader.EditCreate:  {keyName, keyValue},
	loader.EditDelete:  {},
	loader.EditRename:  {keyName},
}

// fix decodes the fix of a finding, nil where there is none: a rule that
// cannot tell in some case gives a fix without edits.
func (d *resultDecoder) fix(value ast.Value) (*Fix, error) {
	if value == nil {
		return nil, nil
	}
	object, err := fields(value, fixKeys)
	if err != nil {
		return nil, err
	}
	list, ok := elements(get(object, keyEdits))
	if !ok {
		return nil, fmt.Errorf("edits are %s, want a list", show(get(object, keyEdits)))
	}
	unsafe, _ := get(object, keyUnsafe).(ast.Boolean)
	fix := &Fix{Unsafe: bool(unsafe)}
	for _, v := range list {
		e, err := d.edit(v.Value)
		if err != nil {
			return nil, err
		}
		if e.Path != "" {
			secret, err := d.files[e.File].Check(e)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", e.Op, err)
			}
			fix.Secret = fix.Secret || secret
		}
		if !slices.Contains(fix.Edits, e) {
			fix.Edits = append(fix.Edits, e)
		}
	}
	if len(fix.Edits) == 0 {
		return nil, nil
	}
	if v := get(object, keyDescription); v != nil {
		fix.Description, err = d.message(v)
		return fix, err
	}
	fix.Description = oneLine(fix.describe())
	return fix, nil
}

func (d *resultDecoder) edit(value ast.Value) (e loader.Edit, err error) {
	object, err := fields(value, editKeys)
	if err != nil {
		return e, err
	}
	op, _ := get(object, keyOp).(ast.String)
	e.Op = loader.EditOp(op)
	needs, ok := editFields[e.Op]
	if !ok {
		return e, fmt.Errorf("op is %s, want set, remove, add, comment, create, delete or rename", show(get(object, keyOp)))
	}
	at, err := d.place(get(object, keyAt), d.own)
	if err != nil {
		return e, fmt.Errorf("%s: at: %w", op, err)
	}
	text := func(key *ast.Term) string { s, _ := get(object, key).(ast.String); return string(s) }
	e.File, e.Name, e.Value, e.Markup = at.File, text(keyName), text(keyValue), text(keyMarkup)
	if e.Op == loader.EditAdd && e.Markup != "" {
		needs = []*ast.Term{keyMarkup}
	}
	for _, key := range needs {
		if _, ok := get(object, key).(ast.String); !ok {
			return e, fmt.Errorf("%s: %s is %s, want a text", op, key, show(get(object, key)))
		}
	}
	switch e.Op {
	case loader.EditCreate:
		e.File, e.Name = path.Join(path.Dir(at.File), e.Name), ""
		if !d.inside(e.File) {
			return e, fmt.Errorf("create: %s is outside of the home", e.File)
		}
	case loader.EditDelete:
		if e.Name == "" {
			break
		}
		e.File, e.Name = path.Join(path.Dir(at.File), e.Name), ""
		if !d.inside(e.File) {
			return e, fmt.Errorf("delete: %s is no folder in the home", e.File)
		}
	case loader.EditRename:
		if path.Base(e.Name) != e.Name {
			return e, fmt.Errorf("rename: %q is no name of a file", e.Name)
		}
	case loader.EditSet, loader.EditRemove, loader.EditAdd, loader.EditComment:
		err = d.locate(&e, at)
	}
	return e, err
}

// inside reports whether a name lies in the home.
func (d *resultDecoder) inside(name string) bool {
	below := strings.HasPrefix(name, d.home.Path+"/") || d.home.Path == "." && name != "."
	return below && name != ".." && !strings.HasPrefix(name, "../")
}

// locate turns the place of an edit into what the loader knows it by.
func (d *resultDecoder) locate(e *loader.Edit, at Place) error {
	source := d.files[at.File].Source
	if source == nil {
		return fmt.Errorf("%s: %s has no text to change", e.Op, at.File)
	}
	if e.Path = at.Path; e.Path == "" {
		return nil
	}
	e.Span = at.Span(source)
	return nil
}

// describe says what the edits do, a sentence each.
func (fix *Fix) describe() string {
	var sentences []string
	for _, e := range fix.Edits {
		if fix.Secret && e.Op == loader.EditSet {
			e.Value = "a secret value"
		}
		if s := describeEdit(e); !slices.Contains(sentences, s) {
			sentences = append(sentences, s)
		}
	}
	return strings.Join(sentences, " ")
}

// quotes reports whether the edits write what is hidden in messages.
func (fix *Fix) quotes(hide func(string) string) bool {
	return slices.ContainsFunc(fix.Edits, func(e loader.Edit) bool {
		text := "'" + e.Value + "' " + e.Markup
		return hide(text) != text
	})
}

func describeEdit(e loader.Edit) string {
	switch e.Op {
	case loader.EditSet:
		if e.Name != "" {
			return fmt.Sprintf("Put %s into the namespace '%s'.", loader.LastKey(e.Path), e.Value)
		}
		if e.Value == "" {
			return fmt.Sprintf("Empty %s.", loader.LastKey(e.Path))
		}
		return fmt.Sprintf("Set %s to '%s'.", loader.LastKey(e.Path), e.Value)
	case loader.EditRemove:
		if element, _, ok := strings.Cut(e.Path, "/@"); ok && e.Name == loader.RemoveElement {
			return fmt.Sprintf("Remove the element %s.", loader.LastKey(element))
		}
		return fmt.Sprintf("Remove %s.", loader.LastKey(e.Path))
	case loader.EditComment:
		return fmt.Sprintf("Make %s and what follows it a comment.", e.Value)
	case loader.EditCreate:
		return fmt.Sprintf("Create %s.", path.Base(e.File))
	case loader.EditDelete:
		return fmt.Sprintf("Delete %s.", path.Base(e.File))
	case loader.EditRename:
		return fmt.Sprintf("Rename %s to %s.", path.Base(e.File), e.Name)
	}
	if members, ok := strings.CutPrefix(e.Markup, "{"); ok {
		return fmt.Sprintf("Add %s.", strings.TrimSuffix(members, "}"))
	}
	if e.Markup != "" {
		name := strings.TrimPrefix(strings.TrimSpace(e.Markup), "<")
		return fmt.Sprintf("Add the element %s.", name[:len(name)-len(strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"))])
	}
	if e.Value == "" {
		return fmt.Sprintf("Add %s.", loader.LastKey(e.Name))
	}
	return fmt.Sprintf("Add %s with '%s'.", loader.LastKey(e.Name), e.Value)
}
