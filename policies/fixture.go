package policies

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/carbonlint/carbonlint/loader"
)

// A fixture is a small tree in one file, in the format of txtar, with the
// findings that a rule must give in its file named want. The text at its top
// may hold directives, a line each.

// directives returns the words after a directive's name, for each of its
// lines.
func directives(archive *txtar.Archive, name string) [][]string {
	var found [][]string
	for line := range strings.Lines(string(archive.Comment)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == name {
			found = append(found, words[1:])
		}
	}
	return found
}

// completed returns a fixture with what its line complete asks for: all that
// makes a home a whole one.
func completed(archive *txtar.Archive) *txtar.Archive {
	if !slices.Contains(strings.Split(string(archive.Comment), "\n"), "complete") {
		return archive
	}
	whole := &txtar.Archive{Comment: archive.Comment, Files: slices.Clone(archive.Files)}
	has := func(matches func(name string) bool) bool {
		return slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return matches(f.Name) })
	}
	launched := has(func(name string) bool { return strings.HasPrefix(name, "bin/wso2server.") })
	for _, f := range wholeHome {
		there := has(func(name string) bool { return name == f.name })
		if !there && (path.Dir(f.name) != "bin" || !launched) {
			whole.Files = append(whole.Files, txtar.File{Name: f.name, Data: []byte(f.text + "\n")})
		}
	}
	return whole
}

// wholeHome is the least that makes a home a whole one.
var wholeHome = []struct{ name, text string }{
	{"repository/conf/carbon.xml", `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`},
	{"repository/conf/axis2/axis2.xml", `<axisconfig/>`},
	{"repository/conf/user-mgt.xml", `<UserManager/>`},
	{"repository/conf/tomcat/catalina-server.xml", `<Server/>`},
	{"repository/conf/datasources/master-datasources.xml", `<datasources-configuration/>`},
	{"repository/conf/etc/carboncontext-osgi-services.properties", `# Nobody edits this file.`},
	{"bin/wso2server.sh", "$JAVACMD -Xmx2048m org.wso2.carbon.bootstrap.Bootstrap\n"},
}

// describe prints a report as the want section has it: the findings, then the
// verdict of each home, without which a good fixture would pass by not being
// judged at all.
func describe(r *Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s:%d:%d-%d:%d: %s: %s", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Severity, f.Message)
		if f.Default {
			b.WriteString(" [default]")
		}
		b.WriteByte('\n')
		for _, rel := range f.Related {
			fmt.Fprintf(&b, "  %s:%d:%d: %s\n", rel.File, rel.Line, rel.Column, rel.Message)
		}
	}
	for _, v := range r.Verdicts {
		fmt.Fprintf(&b, "%s: %s\n", v.Home, v.Outcome)
		if v.Outcome != Manual {
			continue
		}
		// The evidence is all that a checklist item says.
		for _, p := range v.Subjects {
			fmt.Fprintf(&b, "  %s:%d:%d-%d:%d\n", p.File, p.Line, p.Column, p.EndLine, p.EndColumn)
		}
	}
	return b.String()
}

// parameterSite sets the parameters of the rules and decides nothing else.
type parameterSite struct {
	NoSite
	values map[string]map[string]any
}

func (s parameterSite) Parameters(*loader.Home) map[string]map[string]any { return s.values }

// siteOf returns the site that the parameter lines of a fixture describe.
func siteOf(r *Rule, archive *txtar.Archive) (Site, error) {
	set := make(map[string]any)
	for name, text := range fixtureParameters(archive) {
		p := r.Parameter(name)
		if p == nil {
			return nil, fmt.Errorf("%s has no parameter %q", r.ID, name)
		}
		probe := Parameter{}
		if err := json.Unmarshal([]byte(`{"default": `+text+`}`), &probe); err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		if err := p.Check(probe.Default); err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		set[name] = probe.Default
	}
	return parameterSite{values: map[string]map[string]any{r.ID: set}}, nil
}

// fixtureParameters returns the parameter lines of a fixture: JSON by name.
func fixtureParameters(archive *txtar.Archive) map[string]string {
	found := make(map[string]string)
	for line := range strings.Lines(string(archive.Comment)) {
		if rest, ok := strings.CutPrefix(line, "parameter "); ok {
			name, text, _ := strings.Cut(rest, " ")
			found[name] = text
		}
	}
	return found
}
