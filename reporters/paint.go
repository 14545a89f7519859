package reporters

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/carbonlint/carbonlint/policies"
)

// paint adds escape sequences for terminals. It decides nothing: the caller
// says whether colours and hyperlinks are wanted.
type paint struct{ color, links bool }

// The SGR parameters in use.
const (
	bold = "1"
	dim  = "2"
	blue = "34"
)

func (p paint) sgr(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// severity paints what belongs to a finding of that severity.
func (p paint) severity(s policies.Severity, text string) string {
	switch s {
	case policies.SeverityError:
		return p.sgr("1;31", text)
	case policies.SeverityWarning:
		return p.sgr("1;33", text)
	}
	return p.sgr("1;36", text)
}

// link makes text a hyperlink (OSC 8).
func (p paint) link(target, text string) string {
	if !p.links || target == "" {
		return text
	}
	return "\x1b]8;;" + target + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// frame draws a frame in the colour of its finding.
func (p paint) frame(f frame, s policies.Severity) string {
	if !p.color {
		return f.String()
	}
	gutter := strings.Repeat(" ", len(f.number))
	return "  " + p.sgr(blue, f.number+" |") + " " + f.code + "\n" +
		"  " + p.sgr(blue, gutter+" |") + " " + strings.Repeat(" ", f.indent) + p.severity(s, f.mark) + "\n"
}

// fileURL is the address of a file of the tree on this machine.
func fileURL(base, name string) string {
	if base == "" || name == "" {
		return ""
	}
	full := path.Join("/", filepath.ToSlash(base), name)
	return (&url.URL{Scheme: "file", Path: full}).String()
}
