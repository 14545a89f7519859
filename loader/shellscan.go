package loader

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// decodeOptions reads a file that hands options for java to a start script, such
// as a unit of systemd or its file of variables.
func decodeOptions(src *Source) (Decoded, *Problem) {
	s := &shellScript{text: newMaskedText(src)}
	s.code = s.text.masked
	entries := s.scanLines(Span{0, len(s.code)})
	return launcherDocument(entries, src.LineSpan(1), s.comments), nil
}

// commandTest matches the head of a branch for a word of the command line.
var commandTest = regexp.MustCompile(`^\s*(?:el)?if\b.*["'\s]\$\{?(?i:1|c|cmd|command|arg|action|option|i)\}?["']?\s+==?\s+["']?-{0,2}[A-Za-z]`)

// scanLines finds options and comments in the part of a script that does not
// parse, line by line: it knows no variables.
func (s *shellScript) scanLines(rest Span) []Entry {
	var entries []Entry
	var last Span // the comment of the last statement
	if n := len(s.comments); n > 0 {
		last = s.comments[n-1]
	}
	depth := 0 // of the ifs inside a command's branch, which is 1
	for at := rest.Start; at < rest.End; {
		line := Span{at, endOfLine(s.code, at)}
		at = line.End + len(lineEnd(s.code[line.End:]))
		text := strings.TrimLeft(s.code[line.Start:line.End], " \t")
		if strings.HasPrefix(text, "#") {
			if comment := (Span{line.End - len(text), line.End}); comment != last {
				s.comments = append(s.comments, comment)
			}
			continue
		}
		if depth = branchDepth(text, depth); depth > 0 {
			continue
		}
		for _, w := range s.scanLine(line) {
			entries = append(entries, optionEntry(s.text, w))
		}
	}
	return entries
}

// branchDepth counts the ifs that are open inside a command's branch.
func branchDepth(line string, depth int) int {
	first, _, _ := strings.Cut(strings.TrimRight(line, " \t;"), " ")
	switch {
	case depth <= 1 && commandTest.MatchString(line):
		return 1
	case depth == 1 && (first == "elif" || first == "else"):
		return 0
	case depth > 0 && first == "if":
		return depth + 1
	case depth > 0 && first == "fi":
		return depth - 1
	}
	return depth
}

// scanLine returns the options of a line, also those inside of an assigned
// string.
func (s *shellScript) scanLine(line Span) []word {
	var words []word
	outer := byte(0) // the quote that is open
	escaped := -1    // the byte after the last backslash
	for i := line.Start; i < line.End; i++ {
		c := s.code[i]
		starts := i == line.Start || i-1 != escaped && strings.IndexByte(" \t\"'=(", s.code[i-1]) >= 0
		switch {
		case c == '\\':
			i++
			escaped = i
		case c == '#' && starts && outer == 0:
			return words
		case c == outer:
			outer = 0
		case outer == 0 && (c == '"' || c == '\''):
			outer = c
		case c == '-' && starts && i+2 < line.End && isOption(s.code[i:line.End]) && !isBlank(s.code[i+2]):
			var w word
			w, i = s.scanOption(Span{i, line.End}, outer)
			i-- // where it ended may be a quote
			words = append(words, w)
		}
	}
	return words
}

// scanOption reads the option at the start of a span and returns where it
// ends. Inside of quotes it ends at a blank as well, for the string is one
// that a variable holds.
func (s *shellScript) scanOption(span Span, outer byte) (w word, end int) {
	var quote Span // the quotes that opened inside of the option
	i := span.Start
	for i < span.End {
		c := s.code[i]
		inner := byte(0)
		if i < quote.End {
			inner = s.code[quote.Start]
		}
		raw := inner == '\'' || outer == '\''
		switch {
		case inner == 0 && strings.IndexByte(" \t;|&)<>", c) >= 0, outer != 0 && c == outer:
			return w, i
		case inner != 0 && i == quote.End-1 && c == inner:
			i++
		case inner == 0 && outer == 0 && (c == '"' || c == '\''):
			if quote = (Span{i, closingQuote(s.code, i, span.End)}); quote.End == 0 {
				return w, i
			}
			i++
		case c == '\\' && !raw && i+1 == span.End:
			return w, i
		case c == '\\' && !raw && (inner|outer == 0 || strings.IndexByte("$`\"\\", s.code[i+1]) >= 0):
			size := runeSize(s.code[i+1:])
			w.addEscape(s.code[i+1:i+1+size], Span{i, i + 1 + size}, quote)
			i += 1 + size
		case (c == '$' || c == '`') && !raw:
			n := expansionSize(s.code[i:span.End])
			w.add(s.text, Span{i, i + n}, currentQuote(quote, i), true)
			i += n
		default:
			w.add(s.text, Span{i, i + 1}, currentQuote(quote, i), false)
			i++
		}
	}
	return w, i
}

// currentQuote returns the quotes when an offset lies in them.
func currentQuote(quote Span, at int) Span {
	if at < quote.End {
		return quote
	}
	return Span{}
}

// closingQuote returns the offset after the quote that closes the one at the
// given offset, 0 when there is none on the line.
func closingQuote(code string, open, limit int) int {
	for i := open + 1; i < limit; i++ {
		switch {
		case code[i] == code[open]:
			return i + 1
		case code[i] == '\\' && code[open] == '"':
			i++
		}
	}
	return 0
}

// expansionSize returns the length of the expansion that a text begins with.
func expansionSize(text string) int {
	closing := ""
	switch {
	case text[0] == '`':
		closing = "`"
	case strings.HasPrefix(text, "${"):
		closing = "}"
	case strings.HasPrefix(text, "$("):
		closing = ")"
	default:
		n := 1
		for n < len(text) && (text[n] == '_' || text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] >= '0' && text[n] <= '9') {
			n++
		}
		return n
	}
	if i := strings.Index(text[1:], closing); i >= 0 {
		return 1 + i + len(closing)
	}
	return len(text)
}

// runeSize returns the length of the character that a text begins with.
func runeSize(text string) int {
	_, size := utf8.DecodeRuneInString(text)
	return size
}
