package loader

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// plainOption matches text that no shell changes, in quotes or out of them.
var plainOption = regexp.MustCompile(`^[A-Za-z0-9_./:=,+@-]*$`)

// quotableOption matches text that stands for itself in double quotes, for
// both kinds of scripts.
var quotableOption = regexp.MustCompile(`^[A-Za-z0-9_./:=,+@ ;|()-]*$`)

func (f *File) editScript(e Edit, t target) ([]Replacement, error) {
	if !quotableOption.MatchString(e.Value) {
		return nil, errors.New("the new value has characters that a script would not leave as they are")
	}
	switch {
	case e.Op == EditAdd && t.entry != nil:
		return nil, errors.New("nothing can be put into an option")
	case e.Op == EditAdd:
		return f.addOption(e.Name, e.Value)
	case t.entry == nil:
		return nil, errors.New("a launcher has no value")
	case e.Op == EditRemove:
		return []Replacement{{Span: f.optionLine(f.optionWord(t.entry))}}, nil
	}
	return f.setOption(t.entry, e.Value)
}

// setOption writes the value of an option, in quotes where it needs them.
func (f *File) setOption(e *Entry, value string) ([]Replacement, error) {
	if e.Conditional && e.Unknown {
		return nil, errors.New("the script decides when it runs what the option is")
	}
	text := f.Source.Text
	quoted := e.Span.Start > 0 && e.Span.End < len(text) && isQuote(text[e.Span.Start-1]) && text[e.Span.End] == text[e.Span.Start-1]
	if !plainOption.MatchString(value) && !quoted {
		value = `"` + value + `"`
	}
	if e.Span.Start == e.Span.End && e.Span.Start == e.Key.End && text[e.Key.End-1] != '=' && e.Value == "" {
		value = "=" + value
	}
	return []Replacement{{e.Span, value}}, nil
}

func isQuote(b byte) bool { return b == '"' || b == '\'' }

// optionWord is an option with its value and the quotes around both.
func (f *File) optionWord(e *Entry) Span {
	text := f.Source.Text
	s := Span{min(e.Key.Start, e.Span.Start), max(e.Key.End, e.Span.End)}
	if e.Span.Start == e.Span.End {
		s = e.Key
	}
	inner := e.Span.Start > e.Key.End && isQuote(text[e.Span.Start-1])
	if inner && s.End < len(text) && text[s.End] == text[e.Span.Start-1] {
		s.End++
	}
	if s.Start > 0 && s.End < len(text) && isQuote(text[s.Start-1]) && text[s.End] == text[s.Start-1] &&
		(s.Start == 1 || strings.IndexByte(" \t\r\n", text[s.Start-2]) >= 0) {
		s.Start--
		s.End++
	}
	return s
}

// continuation is the character that makes a script go on in the next line.
func (f *File) continuation() string {
	if f.format == formatBatch {
		return "^"
	}
	return `\`
}

// alone reports whether a word has a line of its own, and how what follows it
// there goes on with the next line.
func (f *File) alone(word Span) (tail string, ok bool) {
	line := f.Source.lineOf(word.Start)
	if word.End > line.End {
		return "", false
	}
	before, after := f.Source.Text[line.Start:word.Start], strings.TrimRight(f.Source.Text[word.End:line.End], "\r\n")
	rest := strings.Trim(after, " \t")
	return after, strings.Trim(before, " \t") == "" && (rest == "" || rest == f.continuation())
}

// optionLine is what goes when an option is removed: its line where it has one
// of its own, else the word with a blank.
func (f *File) optionLine(word Span) Span {
	text := f.Source.Text
	line := f.Source.lineOf(word.Start)
	if tail, ok := f.alone(word); ok {
		if strings.TrimSpace(tail) != "" {
			return line
		}
		// The last line of a command: the one before it must not go on.
		if before := strings.TrimRight(text[:line.Start], "\r\n"); strings.HasSuffix(before, f.continuation()) {
			end := len(strings.TrimRight(before[:len(before)-1], " \t"))
			return Span{end, line.Start + len(strings.TrimRight(text[line.Start:line.End], "\r\n"))}
		}
	}
	if word.Start > line.Start && strings.IndexByte(" \t", text[word.Start-1]) >= 0 && strings.Trim(text[line.Start:word.Start], " \t") != "" {
		for strings.IndexByte(" \t", text[word.Start-1]) >= 0 {
			word.Start--
		}
		return word
	}
	for word.End < len(text) && strings.IndexByte(" \t", text[word.End]) >= 0 {
		word.End++
	}
	return word
}

// addOption puts an option after the last one of its sort that the script
// always gives, on a line of its own where that one has one. So it stands
// before the main class and after $JAVA_OPTS has had its say.
func (f *File) addOption(name, value string) ([]Replacement, error) {
	if !strings.HasPrefix(name, "-") {
		return nil, fmt.Errorf("%s is no option", name)
	}
	for i := range f.Entries {
		if f.Entries[i].Path == name {
			return nil, fmt.Errorf("%s is there already", name)
		}
	}
	option := optionText(name, value)
	if !plainOption.MatchString(option) {
		option = option[:len(option)-len(value)] + `"` + value + `"`
	}
	anchor := f.lastOption("-D")
	if anchor == nil {
		anchor = f.lastOption("-")
	}
	if anchor == nil {
		return nil, errors.New("the script gives java no option to put the new one after")
	}
	word := f.optionWord(anchor)
	tail, ok := f.alone(word)
	if ok && strings.TrimSpace(tail) != "" {
		line := f.Source.lineOf(word.Start)
		text := f.Source.indentOf(word.Start) + option + tail + f.Source.eol(line.End-1)
		return []Replacement{{Span{line.End, line.End}, text}}, nil
	}
	return []Replacement{{Span{word.End, word.End}, " " + option}}, nil
}

// lastOption returns the last option with a prefix that is given under no
// condition, neither the script's nor that of a template. Options on the
// command that starts java go before those that a variable holds: a variable may be
// set again for another way to start the server.
func (f *File) lastOption(prefix string) *Entry {
	_, template := templateSuffix(f.Name)
	var held *Entry
	for i := len(f.Entries) - 1; i >= 0; i-- {
		e := &f.Entries[i]
		if !strings.HasPrefix(e.Path, prefix) || e.Conditional || template && e.Unknown || e.Key.Start >= e.Key.End {
			continue
		}
		if e.Key.Start > f.Root.Start {
			return e
		}
		held = cmp.Or(held, e)
	}
	return held
}
