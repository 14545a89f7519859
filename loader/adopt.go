package loader

import (
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
)

// errNoPlace is the answer to a sample that does not tell where in a file it
// belongs.
var errNoPlace = errors.New("the sample does not tell where in the file it belongs")

// Adopt returns the edits that bring a sample, a piece of a file as
// documentation shows it, into the file at the place of an edit, whose path and
// span count. A value that stands there becomes that of the sample. Where it is
// an element or the file as a whole, something is absent: what the sample has
// and the file has not is added. All else stays as it is, and no secret is
// replaced. It is an error when the sample is of another language than the
// file, or when its place is in doubt.
//
// Comments in a sample name the file that the lines after them are of.
func (f *File) Adopt(at Edit, language, sample string) ([]Edit, error) {
	if f.Source == nil || f.Problem != nil {
		return nil, errors.New("the file is not read, so it is not edited")
	}
	if f.format == formatManifest {
		return f.adoptPart(at, language, sample)
	}
	t, err := f.find(at)
	if err != nil {
		return nil, err
	}
	if t.entry != nil && t.entry.Sensitive {
		return nil, errors.New("a secret is not replaced: the value there may be its only copy")
	}
	if _, template := templateSuffix(f.Name); template && t.entry != nil && t.entry.Unknown {
		return nil, errors.New("what a template computes is not replaced")
	}
	a := adoption{file: f, at: at, target: t}
	switch {
	case language == "xml" && f.format == formatXML:
		err = a.xml(sample)
	case language == "properties" && f.format == formatProperties:
		err = a.keys(f.sampleProperties(sample))
	case language == "sh" && (f.format == formatShell || f.format == formatBatch || f.format == formatWrapper):
		err = a.keys(f.sampleOptions(sample))
	default:
		err = errors.New("the sample is of another language than the file")
	}
	if err == nil && len(a.edits) == 0 {
		err = errors.New("the file has all that the sample has")
	}
	return a.edits, err
}

// adoption is a sample on its way into a file.
type adoption struct {
	file *File
	at   Edit
	target
	edits []Edit
}

// set gives the place the value of the sample.
func (a *adoption) set(value string) {
	if value != a.entry.Value {
		a.edits = append(a.edits, Edit{Op: EditSet, File: a.at.File, Path: a.at.Path, Span: a.at.Span, Value: value})
	}
}

// sampleSetting is a property or an option of a sample. What stands in one line
// goes together.
type sampleSetting struct {
	key, value string
	line       int
}

// keys adopts settings that stand beside each other in the file.
func (a *adoption) keys(settings []sampleSetting) error {
	if a.entry != nil {
		i := slices.IndexFunc(settings, func(s sampleSetting) bool { return s.key == a.entry.Path })
		if i < 0 || len(settings) > 1 && isPort(a.entry.Path) {
			return errNoPlace // it is about other settings
		}
		for _, s := range settings {
			if s.line == settings[i].line && !a.file.hasKey(s.key, true) {
				return errNoPlace // what is absent may be the fault
			}
		}
		a.set(settings[i].value)
		return nil
	}
	for _, s := range settings {
		if !a.file.hasKey(s.key, false) {
			a.edits = append(a.edits, Edit{Op: EditAdd, File: a.at.File, Name: s.key, Value: s.value})
		}
	}
	return nil
}

// hasKey reports whether the last setting of a key is there, and where that is
// asked for has a value.
func (f *File) hasKey(key string, value bool) bool {
	for i := len(f.Entries) - 1; i >= 0; i-- {
		if e := &f.Entries[i]; e.Path == key {
			return !value || e.Value != ""
		}
	}
	return false
}

// isPort reports whether a name is that of a port. With more beside it a sample
// is about that, and the number tells only what it belongs to.
func isPort(name string) bool { return strings.HasSuffix(strings.ToLower(name), "port") }

// sampleFile finds the name of a file in a comment.
var sampleFile = regexp.MustCompile(`[\w./-]+\.(?:xml|properties|sh|bat|conf)\b`)

// isNamed reports whether the file is one that a comment of a sample names. A
// comment that names none says nothing.
func (f *File) isNamed(comment string) (ok, names bool) {
	name := path.Base(sampleFile.FindString(comment))
	if name == "." {
		return false, false
	}
	base, _ := templateSuffix(path.Base(f.Name))
	return name == base || name == f.Kind || name == "master-datasources.xml" && f.Kind == "datasources", true
}

// sampleLines returns the lines of a sample that are for the file.
func (f *File) sampleLines(sample string) []string {
	var lines []string
	mine := true
	for line := range strings.Lines(sample) {
		line = strings.TrimSpace(line)
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			if is, names := f.isNamed(comment); names {
				mine = is
			}
		} else if mine && line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// sampleProperties reads the properties of a sample.
func (f *File) sampleProperties(sample string) []sampleSetting {
	text := strings.Join(f.sampleLines(sample), "\n")
	list, _, problem := scanProperties(newMaskedText(NewSource("", text)))
	if problem != nil {
		return nil
	}
	var settings []sampleSetting
	for i, p := range list {
		settings = append(settings, sampleSetting{p.Path, p.Value, i})
	}
	return settings
}

// optionLine matches a line of a sample that gives options of the JVM: alone,
// or as a variable of a start script.
var optionLine = regexp.MustCompile(`^(?:[A-Z_]+="(-[^"]*)"|(-.*?)\s*\\?)$`)

// sampleOptions reads the options of a sample; one with a command in it is
// nothing for a launcher.
func (f *File) sampleOptions(sample string) []sampleSetting {
	var settings []sampleSetting
	for i, line := range f.sampleLines(sample) {
		m := optionLine.FindStringSubmatch(line)
		if m == nil {
			return nil
		}
		for _, option := range strings.Fields(m[1] + m[2]) {
			if !strings.HasPrefix(option, "-") {
				return nil
			}
			settings = append(settings, sampleOption(strings.ReplaceAll(option, `"`, ""), i))
		}
	}
	return settings
}

func sampleOption(option string, line int) sampleSetting {
	if name, ok := strings.CutPrefix(option, "-XX:"); ok && strings.IndexAny(name, "+-") == 0 {
		return sampleSetting{"-XX:" + name[1:], name[:1], line}
	}
	key, value := splitOption(option)
	return sampleSetting{option[:key], option[value:], line}
}
