package loader

import (
	"slices"
	"strings"
)

// maskedText is a file with its template tags replaced by neutral text of the
// same length. The masked text is what gets parsed, the source what is shown.
type maskedText struct {
	src    *Source
	masked string
	tags   templateTags
}

func newMaskedText(src *Source) *maskedText {
	masked, tags := maskTemplate(src)
	return &maskedText{src, masked, tags}
}

// char is one byte that the JVM gets, and what the script writes for it.
type char struct {
	b byte
	// unknown marks expansions, which stand as the script writes them.
	unknown bool
	// at is longer than a byte for an escape, and the same for all bytes of the
	// character that an escape stands for.
	at shortSpan
	// around is the quoted string around the byte with its quotes, empty
	// outside of one.
	around shortSpan
}

// shortSpan is a [Span] in half the room, for which files are small enough:
// each byte of a script has two.
type shortSpan struct{ start, end int32 }

func short(s Span) shortSpan { return shortSpan{int32(s.Start), int32(s.End)} }

func (c *char) span() Span  { return Span{int(c.at.start), int(c.at.end)} }
func (c *char) quote() Span { return Span{int(c.around.start), int(c.around.end)} }

// word is one argument of the JVM.
type word struct {
	chars []char
	// undecided is set when the tree does not tell whether the JVM gets it.
	undecided bool
	// conditional is set when the JVM gets it only under some condition.
	conditional bool
}

func (w word) String() string {
	b := make([]byte, len(w.chars))
	for i, c := range w.chars {
		b[i] = c.b
	}
	return string(b)
}

// add appends a range of the source as it stands.
func (w *word) add(text *maskedText, span, quote Span, unknown bool) {
	w.reserve(span.End - span.Start)
	for i := span.Start; i < span.End; i++ {
		at := Span{i, i + 1}
		w.chars = append(w.chars, char{text.src.Text[i], unknown || text.tags.touch(at), short(at), short(quote)})
	}
}

// reserve makes room for more bytes. Words are read byte by byte and are mostly
// longer than a few.
func (w *word) reserve(n int) {
	if cap(w.chars)-len(w.chars) < n {
		w.chars = slices.Grow(w.chars, max(n, minWord))
	}
}

// minWord is the room that a word begins with.
const minWord = 48

// addEscape appends the character that a range of the source stands for.
func (w *word) addEscape(s string, span, quote Span) {
	w.reserve(len(s))
	for i := range len(s) {
		w.chars = append(w.chars, char{b: s[i], at: short(span), around: short(quote)})
	}
}

// opaque reports whether nothing is known of what the word becomes, not even
// that it is one word.
func (w word) opaque() bool { return len(w.chars) > 0 && w.chars[0].unknown }

// span returns where a part of the word stands in the source: inside the
// quotes when all of it is in the same ones, else with its quotes. An empty
// part has an empty span after what is before it.
func (w word) span(first, end int) Span {
	part := w.chars[first:end]
	if len(part) == 0 {
		if first == 0 {
			return Span{}
		}
		at := w.chars[first-1].span().End
		return Span{at, at}
	}
	left, right := part[0], part[len(part)-1]
	s := Span{left.span().Start, right.span().End}
	if !slices.ContainsFunc(part, func(c char) bool { return c.around != left.around }) {
		return s
	}
	if left.quote().Start == s.Start-1 && left.quote().End > 0 {
		s.Start = left.quote().Start
	}
	if right.quote().End == s.End+1 {
		s.End = right.quote().End
	}
	return s
}

// fields splits a word at its blanks as a shell splits what a variable holds.
func (w word) fields() []word {
	var words []word
	start := 0
	for i := 0; i <= len(w.chars); i++ {
		if i < len(w.chars) && (w.chars[i].unknown || !strings.ContainsRune(" \t\r\n", rune(w.chars[i].b))) {
			continue
		}
		if i > start {
			words = append(words, word{w.chars[start:i], w.undecided, w.conditional})
		}
		start = i + 1
	}
	return words
}

