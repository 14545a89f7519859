package loader

import (
	"iter"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mask replaces a secret. Its length tells nothing about the secret's.
const mask = "********"

// secretText finds what looks like a secret in text that no entry covers: a
// commented-out element, a line of a malformed file. The name of a secret is
// followed by a value, by the text of an element, or by that of the next one
// (<name>password</name><value>…). The text of an element and what is quoted
// may hold blanks; in a login the last @ ends the password.
var secretText = regexp.MustCompile(`(?i)(?:password|passwd|passphrase|pwd|secret|token|credential|private.?key|api.?key|access.?key|storepass|keypass)[\w.-]*` +
	`(?:\\?["'\]]?(?:\s+val(?:ue)?)?\s*(?:=>|[=:])\s*\[?(?:"([^"<>]+)|'([^'<>]+)|([^<>"'\[\]\s][^<>\s]*))` +
	`|(?:["'\]]?\s*>|</[\w-]+>\s*<[\w-]+>)\s*(?:<value>\s*)?(?:<!\[CDATA\[\s*)?([^<>\s](?:[^<>]*[^<>\s])?))` +
	`|://[^/\s:@"'<>]*:([^\s"'<>]+)@|:(?:thin|oci\d?):[^/\s@"'<>]+/([^\s"'<>]+)@`)

// Line is one line of a file that may be shown: its secrets are masked.
type Line struct {
	// Text is the line without its end, secrets replaced by asterisks.
	Text string

	spans []maskedSpan
}

type maskedSpan struct{ start, end int } // columns of the original line, end exclusive

// Column maps a column of the original line to the column of Text.
func (l Line) Column(column int) int {
	shift := 0
	for _, s := range l.spans {
		switch {
		case column >= s.end:
			shift += len(mask) - (s.end - s.start)
		case column > s.start:
			return s.start + shift
		}
	}
	return column + shift
}

// Line returns a line of the file, counted from 1, as it may be shown. A file
// that does not parse has no entries to tell its secrets, so nothing of it is
// shown.
func (f *File) Line(n int) Line {
	if f.Source == nil || f.Problem != nil {
		return Line{}
	}
	if last := f.shown.Load(); last != nil && last.number == n {
		return last.line
	}
	line := f.maskedLine(n)
	f.shown.Store(&shownLine{n, line})
	return line
}

func (f *File) maskedLine(n int) Line {
	bounds := f.Source.LineSpan(n)
	text := f.Source.Text[bounds.Start:bounds.End]
	var secrets []Span
	for _, e := range f.Entries {
		if e.Sensitive && e.Span.Start < bounds.End && e.Span.End > bounds.Start {
			secrets = append(secrets, Span{max(e.Span.Start, bounds.Start) - bounds.Start, min(e.Span.End, bounds.End) - bounds.Start})
		}
	}
	for name, s := range secretsIn(text) {
		if !closesElement(text[:name]) && !f.public(Span{bounds.Start + s.Start, bounds.Start + s.End}) {
			secrets = append(secrets, s)
		}
	}
	return maskLine(text, secrets)
}

// secretsIn yields what looks like a secret in a text, with the offset at which
// its name begins.
func secretsIn(text string) iter.Seq2[int, Span] {
	return func(yield func(int, Span) bool) {
		for _, m := range secretText.FindAllStringSubmatchIndex(text, -1) {
			for g := 2; g < len(m); g += 2 {
				if m[g] >= 0 && m[g] < m[g+1] && !yield(m[0], Span{m[g], m[g+1]}) {
					return
				}
			}
		}
	}
}

// MaskText returns text with what looks like a secret in it masked, for text
// of a file that is shown apart from its line.
func MaskText(text string) string {
	var secrets []Span
	for _, s := range secretsIn(text) {
		secrets = append(secrets, s)
	}
	return maskLine(text, secrets).Text
}

// closesElement reports whether the name that text ends within is that of an
// end tag, </keyStorePassword>, after which no value comes.
func closesElement(text string) bool {
	return strings.HasSuffix(strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsLetter(r) || strings.ContainsRune("._-:", r) }), "</")
}

// public reports whether the span lies in an entry that is known not to be a
// secret, such as a password's digest method. Of text that stands loose between
// elements nothing is known.
func (f *File) public(s Span) bool {
	for _, e := range f.Entries {
		if !e.Sensitive && !strings.HasSuffix(e.Path, looseText) && e.Span.Start <= s.Start && s.End <= e.Span.End {
			return true
		}
	}
	return false
}

// maskLine replaces the given byte ranges of a line, those that overlap by one
// mask.
func maskLine(text string, secrets []Span) Line {
	sort.Slice(secrets, func(i, j int) bool { return secrets[i].Start < secrets[j].Start })
	var b strings.Builder
	var line Line
	at := 0
	for _, s := range secrets {
		if s.End <= at || s.End <= s.Start {
			continue
		}
		if s.Start < at {
			line.spans[len(line.spans)-1].end += utf8.RuneCountInString(text[at:s.End])
			at = s.End
			continue
		}
		start := utf8.RuneCountInString(text[:s.Start]) + 1
		line.spans = append(line.spans, maskedSpan{start, start + utf8.RuneCountInString(text[s.Start:s.End])})
		b.WriteString(text[at:s.Start])
		b.WriteString(mask)
		at = s.End
	}
	b.WriteString(text[at:])
	line.Text = b.String()
	return line
}
