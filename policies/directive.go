package policies

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// directive is a waiver as a comment writes it:
//
//	carbonlint:ignore RULE[,RULE] [until=YYYY-MM-DD] -- reason
//
// The dashes before the reason may be one, since XML forbids two of them in a
// comment.
type directive struct {
	rules  []string
	reason string
	until  time.Time
	// file is set for ignore-file, which covers the whole file.
	file bool
}

// reasonMark matches the dashes before the reason.
var reasonMark = regexp.MustCompile(`(?:^|\s)(?:--?|–|—)(?:\s|$)`)

// commas matches the separator of rules.
var commas = regexp.MustCompile(`\s*,\s*`)

// parseDirective reads the text of a directive, in which all blanks are
// single. A missing reason is not an error here: it has a finding of its own.
func parseDirective(text string) (directive, error) {
	var d directive
	verb, rest, _ := strings.Cut(text, " ")
	switch verb {
	case "carbonlint:ignore":
	case "carbonlint:ignore-file":
		d.file = true
	default:
		return d, fmt.Errorf("begins with '%s' where carbonlint:ignore or carbonlint:ignore-file is known", brief(verb))
	}
	if at := reasonMark.FindStringIndex(rest); at != nil {
		rest, d.reason = rest[:at[0]], strings.TrimSpace(rest[at[1]:])
	}
	for i, field := range strings.Fields(commas.ReplaceAllString(rest, ",")) {
		value, isDate := strings.CutPrefix(field, "until=")
		switch {
		case isDate && !d.until.IsZero():
			return d, errors.New("gives its last day twice")
		case isDate:
			until, err := time.Parse(time.DateOnly, value)
			if err != nil {
				return d, fmt.Errorf("ends at '%s', which is no day such as 2026-01-31", brief(value))
			}
			d.until = until
		case i == 0:
			d.rules = distinct(strings.FieldsFunc(field, func(r rune) bool { return r == ',' }))
		default:
			return d, fmt.Errorf("holds '%s' before the reason, where only rules with commas between them and until=YYYY-MM-DD may stand", brief(field))
		}
	}
	if len(d.rules) == 0 {
		return d, errors.New("names no rule")
	}
	return d, nil
}

// distinct returns the names without those that stand before: each is judged, and
// told, once.
func distinct(names []string) []string {
	seen := make(map[string]bool, len(names))
	return slices.DeleteFunc(names, func(name string) bool {
		before := seen[name]
		seen[name] = true
		return before
	})
}

// brief cuts a word that a message quotes.
func brief(word string) string {
	const most = 60
	if runes := []rune(word); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return word
}