// valueFollows are the options whose value is the next argument.
var valueFollows = map[string]bool{
	"-classpath": true, "-cp": true, "--class-path": true, "-p": true, "--module-path": true,
	"--add-opens": true, "--add-exports": true, "--add-modules": true, "--add-reads": true,
	"--limit-modules": true, "--patch-module": true, "--upgrade-module-path": true,
}

// optionEntries turns the arguments of java into entries. They end at the main
// class: what follows is for the program. -cp is known by its long name.
func optionEntries(text *maskedText, words []word) []Entry {
	var entries []Entry
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch name := w.String(); {
		case name == "" || w.opaque():
		case valueFollows[name] && i+1 < len(words):
			i++
			if name == "-cp" || name == "--class-path" {
				name = "-classpath"
			}
			e := Entry{Path: name, Key: w.span(0, len(w.chars))}
			e.setValue(text, words[i], 0, len(words[i].chars))
			if len(words[i].chars) == 0 {
				e.Span = Span{e.Key.End, e.Key.End}
			}
			entries = append(entries, e)
		case name[0] != '-' || name == "-jar":
			return entries
		default:
			entries = append(entries, optionEntry(text, w))
		}
	}
	return entries
}

// jvmEntries are the options of a JVM that a script starts with the arguments
// given: those of its environment come before or after them. fold turns the
// name of a variable into the one by which it is kept.
func (v *variables) jvmEntries(text *maskedText, words []word, fold func(string) string) []Entry {
	var entries []Entry
	for _, list := range [][]word{v.values[fold("JAVA_TOOL_OPTIONS")], v.values[fold("JDK_JAVA_OPTIONS")], words, v.values[fold("_JAVA_OPTIONS")]} {
		entries = append(entries, optionEntries(text, list)...)
	}
	return entries
}

// optionEntry turns one argument into an entry.
func optionEntry(text *maskedText, w word) Entry {
	option := w.String()
	if sign := len("-XX:"); strings.HasPrefix(option, "-XX:+") || strings.HasPrefix(option, "-XX:-") {
		e := Entry{Path: "-XX:" + option[sign+1:], Key: w.span(0, len(option))}
		e.setValue(text, w, sign, sign+1)
		return e
	}
	key, value := splitOption(option)
	e := Entry{Path: option[:key], Key: w.span(0, key)}
	e.setValue(text, w, value, len(option))
	return e
}

// setValue makes a part of a word the entry's value.
func (e *Entry) setValue(text *maskedText, w word, first, end int) {
	e.Value, e.Span = w.String()[first:end], w.span(first, end)
	e.Conditional = w.conditional
	for _, c := range w.chars[first:end] {
		e.Unknown = e.Unknown || c.unknown
	}
	if w.undecided {
		e.Value, e.Unknown = "", true
		return
	}
	text.tags.settle(text.src, e, Span{min(e.Key.Start, e.Span.Start), max(e.Key.End, e.Span.End)})
}

// splitOption returns where the name of a JVM option ends and its value
// begins. An option without a value is all name.
func splitOption(option string) (key, value int) {
	cut := func(separator string, from int) (key, value int) {
		if i := strings.Index(option[from:], separator); i >= 0 {
			return from + i, from + i + 1
		}
		return len(option), len(option)
	}
	for _, size := range []string{"-Xmx", "-Xms", "-Xss", "-Xmn"} {
		if strings.HasPrefix(option, size) {
			return len(size), len(size)
		}
	}
	for _, prefix := range []string{"-Xbootclasspath", "-Xrun", "-javaagent"} {
		if strings.HasPrefix(option, prefix) {
			return cut(":", 0)
		}
	}
	for _, prefix := range []string{"-D", "-XX:", "-agentlib:", "-agentpath:", "--"} {
		if strings.HasPrefix(option, prefix) {
			return cut("=", len(prefix))
		}
	}
	return len(option), len(option)
}

