package reporters

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// docsURL is where the page of a rule is published.
func docsURL(id string) string {
	return "https://github.com/carbonlint/carbonlint/blob/main/docs/rules/" + encodePath(id) + ".md"
}

// encodePath writes a path as a relative URI. A colon is legal in most places
// of one, but in the first segment it would end a scheme.
func encodePath(name string) string {
	segments := strings.Split(name, "/")
	for i, s := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
	}
	return strings.Join(segments, "/")
}

// pascalName turns a rule id into the name that SARIF and JUnit show:
// datasource/embedded_h2 becomes DatasourceEmbeddedH2. SARIF wants words of an
// upper case letter and at least one more character, so a word that is a
// single letter or begins with a digit joins the word before it.
func pascalName(id string) string {
	words := strings.FieldsFunc(strings.ToLower(id), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	var b strings.Builder
	for _, word := range words {
		switch {
		case b.Len() == 0 && (len(word) == 1 || word[0] <= '9'):
			b.WriteString("Rule" + word)
		case b.Len() == 0 || len(word) > 1 && word[0] > '9':
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		default:
			b.WriteString(word)
		}
	}
	return b.String()
}

var (
	paragraphs   = regexp.MustCompile(`\n[ \t]*\n`)
	markdownLink = regexp.MustCompile(`\[([^\[\]]+)\]\([^()]*\)`)
)

// plain takes links and emphasis out of Markdown. Back quotes stay: they set
// off what is to be typed.
func plain(markdown string) string {
	return strings.ReplaceAll(markdownLink.ReplaceAllString(strings.TrimSpace(markdown), "$1"), "**", "")
}

// firstParagraph returns the first paragraph of Markdown as one plain line.
func firstParagraph(markdown string) string {
	first := paragraphs.Split(strings.TrimSpace(markdown), 2)[0]
	return strings.Join(strings.Fields(plain(first)), " ")
}

// sentence ends a text with a period.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// printable makes text of the scanned tree safe to show: line breaks become
// blanks, and what could steer a terminal or reorder the text (escape
// sequences, bidirectional marks) is replaced.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case !unicode.IsGraphic(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// count is a number with its noun: 1 home, 2 homes.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// enumerate joins words as prose does: a, b and c.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// some joins the first few of many names, so that a fleet of 200 homes does
// not fill the screen.
func some(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// RulePage is where the page of a bundled rule is published.
func RulePage(id string) string { return docsURL(id) }
