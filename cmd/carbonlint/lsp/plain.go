package lsp

import (
	"regexp"
	"strings"
)

var (
	linked  = regexp.MustCompile("\\[`([^`]*)`\\]\\(([^)]*)\\)")
	escaped = regexp.MustCompile("\\\\([\\\\`*_\\[\\]<>#&|~!])")
)

// plain takes the markup out of a hover, for a client that shows it as it is.
// The lines of a sample are indented.
func plain(markdown string) string {
	var b strings.Builder
	for i, part := range strings.Split("\n"+markdown, "\n```") {
		if i%2 == 1 {
			_, sample, _ := strings.Cut(part, "\n")
			b.WriteString("\n    " + strings.ReplaceAll(sample, "\n", "\n    "))
			continue
		}
		part = linked.ReplaceAllString(part, "$1 <$2>")
		part = strings.ReplaceAll(part, "\\`", "\x00") // a backtick that is none of code
		for i, text := range strings.Split(part, "`") {
			if i%2 == 0 { // else it is code
				text = escaped.ReplaceAllString(strings.ReplaceAll(text, "**", ""), "$1")
			}
			b.WriteString(strings.ReplaceAll(text, "\x00", "`"))
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}
