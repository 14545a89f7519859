package loader

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Replacements returns what edits made of a file that was decoded, in the order
// of the text: the pieces that they replace and nothing beside them, which may
// be a secret. Where edits build on each other it is what has changed: whole
// lines come and go, and of a line that changes the characters do.
func (c *Change) Replacements(made []Edit) []Replacement {
	if pieces, ok := c.Composed(made); ok {
		return pieces
	}
	before := c.Before.Source.Text
	var pieces []Replacement
	for _, lines := range udiff.Lines(before, c.After.Source.Text) {
		for _, e := range udiff.Strings(before[lines.Start:lines.End], lines.New) {
			pieces = append(pieces, Replacement{Span{lines.Start + e.Start, lines.Start + e.End}, e.New})
		}
	}
	return pieces
}

// Composed returns what each of the edits that made a change does by itself, put
// together; ok is false where that is not the change.
func (c *Change) Composed(made []Edit) (pieces []Replacement, ok bool) {
	for _, late := range []bool{true, false} {
		if pieces = c.compose(made, late); replaced(c.Before.Source.Text, pieces) == c.After.Source.Text {
			return pieces, true
		}
	}
	return nil, false
}

// compose joins what each edit does to a file by itself. What two of them
// insert at one place stands there in their order when late is set, and else
// the other way round.
func (c *Change) compose(made []Edit, late bool) []Replacement {
	var all []Replacement
	for _, e := range made {
		if e.File != c.Name {
			continue
		}
		pieces, err := c.Before.Replacements([]Edit{e})
		if err != nil {
			return nil
		}
		for _, p := range pieces {
			i := slices.IndexFunc(all, func(o Replacement) bool { return o.Span == p.Span && p.Start == p.End })
			switch {
			case i < 0:
				all = append(all, p)
			case late:
				all[i].Text += p.Text
			default:
				all[i].Text = p.Text + all[i].Text
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Replacement) int { return a.Start - b.Start })
	return all
}

// replaced returns a text in which pieces, in their order, are replaced; "" when
// they get in each other's way.
func replaced(text string, pieces []Replacement) string {
	var b strings.Builder
	at := 0
	for _, p := range pieces {
		if p.Start < at {
			return ""
		}
		b.WriteString(text[at:p.Start] + p.Text)
		at = p.End
	}
	return b.String() + text[at:]
}
