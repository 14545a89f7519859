package loader

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

// Editor makes edits to the files of a tree, in memory: nothing is written.
// After each edit the file is decoded again, and an edit that changed any
// other value than its own is refused. So several edits to one file compose,
// and the places of the later ones move along.
type Editor struct {
	tree  *Tree
	files map[string]*edited
	// before is what the files were that the fix at hand is about, nil for one
	// that no fix before it was about.
	before map[string]*edited
}

// edited is a file on its way.
type edited struct {
	// file is nil once the file is deleted, and for one whose content is not
	// decoded.
	file *File
	raw  []byte
	// original is what is on disk; exists tells whether there is a file.
	original []byte
	exists   bool
	deleted  bool
	folder   bool   // it is a folder, which is deleted
	from     string // the name that the file had
	// history is what was replaced so far, an edit after the other.
	history [][]Replacement
}

// Change is what the edits make of one file.
type Change struct {
	Name string
	// From is the name that the file had, "" when it had no other.
	From string
	// Folder tells that it is a folder, which goes with the files in it that
	// have changes of their own.
	Folder bool
	// Old and New are the bytes before and after; nil where there is no file.
	Old, New []byte
	// Before and After are the decoded files, nil where there is none or its
	// content is not decoded.
	Before, After *File
}

// NewEditor returns an editor for the files that a tree was loaded from.
func NewEditor(tree *Tree) *Editor {
	return &Editor{tree: tree, files: make(map[string]*edited)}
}

// ErrOverlap tells that an edit is about a place which an earlier one has
// changed.
var ErrOverlap = errors.New("another fix changes the same place")

// Apply makes the edits of one fix: all of them, or none and an error.
func (ed *Editor) Apply(edits []Edit) error {
	ed.before = make(map[string]*edited)
	for _, e := range edits {
		if err := ed.apply(e); err != nil {
			for name, f := range ed.before {
				if ed.files[name] = f; f == nil {
					delete(ed.files, name)
				}
			}
			return fmt.Errorf("%s: %w", e.File, err)
		}
	}
	return nil
}

// remember keeps what a file was before the fix at hand.
func (ed *Editor) remember(name string) {
	if _, ok := ed.before[name]; ok {
		return
	}
	ed.before[name] = nil
	if f, ok := ed.files[name]; ok {
		was := *f
		ed.before[name] = &was
	}
}

func (ed *Editor) apply(e Edit) error {
	if ed.inDeleted(e.File) {
		return ErrOverlap
	}
	if e.Op == EditDelete && ed.isFolder(e.File) {
		return ed.deleteFolder(e.File)
	}
	f, err := ed.open(e.File)
	if err != nil {
		return err
	}
	switch e.Op {
	case EditCreate:
		if f.exists || f.raw != nil {
			return errors.New("the file is there already")
		}
		f.raw = []byte(e.Value)
		return nil
	case EditDelete, EditRename:
		return ed.move(e, f)
	}
	if f.file == nil {
		return errors.New("the file is not read, so it is not edited")
	}
	return f.edit(e)
}

// move deletes a file or gives it another name.
func (ed *Editor) move(e Edit, f *edited) error {
	if f.deleted || len(f.history) > 0 {
		return ErrOverlap
	}
	if e.Op == EditRename {
		name := path.Join(path.Dir(e.File), e.Name)
		to, err := ed.open(name)
		if err != nil {
			return err
		}
		if to.exists || to.raw != nil {
			return fmt.Errorf("%s is there already", name)
		}
		to.raw, to.from = f.raw, e.File
	}
	f.raw, f.deleted = nil, true
	return nil
}

// open reads a file as it is on disk, which must be what the rules saw.
func (ed *Editor) open(name string) (*edited, error) {
	ed.remember(name)
	if f, ok := ed.files[name]; ok {
		return f, nil
	}
	raw, err := fs.ReadFile(ed.tree.fsys, name)
	f := &edited{raw: raw, original: raw, exists: err == nil}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New(reason(err))
	}
	file := ed.tree.File(name)
	if file != nil && file.Source != nil {
		if file.Problem != nil {
			return nil, errors.New("the file is malformed, so it is not edited")
		}
		source, problem := decodeText(name, raw)
		if err != nil || problem != nil || source.Text != file.Source.Text {
			return nil, errors.New("the file has changed since it was read")
		}
		f.file = file
	}
	ed.files[name] = f
	return f, nil
}

// Changes returns the files that differ from what is on disk, by name.
func (ed *Editor) Changes() []Change {
	var changes []Change
	for name, f := range ed.files {
		if f.exists && !f.deleted && bytes.Equal(f.raw, f.original) || !f.exists && f.raw == nil {
			continue
		}
		changes = append(changes, Change{Name: name, From: f.from, Folder: f.folder, Old: f.original, New: f.raw, Before: ed.tree.File(name), After: f.file})
	}
	sort.Slice(changes, func(i, j int) bool { return changes[i].Name < changes[j].Name })
	return changes
}

// edit makes an edit to the content.
func (f *edited) edit(e Edit) error {
	if f.deleted {
		return ErrOverlap
	}
	if e.Path != "" {
		for _, changes := range f.history {
			span, ok := follow(e.Span, changes)
			if !ok {
				return ErrOverlap
			}
			e.Span = span
		}
	}
	changes, err := f.file.replacements(e)
	if err != nil {
		return err
	}
	if e.Op == EditComment {
		changes = f.file.Source.joined(changes) // what is between them is gone too
	}
	raw, err := f.file.Source.splice(f.raw, changes)
	if err != nil {
		return err
	}
	next, err := f.file.again(raw)
	if err != nil {
		return err
	}
	if err := compare(f.file, next, e, changes); err != nil {
		return err
	}
	f.raw, f.file, f.history = raw, next, append(f.history[:len(f.history):len(f.history)], changes)
	return nil
}