// isOption reports whether a word is an option of the JVM.
func isOption(s string) bool {
	for _, prefix := range []string{"-D", "-X", "-agentlib:", "-agentpath:", "-javaagent:", "--add-", "--enable-"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// certainty tells whether the server's start passes a statement.
type certainty int

const (
	always certainty = iota
	maybe            // under a condition that the tree does not decide
	unsure           // in place of a value that the tree does not know
	never            // not on the way to the server
)

// variables are those of a script and the options that each expands to.
type variables struct {
	// reference tells which variable a word consists of, "" for others. rest
	// is what the word stands for when that variable is not set.
	reference func(w word) (name string, rest []word)

	names  []string // in the order of their first assignment
	values map[string][]word
}

// isSet reports whether an assignment is known, and whether what it gives is
// known.
func (v *variables) isSet(name string) (set, known bool) {
	words := v.values[name]
	return len(words) > 0, len(words) > 0 && !slices.ContainsFunc(words, word.opaque)
}

// unless returns how certain a statement is that runs when a variable is not
// set, inside of one that is as certain as given.
func (v *variables) unless(name string, c certainty) certainty {
	switch set, known := v.isSet(name); {
	case known:
		return never
	case set:
		return max(c, unsure)
	}
	return c
}

// expand puts the options of variables in their place. Variables that hold
// something else, such as a class path, are left.
func (v *variables) expand(words []word) []word {
	var expanded []word
	for _, w := range words {
		name, rest := v.reference(w)
		switch options := v.values[name]; {
		case name != "" && holdsOptions(options):
			expanded = append(expanded, options...)
		case name != "" && holdsOptions(rest):
			expanded = append(expanded, rest...)
		default:
			expanded = append(expanded, w)
		}
	}
	return expanded
}

// holdsOptions reports whether the first word that is known is an option.
func holdsOptions(words []word) bool {
	for _, w := range words {
		if !w.opaque() {
			return isOption(w.String())
		}
	}
	return false
}

// set assigns words to a variable or appends them to it. An assignment that
// may not happen leaves what was there before as well.
func (v *variables) set(name string, words []word, c certainty, appends bool) {
	if c == never {
		return
	}
	if c != always {
		words = slices.Clone(words)
		for i := range words {
			words[i].undecided = words[i].undecided || c == unsure
			words[i].conditional = true
		}
	}
	old, assigned := v.values[name]
	if !assigned {
		v.names = append(v.names, name)
	}
	takesOver := slices.ContainsFunc(words, func(w word) bool {
		n, _ := v.reference(w)
		return n == name
	})
	value := v.expand(words)
	if appends || c != always && !takesOver {
		value = slices.Concat(old, value)
	}
	if v.values == nil {
		v.values = make(map[string][]word)
	}
	v.values[name] = value[:min(len(value), maxWords)]
}

// maxWords bounds what a variable holds: a few lines that name each other can
// double it with every line.
const maxWords = 4096

// entries are the options of all variables, for scripts without a java command
// to use them. What one variable takes over from another comes once.
func (v *variables) entries(text *maskedText) []Entry {
	var entries []Entry
	seen := make(map[Span]bool)
	for _, name := range v.names {
		if !holdsOptions(v.values[name]) {
			continue
		}
		for _, e := range optionEntries(text, v.values[name]) {
			if !seen[e.Key] {
				seen[e.Key] = true
				entries = append(entries, e)
			}
		}
	}
	return entries
}

// launcherDocument makes a start script's document of its options.
func launcherDocument(entries []Entry, root Span, comments []Span) Decoded {
	return Decoded{
		Entries:  entries,
		Items:    []Item{{Path: "script", Span: root, End: len(entries)}},
		Root:     root,
		Comments: comments,
	}
}
