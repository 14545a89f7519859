package loader

import (
	"maps"
	"slices"
)

// found is what the names of a tree told, and the files that were asked.
type found struct {
	declared []string
	asks     *asks
	homes    []Home
	// selected are the files of each home, by its path, and ignores the
	// .gitignore files that had a say in it.
	selected map[string]*selection
	ignores  map[string]*ignoreFile
}

// selection is what the names alone select of a home.
type selection struct {
	made   bool
	files  []selected
	stores []string
}

// asks are questions about what is in files, with their answers.
type asks struct{ list []ask }

type ask struct {
	question func(*listing) bool
	answer   bool
}

// ask asks and remembers; the nil asks do not remember.
func (a *asks) ask(question func(*listing) bool, l *listing) bool {
	answer := question(l)
	if a != nil {
		a.list = append(a.list, ask{question, answer})
	}
	return answer
}

// hold reports whether all answers are still the same.
func (a *asks) hold(l *listing) bool {
	return !slices.ContainsFunc(a.list, func(a ask) bool { return a.question(l) != a.answer })
}

// homes returns the homes of the tree. With the names of the load before, and
// with the same answers of the files that tell homes, they are those of then.
func (l *listing) homes(declared []string) []*Home {
	f := l.found
	if f == nil || !slices.Equal(f.declared, declared) || !f.asks.hold(l) {
		f = &found{declared: declared, asks: new(asks)}
		l.asks = f.asks
		for _, h := range detect(l, declared) {
			f.homes = append(f.homes, *h)
		}
		l.asks = nil
	}
	l.readIgnores()
	if f.selected == nil || !maps.Equal(f.ignores, l.ignores) {
		f.selected, f.ignores = make(map[string]*selection, len(f.homes)), l.ignores
		for i := range f.homes {
			f.selected[f.homes[i].Path] = new(selection)
		}
	}
	l.found = f
	homes := make([]*Home, len(f.homes))
	for i := range f.homes {
		h := f.homes[i]
		homes[i] = &h
	}
	return homes
}

// selection returns what the names select of a home. Each home may be asked for
// at the same time as the others.
func (l *listing) selection(h *Home, all []*Home) *selection {
	s := l.found.selected[h.Path]
	if !s.made {
		s.files, s.stores, s.made = selectFiles(l, h, all), listedStores(l, h, all), true
	}
	return s
}