// again decodes the file with other bytes.
func (f *File) again(raw []byte) (*File, error) {
	next := &File{Name: f.Name, Kind: f.Kind, format: f.format}
	source, problem := decodeText(f.Name, raw)
	if problem == nil && source.Encoding != f.Source.Encoding {
		return nil, errors.New("the edit would change the file's encoding")
	}
	if problem == nil {
		next.Source = source
		if f.format == formatManifest {
			problem = next.split()
		} else {
			next.Decoded, problem = decoders[f.format](source)
		}
	}
	if problem != nil {
		return nil, errors.New("the edit would leave a file that " + problem.Reason)
	}
	if f.format != formatManifest {
		next.classify()
	}
	return next, nil
}

// follow returns where a span stands after replacements, false when one of
// them changed it.
func follow(s Span, changes []Replacement) (Span, bool) {
	shift := 0
	for _, c := range changes {
		if c.overlaps(s) {
			return s, false
		}
		if c.End <= s.Start && (c.Start < s.Start || c.Start == c.End) {
			shift += len(c.Text) - (c.End - c.Start)
		}
	}
	return Span{s.Start + shift, s.End + shift}, true
}

// overlaps reports whether the replacement changes a part of a span. What is
// put in at one of its ends does not.
func (c Replacement) overlaps(s Span) bool {
	if s.Start == s.End {
		return c.Start < s.Start && s.Start < c.End
	}
	return c.Start < s.End && s.Start < c.End
}

// compare checks that an edit changed what it is about and nothing else.
func compare(old, next *File, e Edit, changes []Replacement) error {
	before, gone := split(old.Entries, changes, false)
	after, come := split(next.Entries, changes, true)
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(before) > 0 && len(after) > 0 && same(before[0], after[0], changes):
			before, after = before[1:], after[1:]
		case e.Op == EditAdd && len(before) > 0 && before[0].Value == "":
			before = before[1:] // an element that is not empty any more
		case (e.Op == EditRemove || e.Op == EditComment) && len(after) > 0 && after[0].Value == "":
			after = after[1:] // an element that is empty now
		default:
			return errors.New("the edit would change other values too")
		}
	}
	return e.took(gone, come)
}

// split sorts entries into those that replacements do not touch and the
// others. Of the new entries the replacements' new text counts.
func split(entries []Entry, changes []Replacement, isNew bool) (kept, touched []*Entry) {
	if isNew {
		changes = moved(changes)
	}
	for i := range entries {
		e := &entries[i]
		hit := false
		for _, c := range changes {
			empty := e.Span.Start == e.Span.End && c.Start <= e.Span.Start && e.Span.Start <= c.End
			hit = hit || empty || c.overlaps(e.Span) || c.overlaps(e.Key)
		}
		if hit {
			touched = append(touched, e)
		} else {
			kept = append(kept, e)
		}
	}
	return kept, touched
}

// moved returns the replacements with the spans of their new text.
func moved(changes []Replacement) []Replacement {
	out := make([]Replacement, len(changes))
	shift := 0
	for i, c := range changes {
		out[i].Start = c.Start + shift
		out[i].End = out[i].Start + len(c.Text)
		shift += len(c.Text) - (c.End - c.Start)
	}
	return out
}

// same reports whether two entries are one, moved by replacements.
func same(a, b *Entry, changes []Replacement) bool {
	key, _ := follow(a.Key, changes)
	return a.Path == b.Path && a.Value == b.Value && a.Unknown == b.Unknown && a.Conditional == b.Conditional &&
		a.Sensitive == b.Sensitive && key == b.Key
}

// took checks what an edit made of the entries that it touched.
func (e Edit) took(gone, come []*Entry) error {
	var lost, won []*Entry
	for _, g := range gone {
		if !holds(come, g) {
			lost = append(lost, g)
		}
	}
	for _, c := range come {
		if !holds(gone, c) {
			won = append(won, c)
		}
	}
	ok := true
	switch e.Op {
	case EditSet:
		for _, w := range won {
			ok = ok && w.Path == e.Path && w.Value == e.Value && e.Name == ""
		}
		for _, l := range lost {
			ok = ok && l.Path == e.Path
		}
	case EditRemove:
		for _, w := range won {
			ok = ok && w.Value == ""
		}
		path := e.Path
		if e.Name == RemoveElement {
			path, _ = splitPath(path)
		}
		for _, l := range lost {
			ok = ok && strings.HasPrefix(l.Path, path)
		}
	case EditComment:
		for _, w := range won {
			ok = ok && w.Value == ""
		}
		for _, l := range lost {
			ok = ok && strings.HasPrefix(l.Path, strings.TrimSuffix(e.Path, "#text"))
		}
	case EditAdd:
		for _, l := range lost {
			ok = ok && l.Value == ""
		}
		ok = ok && e.added(won)
	}
	if !ok {
		return errors.New("the edit does not have the effect that it should have")
	}
	return nil
}

// added reports whether what an edit adds is among new entries. A namespace
// declaration is none.
func (e Edit) added(won []*Entry) bool {
	if e.Markup != "" || strings.HasPrefix(e.Name, "@xmlns") {
		return true
	}
	for _, w := range won {
		if w.Value == e.Value {
			return true
		}
	}
	return false
}

func holds(list []*Entry, e *Entry) bool {
	for _, other := range list {
		if other.Path == e.Path && other.Value == e.Value && other.Unknown == e.Unknown {
			return true
		}
	}
	return false
}
